"""Turns a wage as published (per hour, day or month) into the wage of one hour, by the formula its row states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policies.in_force import in_force
from policies.money import MICROS_PER_UNIT, ceil_div, coins_up, decimal_text, half_even_div
from policies.periods import MS_PER_HOUR
from policies.rulebook_rows import Basis, LimitName, LimitRow, WageRow

OVER_HOURS = frozenset({Basis.OVER_HOURS, Basis.OVER_HOURS_TO_THE_COIN, Basis.YEAR_OVER_HOURS})
"""The bases that divide by hours which the row itself states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The parts of a formula, for whoever writes it in another language than English.

    Attributes:
        value_micros: the wage as published.
        per: what it is published for: hour, day, week or month.
        paid_days: days paid for a week's work; zero where the basis has none.
        payments_a_year: how often it is paid in a year; zero where the basis has none.
        hours_ms: the hours it is divided by, milliseconds; zero where the basis has none.
    """

    basis: Basis
    value_micros: int
    per: str
    paid_days: int = 0
    payments_a_year: int = 0
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

    Law: for the Mexican formula Ley Federal del Trabajo, articles 69 and 85: six days' work earn seven days' pay. For
        the hour rounded up to the coin Brazil's Decreto 12.797, which does so itself.
    """
    value = decimal_text(row.value_micros)
    if row.basis is Basis.AS_STATED:
        return Hourly(row.value_micros, f"{value} an hour, as stated", _reckoning(row))
    if row.basis in OVER_HOURS:
        return _over_hours(row, value)
    week = _longest_week(limits, on=on)
    micros = ceil_div(row.value_micros * row.paid_days * MS_PER_HOUR, week.limit_ms)
    formula = f"{value} x {row.paid_days} paid days / {hours_text(week.limit_ms)} hours"
    return Hourly(micros, formula, _reckoning(row, hours_ms=week.limit_ms), (week,))


def _over_hours(row: WageRow, value: str) -> Hourly:
    """Return a wage divided by the hours its row states: those of a day, a month or a year."""
    hours, reckoning = hours_text(row.hours_ms), _reckoning(row, hours_ms=row.hours_ms)
    micros = ceil_div(row.value_micros * max(1, row.payments_a_year) * MS_PER_HOUR, row.hours_ms)
    if row.basis is Basis.YEAR_OVER_HOURS:
        return Hourly(micros, f"{value} x {row.payments_a_year} payments a year / {hours} hours", reckoning)
    formula = f"{value} a {row.per} / {hours} hours"
    if row.basis is Basis.OVER_HOURS_TO_THE_COIN:
        return Hourly(coins_up(micros, row.currency), f"{formula}, rounded up to the coin", reckoning)
    return Hourly(micros, formula, reckoning)


def _reckoning(row: WageRow, *, hours_ms: int = 0) -> Reckoning:
    return Reckoning(
        basis=row.basis,
        value_micros=row.value_micros,
        per=row.per,
        paid_days=row.paid_days,
        payments_a_year=row.payments_a_year,
        hours_ms=hours_ms,
    )


def hours_text(ms: int) -> str:
    """Write milliseconds as hours: "48", "7.5"."""
    return decimal_text(half_even_div(ms * MICROS_PER_UNIT, MS_PER_HOUR)).rstrip("0").rstrip(".")


def _longest_week(limits: Sequence[LimitRow], *, on: date) -> LimitRow:
    weeks = in_force((row for row in limits if row.name is LimitName.MAX_WEEK), on=on)
    if not weeks:
        raise ValueError(f"no weekly limit in force on {on.isoformat()}")
    return min(weeks, key=lambda row: row.limit_ms)
