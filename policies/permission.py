"""Whether somebody may be given new work now: every cap and rest asked at once, each "no" with until when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from policies.breaks import rest_due_in_ms
from policies.limits import LimitReason, Limits
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, day_start_ms, local_day, week_days, week_of
from policies.rulebook_rows_time import ShiftName
from policies.shifts import Shift, shift_of

_DAY_MS = 24 * MS_PER_HOUR
_WEEK_MS = 7 * _DAY_MS
LOOK_BACK_MS = _WEEK_MS
"""How much of a person's past the weekly rest needs to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of one person's time at one moment. Lengths in milliseconds, instants since 1970.

    Args:
        time_zone: where the person lives.
        day_ms: counted time of the day it is there.
        week_ms: counted time of the ISO week.
        spans: work sessions of the last seven days from first to last sign of life, in order; the one that goes on is
            the last, up to now or to when nothing was open any more.
        shift_ms: counted time since the last daily rest.
        resting_since_ms: since when nothing has been open; None while something is.
        screen_ms: screen work since the last rest.
        is_rest_moved: the coming rest was put off.
        unbroken_ms: counted time since the last break as long as a meal.
        exposure_day_ms: counted time today with content that distresses.
        exposure_ms: the same since the last time away from it.
        is_distressing: the work that is asked for holds such content.
    """

    time_zone: str
    day_ms: int
    week_ms: int
    spans: Sequence[tuple[int, int]] = ()
    shift_ms: int = 0
    resting_since_ms: int | None = None
    screen_ms: int = 0
    is_rest_moved: bool = False
    unbroken_ms: int = 0
    exposure_day_ms: int = 0
    exposure_ms: int = 0
    is_distressing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """New work may begin; at the earliest, were the person to work on without a gap, it stops at `until_ms`."""

    until_ms: int
    code: str
    rule: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No new work until an instant; what is open may be finished, and is paid.

    Args:
        code: which limit, also the code of the refusal.
        until_ms: when new work comes again, if the person rests from now on.
        rule: the row of the rulebook.
        source: where that row comes from.
        details: lengths for the words: whole hours or minutes, `may_move` (1 or 0), `shift`.
    """

    code: str
    until_ms: int
    rule: str
    source: str
    details: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class _Hold:
    """One limit at one moment: it holds new work back from `due_ms` on, until `until_ms`."""

    code: str
    limit: str
    due_ms: int
    until_ms: int
    details: dict[str, str | int] = field(default_factory=dict)
    rule: str = ""
    source: str = ""


def may_start(history: History, *, now_ms: int, limits: Limits) -> Allowed | Refused:
    """Return whether new work may begin, and by which rule it stops next or has stopped.

    Of several limits that hold new work back, the one that does so longest is named, so that nobody waits twice.

    Args:
        history: the person's time.
        now_ms: this instant.
        limits: the limits in force where the person lives.
    """
    holds = [*_caps(history, now_ms, limits), *_rests(history, now_ms, limits), *_exposure(history, now_ms, limits)]
    due = [hold for hold in holds if hold.due_ms <= now_ms]
    if not due:
        first = min(holds, key=lambda hold: hold.due_ms)
        rule, source = _origin(first, limits.reasons)
        return Allowed(until_ms=first.due_ms, code=first.code, rule=rule, source=source)
    longest = max(due, key=lambda hold: hold.until_ms)
    rule, source = _origin(longest, limits.reasons)
    return Refused(
        code=longest.code, until_ms=longest.until_ms, rule=rule, source=source, details=dict(longest.details)
    )


def block_start_ms(spans: Sequence[tuple[int, int]], *, rest_ms: int, now_ms: int) -> int | None:
    """Return when the work began that no rest of a length has ended since; None where such a rest was just taken.

    Args:
        spans: work sessions in order.
        rest_ms: the rest that ends a block of work.
        now_ms: this instant.
    """
    start_ms, next_ms = None, now_ms
    for session_start_ms, session_end_ms in reversed(spans):
        if next_ms - session_end_ms >= rest_ms:
            break
        start_ms = next_ms = session_start_ms
    return start_ms


def short_shift(spans: Sequence[tuple[int, int]], *, time_zone: str, now_ms: int, limits: Limits) -> Shift | None:
    """Return the mixed or night shift that somebody is in; None by day, where the day's own limit is the shift's.

    Args:
        spans: work sessions in order.
        time_zone: where the person lives.
        now_ms: this instant.
        limits: the limits in force there.
    """
    since_ms = block_start_ms(spans, rest_ms=limits.daily_rest_ms, now_ms=now_ms)
    if not limits.shifts or since_ms is None:
        return None
    work = [span for span in spans if span[0] >= since_ms]
    shift = shift_of(work, time_zone=time_zone, rows=limits.shifts)
    return None if shift is None or shift.name is ShiftName.DAY else shift


def _caps(history: History, now_ms: int, limits: Limits) -> Iterator[_Hold]:
    """Yield the week's, the day's and the shift's longest time at work."""
    today = local_day(now_ms, history.time_zone)
    monday_ms = day_start_ms(week_days(week_of(today))[1], history.time_zone)
    tomorrow_ms = day_start_ms(today + timedelta(days=1), history.time_zone)
    week, day = ({"hours": ms // MS_PER_HOUR} for ms in (limits.max_week_ms, limits.max_day_ms))
    left_ms = limits.max_week_ms - history.week_ms
    yield _Hold("week_cap_reached", "max_week_hours", now_ms + left_ms, monday_ms, dict(week))
    left_ms = limits.max_day_ms - history.day_ms
    yield _Hold("day_cap_reached", "max_day_hours", now_ms + left_ms, tomorrow_ms, dict(day))
    yield from _shift(history, now_ms, limits)


def _shift(history: History, now_ms: int, limits: Limits) -> Iterator[_Hold]:
    """Yield the cap of a mixed or night shift; a day shift's is the day's own."""
    shift = short_shift(history.spans, time_zone=history.time_zone, now_ms=now_ms, limits=limits)
    if shift is None:
        return
    due_ms = now_ms + shift.max_ms - history.shift_ms
    hours, half = divmod(shift.max_ms, MS_PER_HOUR)
    details: dict[str, str | int] = {"hours": hours, "minutes": half // MS_PER_MINUTE, "shift": shift.name.value}
    until_ms = _rested_from(history, now_ms) + limits.daily_rest_ms
    yield _Hold("shift_cap_reached", "", due_ms, until_ms, details, shift.rule, shift.source)


def _rests(history: History, now_ms: int, limits: Limits) -> Iterator[_Hold]:
    """Yield the weekly rest, the daily rest, the meal and the rest from the screen."""
    from_ms = _rested_from(history, now_ms)
    for code, limit, window_ms, rest_ms in (
        ("weekly_rest_due", "weekly_rest_hours", _WEEK_MS, limits.weekly_rest_ms),
        ("daily_rest_due", "daily_rest_hours", _DAY_MS, limits.daily_rest_ms),
    ):
        if rest_ms:
            since_ms = block_start_ms(history.spans, rest_ms=rest_ms, now_ms=now_ms)
            due_ms = (now_ms if since_ms is None else since_ms) + window_ms - rest_ms
            yield _Hold(code, limit, due_ms, from_ms + rest_ms, {"hours": rest_ms // MS_PER_HOUR})
    if limits.meal is not None:
        is_eaten = history.resting_since_ms is not None and now_ms - from_ms >= limits.meal.length_ms
        due_ms = now_ms + limits.meal.after_ms - (0 if is_eaten else history.unbroken_ms)
        details: dict[str, str | int] = {"minutes": limits.meal.length_ms // MS_PER_MINUTE}
        details["is_paid"] = int(limits.meal.is_paid)
        yield _Hold("meal_due", "meal", due_ms, from_ms + limits.meal.length_ms, details)
    yield _screen_rest(history, now_ms, limits)


def _screen_rest(history: History, now_ms: int, limits: Limits) -> _Hold:
    due_in_ms, moved_in_ms = (
        rest_due_in_ms(screen_ms=history.screen_ms, is_moved=is_moved, rule=limits.rest)
        for is_moved in (history.is_rest_moved, True)
    )
    may_move = int(not history.is_rest_moved and moved_in_ms > 0)
    details: dict[str, str | int] = {"minutes": limits.rest.length_ms // MS_PER_MINUTE, "may_move": may_move}
    until_ms = _rested_from(history, now_ms) + limits.rest.length_ms
    return _Hold("rest_due", "screen_rest", now_ms + due_in_ms, until_ms, details)


def _exposure(history: History, now_ms: int, limits: Limits) -> Iterator[_Hold]:
    """Yield the limits on content that distresses; other work goes on."""
    rule = limits.exposure
    if rule is None or not history.is_distressing:
        return
    tomorrow = local_day(now_ms, history.time_zone) + timedelta(days=1)
    most: dict[str, str | int] = {"minutes": rule.max_day_ms // MS_PER_MINUTE}
    due_ms = now_ms + rule.max_day_ms - history.exposure_day_ms
    yield _Hold("exposure_cap_reached", "exposure", due_ms, day_start_ms(tomorrow, history.time_zone), most)
    away: dict[str, str | int] = {"minutes": rule.length_ms // MS_PER_MINUTE}
    due_ms = now_ms + rule.after_ms - history.exposure_ms
    yield _Hold("decompression_due", "exposure", due_ms, _rested_from(history, now_ms) + rule.length_ms, away)


def _rested_from(history: History, now_ms: int) -> int:
    """Return from when a rest that ends this hold is counted: it has begun, or it begins now."""
    return now_ms if history.resting_since_ms is None else history.resting_since_ms


def _origin(hold: _Hold, reasons: Sequence[LimitReason]) -> tuple[str, str]:
    if hold.rule:
        return hold.rule, hold.source
    found = [reason for reason in reasons if reason.name == hold.limit]
    return (found[0].rule, "; ".join(reason.source for reason in found)) if found else ("", "")
