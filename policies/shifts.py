"""Which sort of shift a stretch of work is, by how much of it falls into the night where the person lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.errors import Kind, Refusal
from policies.periods import local_day, to_ms
from policies.rulebook_rows_time import ShiftName, ShiftRow

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift by its sort.

    Args:
        name: by day, mixed or by night.
        max_ms: its longest ordinary length.
        night_ms: how much of it fell into the night.
        rule: the row that says so.
        source: where that comes from.
    """

    name: ShiftName
    max_ms: int
    night_ms: int
    rule: str
    source: str


def shift_of(spans: Sequence[tuple[int, int]], *, time_zone: str, rows: Sequence[ShiftRow]) -> Shift | None:
    """Return what sort of shift somebody's work was, or None where the law does not tell shifts apart.

    A shift all by night is a night shift however short it is; one with part of it in the night is mixed, until that
    part reaches the length which makes the whole a night shift.

    Args:
        spans: the work of one shift, half-open, milliseconds since 1970, in order and apart from each other.
        time_zone: whose clock says when night is; clocks that change keep the night between its two times.
        rows: the rows in force, at most one of each sort.

    Raises:
        Refusal: `spans_backwards` for a span that ends before it begins, or begins before the one before it ended.

    Law: Ley Federal del Trabajo, articles 60 and 61.
    """
    _refuse_backwards(spans)
    by_name = {row.name: row for row in rows}
    if not by_name:
        return None
    any_row = rows[0]
    night_ms = sum(_night_ms(start_ms, end_ms, time_zone, any_row) for start_ms, end_ms in spans)
    whole_ms = sum(end_ms - start_ms for start_ms, end_ms in spans)
    row = by_name.get(_name(night_ms, whole_ms, any_row))
    if row is None:
        return None
    source = "; ".join(row.sources)
    return Shift(name=row.name, max_ms=row.max_ms, night_ms=night_ms, rule=row.rule, source=source)


def _name(night_ms: int, whole_ms: int, row: ShiftRow) -> ShiftName:
    if night_ms == 0:
        return ShiftName.DAY
    is_night = night_ms >= row.night_makes_night_ms or night_ms == whole_ms
    return ShiftName.NIGHT if is_night else ShiftName.MIXED


def _night_ms(start_ms: int, end_ms: int, time_zone: str, row: ShiftRow) -> int:
    """Return how much of a span lies in the nights of a place."""
    nights = _nights(local_day(start_ms, time_zone) - _ONE_DAY, local_day(end_ms, time_zone), time_zone, row)
    return sum(max(0, min(end_ms, to_night) - max(start_ms, from_night)) for from_night, to_night in nights)


def _nights(first: date, last: date, time_zone: str, row: ShiftRow) -> Iterator[tuple[int, int]]:
    """Yield the nights that begin on the days from one to another, both included."""
    passes_midnight = row.night_to_ms <= row.night_from_ms
    for number in range((last - first).days + 1):
        day = first + number * _ONE_DAY
        morning = day + _ONE_DAY if passes_midnight else day
        yield _at(day, row.night_from_ms, time_zone), _at(morning, row.night_to_ms, time_zone)


@lru_cache(maxsize=4096)
def _at(day: date, clock_ms: int, time_zone: str) -> int:
    """Return the instant at which a clock on the wall shows a time of a day."""
    local = datetime(day.year, day.month, day.day) + timedelta(milliseconds=clock_ms)  # noqa: DTZ001 - zone follows
    return to_ms(local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC))


def _refuse_backwards(spans: Sequence[tuple[int, int]]) -> None:
    latest_ms: int | None = None
    for start_ms, end_ms in spans:
        if end_ms < start_ms or (latest_ms is not None and start_ms < latest_ms):
            raise Refusal("spans_backwards", Kind.UNREADABLE, start=start_ms, end=end_ms)
        latest_ms = end_ms
