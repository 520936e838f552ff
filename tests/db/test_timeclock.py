"""Ada's clock in the database: every second in one bucket, at the floor of its day, in segments of a minute."""

from datetime import UTC, datetime

from annotate.timeclock.rules import Place
from annotate.timeclock.service import look, pause, resume
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database

BUCKETS = "SELECT bucket, sum(counted_ms) FROM time_total WHERE person_id = :ada GROUP BY bucket ORDER BY bucket"
OVERLAPS = """
SELECT count(*) FROM time_segment AS one JOIN time_segment AS other ON other.person_id = one.person_id
 AND other.id <> one.id AND other.started_at < one.ended_at AND one.started_at < other.ended_at
"""


def rest(work: Work, ada: int, *, minutes: float, is_meal: bool = False) -> None:
    with work.db.writing() as tx:
        pause(tx, person_id=ada, is_meal=is_meal, now=work.clock(), rulebook=RULEBOOK)
    work.clock.advance(minutes=minutes)
    with work.db.writing() as tx:
        resume(tx, person_id=ada, now=work.clock(), rulebook=RULEBOOK)


def read_instructions(work: Work, ada: int) -> None:
    with work.db.writing() as tx:
        look(
            tx,
            person_id=ada,
            place=Place(work.organisation_id, work.project_id),
            now=work.clock(),
            rulebook=RULEBOOK,
        )


def test_reading_working_and_resting_are_each_counted_once(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    read_instructions(work, ada)
    clock.advance(seconds=40)
    offer = work.next(ada)
    clock.advance(seconds=55)
    rest(work, ada, minutes=0.2)
    clock.advance(seconds=30)
    work.submit(ada, offer.assignment_id)

    buckets = work.rows(BUCKETS, ada=ada)

    assert buckets == [("instructions", 40_000), ("rest", 12_000), ("task", 85_000)]
    assert work.value(OVERLAPS) == 0


def test_a_long_answer_is_kept_in_segments_of_at_most_a_minute(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    receipt = work.answer(ada, seconds=190)

    lengths = work.rows("SELECT ended_at - started_at FROM time_segment ORDER BY started_at")
    assert lengths == [(60_000,), (60_000,), (60_000,), (10_000,)]
    assert receipt.counted_ms == 190_000


def test_silence_that_no_answer_confirms_is_kept_to_be_asked_about(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.next(ada)
    clock.advance(minutes=14)

    work.next(ada)

    assert work.rows(BUCKETS, ada=ada) == [("task", 60_000), ("unconfirmed", 780_000)]


def test_a_meal_is_not_counted(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=60)

    rest(work, ada, minutes=25, is_meal=True)

    assert work.rows(BUCKETS, ada=ada) == [("meal", 1_500_000), ("task", 60_000)]


def test_work_over_midnight_belongs_to_two_days(db: Database) -> None:
    clock = Clock(datetime(2026, 3, 3, 5, 59, 30, tzinfo=UTC))
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    work.answer(ada, seconds=50)

    days = work.rows("SELECT worked_on, sum(counted_ms) FROM time_total GROUP BY worked_on ORDER BY worked_on")
    assert days == [("2026-03-02", 30_000), ("2026-03-03", 20_000)]


def test_the_floor_of_a_new_year_counts_where_it_is_higher_than_the_one_offered(db: Database) -> None:
    clock = Clock(datetime(2027, 1, 1, 5, 59, 30, tzinfo=UTC))
    work = running_project(db, clock, price_micros=2_000_000)
    ada = annotator(db, "Ada")

    work.answer(ada, seconds=50)

    floors = work.rows("SELECT floor_hourly_micros FROM time_segment ORDER BY started_at")
    assert floors[0] < floors[1]


def test_a_person_who_lives_at_the_border_is_counted_at_the_border_s_floor(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    zone = next(zone.code for zone in RULEBOOK.zones("MX") if zone.code != "general")
    ada = annotator(db, "Ada", zone=zone)

    work.answer(ada, seconds=50)

    floor = RULEBOOK.floor("MX", zone=zone, on=clock().date())
    assert work.rows("SELECT zone, floor_hourly_micros FROM time_segment") == [(zone, floor.hourly_micros)]
    assert floor.hourly_micros > RULEBOOK.floor("MX", on=clock().date()).hourly_micros


def test_a_night_away_is_nobodys_time_and_begins_a_new_work_session(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=60)
    clock.advance(hours=14)

    work.answer(ada, seconds=60)

    assert work.rows(BUCKETS, ada=ada) == [("task", 120_000)]
    assert work.value("SELECT count(DISTINCT work_session_id) FROM time_segment") == 2


def test_every_segment_has_exactly_one_event(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 3, seconds=100)

    segments = work.value("SELECT count(*) FROM time_segment")

    assert work.value("SELECT count(*) FROM event WHERE kind = 'time'") == segments == 6
    assert work.value("SELECT count(*) FROM event WHERE kind = 'offer'") == 3
    assert work.value("SELECT count(*) FROM event WHERE kind = 'answer'") == 3
