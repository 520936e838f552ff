"""Reading how full a person's day, week, shift and hard content are, and how often a limit was broken."""

from datetime import date, datetime, timedelta

from annotate.caps.rules import first_session_since, spans_of
from annotate.timeclock.queries import ClockView, running_clock
from payments.people.queries import willing_for
from payments.running.queries import running_today, worked_on
from payments.transaction import Transaction
from policies.limits import Limits
from policies.notices import NOTICE_PERCENTS, Fill, Notice, notices_of
from policies.periods import MS_PER_HOUR, day_start_ms, local_day, to_ms, week_days
from policies.permission import LOOK_BACK_MS, block_start_ms, short_shift

_SESSIONS = """
SELECT id, started_at, seen_at FROM work_session
WHERE person_id = :person_id AND started_at >= :since_ms ORDER BY started_at, id
"""
_EXPOSED = """
SELECT segment.started_at, segment.ended_at, segment.worked_on
FROM time_segment AS segment JOIN project ON project.id = segment.project_id
WHERE segment.person_id = :person_id AND segment.worked_on >= :since_on AND segment.worked_on <= :today
  AND segment.bucket IN ('task', 'rework') AND project.content_risks <> '[]'
ORDER BY segment.started_at
"""
_ONE_DAY = timedelta(days=1)


def notices_for(
    tx: Transaction, *, person_id: int, clock: ClockView, now: datetime, is_about_hard: bool = True
) -> tuple[Notice, ...]:
    """Return what a person is told about how full their day, week, shift and hard content are, the fullest first.

    Args:
        tx: an open transaction.
        person_id: who.
        clock: their clock, read at this instant.
        now: this instant.
        is_about_hard: leave hard content out where it is not what they work on.
    """
    kept = running_today(tx, person_id=person_id, today=clock.today)
    worked = kept or worked_on(tx, person_id=person_id, today=clock.today, since_on=clock.today - _ONE_DAY)
    return notices_of(
        day_ms=worked.day_ms,
        week_ms=worked.week_ms,
        limits=clock.limits,
        shift=_shift(tx, person_id, clock, now=now, most_ms=worked.shift_ms),
        exposure=_exposure(tx, person_id, clock) if is_about_hard else None,
    )


def exposed(tx: Transaction, *, person_id: int, since_on: date, today: date) -> tuple[tuple[int, int, date], ...]:
    """Return work with content that distresses of some days: from, to (milliseconds since 1970), and its day."""
    rows = tx.run(_EXPOSED, person_id=person_id, since_on=since_on, today=today)
    return tuple((row[0], row[1], date.fromisoformat(row[2])) for row in rows)


def _shift(tx: Transaction, person_id: int, clock: ClockView, *, now: datetime, most_ms: int) -> Fill | None:
    """Return how full a mixed or night shift is; asks for nothing while no shift can be nearly full."""
    limits, now_ms = clock.limits, to_ms(now)
    found = running_clock(tx, person_id) if _may_be_near(most_ms, limits) else None
    if found is None:
        return None
    sessions = [row[:3] for row in tx.run(_SESSIONS, person_id=person_id, since_ms=now_ms - LOOK_BACK_MS)]
    spans = spans_of(sessions, state=found.state, work_session_id=found.work_session_id, now_ms=now_ms)
    shift = short_shift(spans, time_zone=found.time_zone, now_ms=now_ms, limits=limits)
    since_ms = block_start_ms(spans, rest_ms=limits.daily_rest_ms, now_ms=now_ms)
    if shift is None or since_ms is None:
        return None
    first_id = first_session_since(sessions, since_ms, work_session_id=found.work_session_id)
    since_on = local_day(since_ms, found.time_zone)
    worked = worked_on(tx, person_id=person_id, today=clock.today, since_on=since_on, first_session_id=first_id)
    return Fill(used_ms=worked.shift_ms, max_ms=shift.max_ms)


def _may_be_near(most_ms: int, limits: Limits) -> bool:
    return any(most_ms * 100 >= row.max_ms * NOTICE_PERCENTS[0] for row in limits.shifts)


def _exposure(tx: Transaction, person_id: int, clock: ClockView) -> Fill | None:
    """Return how full the day's hard content is, of whoever said yes to any."""
    rule = clock.limits.exposure
    if rule is None or not willing_for(tx, person_id):
        return None
    spans = exposed(tx, person_id=person_id, since_on=clock.today, today=clock.today)
    return Fill(used_ms=sum(end_ms - start_ms for start_ms, end_ms, _ in spans), max_ms=rule.max_day_ms)


_BREACHES = "SELECT count(*) FROM breach WHERE begun_on >= :first_on AND begun_on < :next_on"


def breaches_between(tx: Transaction, *, first_on: date, next_on: date) -> int:
    """Return how many days and weeks of anybody, begun between two days (half-open), were longer than a limit."""
    return int(tx.value(_BREACHES, first_on=first_on, next_on=next_on))


_LONG_WEEKS = """
SELECT total.person_id, person.time_zone FROM time_total AS total JOIN person ON person.id = total.person_id
WHERE total.worked_on >= :first_on AND total.worked_on < :next_on
  AND total.bucket NOT IN ('meal', 'off', 'unconfirmed')
GROUP BY total.person_id, person.time_zone, total.worked_on HAVING sum(total.counted_ms) > :least_ms
"""
DAY_MS_LEAST = 4 * MS_PER_HOUR
"""Only weeks with a day of more than this are looked at: seven of them are less than any week's limit."""


def long_weeks(tx: Transaction, *, period: str, now: datetime) -> tuple[int, ...]:
    """Return who may have gone over a limit in a week that has ended where they live."""
    first_on, next_on = week_days(period)
    rows = tx.run(_LONG_WEEKS, first_on=first_on, next_on=next_on, least_ms=DAY_MS_LEAST)
    return tuple(sorted({row[0] for row in rows if day_start_ms(next_on, row[1]) <= to_ms(now)}))
