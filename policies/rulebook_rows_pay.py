"""Rows of law about pay beyond the hourly floor: overtime, paid rest, and piece work that is rated by output."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policies.rulebook_rows import DatedRow


class OvertimePer(StrEnum):
    """Over which span hours are counted before they are overtime."""

    DAY = "day"
    WEEK = "week"


class CountedFrom(StrEnum):
    """From where the hours of an overtime row are counted."""

    ZERO = "zero"
    """From the first hour of the day or week."""
    ORDINARY = "ordinary"
    """From the end of the ordinary shift or week of the place: only hours beyond it count."""


class RestPayName(StrEnum):
    """Which time without pieces a row pays."""

    REST = "rest"
    OTHER = "other"


class RestPayBasis(StrEnum):
    """At which rate time without pieces is paid."""

    FLOOR = "floor"
    AVERAGE_OR_FLOOR = "average or floor"
    """The greater of the week's average pay for an hour and the floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeRow(DatedRow):
    """Hours beyond which an hour is paid at a multiple."""

    name: str
    """Such as "double"; rows of one name and span are one series."""
    per: OvertimePer
    counted_from: CountedFrom
    over_ms: int
    multiplier_percent: int
    """Pay for such an hour in percent of an ordinary one: 200 is double."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestPayRow(DatedRow):
    """At which rate rest, or other time that yields no pieces, is paid on a line of its own."""

    name: RestPayName
    basis: RestPayBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputWorkRow(DatedRow):
    """By how much the fair piece rate exceeds that of the average worker; information, never a safe harbour."""

    factor_percent: int
    """120 means that a worker a sixth slower than the average still earns the wage."""
