"""California's rules for piece work: rest at the week's average rate, other time apart, and the hours owed for none."""

from __future__ import annotations

from dataclasses import dataclass

from policies.money import ceil_div
from policies.periods import MS_PER_HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWeek:
    """One week of a piece worker in California: times in milliseconds, amounts in micro-units.

    Attributes:
        counted_ms: all hours worked, rest and non-productive time among them.
        rest_ms: of these, rest and recovery.
        non_productive_ms: of these, time that yields no pieces: waiting, instructions, training.
        piece_micros: pay for pieces.
        minimum_hourly_micros: the wage that applies.
    """

    counted_ms: int
    rest_ms: int
    non_productive_ms: int
    piece_micros: int
    minimum_hourly_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWeekPay:
    """What such a week is owed, line by line, micro-units; a rate is for one hour.

    Attributes:
        top_up_micros: what pieces lack to reach the wage for productive hours; no other hour may help.
        average_rate_micros: pay for everything but rest, divided by the hours that were not rest.
        rest_rate_micros: the greater of that and the wage.
    """

    top_up_micros: int
    non_productive_micros: int
    average_rate_micros: int
    rest_rate_micros: int
    rest_micros: int
    total_micros: int


def piece_week(week: PieceWeek) -> PieceWeekPay:
    """Return what a week is owed, every line rounded up once, for the worker.

    Raises:
        ValueError: rest and non-productive time are more than all hours, or a figure is negative.

    Law: California Labor Code 226.2(a)(1), (a)(3)(A) and (a)(4); no averaging across hours (Armenta).
    """
    productive_ms = week.counted_ms - week.rest_ms - week.non_productive_ms
    if min(productive_ms, week.rest_ms, week.non_productive_ms, week.piece_micros, week.minimum_hourly_micros) < 0:
        raise ValueError(f"a week that cannot be: {week}")
    minimum = week.minimum_hourly_micros
    top_up = max(0, ceil_div(minimum * productive_ms, MS_PER_HOUR) - week.piece_micros)
    non_productive = ceil_div(minimum * week.non_productive_ms, MS_PER_HOUR)
    paid = week.piece_micros + top_up + non_productive
    average = average_rate_micros(paid_micros=paid, counted_ms=week.counted_ms - week.rest_ms)
    rest_rate = max(average, minimum)
    rest = ceil_div(rest_rate * week.rest_ms, MS_PER_HOUR)
    return PieceWeekPay(
        top_up_micros=top_up,
        non_productive_micros=non_productive,
        average_rate_micros=average,
        rest_rate_micros=rest_rate,
        rest_micros=rest,
        total_micros=paid + rest,
    )


def average_rate_micros(*, paid_micros: int, counted_ms: int) -> int:
    """Return the average pay of an hour, rounded up, which favours the worker; zero where there is no hour.

    Args:
        paid_micros: pay of the week without rest pay and without what overtime adds.
        counted_ms: hours of the week without rest.

    Law: California Labor Code 226.2(a)(3)(A)(i).
    """
    return ceil_div(paid_micros * MS_PER_HOUR, counted_ms) if counted_ms else 0


def missed_break_micros(*, regular_rate_micros: int, days_without_meal: int, days_without_rest: int) -> int:
    """Return what is owed for breaks that were not given: an hour's pay a day for meals, and another for rests.

    Information for an auditor: Jornal enforces both breaks, so that a day without one is a finding, not a business.

    Law: California Labor Code 226.7.
    """
    if min(regular_rate_micros, days_without_meal, days_without_rest) < 0:
        raise ValueError("a negative rate or number of days")
    return regular_rate_micros * (days_without_meal + days_without_rest)
