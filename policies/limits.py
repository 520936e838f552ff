"""How long a person may work and when a rest is due: the law's limit or the house's, whichever protects more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policies.breaks import RestRule
from policies.errors import Refusal
from policies.hourly_basis import hours_text
from policies.in_force import in_force
from policies.law_file import LawFile
from policies.periods import MS_PER_MINUTE
from policies.rulebook_rows import DatedRow, LimitName, LimitRow, RestRow, StandardRow
from policies.rulebook_rows_time import ExposureRow, MealRow, ShiftName, ShiftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReason:
    """Where one limit comes from."""

    name: str
    rule: str
    shown: str
    source: str
    status: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MealRule:
    """The longer break in the middle of a day's work: due after so much work, so long, paid or not. Milliseconds."""

    after_ms: int
    length_ms: int
    is_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureRule:
    """How much distressing content a day may hold, and the paid time away from it. Milliseconds."""

    max_day_ms: int
    after_ms: int
    length_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What protects a person's time on one day. Lengths in milliseconds."""

    max_day_ms: int
    max_week_ms: int
    rest: RestRule
    idle_grace_ms: int
    search_per_hour_ms: int
    claim_months: int
    """For how long unconfirmed time can be claimed."""
    refusal_days: int
    """A claim not refused within so many days is paid."""
    reserve_percent: int
    """Set aside beyond piece pay when a project is published without a pilot."""
    silence_ms: int
    """After so long without a word an answer is accepted, and its pay final."""
    reasons: tuple[LimitReason, ...]
    """Where each of them comes from, named as in `LimitName`, or "screen_rest", "meal", "exposure", "shift_day"..."""
    daily_rest_ms: int = 0
    """Without a break between two days' work; zero where no rule asks for it."""
    weekly_rest_ms: int = 0
    """Without a break once in every seven days; zero where no rule asks for it."""
    meal: MealRule | None = None
    exposure: ExposureRule | None = None
    shifts: tuple[ShiftRow, ...] = ()
    """The longest ordinary shift by day, mixed and by night, where the law tells them apart; otherwise empty."""


def limits_on(law: LawFile, house: LawFile, *, on: date) -> Limits:
    """Return the limits of a jurisdiction on a day.

    Raises:
        Refusal: `no_limits_in_force`, for a day before the house's first standard.
    """
    standards = in_force(house.standards, on=on)
    rests = [row for file in (law, house) for row in in_force(file.rests, on=on)]
    days, weeks = (_limits(law, house, name, on=on) for name in (LimitName.MAX_DAY, LimitName.MAX_WEEK))
    if not (standards and rests and days and weeks):
        raise Refusal("no_limits_in_force", jurisdiction=law.code, on=on.isoformat())
    day = min(days, key=_limit_ms)
    week = min(weeks, key=_limit_ms)
    between = [
        max(rows, key=_limit_ms)
        for rows in (_limits(law, house, name, on=on) for name in (LimitName.DAILY_REST, LimitName.WEEKLY_REST))
        if rows
    ]
    rest_ms = {row.name: row.limit_ms for row in between}
    meals = [row for file in (law, house) for row in in_force(file.meals, on=on)]
    exposures = [row for file in (law, house) for row in in_force(file.exposures, on=on)]
    shifts = _shifts(law, on=on)
    standard: StandardRow = standards[-1]
    reviewed = {review.rule for file in (law, house) for review in file.reviews}
    return Limits(
        max_day_ms=day.limit_ms,
        max_week_ms=week.limit_ms,
        rest=_safest_rest(rests),
        idle_grace_ms=standard.idle_grace_ms,
        search_per_hour_ms=standard.search_per_hour_ms,
        claim_months=standard.claim_months,
        refusal_days=standard.refusal_days,
        reserve_percent=standard.reserve_percent,
        silence_ms=standard.silence_ms,
        reasons=tuple(_reason(row, reviewed) for row in (day, week, *rests, *between, *meals, *exposures, *shifts)),
        daily_rest_ms=rest_ms.get(LimitName.DAILY_REST, 0),
        weekly_rest_ms=rest_ms.get(LimitName.WEEKLY_REST, 0),
        meal=_safest_meal(meals),
        exposure=_safest_exposure(exposures),
        shifts=shifts,
    )


def _limit_ms(row: LimitRow) -> int:
    return row.limit_ms


def _limits(law: LawFile, house: LawFile, name: LimitName, *, on: date) -> list[LimitRow]:
    """Return the limits of one name that apply; the law's come first, so that it is named where both say the same."""
    return [row for file in (law, house) for row in in_force((r for r in file.limits if r.name is name), on=on)]


def _safest_rest(rows: list[RestRow]) -> RestRule:
    """Join rests: the soonest, the longest, the least movable, the most paid."""
    return RestRule(
        after_ms=min(row.after_ms for row in rows),
        movable_ms=min((row.movable_ms for row in rows if row.movable_ms is not None), default=0),
        length_ms=max(row.length_ms for row in rows),
        paid_per_hour_ms=max((row.paid_per_hour_ms for row in rows if row.paid_per_hour_ms is not None), default=0),
    )


def _safest_meal(rows: list[MealRow]) -> MealRule | None:
    """Join meals: the soonest, the longest, paid if a text that asks for so long says so; none without a "by when"."""
    dues = [row.after_ms for row in rows if row.after_ms is not None]
    if not dues:
        return None
    longest_ms = max(row.length_ms for row in rows)
    return MealRule(
        after_ms=min(dues),
        length_ms=longest_ms,
        is_paid=any(row.is_paid for row in rows if row.length_ms == longest_ms),
    )


def _safest_exposure(rows: list[ExposureRow]) -> ExposureRule | None:
    """Join limits on distressing content: the least of it, the soonest and the longest time away."""
    if not rows:
        return None
    return ExposureRule(
        max_day_ms=min(row.max_day_ms for row in rows),
        after_ms=min(row.after_ms for row in rows),
        length_ms=max(row.length_ms for row in rows),
    )


def _shifts(law: LawFile, *, on: date) -> tuple[ShiftRow, ...]:
    """Return one row for each sort of shift that the law tells apart: the shortest where its texts disagree."""
    by_name = (in_force((row for row in law.shifts if row.name is name), on=on) for name in ShiftName)
    return tuple(min(rows, key=lambda row: row.max_ms) for rows in by_name if rows)


def _reason(row: DatedRow, reviewed: set[str]) -> LimitReason:
    name, shown = _named(row)
    return LimitReason(
        name=name,
        rule=row.rule,
        shown=shown,
        source="; ".join(row.sources),
        status=row.status.value,
        is_reviewed=row.rule in reviewed,
    )


def _named(row: DatedRow) -> tuple[str, str]:
    """Return what a row limits, and the limit as text."""
    if isinstance(row, LimitRow):
        return row.name.value, _LIMIT_TEXTS[row.name].format(hours=hours_text(row.limit_ms))
    if isinstance(row, RestRow):
        return "screen_rest", f"{_minutes(row.length_ms)} of rest after {_minutes(row.after_ms)} at the screen"
    if isinstance(row, MealRow):
        due = "within the shift" if row.after_ms is None else f"after {hours_text(row.after_ms)} hours of work"
        return "meal", f"{_minutes(row.length_ms)} for a meal {due}, {'paid' if row.is_paid else 'not paid'}"
    if isinstance(row, ExposureRow):
        away = f"{_minutes(row.length_ms)} of paid time away after {_minutes(row.after_ms)}"
        return "exposure", f"{_minutes(row.max_day_ms)} of distressing content a day, {away}"
    assert isinstance(row, ShiftRow)
    return f"shift_{row.name}", f"{hours_text(row.max_ms)} hours in a {row.name} shift"


_LIMIT_TEXTS = {
    LimitName.MAX_DAY: "{hours} hours a day",
    LimitName.MAX_WEEK: "{hours} hours a week",
    LimitName.DAILY_REST: "{hours} hours of rest between two days",
    LimitName.WEEKLY_REST: "{hours} hours of rest without a break in every seven days",
}


def _minutes(ms: int) -> str:
    return f"{ms // MS_PER_MINUTE} minutes"
