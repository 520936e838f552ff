"""Saying in good time how full a day, a week or a shift is, and a day's hard content: nobody is stopped by surprise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policies.limits import Limits
from policies.working_time import CapKind

NOTICE_PERCENTS = (80, 90, 100)


class NoticeKind(StrEnum):
    """What fills up."""

    DAY = "day"
    WEEK = "week"
    SHIFT = "shift"
    EXPOSURE = "exposure"
    """Today's content that distresses; other work goes on when it is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How full something is.

    Args:
        kind: the day, the week, the shift, or the day's hard content.
        percent: the step that was reached: 80, 90 or 100.
        left_ms: counted time until it is full, milliseconds; zero when it is.
        max_ms: how long it is.
    """

    kind: NoticeKind
    percent: int
    left_ms: int
    max_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """How much of something is used up, and how much there is. Milliseconds."""

    used_ms: int
    max_ms: int

    @property
    def is_near(self) -> bool:
        """Whether there is anything to say about it."""
        return self.used_ms * 100 >= self.max_ms * NOTICE_PERCENTS[0]


def notices_of(
    *, day_ms: int, week_ms: int, limits: Limits, shift: Fill | None = None, exposure: Fill | None = None
) -> tuple[Notice, ...]:
    """Return the notices due now: the higher step first, and of equal ones what ends first.

    Args:
        day_ms: counted time today, milliseconds.
        week_ms: counted time this ISO week.
        limits: the limits in force today.
        shift: of a mixed or a night shift; None where the day's length is the shift's.
        exposure: of today's hard content; None for whoever has none.
    """
    fills = (
        (NoticeKind.DAY, Fill(used_ms=day_ms, max_ms=limits.max_day_ms)),
        (NoticeKind.WEEK, Fill(used_ms=week_ms, max_ms=limits.max_week_ms)),
        (NoticeKind.SHIFT, shift),
        (NoticeKind.EXPOSURE, exposure),
    )
    due = [_notice(kind, fill) for kind, fill in fills if fill is not None and fill.is_near]
    return tuple(sorted(due, key=lambda notice: (-notice.percent, notice.left_ms)))


def _notice(kind: NoticeKind, fill: Fill) -> Notice:
    reached = [percent for percent in NOTICE_PERCENTS if fill.used_ms * 100 >= fill.max_ms * percent]
    left_ms = max(0, fill.max_ms - fill.used_ms)
    return Notice(kind=kind, percent=reached[-1], left_ms=left_ms, max_ms=fill.max_ms)


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
