"""A week of Ada's that was closed and paid: answers, a top-up, instructions and rest, all on one payslip."""

from datetime import datetime, timedelta

from payments.closing.service import close_period
from payments.payouts.service import open_payouts
from tests.cast import BEGINNING
from tests.paydays import PAYDAY, hold_payday
from tests.work import Work

WEEK = "2026-W10"
WEEK_OVER = BEGINNING + timedelta(days=7)


def work_a_week(work: Work, person_id: int) -> None:
    """Twelve slow answers on Monday with rests, five quick ones on Tuesday."""
    work.answer_many(person_id, 12, seconds=150, rest_minutes=2)
    work.clock.advance(hours=20)
    work.answer_many(person_id, 5, seconds=70)


def pay_the_week(work: Work, person_id: int, *, now: datetime = PAYDAY) -> int:
    """Let silence accept, close the week, hold payday; returns the payslip's id."""
    work.clock.at = WEEK_OVER
    work.accept()
    with work.db.writing() as tx:
        close_period(tx, person_id=person_id, period=WEEK, now=WEEK_OVER)
    work.clock.at = now
    issued = hold_payday(work.db, now=now)
    with work.db.writing() as tx:
        open_payouts(tx, now=now)
    return issued[-1]
