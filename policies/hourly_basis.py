"""Turns a wage as published (per hour, day or month) into the wage of one hour, by the formula its row states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policies.in_force import in_force
from policies.money import MICROS_PER_UNIT, ceil_div, decimal_text, half_even_div
from policies.periods import MS_PER_HOUR
from policies.rulebook_rows import Basis, LimitName, LimitRow, WageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The parts of a formula, for whoever writes it in another language than English.

    Attributes:
        value_micros: the wage as published.
        per: what it is published for: hour, day, week or month.
        paid_days: days paid for a week's work; zero where the basis has none.
        hours_ms: the hours it is divided by, milliseconds; zero where the basis has none.
    """

    basis: Basis
    value_micros: int
    per: str
    paid_days: int = 0
    hours_ms: int = 0


@dataclass(frozen=True, slots=True)
class Hourly:
    """One hour's wage, how it was reckoned (as English text and as parts), and the other rows it was reckoned with."""

    micros: int
    formula: str
    reckoning: Reckoning
    inputs: tuple[LimitRow, ...] = ()


def hourly_of(row: WageRow, *, limits: Sequence[LimitRow], on: date) -> Hourly:
    """Return one hour's wage on a day, rounded up to a whole micro-unit, which favours the worker.

    Args:
        row: the wage.
        limits: the limits of the same file; the longest lawful week may be one of the inputs, so that a shorter
            week raises the floor by itself.
        on: the day.

    Raises:
        ValueError: the formula needs a weekly limit and none is in force; `policies check` finds such a file first.

    Law: for the Mexican formula Ley Federal del Trabajo, articles 69 and 85: six days' work earn seven days' pay.
    """
    value = decimal_text(row.value_micros)
    if row.basis is Basis.AS_STATED:
        return Hourly(row.value_micros, f"{value} an hour, as stated", _reckoning(row))
    if row.basis is Basis.OVER_HOURS:
        micros = ceil_div(row.value_micros * MS_PER_HOUR, row.hours_ms)
        formula = f"{value} a {row.per} / {hours_text(row.hours_ms)} hours"
        return Hourly(micros, formula, _reckoning(row, hours_ms=row.hours_ms))
    week = _longest_week(limits, on=on)
    micros = ceil_div(row.value_micros * row.paid_days * MS_PER_HOUR, week.limit_ms)
    formula = f"{value} x {row.paid_days} paid days / {hours_text(week.limit_ms)} hours"
    return Hourly(micros, formula, _reckoning(row, hours_ms=week.limit_ms), (week,))


def _reckoning(row: WageRow, *, hours_ms: int = 0) -> Reckoning:
    return Reckoning(
        basis=row.basis, value_micros=row.value_micros, per=row.per, paid_days=row.paid_days, hours_ms=hours_ms
    )


def hours_text(ms: int) -> str:
    """Write milliseconds as hours: "48", "7.5"."""
    return decimal_text(half_even_div(ms * MICROS_PER_UNIT, MS_PER_HOUR)).rstrip("0").rstrip(".")


def _longest_week(limits: Sequence[LimitRow], *, on: date) -> LimitRow:
    weeks = in_force((row for row in limits if row.name is LimitName.MAX_WEEK), on=on)
    if not weeks:
        raise ValueError(f"no weekly limit in force on {on.isoformat()}")
    return min(weeks, key=lambda row: row.limit_ms)
