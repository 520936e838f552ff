"""What Rita is billed for: every line of a month, what the guarantee paid left out, true to the ledger to the micro-unit."""

from datetime import UTC, datetime, timedelta

from annotate.funding.queries import project_money
from payments.closing.service import close_period
from payments.invoices.queries import Billed, billed
from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.db import Database

MARCH, APRIL, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5))


def bill(work: Work, start: datetime, end: datetime) -> Billed:
    with work.db.reading() as tx:
        return billed(tx, project_id=work.project_id, currency="MXN", start=start, end=end)


def close_week(work: Work, person_id: int, period: str) -> None:
    with work.db.writing() as tx:
        close_period(tx, person_id=person_id, period=period, now=work.clock())


def paid(work: Work) -> int:
    with work.db.reading() as tx:
        return project_money(tx, work.project_id).pay_micros


def test_answers_and_what_came_on_top_are_billed_in_the_month_they_were_booked(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    clock.at = datetime(2026, 3, 31, 15, tzinfo=UTC)
    work.answer_many(ada, 2, seconds=120)
    clock.at = datetime(2026, 4, 7, 15, tzinfo=UTC)
    close_week(work, ada, "2026-W14")

    march, april = bill(work, MARCH, APRIL), bill(work, APRIL, MAY)

    assert [(line.count, line.rate_micros, line.amount_micros) for line in march.pieces] == [(2, 1_150_000, 2_300_000)]
    assert march.beside == {}
    assert (april.pieces, dict(april.beside)) == ((), {"top_up": 762_889})  # four minutes at 45.943334 are 3.062889
    assert (april.paid_before_micros, april.paid_micros) == (2_300_000, 762_889)
    assert march.paid_micros + april.paid_micros == paid(work)


def test_what_the_money_did_not_reach_is_not_on_her_bill(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=2)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=240)
    clock.at += timedelta(days=8)
    close_week(work, ada, "2026-W10")

    march = bill(work, MARCH, APRIL)

    lines = sum(line.amount_micros for line in march.pieces) + march.beside.total()
    assert lines == 6_125_778  # eight minutes at 45.943334
    assert march.paid_micros == paid(work) == 3_105_000
    assert march.by_guarantee_micros == lines - 3_105_000


def test_hours_are_billed_by_their_time(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3, pay_basis="hour", price_micros=60_000_000)
    work.answer_many(annotator(db, "Ada"), 2, seconds=60)

    (line,) = bill(work, MARCH, APRIL).pieces

    assert (line.kind, line.count, line.quantity, line.amount_micros) == ("hourly", 2, 120_000, 2_000_000)


def test_another_projects_work_is_not_on_the_bill(db: Database, clock: Clock) -> None:
    work, other = running_project(db, clock), running_project(db, clock)
    other.answer(annotator(db, "Ada"))

    march = bill(work, MARCH, APRIL)

    assert (march.pieces, march.paid_micros, march.by_guarantee_micros) == ((), 0, 0)
