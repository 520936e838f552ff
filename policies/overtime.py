"""Overtime: how many hours of a week are paid at a multiple, at which rate, and what each reading of the law gives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

from policies.money import ceil_div
from policies.periods import MS_PER_HOUR
from policies.rulebook_rows_pay import CountedFrom, OvertimePer, OvertimeRow

_ORDINARY_PERCENT = 100
_NEVER_MS = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class WorkDay:
    """Counted time of one calendar day, and the longest ordinary shift of that day; zero where the place has none."""

    on: date
    counted_ms: int
    ordinary_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """All pay of a week before overtime, micro-units, and all the hours that it was for, milliseconds."""

    micros: int
    counted_ms: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tier:
    """Hours of a week that are paid at one multiple, and what one of them is paid on top of ordinary pay."""

    multiplier_percent: int
    counted_ms: int
    premium_rate_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reading of the law gives; there are several where its texts disagree."""

    rules: tuple[str, ...]
    tiers: tuple[Tier, ...]
    amount_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtime:
    """What overtime is owed on top of a week's pay, micro-units, and everything needed to reckon it again by hand.

    Attributes:
        paid: all pay of the week before overtime, and the hours that it was for.
        regular_rate_micros: the first divided by the second, rounded up.
        chosen: the reading that is best for the worker; the first of equals.
        readings: every reading, the chosen one among them, side by side.
    """

    paid: Paid
    regular_rate_micros: int
    chosen: Reading
    readings: tuple[Reading, ...]


def overtime_of(
    *, days: Sequence[WorkDay], ordinary_week_ms: int, paid: Paid, rows: Sequence[OvertimeRow]
) -> Overtime | None:
    """Return the overtime of one week, or None where no hour of it was overtime.

    The base is the regular rate: all pay of the week divided by all its hours, so that piece workers' overtime is worth
    what their hours are really worth. Ordinary pay for those hours is in the week's pay already; this is what is on
    top. Rounded up twice, the rate and the amount, each for the worker.

    Args:
        days: one for each day of the week that was worked, in any order.
        ordinary_week_ms: the longest ordinary week of the place, milliseconds; zero where it has none.
        paid: all pay of the week before overtime, floors included, and the hours that it was for.
        rows: rows of law that apply; rows of one name and span in conflict give a reading each.

    Raises:
        ValueError: negative time or pay, or a day that stands there twice.

    Law: 29 CFR 778.111 (piece work); California Labor Code 510; Ley Federal del Trabajo, articles 66 to 68.
    """
    if min(paid.micros, paid.counted_ms, ordinary_week_ms, *(min(day.counted_ms, day.ordinary_ms) for day in days)) < 0:
        raise ValueError("negative time or pay")
    if len({day.on for day in days}) != len(days):
        raise ValueError("a day stands there twice")
    if paid.counted_ms == 0 or not _may_have_overtime(days, ordinary_week_ms, rows):
        return None
    rate_micros = ceil_div(paid.micros * MS_PER_HOUR, paid.counted_ms)
    readings = tuple(
        _reading(chosen, _Week(days, ordinary_week_ms, chosen).tiers(), rate_micros) for chosen in _alternatives(rows)
    )
    best = max(readings, key=lambda reading: reading.amount_micros)
    if best.amount_micros == 0:
        return None
    return Overtime(paid=paid, regular_rate_micros=rate_micros, chosen=best, readings=readings)


def premium_rate_micros(*, regular_rate_micros: int, multiplier_percent: int) -> int:
    """Return what an hour at a multiple pays on top of an ordinary one, rounded up, which favours the worker."""
    return ceil_div(regular_rate_micros * (multiplier_percent - _ORDINARY_PERCENT), _ORDINARY_PERCENT)


class _Week:
    """Walks through a week's hours in their order and puts each under the highest multiple that any row gives it.

    An hour is overtime once: hours that a day's row has taken do not count towards a week's threshold again.

    Args:
        days: the days worked.
        ordinary_week_ms: the longest ordinary week; zero where the place has none.
        rows: one reading of the law.
    """

    def __init__(self, days: Sequence[WorkDay], ordinary_week_ms: int, rows: Sequence[OvertimeRow]) -> None:
        self._days = sorted(days)
        by: defaultdict[tuple[OvertimePer, CountedFrom], list[OvertimeRow]] = defaultdict(list)
        for row in rows:
            by[row.per, row.counted_from].append(row)
        self._day_rows = by[OvertimePer.DAY, CountedFrom.ZERO]
        self._shift_rows = by[OvertimePer.DAY, CountedFrom.ORDINARY]
        self._week_rows = by[OvertimePer.WEEK, CountedFrom.ZERO]
        self._extra_rows = by[OvertimePer.WEEK, CountedFrom.ORDINARY]
        self._ordinary_week_ms = ordinary_week_ms if self._extra_rows and ordinary_week_ms else _NEVER_MS
        self._straight_ms = 0
        self._extra_ms = 0
        self._tiers: Counter[int] = Counter()

    def tiers(self) -> Counter[int]:
        """Return milliseconds by multiple in percent, ordinary hours (100) among them; they add up to the week."""
        for day in self._days:
            self._walk(day)
        return self._tiers

    def _walk(self, day: WorkDay) -> None:
        ordinary_ms = day.ordinary_ms if self._shift_rows and day.ordinary_ms else _NEVER_MS
        marks = [(row.over_ms, row.multiplier_percent) for row in self._day_rows]
        marks += [(ordinary_ms + row.over_ms, row.multiplier_percent) for row in self._shift_rows]
        for at_ms, length_ms in _pieces(0, day.counted_ms, [ordinary_ms, *(mark for mark, _ in marks)]):
            percent = _highest(marks, at_ms)
            if at_ms >= ordinary_ms:
                self._take_extra(length_ms, percent)
            elif percent > _ORDINARY_PERCENT:
                self._tiers[percent] += length_ms
            else:
                self._take_straight(length_ms)

    def _take_straight(self, length_ms: int) -> None:
        """Count hours that no day's row took towards the week."""
        marks = [(row.over_ms, row.multiplier_percent) for row in self._week_rows]
        cuts = [self._ordinary_week_ms, *(mark for mark, _ in marks)]
        for at_ms, piece_ms in _pieces(self._straight_ms, length_ms, cuts):
            percent = _highest(marks, at_ms)
            if at_ms >= self._ordinary_week_ms:
                self._take_extra(piece_ms, percent)
            else:
                self._tiers[percent] += piece_ms
        self._straight_ms += length_ms

    def _take_extra(self, length_ms: int, percent: int) -> None:
        """Count hours beyond the ordinary shift or week towards the week's steps beyond it."""
        marks = [(row.over_ms, row.multiplier_percent) for row in self._extra_rows]
        for at_ms, piece_ms in _pieces(self._extra_ms, length_ms, [mark for mark, _ in marks]):
            self._tiers[max(percent, _highest(marks, at_ms))] += piece_ms
        self._extra_ms += length_ms


def _may_have_overtime(days: Sequence[WorkDay], ordinary_week_ms: int, rows: Sequence[OvertimeRow]) -> bool:
    """Whether a day or the week is longer than the least threshold of any row: most weeks are not."""
    worked_ms = {
        OvertimePer.DAY: max((day.counted_ms for day in days), default=0),
        OvertimePer.WEEK: sum(day.counted_ms for day in days),
    }
    ordinary_ms = {
        OvertimePer.DAY: min((day.ordinary_ms for day in days if day.ordinary_ms), default=_NEVER_MS),
        OvertimePer.WEEK: ordinary_week_ms or _NEVER_MS,
    }
    return any(
        worked_ms[row.per] > (row.over_ms if row.counted_from is CountedFrom.ZERO else ordinary_ms[row.per])
        for row in rows
    )


def _pieces(start_ms: int, length_ms: int, cuts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Cut a run of hours where a threshold lies within it: (where a piece begins, its length)."""
    end_ms = start_ms + length_ms
    edges = sorted({start_ms, end_ms, *(cut for cut in cuts if start_ms < cut < end_ms)})
    return ((at_ms, next_ms - at_ms) for at_ms, next_ms in pairwise(edges))


def _highest(marks: Sequence[tuple[int, int]], at_ms: int) -> int:
    return max((percent for mark, percent in marks if at_ms >= mark), default=_ORDINARY_PERCENT)


def _alternatives(rows: Sequence[OvertimeRow]) -> list[tuple[OvertimeRow, ...]]:
    """Return every reading: one row of each series; series with one row are in all of them."""
    series: defaultdict[tuple[object, ...], list[OvertimeRow]] = defaultdict(list)
    for row in rows:
        series[row.name, row.per, row.applicability].append(row)
    return list(product(*series.values()))


def _reading(rows: Sequence[OvertimeRow], hours: Counter[int], rate_micros: int) -> Reading:
    tiers = tuple(
        Tier(
            multiplier_percent=percent,
            counted_ms=counted_ms,
            premium_rate_micros=premium_rate_micros(regular_rate_micros=rate_micros, multiplier_percent=percent),
        )
        for percent, counted_ms in sorted(hours.items())
        if percent > _ORDINARY_PERCENT and counted_ms
    )
    owed = sum(tier.premium_rate_micros * tier.counted_ms for tier in tiers)
    return Reading(rules=tuple(row.rule for row in rows), tiers=tiers, amount_micros=ceil_div(owed, MS_PER_HOUR))
