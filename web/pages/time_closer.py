"""A day of somebody's time looked at closer: the whole, six hours or one, by work session and by kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from policies.periods import day_start_ms, from_ms, to_ms
from policies.working_time import Bucket, is_counted
from web.pages.time_picture import LOOKS

WHOLE_DAY, SIX_HOURS, ONE_HOUR = 24, 6, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchShown:
    """One stretch of a day."""

    bucket: str
    name: str
    language: str
    started_at: datetime
    ended_at: datetime
    length_ms: int
    is_claimed: bool
    work_session_id: int = 0
    is_refused: bool = False
    """Its claim was refused by a named person."""
    is_own_word: bool = False
    """It became this on the person's own word."""
    may_be_meal: bool = False
    starts: tuple[datetime, ...] = ()
    """From where on it can have ended earlier; empty where it cannot."""

    @property
    def started_ms(self) -> int:
        """Its start, milliseconds since 1970."""
        return to_ms(self.started_at)

    @property
    def ended_ms(self) -> int:
        """Its end, milliseconds since 1970."""
        return to_ms(self.ended_at)

    @property
    def choices(self) -> tuple[tuple[int, datetime], ...]:
        """Each of `starts`, in milliseconds since 1970 beside it."""
        return tuple((to_ms(start), start) for start in self.starts)

    @property
    def drawn_as(self) -> Bucket:
        """What it looks like: what was claimed is paid time, and is drawn so."""
        return Bucket.INSTRUCTIONS if self.is_claimed else Bucket(self.bucket)

    @property
    def is_paid(self) -> bool:
        """Whether it is working time, by what it was or on the person's word."""
        return is_counted(Bucket(self.bucket)) or self.is_claimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a day that can be looked at: its hours where the person lives, half-open."""

    hours: int
    hour: int
    started_at: datetime
    ended_at: datetime
    is_here: bool = False

    def holds(self, stretch: StretchShown) -> bool:
        """Whether any of a stretch lies in it."""
        return stretch.started_at < self.ended_at and stretch.ended_at > self.started_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShown:
    """One work session, or what of it lies in the part that is looked at."""

    number: int
    stretches: tuple[StretchShown, ...]

    @property
    def counted_ms(self) -> int:
        """How much of it is working time."""
        return sum(part.length_ms for part in self.stretches if part.is_paid)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindShown:
    """One kind of time in the picture: a stretch of it, what it looks like, and how long it was altogether."""

    stretch: StretchShown
    look: str
    length_ms: int


def part_of(day: date, time_zone: str, *, hours: int, hour: int) -> Part:
    """Return a part of a day; the whole of it where there is no such part.

    Args:
        day: where the person lives.
        time_zone: theirs.
        hours: 24, 6 or 1.
        hour: at which hour it begins; six hours begin at 0, 6, 12 or 18.
    """
    is_part = hours in {SIX_HOURS, ONE_HOUR} and 0 <= hour < WHOLE_DAY and hour % hours == 0
    if not is_part:
        hours, hour = WHOLE_DAY, 0
    return Part(
        hours=hours, hour=hour, started_at=_at(day, hour, time_zone), ended_at=_at(day, hour + hours, time_zone)
    )


def parts_to_choose(
    day: date, time_zone: str, *, here: Part, stretches: Sequence[StretchShown]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the six hours, and the single hours of those that are looked at, in which anything was recorded."""
    sixes = [part_of(day, time_zone, hours=SIX_HOURS, hour=hour) for hour in range(0, WHOLE_DAY, SIX_HOURS)]
    first = here.hour - here.hour % SIX_HOURS
    within = range(first, first + SIX_HOURS) if here.hours != WHOLE_DAY else ()
    ones = [part_of(day, time_zone, hours=ONE_HOUR, hour=hour) for hour in within]
    kept_sixes, kept_ones = (
        tuple(
            replace(part, is_here=(part.hours, part.hour) == (here.hours, here.hour))
            for part in parts
            if any(part.holds(stretch) for stretch in stretches)
        )
        for parts in (sixes, ones)
    )
    return kept_sixes, kept_ones


def sessions_in(stretches: Sequence[StretchShown], here: Part) -> tuple[SessionShown, ...]:
    """Return the work sessions of a day, numbered from its first on, cut to the part that is looked at."""
    by_session = groupby(stretches, key=lambda stretch: stretch.work_session_id)
    sessions = (
        SessionShown(number=number, stretches=tuple(_cut(part, here) for part in found if here.holds(part)))
        for number, (_, found) in enumerate(by_session, start=1)
    )
    return tuple(session for session in sessions if session.stretches)


def kinds_in(sessions: Sequence[SessionShown]) -> tuple[KindShown, ...]:
    """Return every kind of time in the picture, the longest first."""
    found: dict[tuple[str, bool, bool], KindShown] = {}
    for part in (part for session in sessions for part in session.stretches):
        key = (part.bucket, part.is_claimed, part.is_refused)
        before = found.get(key) or KindShown(stretch=part, look=LOOKS[part.drawn_as], length_ms=0)
        found[key] = replace(before, length_ms=before.length_ms + part.length_ms)
    return tuple(sorted(found.values(), key=lambda kind: -kind.length_ms))


def _cut(stretch: StretchShown, here: Part) -> StretchShown:
    start, end = max(stretch.started_at, here.started_at), min(stretch.ended_at, here.ended_at)
    return replace(stretch, started_at=start, ended_at=end, length_ms=to_ms(end) - to_ms(start))


def _at(day: date, hour: int, time_zone: str) -> datetime:
    if hour >= WHOLE_DAY:
        return from_ms(day_start_ms(day + timedelta(days=1), time_zone))
    return from_ms(to_ms(datetime.combine(day, time(hour), tzinfo=ZoneInfo(time_zone))))
