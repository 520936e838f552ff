"""Two thousand payouts in a storm: half of all calls go wrong, four schedulers send at once, and each is paid once."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import Clock
from tests.chance import chance_of
from tests.conftest import settings_for
from tests.kept import findings_of
from tests.stripe_wages import AMOUNT, Wages, with_stripe
from web.local_stripe.server import LocalStripe
from web.paying_out import call_payouts
from web.wiring import House, open_house

PAYOUTS = int(os.environ.get("JORNAL_STORM_PAYOUTS", "2000"))
"""The benchmark asks for a hundred thousand."""
ACCOUNTS, SCHEDULERS, IN_A_RUN = 25, 4, 500
SHARE = 0.5
LOOKS_MOST = 400


@pytest.fixture
def stormy(database_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    wages = Wages.opened(settings_for(database_url, tmp_path), local_stripe, clock)
    accounts = [wages.account() for _ in range(ACCOUNTS)]
    wages.owed_many(PAYOUTS, accounts)
    local_stripe.faults.plan(chance_of("Stripe").getrandbits(32), SHARE)
    yield wages
    wages.house.db.dispose()


@pytest.fixture
def schedulers(stormy: Wages, database_url: str, tmp_path: Path, clock: Clock) -> Iterator[list[House]]:
    settings = with_stripe(settings_for(database_url, tmp_path), stormy.stripe)
    houses = [open_house(settings, now=clock) for _ in range(SCHEDULERS)]
    yield houses
    for house in houses:
        house.db.dispose()


ABOUT_PAYOUTS = ("paid_twice", "payout_differs", "payout_key_twice", "payout_twice", "payout_unknown")
"""What the auditor's verifier says of payments; these payslips were written without any work behind them."""


def release_everything(wages: Wages) -> None:
    for _ in range(0, PAYOUTS, IN_A_RUN):
        wages.release()


def wrong_payments(wages: Wages) -> list[str]:
    found = findings_of(wages.house.db, now=wages.clock() + timedelta(minutes=1))
    return [finding for finding in found if any(code in finding for code in ABOUT_PAYOUTS)]


def send_everything(wages: Wages, houses: list[House]) -> int:
    """Let four schedulers look every three minutes until nothing is on its way; return how often they looked."""
    for looked in range(LOOKS_MOST):
        with ThreadPoolExecutor(SCHEDULERS) as pool:
            list(pool.map(lambda house: call_payouts(house, most=PAYOUTS), houses))
        wages.clock.advance(minutes=3)
        if not wages.value("SELECT count(*) FROM payout_attempt WHERE state = 'sending'"):
            return looked
    return LOOKS_MOST


@pytest.mark.stress
def test_everybody_is_paid_once_though_half_of_all_calls_go_wrong(stormy: Wages, schedulers: list[House]) -> None:
    release_everything(stormy)

    looked = send_everything(stormy, schedulers)

    transfers = stormy.stripe.books.every("transfer")
    paid = Counter(one["transfer_group"] for one in transfers)
    states = stormy.value("SELECT count(*) FROM payout WHERE state = 'paid'")
    calls = stormy.value("SELECT count(*) FROM payout_call WHERE answer IS NOT NULL")
    print(f"{PAYOUTS} payouts, {calls} calls, {looked} looks, faults {dict(stormy.stripe.faults.seen)}")
    assert (len(paid), len(transfers), states) == (PAYOUTS, PAYOUTS, PAYOUTS)
    assert sum(one["amount"] for one in transfers) == PAYOUTS * AMOUNT
    assert stormy.value("SELECT count(*) FROM payout_attempt WHERE state = 'paid'") == PAYOUTS
    assert stormy.value("SELECT count(*) FROM payout WHERE state = 'frozen'") == 0
    assert min(stormy.stripe.faults.seen.values()) > 0
    assert wrong_payments(stormy) == []
