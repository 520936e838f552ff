"""Money that came through a service, was disputed and given back, is worked out again by a stranger: nothing is amiss."""

from pathlib import Path

import pytest

from payments.audit.finding import Findings
from payments.audit.service_lines import ServiceLines
from payments.audit.verify import verify
from payments.ledger.service import transfer
from tests.audit.conftest import Save, bundle_of
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_funds import USD_MICROS, Funds
from web.local_stripe.server import LocalStripe
from web.service_record import read_record


@pytest.fixture
def funds(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Funds:
    """Rita paid, took half of it back, asked her bank for another payment, and the platform put in its own."""
    opened = Funds.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    local_stripe.top_up("usd", 900_00)
    opened.arrived()
    second = opened.arrived(reference="1-22222222-2")
    local_stripe.win_dispute(local_stripe.dispute(opened.seen(second).payment))
    read_record(opened.house)
    return opened


def test_a_stranger_finds_nothing_amiss(funds: Funds, saved: Save) -> None:
    assert verify(saved(bundle_of(funds.house.db))) == []


def test_every_line_of_the_services_record_is_in_the_log_with_its_transfer(funds: Funds) -> None:
    with funds.house.db.reading() as tx:
        told = tx.value("SELECT count(*) FROM event WHERE kind = 'provider_line'")
        kept = tx.value("SELECT count(*) FROM provider_line WHERE standing = 'matched'")

    assert told == kept == 5


def test_a_ledger_transfer_for_money_that_never_came_shows_in_what_the_world_holds(funds: Funds) -> None:
    before = funds.outside - funds.stripe.available("usd")
    with funds.house.db.writing() as tx:
        transfer(
            tx,
            id="fund:made-up",
            debit_id="world:USD",
            credit_id=f"organisation:{funds.organisation_id}:funds:USD",
            amount_micros=5_00 * USD_MICROS,
            currency="USD",
            code="fund",
            reference="test",
            now=funds.clock(),
        )

    assert (before, funds.outside - funds.stripe.available("usd")) == (0, 5_00)


def heard(*bodies: dict[str, object], moved: dict[str, tuple[str, int]]) -> list[str]:
    """Return the codes of what a stranger finds in some matched lines."""
    findings = Findings()
    lines = ServiceLines(moved, findings)
    for number, body in enumerate(bodies):
        lines.hear("provider_line", body, where=f"event {number}")
    return [found.code for found in findings.found]


CAME = {
    "line_id": "txn_1",
    "amount_minor": 100_00,
    "fee_minor": 3_20,
    "currency": "USD",
    "transfer_id": "fund:ch_1",
    "fee_transfer_id": "fee:txn_1",
}
MOVED = {"fund:ch_1": ("USD", 100_000_000), "fee:txn_1": ("USD", -3_200_000)}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_minor": 99_00}, "line_differs"),
        ({"currency": "EUR"}, "line_differs"),
        ({"fee_minor": 0}, "line_differs"),
        ({"transfer_id": "fund:ch_2"}, "line_differs"),
        ({"transfer_id": None}, "line_unmatched"),
    ],
)
def test_a_line_that_does_not_fit_its_transfer_is_found(changes: dict[str, object], code: str) -> None:
    assert code in heard(CAME | changes, moved=MOVED)


def test_two_lines_for_one_transfer_are_found_and_one_is_not() -> None:
    other = CAME | {"line_id": "txn_2", "fee_minor": 0, "fee_transfer_id": None}

    assert heard(CAME, moved=MOVED) == []
    assert heard(CAME, other, moved=MOVED) == ["line_twice"]
    assert "line_twice" in heard(CAME, CAME, moved=MOVED)
