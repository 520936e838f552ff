"""Ada's time is paid as what it was: silence over instructions as instructions, and an hour's price for every hour."""

from datetime import timedelta

from annotate.assignments.rules import Reason
from annotate.timeclock.rules import Place
from annotate.timeclock.service import look
from payments.audit.verify import verify
from payments.claims.service import claim_time
from payments.closing.queries import unconfirmed
from payments.closing.service import close_period
from payments.weeks_due.queries import periods_due
from tests.audit.conftest import Save, bundle_of
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database

OWED = "SELECT kind, sum(quantity), sum(amount_micros) FROM earning GROUP BY kind ORDER BY kind"
WEEK = "2026-W10"


def read_quietly(work: Work, ada: int, *, minutes: float) -> None:
    place = Place(work.organisation_id, work.project_id)
    with work.db.writing() as tx:
        look(tx, person_id=ada, place=place, now=work.clock(), rulebook=RULEBOOK)
    work.clock.advance(minutes=minutes)


def claim_all(work: Work, ada: int) -> None:
    with work.db.writing() as tx:
        for stretch in unconfirmed(tx, ada, WEEK):
            span = {"started_ms": stretch.started_ms, "ended_ms": stretch.ended_ms}
            claim_time(tx, person_id=ada, **span, line="I was reading", now=work.clock())


def close(work: Work, ada: int) -> None:
    work.clock.advance(days=8)
    with work.db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=work.clock())


def test_quiet_reading_that_is_claimed_is_paid_on_top_of_well_paid_items(
    db: Database, clock: Clock, saved: Save
) -> None:
    work = running_project(db, clock, price_micros=9_000_000)
    ada = annotator(db, "Ada")
    read_quietly(work, ada, minutes=4)
    work.answer(ada, seconds=60)
    claim_all(work, ada)

    close(work, ada)

    assert work.rows(OWED) == [("instructions", 240_000, 3_062_889), ("piece", 1, 9_000_000)]
    assert verify(saved(bundle_of(db))) == []


def test_an_item_given_back_is_paid_by_the_hour_like_any_other(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, pay_basis="hour", price_micros=90_000_000)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    clock.advance(seconds=40)
    work.release(ada, offer.assignment_id, Reason.SKIP)
    work.release(ada, offer.assignment_id, Reason.SKIP)

    close(work, ada)
    work.accept()

    assert work.rows(OWED) == [("hourly", 40_000, 1_000_000)]
    assert work.value("SELECT state FROM assignment") == "released"
    assert verify(saved(bundle_of(db))) == []


def test_an_item_given_back_earns_no_piece(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    clock.advance(seconds=40)

    work.release(ada, offer.assignment_id, Reason.SKIP)

    assert work.rows(OWED) == []


def test_a_week_that_was_missed_for_half_a_year_is_still_found(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=200)
    later = clock() + timedelta(days=180)

    with db.reading() as tx:
        soon = periods_due(tx, now=later, limit=10)
        ever = periods_due(tx, now=later, limit=10, weeks_looked_back=520)

    assert soon == []
    assert ever == [(ada, WEEK)]
