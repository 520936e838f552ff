"""Ada's longer rests and her limits, in the database: what stops a new item, what is noted, and that all is paid."""

import json

import pytest

from annotate.projects.service import publish
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, csv_of, draft_project, fund, running_project, upload
from web.db import Database

LONG = {"items": 40, "estimated_ms": 3_600_000, "price_micros": 60_000_000}


def work_a_day(work: Work, ada: int) -> None:
    """Work and rest for seven hours and 28 minutes, counted, with a meal in between."""
    work.answer_many(ada, 4, seconds=3540, rest_minutes=5)
    work.clock.advance(minutes=35)
    work.answer_many(ada, 3, seconds=3540, rest_minutes=5)


def refused(work: Work, ada: int) -> Refusal:
    with pytest.raises(Refusal) as found:
        work.next(ada)
    return found.value


def test_after_six_hours_ada_is_asked_to_take_a_longer_break(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 6, seconds=3540, rest_minutes=5)

    too_soon = refused(work, ada)
    clock.advance(minutes=25)
    offer = work.next(ada)

    assert (too_soon.code, too_soon.params["minutes"], too_soon.params["until"]) == (
        "meal_due",
        30,
        "2026-03-02T21:49:00+00:00",
    )
    assert "article" in str(too_soon.params["source"])
    assert offer.content


def test_ada_rests_eleven_hours_between_two_days(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=3540)
    clock.advance(hours=6)
    work.answer(ada, seconds=1800)
    clock.advance(hours=10)

    too_soon = refused(work, ada)
    clock.advance(hours=1)
    offer = work.next(ada)

    assert (too_soon.code, too_soon.params["hours"]) == ("daily_rest_due", 11)
    assert "daily_rest" in str(too_soon.params["rule"])
    assert offer.content


def test_on_the_seventh_day_ada_rests(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    for _ in range(6):
        work.answer(ada, seconds=1800)
        clock.advance(hours=23, minutes=30)

    seventh = refused(work, ada)
    clock.advance(hours=12)
    offer = work.next(ada)

    assert (seventh.code, seventh.params["hours"]) == ("weekly_rest_due", 35)
    assert offer.content


def test_time_over_the_day_is_paid_and_noted_once_against_the_platform(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work_a_day(work, ada)
    last = work.next(ada)
    clock.advance(minutes=50)

    served = work.submit_and_next(ada, last.assignment_id)
    work.submit(ada, last.assignment_id)

    noted = [json.loads(str(row[0])) for row in work.rows("SELECT body FROM event WHERE kind = 'breach'")]
    assert served.receipt.amount_micros == 60_000_000
    assert served.refusal is not None
    assert served.refusal.code == "day_cap_reached"
    assert [(fact["kind"], fact["begun_on"], fact["over_ms"]) for fact in noted] == [("day", "2026-03-02", 1_080_000)]
    assert noted[0]["rule"].startswith("mx/limit/max_day_hours")
    assert work.rows("SELECT kind, over_ms FROM breach") == [("day", 1_080_000)]


def test_a_day_that_is_exactly_full_breaks_nothing(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=3540)

    found = work.value("SELECT count(*) FROM breach")

    assert found == 0


def test_an_item_in_another_tab_goes_on_when_the_first_is_answered(db: Database, clock: Clock) -> None:
    one = running_project(db, clock, estimated_ms=80_000)
    other = draft_project(db, clock)
    upload(db, other.project_id, other.requester_id, csv_of(10))
    fund(other, 100_000_000, reference="pretend-2")
    with db.writing() as tx:
        publish(tx, project_id=other.project_id, by_id=other.requester_id, rulebook=RULEBOOK, now=clock())
    ada = annotator(db, "Ada")
    first = one.next(ada)
    clock.advance(seconds=10)
    second = other.next(ada)
    clock.advance(seconds=50)
    other.submit(ada, second.assignment_id)
    clock.advance(seconds=40)

    receipt = one.submit(ada, first.assignment_id)

    spans = one.rows("SELECT bucket, sum(counted_ms) FROM time_total GROUP BY bucket ORDER BY bucket")
    assert receipt.counted_ms == 10_000
    assert spans == [("rest", 15_000), ("task", 60_000), ("unconfirmed", 25_000)]
