"""A month's worth of a daily wage, by each of the conventions in use: information beside a threshold, never pay."""

from __future__ import annotations

from enum import StrEnum

from policies.money import ceil_div


class MonthDays(StrEnum):
    """How many days a month is taken to have."""

    THIRTY = "30"
    """As law firms reckon the threshold of the Mexican platform chapter: 278.80 x 30 = 8,364.00 in 2025."""
    THIRTY_POINT_FOUR = "30.4"
    TWELFTH_OF_A_YEAR = "365/12"


_DAYS = {MonthDays.THIRTY: (30, 1), MonthDays.THIRTY_POINT_FOUR: (304, 10), MonthDays.TWELFTH_OF_A_YEAR: (365, 12)}


def month_micros(day_micros: int, days: MonthDays) -> int:
    """Return a month of a daily wage, rounded up to a whole micro-unit: a threshold is never said too low.

    Args:
        day_micros: the daily wage, micro-units.
        days: the convention; the texts we read do not agree on one.

    Law: Ley Federal del Trabajo, article 291-C, by the reading of law firms (S11, S12); it asks for presence at a
        place, so that work on a screen is most probably outside it.
    """
    multiplier, divisor = _DAYS[days]
    return ceil_div(day_micros * multiplier, divisor)
