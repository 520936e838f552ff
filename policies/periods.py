"""Days, weeks and spans of work: how an instant becomes a calendar day where the person lives, and where to cut."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MS_PER_SECOND = 1_000
MS_PER_MINUTE = 60_000
MS_PER_HOUR = 3_600_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_MS = timedelta(milliseconds=1)
_ONE_DAY = timedelta(days=1)
_DAYS_PER_WEEK = 7
_WHOLE_MINUTES_SINCE_MS = 94_694_400_000
"""From 1973 on every clock is whole minutes from Greenwich (Liberia's was the last): no day begins within one."""
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


def to_ms(instant: datetime) -> int:
    """Return whole milliseconds since 1970 (UTC), parts of a millisecond cut off.

    Raises:
        ValueError: the instant has no time zone, so it could be any of twenty-six hours.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"an instant needs a time zone: {instant.isoformat()}")
    return (instant - _EPOCH) // _ONE_MS


def from_ms(ms: int) -> datetime:
    """Return the aware UTC instant of whole milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def local_day(at_ms: int, time_zone: str) -> date:
    """Return the calendar day it is at an instant in a time zone such as "America/Mexico_City"."""
    if at_ms < _WHOLE_MINUTES_SINCE_MS:
        return from_ms(at_ms).astimezone(ZoneInfo(time_zone)).date()
    return _day_of(at_ms // MS_PER_MINUTE, time_zone)


@lru_cache(maxsize=4096)
def _day_of(minute: int, time_zone: str) -> date:
    """Return the day it is in a minute; one act asks for the same one five times."""
    return from_ms(minute * MS_PER_MINUTE).astimezone(ZoneInfo(time_zone)).date()


@lru_cache(maxsize=4096)
def week_of(day: date) -> str:
    """Return the ISO week of a day: "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


@lru_cache(maxsize=4096)
def week_days(week: str) -> tuple[date, date]:
    """Return the Monday of an ISO week and the Monday after it (half-open).

    Raises:
        ValueError: the text is not an ISO week such as "2026-W47".
    """
    year, separator, number = week.partition("-W")
    is_written_so = separator and len(year) == 4 and len(number) == 2 and (year + number).isdecimal()
    if not is_written_so:
        raise ValueError(f"not an ISO week like 2026-W47: {week!r}")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return monday, monday + timedelta(days=_DAYS_PER_WEEK)


@lru_cache(maxsize=4096)
def day_start_ms(day: date, time_zone: str) -> int:
    """Return the first instant of a calendar day in a time zone.

    Where clocks jump over midnight, it is the instant of the jump; where midnight comes twice, the first one.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone), fold=0)
    return to_ms(midnight.astimezone(UTC))


def split_at_midnights(start_ms: int, end_ms: int, time_zone: str) -> list[tuple[int, int, date]]:
    """Cut a half-open span at the midnights of a time zone; days of 23 or 25 hours keep their length.

    Returns:
        (start, end, day) in order, without gaps; empty for an empty span.
    """
    pieces: list[tuple[int, int, date]] = []
    day = local_day(start_ms, time_zone)
    while start_ms < end_ms:
        cut_ms = min(end_ms, day_start_ms(day + _ONE_DAY, time_zone))
        if cut_ms > start_ms:
            pieces.append((start_ms, cut_ms, day))
            start_ms = cut_ms
        day += _ONE_DAY
    return pieces


def split_at_most(start_ms: int, end_ms: int, most_ms: int) -> list[tuple[int, int]]:
    """Cut a half-open span into consecutive pieces no longer than `most_ms`; the last may be shorter.

    Raises:
        ValueError: `most_ms` is not positive.
    """
    if most_ms <= 0:
        raise ValueError(f"a piece needs a length: {most_ms=}")
    return [(cut_ms, min(end_ms, cut_ms + most_ms)) for cut_ms in range(start_ms, end_ms, most_ms)]


def clock_ms(text: str) -> int:
    """Read a time on a clock, "20:00", as milliseconds after midnight.

    Raises:
        ValueError: the text is not hours and minutes from "00:00" to "23:59".
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(f"not a time on a clock such as 20:00: {text[:40]!r}")
    return int(found[1]) * MS_PER_HOUR + int(found[2]) * MS_PER_MINUTE


def clock_text(ms: int) -> str:
    """Write milliseconds after midnight as a time on a clock: "20:00"."""
    hours, rest = divmod(ms, MS_PER_HOUR)
    return f"{hours:02d}:{rest // MS_PER_MINUTE:02d}"


def seconds_text(ms: int) -> str:
    """Return a span as seconds that a person reads and a program parses, exact: "90", "2.5"."""
    whole, rest = divmod(ms, MS_PER_SECOND)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
