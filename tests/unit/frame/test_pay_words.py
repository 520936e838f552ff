"""Each amount says what it is for, how it is reckoned, and who pays it: to the person, with figures that come out."""

import pytest

from payments.earnings.tables import Carrier, EarningKind
from web.pay_owed import Owed
from web.pay_words import PayWords
from web.show_as import Writing
from web.words import load_languages

TOP_UP = {
    "line": "top_up",
    "line_counted_ms": 7_200_000,
    "line_micros": 31_886_668,
    "piece_micros": 60_000_000,
    "parts": [{"counted_ms": 7_200_000, "rate_micros": 45_943_334, "rulebook_digest": "d"}],
}
REST = {
    "line": "rest",
    "line_micros": 91_886_668,
    "parts": [{"counted_ms": 7_200_000, "rate_micros": 45_943_334, "rulebook_digest": "d"}],
}


def words_of(language: str) -> PayWords:
    spoken = load_languages()[language]
    return PayWords(spoken, Writing(spoken, "UTC"))


def owed(**changes: object) -> Owed:
    usual: dict[str, object] = {
        "kind": "piece",
        "carrier": "requester",
        "organisation": "Mobility Office",
        "count": 40,
        "counted_ms": 0,
        "rate_micros": 1_150_000,
        "amount_micros": 46_000_000,
        "currency": "MXN",
        "workings": {},
    }
    return Owed(**(usual | changes))  # type: ignore[arg-type]


def a_rest(**changes: object) -> Owed:
    return owed(kind="rest", counted_ms=7_200_000, amount_micros=91_886_668, workings=REST, **changes)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "40 answers × 1.15 = 46.00"),
        ("es", "40 respuestas × 1.15 = 46.00"),
        ("fr", "40 réponses × 1,15 = 46,00"),
    ],
)
def test_answers_are_a_number_times_a_price(language: str, said: str) -> None:
    assert words_of(language).pay_sum(owed()) == said


def test_one_answer_is_one() -> None:
    assert words_of("en").pay_sum(owed(count=1, amount_micros=1_150_000)) == "1 answer × 1.15 = 1.15"


def test_a_top_up_says_what_was_missing_and_that_she_did_nothing_wrong() -> None:
    top_up = owed(kind="top_up", counted_ms=7_200_000, amount_micros=31_886_668, workings=TOP_UP)

    said = words_of("en").pay_sentence(top_up)

    assert said == "Tasks paid 60.00; the minimum for 2\u00a0h is 91.89. We add 31.89. You did nothing wrong."
    assert words_of("en").pay_sum(top_up) == "7,200\u00a0s × 45.943334 ÷ 3600 − 60.00 = 31.886668"


def test_a_part_of_a_line_says_so() -> None:
    part = owed(kind="rest", counted_ms=3_600_000, amount_micros=45_943_334, workings=REST)

    said = words_of("en").pay_sum(part)

    assert said == "7,200\u00a0s × 45.943334 ÷ 3600 = 91.886668, of which 45.943334 for this project"


def test_time_under_two_floors_adds_both() -> None:
    parts = [{"counted_ms": 3_600_000, "rate_micros": rate} for rate in (45_943_334, 47_941_305)]
    both = owed(kind="rest", amount_micros=93_884_639, workings={"line_micros": 93_884_639, "parts": parts})

    said = words_of("en").pay_sum(both)

    assert said == "3,600\u00a0s × 45.943334 ÷ 3600 + 3,600\u00a0s × 47.941305 ÷ 3600 = 93.884639"


def test_hours_whose_answers_were_rounded_up_one_by_one_say_why_a_millionth_is_over() -> None:
    hours = owed(kind="hourly", count=0, counted_ms=1_000_000, rate_micros=52_000_000, amount_micros=14_444_446)

    assert words_of("en").pay_sum(hours).endswith("= 14.444446, each part rounded up to a millionth")


def test_a_correction_says_which_line_it_adds_to() -> None:
    late = owed(kind="correction", counted_ms=600_000, amount_micros=7_657_223, workings=REST)

    assert words_of("en").pay_sentence(late).endswith("What came later adds 7.66 to “Rest”.")
    assert words_of("en").pay_sum(late).endswith("= 91.886668, of which 7.657223 was still missing")


@pytest.mark.parametrize("kind", list(EarningKind))
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_kind_of_earning_has_a_title_a_sentence_and_a_sum(kind: EarningKind, language: str) -> None:
    one = owed(kind=kind.value, counted_ms=7_200_000, amount_micros=31_886_668, workings=TOP_UP)
    words = words_of(language)

    said = [words.pay_title(kind.value), words.pay_sentence(one), words.pay_sum(one)]

    assert all(said)
    assert "%(" not in "".join(said)


@pytest.mark.parametrize(
    ("carrier", "said"),
    [
        (Carrier.REQUESTER, "Mobility Office pays it"),
        (Carrier.PLATFORM, "Jornal pays it"),
        (Carrier.GUARANTEE, "Jornal’s guarantee pays it"),
    ],
)
def test_every_carrier_is_named(carrier: Carrier, said: str) -> None:
    assert words_of("en").pay_payer(a_rest(carrier=carrier.value)) == said
