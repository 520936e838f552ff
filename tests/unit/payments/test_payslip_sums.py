"""What a payslip comes to: each line rounded up once, in every currency, and never less than nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.audit.payslip_file import check_text
from payments.payslips.rules import Composed, Final, Issuer, compose, standing
from policies.money import micros_of, micros_per_minor
from policies.settlement import settle
from tests.payslip_made import week_facts

NAMES = {("project", 1): "Passport questions", ("organisation", 1): "Mobility Office"}


def final(earning_id: int, amount_micros: int, **changes: object) -> Final:
    usual: dict[str, object] = {
        "kind": "piece" if amount_micros > 0 else "correction",
        "organisation_id": 1,
        "project_id": 1,
        "carrier": "requester",
        "quantity": 1,
        "unit": "item",
        "rate_micros": amount_micros,
        "rule": f"offer:{earning_id}",
        "rulebook_digest": "a" * 64,
        "workings": {},
    }
    return Final(earning_id=earning_id, amount_micros=amount_micros, **(usual | changes))  # type: ignore[arg-type]


def composed(finals: list[Final], currency: str = "MXN") -> Composed:
    settlement = settle(times=(), pieces=(), currency=currency)
    week = week_facts(currency=currency, names=NAMES, settlement=settlement)
    return compose(week, standing(finals), issuer=Issuer(name="Cooperativa Jornal"))


@pytest.mark.parametrize(
    ("currency", "minor", "rounding", "written"),
    [
        ("MXN", 9, 3_900, "0.09"),
        ("JPY", 1, 913_900, "1"),
        ("KWD", 87, 900, "0.087"),
    ],
    ids=["two decimals", "none", "three"],
)
def test_seven_items_are_rounded_up_once_and_not_seven_times(
    currency: str, minor: int, rounding: int, written: str
) -> None:
    slip = composed([final(number, 12_300) for number in range(1, 8)], currency)

    assert (slip.total_micros, slip.total_minor, slip.rounding_micros) == (86_100, minor, rounding)
    assert json.loads(slip.text)["total"] == written


def test_every_line_is_rounded_by_itself() -> None:
    slip = composed([final(1, 10_001), final(2, 10_001, kind="rest", unit="ms", quantity=784)])

    assert (slip.total_minor, slip.rounding_micros) == (4, 19_998)


def test_a_correction_downwards_lowers_what_is_still_to_be_paid() -> None:
    slip = composed([final(1, 30_000_000), final(2, -12_005_001)])

    lines = json.loads(slip.text)["lines"]
    assert [line["amount"] for line in lines] == ["30.00", "-12.00"]
    assert slip.total_minor == 1800


def test_a_correction_that_asks_for_more_than_there_is_waits_and_takes_nothing_back() -> None:
    finals = [final(1, 5_000_000), final(2, -9_000_000), final(3, -1_000_000)]

    assert [each.earning_id for each in standing(finals)] == [1, 3]


def test_nothing_is_issued_for_a_correction_alone() -> None:
    assert standing([final(1, -5)]) == ()
    assert standing([]) == ()


def test_the_order_in_which_earnings_come_changes_no_byte() -> None:
    finals = [final(number, 1_150_000 + number % 2) for number in range(1, 9)]

    assert composed(finals).text == composed(finals[::-1]).text


@given(
    amounts=st.lists(st.integers(-10_000_000, 40_000_000).filter(bool), min_size=1, max_size=30),
    currency=st.sampled_from(["MXN", "JPY", "KWD", "USD"]),
)
def test_whatever_was_earned_the_sums_agree_and_favour_the_annotator(amounts: list[int], currency: str) -> None:
    finals = [final(number, amount) for number, amount in enumerate([1, *amounts], start=1)]

    slip = composed(finals, currency)

    assert check_text(slip.text) == []
    assert slip.total_minor * micros_per_minor(currency) >= slip.total_micros > 0
    assert micros_of(json.loads(slip.text)["exact_total"]) == slip.total_micros
