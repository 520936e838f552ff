"""Saying in good time how full a day or a week is, so that nobody is stopped by surprise."""

from __future__ import annotations

from dataclasses import dataclass

from policies.limits import Limits
from policies.working_time import CapKind

NOTICE_PERCENTS = (80, 90, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How full a day or a week is.

    Args:
        kind: the day or the week.
        percent: the step that was reached: 80, 90 or 100.
        left_ms: counted time until it is full, milliseconds; zero when it is.
        max_ms: how long it is.
    """

    kind: CapKind
    percent: int
    left_ms: int
    max_ms: int


def notice_of(*, day_ms: int, week_ms: int, limits: Limits) -> Notice | None:
    """Return the notice due now, of the day or of the week: the higher step, and of equal ones what ends first.

    Args:
        day_ms: counted time today, milliseconds.
        week_ms: counted time this ISO week.
        limits: the limits in force today.
    """
    both = (
        _notice(CapKind.DAY, day_ms, limits.max_day_ms),
        _notice(CapKind.WEEK, week_ms, limits.max_week_ms),
    )
    due = [notice for notice in both if notice is not None]
    return min(due, key=lambda notice: (-notice.percent, notice.left_ms), default=None)


def _notice(kind: CapKind, worked_ms: int, max_ms: int) -> Notice | None:
    reached = [percent for percent in NOTICE_PERCENTS if worked_ms * 100 >= max_ms * percent]
    left_ms = max(0, max_ms - worked_ms)
    return Notice(kind=kind, percent=reached[-1], left_ms=left_ms, max_ms=max_ms) if reached else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Time beyond a limit: the person is paid for it, and it stands against the platform, never against them."""

    kind: CapKind
    rule: str
    over_ms: int


def breaches_of(*, day_ms: int, week_ms: int, limits: Limits) -> tuple[Breach, ...]:
    """Return by how much a day and a week are over their limits; what is exactly full is over by nothing.

    Args:
        day_ms: counted time of the day, milliseconds.
        week_ms: counted time of the ISO week.
        limits: the limits that were in force.
    """
    rules = {reason.name: reason.rule for reason in limits.reasons}
    over = (
        (CapKind.DAY, rules.get("max_day_hours", ""), day_ms - limits.max_day_ms),
        (CapKind.WEEK, rules.get("max_week_hours", ""), week_ms - limits.max_week_ms),
    )
    return tuple(Breach(kind=kind, rule=rule, over_ms=ms) for kind, rule, ms in over if ms > 0)
