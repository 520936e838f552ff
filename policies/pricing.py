"""What a task must pay at least, what to propose after a paid pilot, and what to set aside on top."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from policies.money import ceil_div, coins_up, exponent_of, floor_div
from policies.periods import MS_PER_HOUR

_PERCENT = 100
_P75 = 75
_P90 = 90
_P95 = 95
_MARGIN_OVER_MEAN = Fraction(6, 5)  # 1.2, as in the British rule for rated output work (SI 2015/621, r. 41-43)


def lawful_minimum_micros(*, floor_hourly_micros: int, estimated_ms: int, currency: str) -> int:
    """Return the least price of one item, rounded up to a whole micro-unit, which favours the annotator.

    Args:
        floor_hourly_micros: the floor, micro-units an hour.
        estimated_ms: the time one item is said to take, milliseconds, > 0.
        currency: of the floor and of the price; an amount without one is refused.

    Raises:
        ValueError: no time, a negative floor, or not a currency.
    """
    exponent_of(currency)
    _require_time(estimated_ms)
    if floor_hourly_micros < 0:
        raise ValueError(f"negative input: {floor_hourly_micros=}")
    return ceil_div(floor_hourly_micros * estimated_ms, MS_PER_HOUR)


def lawful_minimum_shown_micros(*, floor_hourly_micros: int, estimated_ms: int, currency: str) -> int:
    """Return the least price of one item rounded up to a whole minor unit: what a person would type."""
    exact = lawful_minimum_micros(floor_hourly_micros=floor_hourly_micros, estimated_ms=estimated_ms, currency=currency)
    return coins_up(exact, currency)


def hourly_equivalent_micros(*, price_micros: int, estimated_ms: int) -> int:
    """Return what a price per item comes to in an hour, rounded down, so that no more is promised than is paid."""
    _require_time(estimated_ms)
    return floor_div(price_micros * MS_PER_HOUR, estimated_ms)


def reserve_micros(*, piece_micros: int, share_percent: int = 35) -> int:
    """Return what is set aside beyond all piece pay, for top-ups, rest, instructions and waiting; rounded up."""
    if piece_micros < 0 or share_percent < 0:
        raise ValueError(f"negative input: {piece_micros=} {share_percent=}")
    return ceil_div(piece_micros * share_percent, _PERCENT)


def pilot_price_micros(*, item_ms: Sequence[int], floor_hourly_micros: int) -> int:
    """Return the price per item that a paid pilot proposes, rounded up to a whole micro-unit.

    The larger of 1.2 x floor / mean items per hour, and floor x the time within which three of four people were done:
    the first alone leaves up to half of the people below the floor.

    Args:
        item_ms: for each person of the pilot the time one item took, milliseconds, > 0.
        floor_hourly_micros: the floor, micro-units an hour.

    Raises:
        ValueError: nobody took part, or somebody took no time.

    Law: after the National Minimum Wage Regulations 2015 (Great Britain), regulations 41 to 43; used for a price only.
    """
    return max(
        by_mean_micros(item_ms=item_ms, floor_hourly_micros=floor_hourly_micros),
        by_slower_people_micros(item_ms=item_ms, floor_hourly_micros=floor_hourly_micros),
    )


def by_mean_micros(*, item_ms: Sequence[int], floor_hourly_micros: int) -> int:
    """Return 1.2 x floor / mean items an hour of a pilot's people, rounded up to a whole micro-unit for the annotator.

    Raises:
        ValueError: nobody took part, or somebody took no time.
    """
    items_per_hour = sum((Fraction(MS_PER_HOUR, _require_time(ms)) for ms in item_ms), Fraction())
    if not items_per_hour:
        raise ValueError("a pilot needs at least one person")
    dividend = _MARGIN_OVER_MEAN * floor_hourly_micros * len(item_ms)
    return ceil_div(dividend.numerator * items_per_hour.denominator, dividend.denominator * items_per_hour.numerator)


def by_slower_people_micros(*, item_ms: Sequence[int], floor_hourly_micros: int) -> int:
    """Return the price at which three of four people of a pilot reach the floor, rounded up to a whole micro-unit."""
    return ceil_div(floor_hourly_micros * p75_ms(item_ms), MS_PER_HOUR)


def p75_ms(item_ms: Sequence[int]) -> int:
    """Return the time within which at least 75 of 100 were done (nearest rank, one that was really measured)."""
    return _nearest_rank(item_ms, _P75)


def p90_ms(item_ms: Sequence[int]) -> int:
    """Return the time within which at least 90 of 100 were done (nearest rank, one that was really measured)."""
    return _nearest_rank(item_ms, _P90)


def p95_ms(item_ms: Sequence[int]) -> int:
    """Return the time within which at least 95 of 100 were done (nearest rank, one that was really measured)."""
    return _nearest_rank(item_ms, _P95)


def _nearest_rank(values: Sequence[int], percent: int) -> int:
    if not values:
        raise ValueError("no measured times")
    return sorted(values)[ceil_div(percent * len(values), _PERCENT) - 1]


def _require_time(ms: int) -> int:
    if ms <= 0:
        raise ValueError(f"a task takes some time: {ms=}")
    return ms
