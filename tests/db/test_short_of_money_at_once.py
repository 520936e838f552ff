"""Four houses at once while the platform's account at Stripe is short: one payment is tried between them, none twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_wages import Wages
from web.local_stripe.server import LocalStripe
from web.paying_out import call_payouts
from web.wiring import House, open_house

MUCH = 2 * 10**10
"""What each is owed: more than the platform holds at Stripe, minor units."""


@pytest.fixture
def wages(database_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    opened = Wages.opened(settings_for(database_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


@pytest.fixture
def houses(wages: Wages) -> Iterator[list[House]]:
    others = [open_house(wages.house.settings, now=wages.clock) for _ in range(3)]
    yield [wages.house, *others]
    for other in others:
        other.db.dispose()


def call_at_once(houses: list[House]) -> int:
    with ThreadPoolExecutor(len(houses)) as pool:
        return sum(pool.map(call_payouts, houses))


def owed_much(wages: Wages, account_id: str, *names: str) -> None:
    for name in names:
        wages.owed(name, account_id, minor=MUCH)


def test_four_houses_try_one_payment_between_them_and_then_pay_everybody_once(
    wages: Wages, houses: list[House]
) -> None:
    account = wages.account()
    owed_much(wages, account, "Ada", "Ben", "Carla", "Eva")
    wages.release()
    wages.call(most=1)
    wages.clock.at += timedelta(minutes=6)
    tried = call_at_once(houses)
    wages.stripe.top_up("eur", 4 * MUCH)
    wages.clock.at += timedelta(minutes=11)

    sent = call_at_once(houses) + call_at_once(houses)

    assert (tried, sent, wages.received(account)) == (1, 4, 4 * MUCH)
    assert wages.value("SELECT count(*) FROM payout WHERE state <> 'paid'") == 0
