"""How much Ada has worked stands in one row, and is always what her segments add up to."""

from payments.claims.service import claim_time
from payments.earnings.queries import today as earned
from payments.running.queries import Worked, pieces_on, worked_on
from payments.running.service import paid
from policies.periods import local_day, to_ms
from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.db import Database

LONG = {"items": 40, "estimated_ms": 3_600_000, "price_micros": 60_000_000}
KEPT = "SELECT worked_on, first_session_id, day_ms, week_ms, shift_ms FROM running_total WHERE person_id = :person_id"
PAID = "SELECT piece_currency, piece_micros FROM running_total WHERE person_id = :person_id"
ZONE = "America/Mexico_City"
_ADDED_UP = """
SELECT coalesce(sum(ended_at - started_at), 0) FROM time_segment
WHERE person_id = :person_id AND worked_on = :on AND bucket NOT IN ('meal', 'off', 'unconfirmed')
"""


def today(clock: Clock) -> str:
    return local_day(to_ms(clock()), ZONE).isoformat()


def kept(work: Work, ada: int) -> tuple[object, int, Worked]:
    """The row: its day, the shift's first work session, and the three lengths."""
    (row,) = work.rows(KEPT, person_id=ada)
    first_id, day_ms, week_ms, shift_ms = (int(str(value)) for value in row[1:])
    return row[0], first_id, Worked(day_ms=day_ms, week_ms=week_ms, shift_ms=shift_ms)


def test_the_row_runs_on_with_her_day(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")

    work.answer_many(ada, 3, seconds=1500, rest_minutes=6)

    on, first_id, worked = kept(work, ada)
    with db.reading() as tx:
        again = worked_on(tx, person_id=ada, today=clock().date(), first_session_id=first_id)
    assert on == today(clock)
    assert worked.day_ms == work.value(_ADDED_UP, person_id=ada, on=today(clock)) != 0
    assert worked == again


def test_a_new_day_begins_at_nothing_and_the_week_goes_on(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=1800)
    clock.advance(hours=24)

    work.answer(ada, seconds=600)

    _, _, worked = kept(work, ada)
    assert worked == Worked(day_ms=600_000, week_ms=2_400_000, shift_ms=600_000)


def test_time_that_ada_claims_is_in_the_next_decision(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    work.heartbeats(ada, 2, seconds=30)
    work.heartbeats(ada, 1, seconds=900)
    work.heartbeats(ada, 1, seconds=30)
    span = "SELECT min(started_at), max(ended_at) FROM time_segment WHERE bucket = 'unconfirmed'"
    (started_ms, ended_ms) = work.rows(span)[0]
    with db.writing() as tx:
        claim_time(
            tx,
            person_id=ada,
            started_ms=int(str(started_ms)),
            ended_ms=int(str(ended_ms)),
            line="I read the law behind it",
            now=clock(),
        )

    work.submit(ada, offer.assignment_id)

    _, first_id, worked = kept(work, ada)
    with db.reading() as tx:
        again = worked_on(tx, person_id=ada, today=clock().date(), first_session_id=first_id)
    assert worked == again
    assert worked.day_ms > int(str(ended_ms)) - int(str(started_ms))


def test_her_pay_of_today_runs_on_with_her_answers(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=1800)
    clock.advance(hours=24)

    work.answer_many(ada, 3, seconds=600)

    with db.reading() as tx:
        assert work.rows(PAID, person_id=ada) == [("MXN", 180_000_000)]
        assert pieces_on(tx, ada, local_day(to_ms(clock()), ZONE)) == {"MXN": 180_000_000}


def test_a_second_currency_is_added_up_and_not_taken_for_the_first(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, **LONG)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=600)
    on = local_day(to_ms(clock()), ZONE)

    with db.writing() as tx:
        paid(tx, ada, on, amount_micros=5_000_000, currency="USD")

    with db.reading() as tx:
        assert work.rows(PAID, person_id=ada) == [(None, 65_000_000)]
        assert earned(tx, ada, on).piece_micros == 60_000_000
