"""Ada's hard content and her shift on both engines: told before they are full, and time away is paid whole."""

from datetime import UTC, datetime

import pytest

from annotate.assignments.rules import Reason
from annotate.caps.queries import notices_for
from annotate.caps.service import take_rest
from annotate.timeclock.queries import clock_view
from policies.errors import Refusal
from tests.cast import Clock
from tests.db.test_willingness import at_hard_work
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database

BUCKETS = "SELECT bucket, sum(counted_ms) FROM time_total WHERE person_id = :ada GROUP BY bucket ORDER BY bucket"
HALF_AN_HOUR = 30 * 60


def rest(work: Work, ada: int, *, minutes: float) -> None:
    with work.db.writing() as tx:
        take_rest(tx, person_id=ada, is_meal=False, now=work.clock(), rulebook=RULEBOOK)
    work.clock.advance(minutes=minutes)


def told(work: Work, ada: int, *, is_about_hard: bool = True) -> list[tuple[str, int, int]]:
    now = work.clock()
    with work.db.reading() as tx:
        clock = clock_view(tx, person_id=ada, now=now, rulebook=RULEBOOK)
        notices = notices_for(tx, person_id=ada, clock=clock, now=now, is_about_hard=is_about_hard)
    return [(notice.kind.value, notice.percent, notice.left_ms // 60_000) for notice in notices]


def test_time_away_from_hard_content_is_paid_whole_and_opens_the_work_again(db: Database, clock: Clock) -> None:
    work, ada = at_hard_work(db, clock)
    offer = work.next(ada)
    clock.advance(minutes=31)
    served = work.submit_and_next(ada, offer.assignment_id)

    rest(work, ada, minutes=10)
    back = work.next(ada)

    assert served.refusal is not None
    assert served.refusal.params["until"] == "2026-03-02T15:41:00+00:00"
    assert back.content
    assert work.rows(BUCKETS, ada=ada) == [("rest", 600_000), ("task", 1_860_000)]


def test_time_away_is_paid_whole_also_for_whoever_gave_the_item_back(db: Database, clock: Clock) -> None:
    work, ada = at_hard_work(db, clock)
    offer = work.next(ada)
    work.heartbeats(ada, 62, seconds=30)
    work.release(ada, offer.assignment_id, Reason.SKIP)

    rest(work, ada, minutes=10)
    back = work.next(ada)

    assert back.content
    assert dict(work.rows(BUCKETS, ada=ada))["rest"] == 600_000


def test_until_the_time_away_has_passed_the_clock_says_how_long_it_lasts(db: Database, clock: Clock) -> None:
    work, ada = at_hard_work(db, clock)
    work.answer(ada, seconds=31 * 60)
    rest(work, ada, minutes=4)

    with db.reading() as tx:
        view = clock_view(tx, person_id=ada, now=clock(), rulebook=RULEBOOK)
    with pytest.raises(Refusal) as too_soon:
        work.next(ada)

    assert (view.is_rest_owed, view.rest_ms, view.rest_until_at) == (
        True,
        600_000,
        datetime(2026, 3, 2, 15, 41, tzinfo=UTC),
    )
    assert too_soon.value.code == "decompression_due"


def test_a_short_rest_is_no_longer_than_ever_for_whoever_has_no_hard_content(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=9, estimated_ms=3_600_000, price_micros=60_000_000)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=31 * 60)

    rest(work, ada, minutes=10)
    work.next(ada)

    assert dict(work.rows(BUCKETS, ada=ada))["rest"] < 600_000


def test_two_hours_of_hard_content_are_announced_and_then_enough_while_other_work_goes_on(
    db: Database, clock: Clock
) -> None:
    work, ada = at_hard_work(db, clock)
    other = running_project(db, clock)
    steps = []
    for minutes in (30, 30, 36, 12, 12):
        work.answer(ada, seconds=minutes * 60)
        steps.append(told(work, ada))
        rest(work, ada, minutes=10)

    with pytest.raises(Refusal) as enough:
        work.next(ada)
    offer = other.next(ada)

    assert steps == [[], [], [("exposure", 80, 24)], [("exposure", 90, 12)], [("exposure", 100, 0)]]
    assert (enough.value.code, enough.value.params["until"]) == ("exposure_cap_reached", "2026-03-03T06:00:00+00:00")
    assert offer.content
    assert told(work, ada, is_about_hard=False) == []


def test_a_night_shift_is_announced_before_it_is_full(db: Database) -> None:
    clock = Clock(datetime(2026, 3, 3, 2, tzinfo=UTC))
    work = running_project(db, clock, items=40, estimated_ms=3_600_000, price_micros=60_000_000)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 5, seconds=57 * 60, rest_minutes=5)
    before = told(work, ada)

    work.answer(ada, seconds=HALF_AN_HOUR)

    assert before == []
    assert told(work, ada) == [("shift", 80, 80)]


def test_the_same_hours_by_day_are_a_day(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=40, estimated_ms=3_600_000, price_micros=60_000_000)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 5, seconds=57 * 60, rest_minutes=5)
    work.answer(ada, seconds=HALF_AN_HOUR)

    assert told(work, ada) == []
