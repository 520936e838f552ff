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
from policies.rulebook_rows import LimitName, LimitRow, RestRow, StandardRow


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
    reasons: tuple[LimitReason, ...]


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
    day = min(days, key=lambda row: row.limit_ms)
    week = min(weeks, key=lambda row: row.limit_ms)
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
        reasons=(
            _reason(day, f"{hours_text(day.limit_ms)} hours a day", reviewed),
            _reason(week, f"{hours_text(week.limit_ms)} hours a week", reviewed),
            *(_reason(row, _rest_text(row), reviewed) for row in rests),
        ),
    )


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


def _reason(row: LimitRow | RestRow, shown: str, reviewed: set[str]) -> LimitReason:
    return LimitReason(
        name=row.name.value if isinstance(row, LimitRow) else "screen_rest",
        rule=row.rule,
        shown=shown,
        source="; ".join(row.sources),
        status=row.status.value,
        is_reviewed=row.rule in reviewed,
    )


def _rest_text(row: RestRow) -> str:
    length, after = (ms // MS_PER_MINUTE for ms in (row.length_ms, row.after_ms))
    return f"{length} minutes of rest after {after} minutes at the screen"
