"""What is less than whoever pays there sends at once adds up from week to week, and leaves whole, once."""

from datetime import timedelta

import pytest

from payments.closing.service import close_period
from payments.destinations.service import Wanted, name_destination
from payments.payouts.queries import PayoutView, paid_between, payouts_of
from payments.payouts.rules import Standing
from payments.payouts.service import open_payouts
from payments.payslips.service import issue
from payments.providers.base import Abilities, Answer, DestinationKind
from payments.providers.pretend import PretendPayouts
from policies.errors import Refusal
from policies.periods import week_of
from tests.cast import BEGINNING, Clock
from tests.kept import findings_of
from tests.paying import (
    MXN_MICROS,
    TO_PAYDAY,
    bank_says,
    held_for,
    name_account,
    outside,
    payout_seen,
    payroll,
    prepare,
    sent_run,
)
from tests.work import Work, annotator, running_project
from web.db import Database

FIRST, THIRD = (week_of((BEGINNING + timedelta(weeks=weeks)).date()) for weeks in (0, 4))
"""She works every other week, so that a payday lies between."""


class BankWithALeast(PretendPayouts):
    """Sends nothing below 5.00."""

    def abilities(self, currency: str) -> Abilities:
        del currency
        return Abilities(days_least=0, days_most=0, least_minor=500)


@pytest.fixture
def ada(db: Database) -> int:
    return annotator(db, "Ada")


@pytest.fixture
def work(db: Database, clock: Clock, ada: int) -> Work:
    """Ada works for three weeks, two answers of 1.15 in each; her bank takes nothing below 5.00."""
    work = running_project(db, clock, items=6, overlap=1)
    wanted = Wanted(kind=DestinationKind.PRETEND, currency="MXN", holder="Ada Ruiz", number="1234")
    with db.writing() as tx:
        name_destination(tx, person_id=ada, wanted=wanted, provider=BankWithALeast(), now=clock())
    return work


def week_paid(work: Work, person_id: int, weeks: int) -> None:
    """Let a person answer two items on the Monday of a week, and open what its payday owes."""
    work.clock.at = BEGINNING + timedelta(weeks=weeks)
    work.answer_many(person_id, 2, seconds=60)
    work.clock.at = BEGINNING + timedelta(weeks=weeks) + TO_PAYDAY
    while work.accept():
        pass
    period = week_of((BEGINNING + timedelta(weeks=weeks)).date())
    with work.db.writing() as tx:
        close_period(tx, person_id=person_id, period=period, now=work.clock())
    with work.db.writing() as tx:
        issue(tx, person_id=person_id, period=period, now=work.clock())
        open_payouts(tx, now=work.clock())


def seen(work: Work, person_id: int) -> list[PayoutView]:
    """Return a person's payouts, the newest first."""
    with work.db.reading() as tx:
        return list(payouts_of(tx, person_id, now=work.clock()))


def test_a_small_week_waits_and_goes_with_the_weeks_that_follow(work: Work, ada: int) -> None:
    week_paid(work, ada, 0)
    alone = payout_seen(work, ada)
    week_paid(work, ada, 2)
    two = payout_seen(work, ada)

    week_paid(work, ada, 4)

    third, second, first = seen(work, ada)
    assert (alone.standing, two.standing, third.standing) == (Standing.TOO_SMALL, Standing.TOO_SMALL, Standing.READY)
    assert third.amount_minor * MXN_MICROS == held_for(work, ada)[0]
    assert third.amount_minor >= 500 > two.amount_minor > alone.amount_minor
    assert [(one.standing, one.joined_period) for one in (second, first)] == [(Standing.JOINED, THIRD)] * 2
    assert third.joined_count == 2


def test_all_of_it_leaves_once_and_the_auditor_finds_nothing_wrong(work: Work, ada: int) -> None:
    week_paid(work, ada, 0)
    week_paid(work, ada, 2)
    week_paid(work, ada, 4)
    pia, paz = payroll(work.db, "Pia"), payroll(work.db, "Paz")
    whole, before = payout_seen(work, ada), outside(work)

    sent_run(work, pia, paz, provider="pretend")
    bank_says(work, payout_seen(work, ada).key, Answer.PAID)

    with work.db.reading() as tx:
        paid = paid_between(tx, first=FIRST, last=THIRD)
    assert before - outside(work) == whole.amount_minor * MXN_MICROS
    assert held_for(work, ada) == (0, 0)
    assert paid == ((ada, True),) * 3
    assert findings_of(work.db, now=work.clock() + timedelta(minutes=1)) == ()


def test_what_came_back_from_a_bank_stays_a_payment_of_its_own(work: Work, ada: int) -> None:
    pia, paz = payroll(work.db, "Pia"), payroll(work.db, "Paz")
    name_account(work, ada, "5555", provider="pretend")
    week_paid(work, ada, 0)
    sent_run(work, pia, paz, provider="pretend")
    bank_says(work, payout_seen(work, ada).key, Answer.RETURNED, reason="account closed")
    wanted = Wanted(kind=DestinationKind.PRETEND, currency="MXN", holder="Ada Ruiz", number="1234")
    with work.db.writing() as tx:
        name_destination(tx, person_id=ada, wanted=wanted, provider=BankWithALeast(), now=work.clock())

    week_paid(work, ada, 2)

    second, first = seen(work, ada)
    assert (first.joined_id, second.joined_count) == (None, 0)
    assert (first.amount_minor + second.amount_minor) * MXN_MICROS == held_for(work, ada)[0]


def test_another_way_of_being_paid_lets_a_small_week_leave_alone(work: Work, ada: int) -> None:
    pia = payroll(work.db, "Pia")
    week_paid(work, ada, 0)
    with pytest.raises(Refusal, match="nothing_to_send"):
        prepare(work, pia, provider="pretend")

    name_account(work, ada, "5555", provider="pretend")

    work.clock.advance(hours=72)
    assert payout_seen(work, ada).standing is Standing.READY
    assert prepare(work, pia, provider="pretend") == 1


def test_mallory_cannot_send_a_week_alone_that_went_with_another(work: Work, ada: int) -> None:
    week_paid(work, ada, 0)
    week_paid(work, ada, 2)

    with pytest.raises(Exception, match="never"), work.db.writing() as tx:
        tx.count("UPDATE payout SET state = 'due', joined_id = NULL WHERE joined_id IS NOT NULL")

    assert [one.standing for one in seen(work, ada)] == [Standing.TOO_SMALL, Standing.JOINED]
