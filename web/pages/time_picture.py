"""Pictures of working time: a day as a band from its first hour to its last, a week as one bar for each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policies.periods import MS_PER_HOUR, from_ms, to_ms
from policies.working_time import Bucket

HOURS_APART_WIDE = 3
HOURS_SHOWN_EACH = 8
BAR_STEP_PIXELS = 76

LOOKS = {
    # What a bucket looks like, so that it reads in grey and on paper: full, hatched, accent, dashed, or a thin outline.
    Bucket.TASK: "p-ink",
    Bucket.REWORK: "p-ink",
    Bucket.INSTRUCTIONS: "p-hatch",
    Bucket.QUALIFICATION: "p-hatch",
    Bucket.WAITING_REQUESTER: "p-hatch",
    Bucket.WAITING_PLATFORM: "p-hatch",
    Bucket.ADMIN: "p-hatch",
    Bucket.SEARCH: "p-hatch",
    Bucket.REST: "p-accent",
    Bucket.UNCONFIRMED: "p-outline p-dashed",
    Bucket.MEAL: "p-outline",
    Bucket.OFF: "",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day spent in one bucket."""

    bucket: Bucket
    started_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle: where it begins and how wide it is, in percent of the picture; what it looks like."""

    x: str
    width: str
    look: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One whole hour under a band: where, its name, and on which side of it the name stands."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Band:
    """A day from its first hour to its last."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day of a week: its bars, the counted and the unconfirmed time beside it, and where it stands."""

    day: date
    bars: tuple[Bar, ...]
    counted_ms: int
    unconfirmed_ms: int
    name_y: int
    length_y: int
    bar_y: int
    rule_y: int
    rule_to: str


def percent_of(part: int, whole: int) -> str:
    """Return a share as SVG writes it: 12.50%."""
    return f"{part * 100 / whole:.2f}%"


def band_of(spans: Sequence[Span], *, time_zone: str, within: tuple[datetime, datetime] | None = None) -> Band | None:
    """Return the picture of a day, or None where nothing was recorded.

    Args:
        spans: of one day, in any order.
        time_zone: where the person lives; the hours are its hours.
        within: from when until when it is drawn, whole hours; without it from its first hour to its last.
    """
    seen = [span for span in spans if LOOKS[span.bucket]]
    if not seen:
        return None
    zone = ZoneInfo(time_zone)
    first_ms = to_ms(within[0] if within else _whole_hour(min(span.started_at for span in seen), zone))
    last_ms = to_ms(within[1]) if within else max(to_ms(span.ended_at) for span in seen)
    whole_ms = max(1, -(-(last_ms - first_ms) // MS_PER_HOUR)) * MS_PER_HOUR
    bars = tuple(
        Bar(
            x=percent_of(to_ms(span.started_at) - first_ms, whole_ms),
            width=percent_of(to_ms(span.ended_at) - to_ms(span.started_at), whole_ms),
            look=LOOKS[span.bucket],
        )
        for span in seen
    )
    return Band(
        bars=bars, ticks=_ticks(first_ms, whole_ms, zone, step_ms=_step_ms(whole_ms, is_closer=within is not None))
    )


def _whole_hour(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(minute=0, second=0, microsecond=0)


def _step_ms(whole_ms: int, *, is_closer: bool) -> int:
    """Return how far apart the names of hours stand; one hour looked at closer has quarters."""
    if is_closer and whole_ms == MS_PER_HOUR:
        return MS_PER_HOUR // 4
    return MS_PER_HOUR * (1 if whole_ms <= HOURS_SHOWN_EACH * MS_PER_HOUR else HOURS_APART_WIDE)


def _ticks(first_ms: int, whole_ms: int, zone: ZoneInfo, *, step_ms: int) -> tuple[Tick, ...]:
    return tuple(
        Tick(
            x=percent_of(after_ms, whole_ms),
            text=from_ms(first_ms + after_ms).astimezone(zone).strftime("%H:%M"),
            anchor="start" if after_ms == 0 else "end" if after_ms == whole_ms else "middle",
        )
        for after_ms in range(0, whole_ms + 1, step_ms)
    )


def day_bars(days: Sequence[tuple[date, Sequence[tuple[Bucket, int]]]]) -> tuple[DayBar, ...]:
    """Return one bar for each day, all on the scale of the longest.

    Args:
        days: (day, ((bucket, milliseconds), ...)); a day's parts are drawn in the order given.
    """
    longest_ms = max((sum(ms for _, ms in parts) for _, parts in days), default=0)
    return tuple(_day_bar(day, parts, place, max(longest_ms, 1)) for place, (day, parts) in enumerate(days))


def _day_bar(day: date, parts: Sequence[tuple[Bucket, int]], place: int, longest_ms: int) -> DayBar:
    bars: list[Bar] = []
    from_ms_ = counted_ms = unconfirmed_ms = 0
    for bucket, length_ms in parts:
        bars.append(Bar(percent_of(from_ms_, longest_ms), percent_of(length_ms, longest_ms), LOOKS[bucket]))
        from_ms_ += length_ms
        unconfirmed_ms += length_ms if bucket is Bucket.UNCONFIRMED else 0
        counted_ms += 0 if bucket is Bucket.UNCONFIRMED else length_ms
    top = place * BAR_STEP_PIXELS
    return DayBar(
        day=day,
        bars=tuple(bars),
        counted_ms=counted_ms,
        unconfirmed_ms=unconfirmed_ms,
        name_y=top + 15,
        length_y=top + 35,
        bar_y=top + 43,
        rule_y=top + 64,
        rule_to=percent_of(counted_ms, longest_ms),
    )
