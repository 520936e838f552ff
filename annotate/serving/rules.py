"""What an offer is, and whether somebody may have one now: caps and rest come first, each "no" says until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from annotate.timeclock.rules import ClockState, resting_since_ms, screen_ms_at
from policies.breaks import rest_due_in_ms
from policies.errors import Kind, Refusal
from policies.limits import Limits
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, day_start_ms, from_ms, local_day, week_days, week_of
from policies.working_time import CapKind, cap_reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One item in one annotator's hands: the contract, and what to draw."""

    assignment_id: int
    project_id: int
    project_name: str
    language: str
    task_type: str
    content: Mapping[str, Any]
    schema: Mapping[str, Any]
    pay_basis: str
    price_micros: int
    currency: str
    estimated_ms: int
    floor_hourly_micros: int
    offered_at: datetime
    lease_until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Counted time so far, milliseconds: on the day and in the ISO week where the person lives."""

    day_ms: int
    week_ms: int


def refuse_over_cap(worked: Worked, *, limits: Limits, now_ms: int, time_zone: str) -> None:
    """Refuse new work once the day or the week is full; what is open may always be finished.

    Raises:
        Refusal: `day_cap_reached` or `week_cap_reached`, with `until` and the hours.
    """
    cap = cap_reached(day_ms=worked.day_ms, week_ms=worked.week_ms, limits=limits)
    if cap is None:
        return
    today = local_day(now_ms, time_zone)
    _, next_monday = week_days(week_of(today))
    free_on = next_monday if cap.kind is CapKind.WEEK else today + timedelta(days=1)
    until = from_ms(day_start_ms(free_on, time_zone)).isoformat()
    raise Refusal(f"{cap.kind.value}_cap_reached", Kind.NOT_YET, until=until, hours=cap.max_ms // MS_PER_HOUR)


def refuse_unrested(state: ClockState, *, limits: Limits, now_ms: int) -> None:
    """Refuse new work while a rest is due.

    Raises:
        Refusal: `rest_due`, with `until`, `minutes`, and whether it may still be moved (1 or 0).
    """
    screen_ms = screen_ms_at(state, now_ms, limits)
    if rest_due_in_ms(screen_ms=screen_ms, is_moved=state.is_rest_moved, rule=limits.rest) > 0:
        return
    since_ms = resting_since_ms(state)
    until_ms = (now_ms if since_ms is None else since_ms) + limits.rest.length_ms
    movable_in_ms = rest_due_in_ms(screen_ms=screen_ms, is_moved=True, rule=limits.rest)
    raise Refusal(
        "rest_due",
        Kind.NOT_YET,
        until=from_ms(until_ms).isoformat(),
        minutes=limits.rest.length_ms // MS_PER_MINUTE,
        may_move=int(not state.is_rest_moved and movable_in_ms > 0),
    )
