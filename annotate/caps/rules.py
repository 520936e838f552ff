"""Reading a running clock for what a cap or a rest needs to know; nothing here turns it."""

from collections.abc import Iterable, Sequence

from annotate.timeclock.rules import ClockState, resting_since_ms
from policies.limits import Limits
from policies.working_time import SESSION_GAP_MS, is_meal_long

Session = tuple[int, int, int]
"""A work session: its id, its start and its last sign of life, milliseconds since 1970."""


def last_work_ms(state: ClockState, now_ms: int) -> int:
    """Return until when a person has worked: when nothing was open any more, or now, or the last sign of life."""
    since_ms = resting_since_ms(state)
    if since_ms is not None:
        return min(since_ms, now_ms)
    return now_ms if now_ms - state.seen_ms <= SESSION_GAP_MS else state.seen_ms


def spans_of(
    sessions: Iterable[Session], *, state: ClockState, work_session_id: int, now_ms: int
) -> tuple[tuple[int, int], ...]:
    """Return work sessions as spans, in order and apart; the one that goes on ends where its clock says.

    Two processes stamp by two clocks: where a session began by one before the last sign of life of the one before it by
    the other, it begins with that sign. Nothing is counted from here; it only says how long somebody has been at work.
    """
    spans: list[tuple[int, int]] = []
    latest_ms = 0
    for session_id, started_ms, seen_ms in sessions:
        begin_ms = max(started_ms, latest_ms)
        latest_ms = max(begin_ms, last_work_ms(state, now_ms) if session_id == work_session_id else seen_ms)
        spans.append((begin_ms, latest_ms))
    return tuple(spans)


def first_session_since(sessions: Sequence[Session], since_ms: int | None, *, work_session_id: int) -> int:
    """Return the first work session of a block of work; the one that goes on where the block begins with it."""
    inside = [session_id for session_id, started_ms, _ in sessions if since_ms is not None and started_ms >= since_ms]
    return min(inside, default=work_session_id)


def unbroken_ms_at(state: ClockState, now_ms: int, limits: Limits) -> int:
    """Return counted time since the last break as long as a meal, the open stretch included."""
    since_ms = resting_since_ms(state)
    if since_ms is not None:
        return 0 if is_meal_long(now_ms - since_ms, limits) else state.unbroken_ms
    silent_ms = max(0, now_ms - state.seen_ms - limits.idle_grace_ms)
    if is_meal_long(silent_ms, limits):
        return 0
    return state.unbroken_ms + max(0, now_ms - silent_ms - state.stretch_from_ms)


def since_time_away_ms(spans: Sequence[tuple[int, int]], *, length_ms: int, now_ms: int) -> int:
    """Return how much of some kind of work was done since the last time away from it of a length.

    Args:
        spans: that work today, half-open, in order, milliseconds since 1970.
        length_ms: the least time away that begins the count anew.
        now_ms: this instant.
    """
    total_ms, next_ms = 0, now_ms
    for started_ms, ended_ms in reversed(spans):
        if next_ms - ended_ms >= length_ms:
            break
        total_ms += ended_ms - started_ms
        next_ms = started_ms
    return total_ms
