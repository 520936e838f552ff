"""What is owed on top of piece pay so that every hour of counted time reaches the pay floor."""

from __future__ import annotations

from policies.floors import Floor
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR


def top_up_micros(*, piece_micros: int, task_ms: int, floor: Floor) -> int:
    """Return what is owed on top of piece earnings so that task time reaches the floor.

    Rounded up to a whole micro-unit, so rounding never costs the annotator.

    Args:
        piece_micros: piece earnings of one annotator, period and requester, micro-units of `floor.currency`, >= 0.
        task_ms: counted task and rework time of the same, milliseconds, >= 0.
        floor: the floor in force for all of that time; split the time where it changes.

    Returns:
        Micro-units of `floor.currency`, >= 0; zero when the earnings already reach the floor.

    Raises:
        ValueError: an argument is negative.

    Law: `floor.source`, for example Ley Federal del Trabajo, article 85.
    """
    owed_micros = floor_owed_micros(counted_ms=task_ms, hourly_micros=floor.hourly_micros)
    return top_up_of(piece_micros=piece_micros, owed_micros=owed_micros)


def top_up_of(*, piece_micros: int, owed_micros: int) -> int:
    """Return what is missing between piece earnings and what the floor owes, both micro-units of one currency.

    Raises:
        ValueError: an argument is negative.
    """
    if piece_micros < 0 or owed_micros < 0:
        raise ValueError(f"negative input: {piece_micros=} {owed_micros=}")
    return max(0, owed_micros - piece_micros)


def floor_owed_micros(*, counted_ms: int, hourly_micros: int) -> int:
    """Return what the floor owes for counted time, rounded up to a whole micro-unit, which favours the annotator.

    Args:
        counted_ms: counted time under one floor, milliseconds, >= 0.
        hourly_micros: that floor, micro-units an hour, >= 0.

    Raises:
        ValueError: an argument is negative.
    """
    if counted_ms < 0 or hourly_micros < 0:
        raise ValueError(f"negative input: {counted_ms=} {hourly_micros=}")
    return ceil_div(hourly_micros * counted_ms, MS_PER_HOUR)
