"""Moving the demonstration's clock: how far, what people do meanwhile, what falls due, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from annotate.assignments.service import heartbeat
from annotate.timeclock.queries import clock_view
from annotate.timeclock.rules import Doing
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import day_start_ms, from_ms, local_day, to_ms, week_days, week_of
from web.demo_clock import DemoClock, take_log_ins_along
from web.jobs import all_jobs, run_job
from web.wiring import House

AT_WORK = frozenset({Doing.TASK, Doing.INSTRUCTIONS})
SIGN_OF_LIFE = timedelta(seconds=50)
SIGNS_AT_ONCE = 20
AFTER_THE_WEEK = timedelta(minutes=10)

_COUNTS = """
SELECT (SELECT count(*) FROM assignment WHERE state = 'expired'),
       (SELECT count(*) FROM assignment WHERE state = 'accepted'),
       (SELECT count(*) FROM period_close),
       (SELECT count(*) FROM verification_run WHERE state = 'done')
"""
_TIME_ZONES = "SELECT DISTINCT person.time_zone FROM person JOIN annotator ON annotator.person_id = person.id"


class Leap(StrEnum):
    """How far the clock is moved."""

    HOUR = "hour"
    REST = "rest"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What came of a leap: counts of what was given back, accepted, closed and verified meanwhile.

    Attributes:
        worked_ms: how long the visitor worked on, with signs of life, until their rest; 0 in other leaps.
    """

    from_at: datetime
    to_at: datetime
    worked_ms: int
    given_back: int
    accepted: int
    weeks_closed: int
    verified: int


def demo_clock_of(house: House) -> DemoClock:
    """Return the clock that can be moved.

    Raises:
        Refusal: `not_found` anywhere but in a demonstration.
    """
    if not isinstance(house.now, DemoClock):
        raise Refusal("not_found", Kind.MISSING)
    return house.now


def rest_due_in(house: House, person_id: int | None) -> timedelta | None:
    """Return how long a person would have to work on until a rest is due; None for who is not at work."""
    if person_id is None:
        return None
    with house.db.reading() as tx:
        clock = clock_view(tx, person_id=person_id, now=house.now(), rulebook=house.rulebook)
    is_coming = clock.doing in AT_WORK and not clock.is_rest_due
    return timedelta(milliseconds=clock.rest_due_in_ms) if is_coming else None


def leap(house: House, to: Leap, *, annotator_id: int | None) -> Happened:
    """Move the clock of the demonstration ahead and do everything that falls due until then.

    Args:
        house: of the demonstration.
        to: how far.
        annotator_id: the visitor, where they are an annotator: whose rest is meant.

    Raises:
        Refusal: `not_found` outside a demonstration; `nobody_at_work` where no rest can come.
    """
    clock, started_at = demo_clock_of(house), house.now()
    before = _counts(house)
    worked = _work_on(house, annotator_id) if to is Leap.REST else timedelta()
    by = worked or _length(house, to, now=started_at)
    with house.db.writing() as tx:
        take_log_ins_along(tx, by=by)
    clock.move(by)
    for job in all_jobs():
        run_job(house, job)
    given_back, accepted, closed, verified = (after - was for was, after in zip(before, _counts(house), strict=True))
    return Happened(
        from_at=started_at,
        to_at=house.now(),
        worked_ms=worked // timedelta(milliseconds=1),
        given_back=max(0, given_back),
        accepted=accepted,
        weeks_closed=closed,
        verified=verified,
    )


def _length(house: House, to: Leap, *, now: datetime) -> timedelta:
    if to is Leap.WEEK:
        with house.db.reading() as tx:
            return _end_of_week(tx, now=now) + AFTER_THE_WEEK - now
    return timedelta(hours=1) if to is Leap.HOUR else timedelta(days=1)


def _end_of_week(tx: Transaction, *, now: datetime) -> datetime:
    """Return when this week will be over for everybody, wherever they live."""
    ends = [
        day_start_ms(week_days(week_of(local_day(to_ms(now), time_zone)))[1], time_zone)
        for (time_zone,) in tx.run(_TIME_ZONES)
    ]
    return from_ms(max(ends))


def _work_on(house: House, annotator_id: int | None) -> timedelta:
    """Let the visitor work on until their rest is due, with signs of life as their page would send them."""
    due_in, started_at = rest_due_in(house, annotator_id), house.now()
    if annotator_id is None or due_in is None:
        raise Refusal("nobody_at_work", Kind.CONFLICT)
    count = due_in // SIGN_OF_LIFE
    moments = [*(started_at + SIGN_OF_LIFE * number for number in range(1, count + 1)), started_at + due_in]
    for first in range(0, len(moments), SIGNS_AT_ONCE):
        with house.db.writing() as tx:
            for moment in moments[first : first + SIGNS_AT_ONCE]:
                heartbeat(tx, person_id=annotator_id, now=moment, rulebook=house.rulebook)
    return due_in


def _counts(house: House) -> tuple[int, ...]:
    with house.db.reading() as tx:
        row = tx.one(_COUNTS)
    assert row is not None, "counts are always there"
    return tuple(row)
