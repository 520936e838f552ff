"""Money that came through a service, was disputed and given back, is worked out again by a stranger: nothing is amiss."""

from pathlib import Path

import pytest

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
