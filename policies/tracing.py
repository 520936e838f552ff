"""Shows how a floor was found: every wage of the place, which one was taken and why, and what changed it last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from policies.errors import Refusal
from policies.floor_options import Option, Series, Tier, options_on, series_of_place
from policies.floors import Floor, Why, best_of, floor_on, why_of
from policies.hourly_basis import hourly_of
from policies.in_force import in_force
from policies.law_file import LawFile
from policies.rulebook_rows import Applicability, LimitName, LimitRow, ReviewRow, Status, WageRow

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One wage of the place and what became of it.

    Attributes:
        hourly_micros: one hour's wage on the day, or on its first day where it begins later.
        inputs: the limits its formula used, such as the longest lawful week.
        is_reviewed: whether a named person reviewed the row itself.
    """

    row: WageRow
    tier: Tier
    hourly_micros: int
    formula: str
    inputs: tuple[LimitRow, ...]
    is_chosen: bool
    why: Why
    is_reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What last changed the hourly floor of a place.

    Attributes:
        on: the first day of the floor as it is now.
        before: the floor of the day before.
        began: the rows that began on that day, by name: a new wage, or a shorter week.
    """

    on: date
    before: Floor
    began: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How a floor was found, for whoever wants to check it."""

    floor: Floor
    rows: tuple[Tracked, ...]
    reviews: tuple[ReviewRow, ...]
    """Who read the rows that the floor comes from; empty means nobody yet."""
    change: Change | None
    """None where the floor has been the same since the first row."""

    @property
    def chosen(self) -> Tracked:
        """The wage that is the floor."""
        return next(tracked for tracked in self.rows if tracked.is_chosen)


def trace_on(law: LawFile, house: LawFile | None, *, floor: Floor) -> Trace:
    """Return how a floor was found.

    Args:
        law: the file of the jurisdiction.
        house: the house's own file; None if there is none.
        floor: the floor of one of its zones on a day.
    """
    options = options_on(law, house, place=floor.zone, on=floor.on)
    best = best_of(options)
    reviews = [review for file in (law, house) if file is not None for review in file.reviews]
    used = {best.row.rule, *(row.rule for row in best.hourly.inputs)}
    reviewed = {review.rule for review in reviews}
    rows = tuple(
        _tracked(row, series, floor=floor, options=options, best=best, reviewed=reviewed)
        for series in series_of_place(law, house, place=floor.zone)
        for row in sorted(series.rows, key=lambda row: (row.effective_from, row.rule))
    )
    return Trace(
        floor=floor,
        rows=rows,
        reviews=tuple(review for review in reviews if review.rule in used),
        change=_last_change(law, house, floor),
    )


def _tracked(
    row: WageRow, series: Series, *, floor: Floor, options: Iterable[Option], best: Option, reviewed: set[str]
) -> Tracked:
    competing = next((option for option in options if option.row is row), None)
    on = max(floor.on, row.effective_from)
    hourly = competing.hourly if competing else hourly_of(row, limits=series.limits, on=on)
    return Tracked(
        row=row,
        tier=series.tier,
        hourly_micros=hourly.micros,
        formula=hourly.formula,
        inputs=hourly.inputs,
        is_chosen=competing is best,
        why=why_of(competing, best) if competing else _why_not(row, series, floor=floor),
        is_reviewed=row.rule in reviewed,
    )


def _why_not(row: WageRow, series: Series, *, floor: Floor) -> Why:
    """Return why a row of the place did not compete."""
    if row.effective_from > floor.on:
        return Why.NOT_BEGUN
    if row.status is Status.SUSPENDED and not row.applies_while_suspended:
        return Why.SUSPENDED
    if row not in in_force(series.rows, on=floor.on):
        return Why.REPLACED
    return Why.ADVICE if row.applicability is Applicability.GUIDANCE else Why.OTHER_CURRENCY


def _last_change(law: LawFile, house: LawFile | None, floor: Floor) -> Change | None:
    """Walk back through the days on which a row began until the floor was another one."""
    dated = [row for series in series_of_place(law, house, place=floor.zone) for row in series.rows]
    weeks = [row for row in law.limits if row.name is LimitName.MAX_WEEK]
    days = sorted({row.effective_from for row in (*dated, *weeks) if row.effective_from <= floor.on}, reverse=True)
    for day in days:
        before = _floor_before(law, house, floor, day)
        if before is None:
            return None
        if (before.hourly_micros, before.currency) != (floor.hourly_micros, floor.currency):
            began = tuple(row.rule for row in (*dated, *weeks) if row.effective_from == day)
            return Change(on=day, before=before, began=began)
    return None


def _floor_before(law: LawFile, house: LawFile | None, floor: Floor, day: date) -> Floor | None:
    try:
        return floor_on(law, house, zone=floor.zone, on=day - _ONE_DAY, digest=floor.rulebook_digest)
    except Refusal:
        return None
