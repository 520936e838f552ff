"""What can be wrong between rows of law: a formula without inputs, a source missing, a wage that falls unexplained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from policies.finding import Finding, Spot
from policies.hourly_basis import OVER_HOURS, hourly_of
from policies.law_file import LawFile
from policies.rulebook_rows import Basis, DatedRow, LimitName, LimitRow, Status, WageRow

_SOURCES_OF_A_WAGE = 2
_EARLIEST = date(1900, 1, 1)
_LATEST = date(2100, 1, 1)
_Dated = TypeVar("_Dated", bound=DatedRow)


def series_of(rows: Iterable[_Dated], key: Callable[[_Dated], Hashable]) -> list[list[_Dated]]:
    """Put rows that follow one another in time together, each series in the order of its dates."""
    series: defaultdict[Hashable, list[_Dated]] = defaultdict(list)
    for row in rows:
        series[key(row)].append(row)
    return [sorted(rows_of_one, key=lambda row: (row.effective_from, row.rule)) for rows_of_one in series.values()]


def basis_findings(law: LawFile) -> Iterator[Finding]:
    """Return rows of nothing, and wages whose formula lacks an input or has one that it does not use."""
    for row in law.limits:
        if row.limit_ms == 0:
            yield Finding("a limit of no hours", "Write how many hours.", rule=row.rule)
    for overtime in law.overtimes:
        if overtime.multiplier_percent < 100:
            yield Finding("overtime below ordinary pay", "Write the multiple of pay: double is 2.", rule=overtime.rule)
    for wage in (*law.wages, *law.living_wages):
        yield from _formula_findings(wage, [row for row in law.limits if row.name is LimitName.MAX_WEEK])


def _formula_findings(row: WageRow, weeks: Sequence[LimitRow]) -> Iterator[Finding]:
    needs_week = row.basis is Basis.PAID_DAYS_OVER_LONGEST_WEEK
    has_week = any(week.effective_from <= row.effective_from for week in weeks)
    if row.value_micros == 0:
        yield Finding("a wage of nothing", "Write the wage, or take the row away.", rule=row.rule)
    if (row.basis is Basis.AS_STATED) != (row.per == "hour"):
        what = "'as stated' is for a wage per hour, and a wage per hour is as stated"
        yield Finding(what, "Change per or hourly_basis.", rule=row.rule)
    if (row.basis is Basis.YEAR_OVER_HOURS) != (row.payments_a_year > 0):
        what = "the basis with payments_a_year needs them, and no other basis has them"
        yield Finding(what, "Add payments_a_year or take them away.", rule=row.rule)
    if (row.basis in OVER_HOURS) != (row.hours_ms > 0):
        what = "a basis over hours needs hours, and no other basis has them"
        yield Finding(what, "Add hours or take them away.", rule=row.rule)
    if needs_week != (row.paid_days > 0):
        what = "the basis with paid_days needs them, and no other basis has them"
        yield Finding(what, "Add paid_days or take them away.", rule=row.rule)
    if needs_week and not (row.per == "day" and has_week):
        what = "needs a wage per day and a max_week_hours limit in force by its date"
        yield Finding(what, "Add a [[limit]] row that begins by then.", rule=row.rule)


def date_findings(row: DatedRow) -> Iterator[Finding]:
    """Return dates that cannot be, or that need a word of explanation."""
    if row.effective_from < _EARLIEST or (row.published_on is not None and row.published_on < _EARLIEST):
        yield Finding("nobody's pay goes back so far", "Correct the year.", rule=row.rule)
    if row.effective_from >= _LATEST:
        yield Finding("no law reaches so far ahead", "Correct the year.", rule=row.rule)
    if row.published_on is not None and row.published_on > row.effective_from and not row.note:
        yield Finding("published after it takes effect", "Say why in a note.", rule=row.rule)
    if row.applies_while_suspended and row.status is not Status.SUSPENDED:
        mend = "Take applies_while_suspended away, or correct the status."
        yield Finding("continues while suspended, but is not suspended", mend, rule=row.rule)


def source_findings(row: WageRow) -> Iterator[Finding]:
    """Return a wage that rests on one source and does not say so."""
    if not (row.is_single_source or len(set(row.sources)) >= _SOURCES_OF_A_WAGE):
        mend = "Name a second one, or write single_source = true."
        yield Finding("a wage needs two sources", mend, rule=row.rule)


def change_findings(law: LawFile, wages: Sequence[WageRow]) -> Iterator[Finding]:
    """Return a wage that falls, or changes its currency, without a note."""
    for old, new in pairwise(wages):
        if new.note:
            continue
        if new.currency != old.currency:
            yield Finding(f"the currency changes from {old.currency}", "Say why in a note.", rule=new.rule)
        elif _hourly(law, new, on=new.effective_from) < _hourly(law, old, on=new.effective_from):
            yield Finding(f"the wage falls below {old.rule}", "Say why in a note, or correct it.", rule=new.rule)


def overlap_findings(rows: Sequence[DatedRow]) -> Iterator[Finding]:
    """Return rows that begin on the same day without both saying that the texts are in conflict."""
    for old, new in pairwise(rows):
        if old.effective_from == new.effective_from and {old.status, new.status} != {Status.CONFLICT}:
            what = f"begins on the same day as {old.rule}"
            yield Finding(what, "Mark both as conflict, or take one away.", rule=new.rule)


def review_findings(law: LawFile) -> Iterator[Finding]:
    """Return reviews of rows that do not exist."""
    rules = {row.rule for row in law.rows()}
    for number, review in enumerate(law.reviews, start=1):
        if review.rule not in rules:
            mend = "Copy the row's name from `policy explain`."
            yield Finding(f"review of {review.rule}: no such row", mend, spot=Spot("review", number, "rule"))


def every_series(law: LawFile) -> list[Sequence[DatedRow]]:
    """Return all rows of a file, those together that follow one another in time."""
    return [
        *wage_series(law),
        *series_of(law.limits, lambda row: (row.name, row.applicability)),
        *series_of(law.rests, lambda row: row.applicability),
        *series_of(law.meals, lambda row: row.applicability),
        *series_of(law.shifts, lambda row: row.name),
        *series_of(law.exposures, lambda row: row.applicability),
        *series_of(law.overtimes, lambda row: (row.name, row.per, row.applicability)),
        *series_of(law.rest_pays, lambda row: row.name),
        *series_of(law.output_works, lambda row: row.applicability),
        *series_of(law.standards, lambda row: row.applicability),
    ]


def wage_series(law: LawFile) -> list[list[WageRow]]:
    """Return the wages of a file by zone and by why they apply; living wages are series of their own."""
    rows: tuple[WageRow, ...] = (*law.wages, *law.living_wages)
    return series_of(rows, lambda row: (type(row), row.zone, row.applicability))


def _hourly(law: LawFile, row: WageRow, *, on: date) -> int:
    return hourly_of(row, limits=law.limits, on=on).micros
