"""Rows of law about a working day: which shift it is, when a meal is due, how much distressing content is too much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policies.rulebook_rows import DatedRow


class ShiftName(StrEnum):
    """Which sort of shift a stretch of work is, by how much of it falls into the night."""

    DAY = "day"
    MIXED = "mixed"
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow(DatedRow):
    """The longest ordinary shift of one sort, and what counts as night."""

    name: ShiftName
    max_ms: int
    night_from_ms: int
    """When the night begins, milliseconds after midnight on the clock of the place."""
    night_to_ms: int
    """When it ends; smaller than its beginning where the night passes midnight."""
    night_makes_night_ms: int
    """A shift with so much night in it, or more, is a night shift; with less, but some, it is mixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MealRow(DatedRow):
    """The longer break in the middle of a day's work."""

    after_ms: int | None
    """By when it is due, of work; None where the text says only that it falls within the shift."""
    length_ms: int
    is_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRow(DatedRow):
    """How much distressing content one person may be given in a day, and the paid time away from it."""

    max_day_ms: int
    after_ms: int
    """After so much of it without time away from it..."""
    length_ms: int
    """...so much paid time away from it is due."""
