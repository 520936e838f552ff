"""Ada in Mexico is paid to her bank through Stripe's payments abroad: her whole amount arrives, or it comes back to her."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from payments.payout_decisions.service import confirm, propose
from payments.payouts.rules import Standing
from tests.cast import Clock
from tests.conftest import settings_for
from tests.kept import findings_of
from tests.paying import paid_slips, payroll, worked
from tests.stripe_wages import AMOUNT, Wages
from tests.work import annotator
from web.local_stripe.faults import Fault
from web.local_stripe.server import LocalStripe

A_WHILE = timedelta(minutes=1)


@pytest.fixture
def wages(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Wages]:
    opened = Wages.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock, abroad=True)
    yield opened
    opened.house.db.dispose()


def a_weeks_work(wages: Wages, *people: int) -> None:
    """Enough answers that it is more than the least that Stripe sends to Mexico."""
    paid_slips(worked(wages.house.db, wages.clock, *people, answers=15), *people)


def payment_of(wages: Wages, person_id: int) -> str:
    return wages.payout(person_id).tracking


def test_it_is_on_its_way_until_stripe_says_that_it_left(wages: Wages) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.call()
    before = (wages.payout(ada).standing, wages.holds(ada))
    wages.stripe.post_payments()

    wages.call(later=A_WHILE)

    assert before == (Standing.SENT, (AMOUNT, AMOUNT))
    assert wages.calls(ada) == [("send", "under_way"), ("look_up", "done")]
    assert (wages.payout(ada).standing, wages.received(account), wages.holds(ada)) == (Standing.PAID, AMOUNT, (0, 0))


def test_the_fee_is_the_platforms_and_her_whole_amount_arrives(wages: Wages) -> None:
    account = wages.account()
    wages.owed("Ada", account)
    wages.release()

    wages.call()

    payment = wages.stripe.books.every("v2.money_management.outbound_payment")[0]
    assert payment["to"]["credited"] == {"value": AMOUNT, "currency": "mxn"}
    assert payment["from"]["debited"]["currency"] == "usd"


def test_one_that_fails_before_it_leaves_is_due_again_to_another_account(wages: Wages) -> None:
    ada = wages.owed("Ada", wages.account())
    wages.release()
    wages.call()
    wages.stripe.refuse_payment(payment_of(wages, ada))

    wages.call(later=A_WHILE)

    payout = wages.payout(ada)
    assert (payout.standing, payout.reason, wages.holds(ada)) == (
        Standing.RETURNED,
        "payout_method_declined",
        (AMOUNT, 0),
    )


def test_one_that_comes_back_is_hers_again_and_is_sent_anew_to_another_account(wages: Wages) -> None:
    ada = wages.owed("Ada", wages.account(last4="0001"))
    wages.release()
    wages.call()
    wages.stripe.post_payments()
    wages.call(later=A_WHILE)
    returned = (wages.payout(ada).standing, wages.holds(ada))
    other = wages.account()
    wages.name_account(ada, other)
    wages.clock.advance(hours=73)
    wages.release()

    wages.call()
    wages.stripe.post_payments()
    wages.call(later=A_WHILE)

    assert returned == (Standing.RETURNED, (AMOUNT, 0))
    assert (wages.payout(ada).standing, wages.received(other), wages.holds(ada)) == (Standing.PAID, AMOUNT, (0, 0))


@pytest.mark.stress
@pytest.mark.parametrize("fault", Fault)
def test_whatever_goes_wrong_with_the_call_abroad_she_is_paid_once(wages: Wages, fault: Fault) -> None:
    account = wages.account()
    ada = wages.owed("Ada", account)
    wages.release()
    wages.stripe.faults.then(fault)
    wages.call_until_quiet(looks=3)
    wages.stripe.post_payments()

    wages.call_until_quiet(looks=3)

    assert (wages.payout(ada).standing, wages.received(account), wages.holds(ada)) == (Standing.PAID, AMOUNT, (0, 0))
    assert len(wages.stripe.books.every("v2.money_management.outbound_payment")) == 1


def test_a_payment_under_way_is_asked_about_for_days_and_never_frozen(wages: Wages) -> None:
    ada = wages.owed("Ada", wages.account())
    wages.release()
    wages.call()

    made = [wages.call(later=timedelta(hours=12)) for _ in range(8)]

    assert made == [1] * 8
    assert wages.payout(ada).standing is Standing.SENT


@pytest.mark.stress
def test_the_auditors_verifier_follows_a_week_of_work_through_every_answer_of_stripes(
    wages: Wages, clock: Clock
) -> None:
    ada, ben = annotator(wages.house.db, "Ada"), annotator(wages.house.db, "Ben")
    a_weeks_work(wages, ada, ben)
    wages.name_account(ada, wages.account())
    wages.name_account(ben, wages.account(last4="0001"))
    wages.release()
    wages.stripe.faults.then(Fault.DROPPED_AFTER, Fault.TOO_MANY)
    wages.call()
    wages.call(later=A_WHILE)
    on_the_way = findings_of(wages.house.db, now=clock())
    wages.stripe.post_payments()

    wages.call_until_quiet(looks=3)

    assert [wages.payout(person).standing for person in (ada, ben)] == [Standing.PAID, Standing.RETURNED]
    assert (on_the_way, findings_of(wages.house.db, now=clock())) == ((), ())


@pytest.mark.stress
def test_the_auditors_verifier_follows_a_payment_that_two_people_decided_about(wages: Wages, clock: Clock) -> None:
    ada, pia, paz = annotator(wages.house.db, "Ada"), payroll(wages.house.db, "Pia"), payroll(wages.house.db, "Paz")
    a_weeks_work(wages, ada)
    wages.name_account(ada, wages.account())
    wages.release()
    wages.stripe.faults.then(Fault.DROPPED_BEFORE)
    wages.call()
    wages.call(later=timedelta(hours=21))
    frozen = findings_of(wages.house.db, now=clock())
    payout_id, reason = wages.payout(ada).payout_id, "Stripe has no payment to her since Monday."
    with wages.house.db.writing() as tx:
        found = propose(tx, payout_id=payout_id, was_paid=False, reason=reason, by_id=pia, now=clock())

    with wages.house.db.writing() as tx:
        confirm(tx, payout_id=payout_id, proposal_id=found, by_id=paz, now=clock())

    assert wages.payout(ada).standing is Standing.READY
    assert (frozen, findings_of(wages.house.db, now=clock())) == ((), ())
