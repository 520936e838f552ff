"""The platform's account at Stripe is short: one answer stops the rest, which waits, seen by all, and then goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from payments.payout_pauses.queries import pauses
from payments.payout_pauses.service import try_now
from payments.payouts.rules import Standing
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_wages import AMOUNT, Wages
from web.local_stripe.server import LocalStripe
from web.wiring import open_house

MUCH = 2 * 10**10
"""More than the platform holds at Stripe, minor units."""


@pytest.fixture
def wages(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    opened = Wages.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


def waiting(wages: Wages) -> list[tuple[int, int]]:
    with wages.house.db.reading() as tx:
        return [(one.count, one.amount_minor) for one in pauses(tx)]


def test_after_one_answer_nobody_else_is_tried_and_everybody_sees_that_it_waits(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account, minor=MUCH)
    wages.owed_many(30, [account])
    wages.release()

    made = wages.call(most=1) + wages.call() + wages.call(later=timedelta(minutes=4))

    assert (made, waiting(wages)) == (1, [(31, MUCH + 30 * AMOUNT)])
    assert (wages.payout(ada).standing, wages.received(account)) == (Standing.WAITS_FOR_MONEY, 0)
    assert wages.holds(ada) == (MUCH, MUCH)


def test_once_there_is_money_all_of_it_leaves_by_itself_and_once(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account, minor=MUCH)
    wages.owed_many(10, [account])
    wages.release()
    wages.call(most=1)
    wages.stripe.top_up("eur", MUCH)

    made = [wages.call(later=timedelta(minutes=6)), wages.call(), wages.call()]

    assert (sum(made), made[-1], waiting(wages)) == (11, 0, [])
    assert (wages.payout(ada).standing, wages.received(account)) == (Standing.PAID, MUCH + 10 * AMOUNT)
    assert wages.value("SELECT count(*) FROM payout WHERE state <> 'paid'") == 0


def test_while_the_money_is_missing_one_payment_is_tried_at_most_once_an_hour(wages: Wages) -> None:
    account = wages.account()
    wages.owed("Ada", account, minor=MUCH)
    wages.release()

    made = sum(wages.call(later=timedelta(minutes=5)) for _ in range(12 * 8))

    assert (made, wages.received(account)) == (11, 0)
    assert waiting(wages) == [(1, MUCH)]


def test_payroll_can_have_one_tried_at_once(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account, minor=MUCH)
    wages.release()
    wages.call()
    wages.stripe.top_up("eur", MUCH)
    with wages.house.db.writing() as tx:
        try_now(tx, provider="stripe_connect", now=wages.clock())

    made = wages.call()

    assert (made, wages.payout(ada).standing) == (1, Standing.PAID)


def test_an_account_changed_while_it_waits_gets_nothing_and_the_money_is_due_again(wages: Wages) -> None:
    old = wages.account()
    ada = wages.owed("Ada", old, minor=MUCH)
    wages.release()
    wages.call()
    wages.name_account(ada, wages.account(last4="0001"))
    wages.stripe.top_up("eur", MUCH)

    wages.call(later=timedelta(minutes=6))

    assert (wages.payout(ada).standing, wages.holds(ada)) == (Standing.ACCOUNT_WAITS, (MUCH, 0))
    assert wages.received(old) == 0


def test_abroad_the_second_version_of_stripe_says_it_too(
    sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe
) -> None:
    wages = Wages.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock, abroad=True)
    ada = wages.owed("Ada", wages.account(), minor=9 * 10**11)
    wages.release()

    wages.call()

    assert (wages.payout(ada).standing, len(waiting(wages))) == (Standing.WAITS_FOR_MONEY, 1)
    wages.house.db.dispose()


def test_two_houses_at_once_try_one_payment_between_them(wages: Wages) -> None:
    account = wages.account()
    wages.owed("Ada", account, minor=MUCH)
    wages.owed("Eva", account, minor=MUCH)
    wages.release()
    wages.call(most=1)
    other = Wages(open_house(wages.house.settings, now=wages.clock), wages.stripe, wages.clock)

    made = wages.call(later=timedelta(minutes=6)) + other.call()

    assert (made, waiting(wages)) == (1, [(2, 2 * MUCH)])
    other.house.db.dispose()
