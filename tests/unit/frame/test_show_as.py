"""How amounts and times are written: exact, in the person's language, never through a float."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.show_as import MINUS, Writing, exact_digits
from web.words import load_languages


def writing(code: str = "en", time_zone: str = "America/Mexico_City") -> Writing:
    return Writing(load_languages()[code], time_zone)


@pytest.mark.parametrize(
    ("micros", "currency", "shown", "why"),
    [
        (1_150_000, "MXN", "1.15", "cents as they are"),
        (45_943_334, "MXN", "45.943334", "a rate keeps every digit"),
        (1_144_030_000, "MXN", "1,144.03", "thousands apart"),
        (500_000, "MXN", "0.50", "at least the currency's decimals"),
        (-60_000_000, "MXN", f"{MINUS}60.00", "a real minus sign"),
        (12_000_000, "JPY", "12", "yen have no decimals"),
        (12_500_000, "JPY", "12.5", "but nothing is hidden"),
        (1_234_000, "KWD", "1.234", "dinars have three"),
    ],
)
def test_an_amount_is_written_exactly(micros: int, currency: str, shown: str, why: str) -> None:
    assert writing().plain_amount(micros, currency) == shown, why


@given(st.integers(min_value=0, max_value=10**18))
def test_no_micro_unit_is_lost_in_writing(micros: int) -> None:
    units, decimals = exact_digits(micros, least=2)

    assert int(units) * 1_000_000 + int(decimals.ljust(6, "0")) == micros


@pytest.mark.parametrize(
    ("code", "shown"),
    [("es", "1,144.03\u00a0MXN"), ("en", "1,144.03\u00a0MXN"), ("fr", "1\u202f144,03\u00a0MXN")],
)
def test_each_language_writes_numbers_its_own_way(code: str, shown: str) -> None:
    assert writing(code).plain_money(1_144_030_000, "MXN") == shown


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (0, "0\u00a0s"),
        (80_999, "80\u00a0s"),
        (120_000, "2\u00a0min"),
        (14 * 60_000, "14\u00a0min"),
        (3_600_000, "1\u00a0h"),
        (7_500_000, "2\u00a0h\u00a005"),
        (7_559_999, "2\u00a0h\u00a005"),
    ],
)
def test_a_span_is_written_as_people_say_it(milliseconds: int, shown: str) -> None:
    assert writing().plain_span(milliseconds) == shown


def test_an_instant_is_shown_on_the_persons_own_clock() -> None:
    instant = datetime(2026, 5, 2, 3, 5, tzinfo=UTC)

    assert writing().plain_when(instant) == "Friday 1 May, 21:05"
    assert 'datetime="2026-05-02T03:05:00+00:00"' in writing().when(instant)


@pytest.mark.parametrize(
    ("code", "shown"), [("es", "viernes 1 de mayo"), ("en", "Friday 1 May"), ("fr", "vendredi 1er mai")]
)
def test_a_day_is_named_in_each_language(code: str, shown: str) -> None:
    assert writing(code).plain_day(date(2026, 5, 1)) == shown


def test_money_names_its_currency_for_those_who_hover_or_listen() -> None:
    assert str(writing("es").money(45_950_000, "MXN")) == (
        '<span class="money">45.95 <abbr title="pesos mexicanos">MXN</abbr></span>'
    )


@pytest.mark.parametrize(("part", "whole", "shown"), [(1, 3, "33.3"), (1, 4, "25"), (0, 5, "0"), (3, 0, "0")])
def test_a_share_is_written_as_percent(part: int, whole: int, shown: str) -> None:
    assert writing().percent(part, whole) == f"{shown}\u202f%"


@pytest.mark.parametrize(
    ("day", "said"), [(1, "1er mai 2026"), (2, "2 mai 2026"), (11, "11 mai 2026"), (31, "31 mai 2026")]
)
def test_french_says_the_first_of_a_month_as_an_ordinal(day, said):
    assert said in writing("fr").date(date(2026, 5, day))
