"""Ada between two items: the seconds in which the next one comes are her work, and nobody asks her about them."""

from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.db import Database

BUCKETS = "SELECT bucket, sum(counted_ms) FROM time_total WHERE person_id = :ada GROUP BY bucket ORDER BY bucket"
SINCE_FIRST = "SELECT max(ended_at) - min(started_at) FROM time_segment WHERE person_id = :ada"


def answer_with_gaps(work: Work, ada: int, count: int, *, seconds: float, gap_seconds: float) -> None:
    for _ in range(count):
        work.answer(ada, seconds=seconds)
        work.clock.advance(seconds=gap_seconds)


def test_seconds_between_two_short_items_are_never_something_to_confirm(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=40)
    ada = annotator(db, "Ada")

    answer_with_gaps(work, ada, 30, seconds=5, gap_seconds=4)

    assert work.rows(BUCKETS, ada=ada) == [("task", 30 * 5_000 + 29 * 4_000)]
    assert work.value(SINCE_FIRST, ada=ada) == 30 * 5_000 + 29 * 4_000


def test_pages_that_load_slowly_leave_a_real_rest_paid(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=40)
    ada = annotator(db, "Ada")
    answer_with_gaps(work, ada, 20, seconds=40, gap_seconds=10)
    clock.advance(minutes=3, seconds=50)

    work.next(ada)

    assert work.rows(BUCKETS, ada=ada) == [("rest", 240_000), ("task", 20 * 40_000 + 19 * 10_000)]


def test_by_the_hour_the_way_to_an_item_is_paid_like_the_item(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, pay_basis="hour", price_micros=90_000_000)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=60)
    clock.advance(seconds=20)
    offer = work.next(ada)
    work.heartbeats(ada, 6, seconds=15)

    receipt = work.submit(ada, offer.assignment_id)

    assert (receipt.counted_ms, receipt.amount_micros) == (110_000, 2_750_000)


def test_a_minute_and_more_between_two_items_is_rest(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    answer_with_gaps(work, ada, 4, seconds=300, gap_seconds=0)
    clock.advance(seconds=61)

    work.next(ada)

    assert ("rest", 61_000) in work.rows(BUCKETS, ada=ada)
