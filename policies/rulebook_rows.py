"""The rows of the law as they stand in a file: each dated, sourced, and never edited once it has been used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """How firmly a row stands. That a row has ended follows from the date of the next one."""

    IN_FORCE = "in_force"
    ANNOUNCED = "announced"
    """Published; applies from its date like any other."""
    SUSPENDED = "suspended"
    """A court or an authority stopped it; applies only if the row says that its value continues."""
    TRANSITIONAL = "transitional"
    CONFLICT = "conflict"
    """The texts disagree; the reading that is better for the worker is used, and said."""


class Applicability(StrEnum):
    """Why a row counts: it is law, somebody adopted it, or an authority advises it."""

    LAW = "law"
    VOLUNTARY_STANDARD = "voluntary-standard"
    GUIDANCE = "guidance"


class Basis(StrEnum):
    """How a wage becomes an hourly one; the formula is part of the row, never of the code that uses it."""

    AS_STATED = "as stated"
    PAID_DAYS_OVER_LONGEST_WEEK = "value x paid_days / max_week_hours"
    OVER_HOURS = "value / hours"
    OVER_HOURS_TO_THE_COIN = "value / hours, up to the coin"
    """Where the law itself rounds the hour up to a whole coin."""
    YEAR_OVER_HOURS = "value x payments_a_year / hours"
    """A wage paid more often than once a month of the year, over the hours of a year."""


class LimitName(StrEnum):
    """What a limit limits: a longest time at work, or a shortest rest."""

    MAX_DAY = "max_day_hours"
    MAX_WEEK = "max_week_hours"
    MAX_NIGHT_SHIFT = "max_night_shift_hours"
    MAX_MIXED_SHIFT = "max_mixed_shift_hours"
    MAX_AVERAGE_WEEK = "max_average_week_hours"
    MAX_AVERAGE_NIGHT = "max_average_night_hours"
    MAX_OVERTIME_DAY = "max_overtime_day_hours"
    MAX_OVERTIME_WEEK = "max_overtime_week_hours"
    DAILY_REST = "daily_rest_hours"
    """Without a break, between two days' work."""
    WEEKLY_REST = "weekly_rest_hours"
    """Without a break, once in every seven days."""


SILENCE_HOURS_MOST = 72
"""No house makes annotators wait longer for their pay to become final (promise 9); a house may be quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """What every row of law carries."""

    rule: str
    """Its name for ever, such as mx/minimum_pay/general/2026-01-01."""
    effective_from: date
    published_on: date | None
    """None where we have not found the day of publication."""
    status: Status
    applicability: Applicability
    sources: tuple[str, ...]
    confidence: str
    """How the figure was read: V in the source itself, V2 in secondary texts, M from memory, D derived."""
    is_single_source: bool
    applies_while_suspended: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WageRow(DatedRow):
    """A minimum wage as published, and how it becomes an hourly one."""

    zone: str
    value_micros: int
    currency: str
    per: str
    basis: Basis
    paid_days: int
    """For the basis that needs it; otherwise zero."""
    payments_a_year: int
    """For the basis that needs it; otherwise zero."""
    hours_ms: int
    """For the basis that needs it; otherwise zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingWageRow(WageRow):
    """What a person needs to live on, as an operator loaded it: a floor beside the law's, never below it."""

    licence: str
    """On what terms the figure may be used; such data sets are rarely free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow(DatedRow):
    """A limit on working time."""

    name: LimitName
    limit_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRow(DatedRow):
    """A rest from screen work."""

    after_ms: int
    length_ms: int
    movable_ms: int | None
    paid_per_hour_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRow(DatedRow):
    """What this house promises beyond any law."""

    idle_grace_ms: int
    search_per_hour_ms: int
    claim_months: int
    refusal_days: int
    reserve_percent: int
    silence_ms: int
    """After so long without a word an answer is accepted, and its pay final; never more than `SILENCE_HOURS_MOST`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A named person read a row against its sources."""

    rule: str
    reviewer: str
    reviewed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRow:
    """A worked example, which is also a test: so much task time, so much piece pay, so much owed in all."""

    on: date
    zone: str
    piece_micros: int
    task_ms: int
    owed_micros: int
    reason: str
