"""Great Britain's rule for rated output work, as information beside measured hours, never instead of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from policies.money import ceil_div
from policies.periods import MS_PER_HOUR

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedOutput:
    """What the rule would treat as worked and owed for so many items, and whether the pay reaches it.

    Attributes:
        treated_ms: the hours the items stand for, times the factor.
        is_reached: says nothing about measured hours, which every settlement holds to the wage as well.
    """

    treated_ms: int
    owed_micros: int
    paid_micros: int
    is_reached: bool


def mean_items_per_hour(item_ms: Sequence[int]) -> Fraction:
    """Return the mean rate of the workers tested: their items an hour, added up and divided by their number.

    Raises:
        ValueError: nobody was tested, or somebody took no time.

    Law: National Minimum Wage Regulations 2015, regulation 42(3)(c).
    """
    if not item_ms or min(item_ms) <= 0:
        raise ValueError("a test needs at least one worker, and every item some time")
    return Fraction(1, len(item_ms)) * sum((Fraction(MS_PER_HOUR, ms) for ms in item_ms), Fraction())


def fair_piece_micros(*, mean_per_hour: Fraction, hourly_micros: int, factor_percent: int) -> int:
    """Return the fair piece rate, rounded up to a whole micro-unit, which favours the worker.

    Args:
        mean_per_hour: mean items an hour of the workers tested, > 0.
        hourly_micros: the wage, micro-units an hour.
        factor_percent: 120 in the regulations as they stand.

    Law: National Minimum Wage Regulations 2015, regulation 43.
    """
    return ceil_div(hourly_micros * factor_percent * mean_per_hour.denominator, _PERCENT * mean_per_hour.numerator)


def rated_output(
    *, items: int, mean_per_hour: Fraction, piece_micros: int, hourly_micros: int, factor_percent: int
) -> RatedOutput:
    """Return what the rule makes of so many items, owed pay rounded up, which favours the worker.

    It is open only to whoever sets no hours and controls none, and gave notice before the period; a platform with caps
    and rests on the clock should not count on it.

    Law: National Minimum Wage Regulations 2015, regulations 41 to 43; HMRC manual NMWM08360.
    """
    treated = Fraction(
        items * MS_PER_HOUR * factor_percent * mean_per_hour.denominator, _PERCENT * mean_per_hour.numerator
    )
    owed_micros = ceil_div(hourly_micros * treated.numerator, treated.denominator * MS_PER_HOUR)
    return RatedOutput(
        treated_ms=ceil_div(treated.numerator, treated.denominator),
        owed_micros=owed_micros,
        paid_micros=items * piece_micros,
        is_reached=items * piece_micros >= owed_micros,
    )
