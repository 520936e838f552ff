"""Reading what caps and rests need to know of a person: this day, this week, this shift and the days before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from annotate.caps.rules import Session, first_session_since, since_time_away_ms, spans_of, unbroken_ms_at
from annotate.timeclock.rules import resting_since_ms, screen_ms_at
from annotate.timeclock.service import Turn
from payments.transaction import Transaction
from policies.limits import Limits
from policies.notices import Notice, notice_of
from policies.periods import local_day, week_days, week_of
from policies.permission import LOOK_BACK_MS, History, block_start_ms
from policies.working_time import Bucket, is_counted

_WORKED = """
SELECT bucket, sum(CASE WHEN worked_on = :today THEN counted_ms ELSE 0 END),
  sum(CASE WHEN worked_on >= :monday THEN counted_ms ELSE 0 END),
  sum(CASE WHEN work_session_id >= :first_session_id THEN counted_ms ELSE 0 END)
FROM time_total WHERE person_id = :person_id AND worked_on >= :since_on GROUP BY bucket
"""
_SESSIONS = """
SELECT id, started_at, seen_at FROM work_session
WHERE person_id = :person_id AND started_at >= :since_ms ORDER BY started_at, id
"""
# Yesterday's too, for a stretch of such work does not begin anew at midnight.
_EXPOSED = """
SELECT segment.started_at, segment.ended_at, segment.worked_on
FROM time_segment AS segment JOIN project ON project.id = segment.project_id
WHERE segment.person_id = :person_id AND segment.worked_on >= :since_on AND segment.worked_on <= :today
  AND segment.bucket IN ('task', 'rework') AND project.content_risks <> '[]'
ORDER BY segment.started_at
"""
_IS_HARD = "SELECT 1 FROM project WHERE id = :project_id AND content_risks <> '[]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Counted time so far, milliseconds: of the day, of the ISO week and since the last daily rest."""

    day_ms: int
    week_ms: int
    shift_ms: int


def worked_on(
    tx: Transaction, *, person_id: int, today: date, since_on: date | None = None, first_session_id: int = 0
) -> Worked:
    """Return counted time that is recorded.

    Args:
        tx: an open transaction.
        person_id: whose.
        today: the day it is where the person lives.
        since_on: from which day on the shift may have begun; today and this week without one.
        first_session_id: the first work session of the shift.
    """
    monday, _ = week_days(week_of(today))
    about = {"person_id": person_id, "today": today, "monday": monday, "first_session_id": first_session_id}
    rows = tx.run(_WORKED, **about, since_on=min(monday, since_on or today))
    counted = [row for row in rows if is_counted(row[0])]
    day_ms, week_ms, shift_ms = (sum(int(row[place]) for row in counted) for place in (1, 2, 3))
    return Worked(day_ms=day_ms, week_ms=week_ms, shift_ms=shift_ms)


def history_of(tx: Transaction, taken: Turn, *, is_distressing: bool = False) -> History:
    """Return what is known of a person's time, what their turn decided and has not recorded yet included.

    Two indexed reads, and one more for work with content that distresses.
    """
    now_ms, state, limits = taken.now_ms, taken.state, taken.limits
    sessions: Sequence[Session] = [
        (row[0], row[1], row[2]) for row in tx.run(_SESSIONS, person_id=taken.person_id, since_ms=now_ms - LOOK_BACK_MS)
    ]
    spans = spans_of(sessions, state=state, work_session_id=taken.work_session_id, now_ms=now_ms)
    since_ms = block_start_ms(spans, rest_ms=limits.daily_rest_ms, now_ms=now_ms)
    first_id = first_session_since(sessions, since_ms, work_session_id=taken.work_session_id)
    since_on = None if since_ms is None else local_day(since_ms, taken.time_zone)
    worked = worked_on(tx, person_id=taken.person_id, today=taken.today, since_on=since_on, first_session_id=first_id)
    exposed = _exposed(tx, taken) if is_distressing else ()
    away_ms = limits.exposure.length_ms if limits.exposure else 0
    return History(
        time_zone=taken.time_zone,
        day_ms=worked.day_ms + _fresh_ms(taken, taken.today),
        week_ms=worked.week_ms + _fresh_ms(taken, week_days(week_of(taken.today))[0]),
        spans=spans,
        shift_ms=worked.shift_ms + _fresh_ms(taken, date.min),
        resting_since_ms=resting_since_ms(state),
        screen_ms=screen_ms_at(state, now_ms, limits),
        is_rest_moved=state.is_rest_moved,
        unbroken_ms=unbroken_ms_at(state, now_ms, limits),
        exposure_day_ms=sum(end - start for start, end, on in exposed if on == taken.today),
        exposure_ms=since_time_away_ms([span[:2] for span in exposed], length_ms=away_ms, now_ms=now_ms),
        is_distressing=is_distressing,
    )


def notice_for(tx: Transaction, *, person_id: int, today: date, limits: Limits) -> Notice | None:
    """Return what a person is told about how full their day or week is, or None while there is nothing to tell."""
    worked = worked_on(tx, person_id=person_id, today=today)
    return notice_of(day_ms=worked.day_ms, week_ms=worked.week_ms, limits=limits)


def _fresh_ms(taken: Turn, since: date) -> int:
    """Return counted time that this turn decided, from a day on."""
    return sum(
        part.ended_ms - part.started_ms
        for part in taken.segments
        if is_counted(part.bucket) and part.worked_on >= since
    )


def _exposed(tx: Transaction, taken: Turn) -> tuple[tuple[int, int, date], ...]:
    """Return today's and yesterday's work with content that distresses: from, to, day; this turn's own comes last."""
    since_on = taken.today - timedelta(days=1)
    rows = tx.run(_EXPOSED, person_id=taken.person_id, since_on=since_on, today=taken.today)
    fresh = [part for part in taken.segments if part.bucket in {Bucket.TASK, Bucket.REWORK}]
    hard = {which for which in {part.project_id for part in fresh} if tx.value(_IS_HARD, project_id=which)}
    return (
        *((row[0], row[1], date.fromisoformat(row[2])) for row in rows),
        *((part.started_ms, part.ended_ms, part.worked_on) for part in fresh if part.project_id in hard),
    )


_BREACHES = "SELECT count(*) FROM breach WHERE begun_on >= :first_on AND begun_on < :next_on"


def breaches_between(tx: Transaction, *, first_on: date, next_on: date) -> int:
    """Return how many days and weeks of anybody, begun between two days (half-open), were longer than a limit."""
    return int(tx.value(_BREACHES, first_on=first_on, next_on=next_on))
