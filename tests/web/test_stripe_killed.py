"""A process dies at each step of paying Ada: before the call, after it, or it comes back when another has taken over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from payments.payout_calls.queries import calls_due
from payments.payout_calls.rules import LEASE
from payments.payout_calls.service import Taken, note_answer, take
from payments.payouts.rules import Standing
from payments.providers.base import Sent, SentState
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_wages import AMOUNT, Wages
from web.local_stripe.server import LocalStripe

PAID_ONCE = (Standing.PAID, AMOUNT, (0, 0))


@pytest.fixture
def wages(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    opened = Wages.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


@pytest.fixture
def account(wages: Wages) -> str:
    return wages.account()


@pytest.fixture
def ada(wages: Wages, account: str) -> int:
    person_id = wages.owed("Ada", account)
    wages.release()
    return person_id


def taken_by_one_who_dies(wages: Wages) -> Taken:
    """A process has committed that it calls, and is never heard of again."""
    with wages.house.db.writing() as tx:
        due = calls_due(tx, wages.provider, now=wages.clock(), most=1)
        taken = take(tx, attempt_id=due[0], now=wages.clock())
    assert taken is not None
    return taken


def called_by_one_who_dies(wages: Wages) -> Sent:
    """A process has called, too, and died before it could book the answer."""
    return wages.house.payout_providers[wages.provider].send(taken_by_one_who_dies(wages).line)  # type: ignore[attr-defined]


def how_it_ended(wages: Wages, ada: int, account: str) -> tuple[Standing, int, tuple[int, int]]:
    return wages.payout(ada).standing, wages.received(account), wages.holds(ada)


def test_killed_between_the_commit_and_the_call_another_one_calls(wages: Wages, ada: int, account: str) -> None:
    taken_by_one_who_dies(wages)

    too_early = wages.call()
    wages.call(later=LEASE)

    assert too_early == 0
    assert how_it_ended(wages, ada, account) == PAID_ONCE
    assert [one.answer for one in reversed(wages.log(ada))] == [None, None, SentState.DONE]


def test_killed_between_the_call_and_its_booking_the_same_key_pays_nothing_more(
    wages: Wages, ada: int, account: str
) -> None:
    sent = called_by_one_who_dies(wages)

    wages.call(later=LEASE)

    assert sent.state is SentState.DONE
    assert how_it_ended(wages, ada, account) == PAID_ONCE
    assert wages.payout(ada).tracking == sent.reference


def test_killed_after_the_call_and_away_for_more_than_a_day_nobody_sends_a_key_that_was_forgotten(
    wages: Wages, ada: int, account: str
) -> None:
    called_by_one_who_dies(wages)

    wages.call(later=timedelta(hours=30))

    assert how_it_ended(wages, ada, account) == (Standing.FROZEN, AMOUNT, (AMOUNT, AMOUNT))


def test_one_who_comes_back_late_with_a_refusal_changes_nothing(wages: Wages, ada: int, account: str) -> None:
    slow = taken_by_one_who_dies(wages)
    wages.call(later=LEASE)

    with wages.house.db.writing() as tx:
        note_answer(tx, taken=slow, sent=Sent(state=SentState.REFUSED, reason="late"), now=wages.clock())

    assert how_it_ended(wages, ada, account) == PAID_ONCE


def test_one_who_comes_back_late_with_what_was_paid_books_it_once(wages: Wages, ada: int, account: str) -> None:
    slow = taken_by_one_who_dies(wages)
    wages.call(later=LEASE)
    found = Sent(state=SentState.DONE, reference=wages.payout(ada).tracking)

    with wages.house.db.writing() as tx:
        note_answer(tx, taken=slow, sent=found, now=wages.clock())

    assert how_it_ended(wages, ada, account) == PAID_ONCE


def test_money_paid_under_a_key_that_was_given_up_stops_the_payment_before_it_leaves_again(
    wages: Wages, ada: int, account: str
) -> None:
    slow = taken_by_one_who_dies(wages)
    gone = Sent(state=SentState.REFUSED, reason="no such account", is_accounts_fault=False)
    with wages.house.db.writing() as tx:
        note_answer(tx, taken=slow, sent=gone, now=wages.clock())
    due_again = wages.payout(ada).standing

    with wages.house.db.writing() as tx:
        note_answer(tx, taken=slow, sent=Sent(state=SentState.DONE, reference="tr_1"), now=wages.clock())

    assert (due_again, wages.payout(ada).standing) == (Standing.READY, Standing.FROZEN)
