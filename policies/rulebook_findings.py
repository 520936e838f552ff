"""What can be wrong between rows of law: a formula without inputs, a source missing, a wage that falls unexplained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from policies.hourly_basis import OVER_HOURS, hourly_of
from policies.law_file import LawFile
from policies.rulebook_rows import Basis, DatedRow, LimitName, Status, WageRow

_SOURCES_OF_A_WAGE = 2
_EARLIEST = date(1900, 1, 1)
_Dated = TypeVar("_Dated", bound=DatedRow)


def series_of(rows: Iterable[_Dated], key: Callable[[_Dated], Hashable]) -> list[list[_Dated]]:
    """Put rows that follow one another in time together, each series in the order of its dates."""
    series: defaultdict[Hashable, list[_Dated]] = defaultdict(list)
    for row in rows:
        series[key(row)].append(row)
    return [sorted(rows_of_one, key=lambda row: (row.effective_from, row.rule)) for rows_of_one in series.values()]


def basis_findings(law: LawFile) -> list[str]:
    """Return wages whose formula lacks an input, or has one that it does not use."""
    weeks = [row for row in law.limits if row.name is LimitName.MAX_WEEK]
    findings = [f"{row.rule}: a limit of no hours" for row in law.limits if row.limit_ms == 0]
    for row in law.wages:
        has_week = any(week.effective_from <= row.effective_from for week in weeks)
        if row.value_micros == 0:
            findings.append(f"{row.rule}: a wage of nothing")
        if (row.basis is Basis.AS_STATED) != (row.per == "hour"):
            findings.append(f"{row.rule}: 'as stated' is for a wage per hour, and a wage per hour is as stated")
        if (row.basis in OVER_HOURS) != (row.hours_ms > 0):
            findings.append(f"{row.rule}: a basis over hours needs hours, and no other basis has them")
        if (row.basis is Basis.YEAR_OVER_HOURS) != (row.payments_a_year > 0):
            findings.append(f"{row.rule}: the basis with payments_a_year needs them, and no other basis has them")
        if (row.basis is Basis.PAID_DAYS_OVER_LONGEST_WEEK) != (row.paid_days > 0):
            findings.append(f"{row.rule}: the basis with paid_days needs them, and no other basis has them")
        if row.basis is Basis.PAID_DAYS_OVER_LONGEST_WEEK and not (row.per == "day" and has_week):
            findings.append(f"{row.rule}: needs a wage per day and a max_week_hours limit in force by its date")
    return findings


def date_findings(row: DatedRow) -> list[str]:
    """Return dates that cannot be, or that need a word of explanation."""
    findings = [f"{row.rule}: nobody's pay goes back so far"] if row.effective_from < _EARLIEST else []
    if row.published_on is not None and row.published_on > row.effective_from and not row.note:
        findings.append(f"{row.rule}: published after it takes effect; say why in a note")
    return findings


def source_findings(row: WageRow) -> list[str]:
    """Return a wage that rests on one source and does not say so."""
    is_enough = row.is_single_source or len(set(row.sources)) >= _SOURCES_OF_A_WAGE
    return [] if is_enough else [f"{row.rule}: a wage needs two sources, or single_source = true"]


def change_findings(law: LawFile, wages: Sequence[WageRow]) -> list[str]:
    """Return a wage that falls, or changes its currency, without a note."""
    findings: list[str] = []
    for old, new in pairwise(wages):
        if new.note:
            continue
        if new.currency != old.currency:
            findings.append(f"{new.rule}: the currency changes from {old.currency}; say why in a note")
        elif _hourly(law, new, on=new.effective_from) < _hourly(law, old, on=new.effective_from):
            findings.append(f"{new.rule}: the wage falls below {old.rule}; say why in a note")
    return findings


def overlap_findings(rows: Sequence[DatedRow]) -> list[str]:
    """Return rows that begin on the same day without both saying that the texts are in conflict."""
    return [
        f"{new.rule}: begins on the same day as another row; mark both as conflict, or take one away"
        for old, new in pairwise(rows)
        if old.effective_from == new.effective_from and {old.status, new.status} != {Status.CONFLICT}
    ]


def review_findings(law: LawFile) -> list[str]:
    """Return reviews of rows that do not exist."""
    rules = {row.rule for row in law.rows()}
    return [f"review of {review.rule}: no such row" for review in law.reviews if review.rule not in rules]


def wage_series(law: LawFile) -> list[list[WageRow]]:
    """Return the wages of a file by zone and by why they apply."""
    return series_of(law.wages, lambda row: (row.zone, row.applicability))


def _hourly(law: LawFile, row: WageRow, *, on: date) -> int:
    return hourly_of(row, limits=law.limits, on=on).micros
