"""Which rows of law about overtime, paid rest and rated output apply in a place on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policies.hourly_basis import hours_text
from policies.in_force import in_force
from policies.law_file import LawFile
from policies.rulebook_findings import series_of
from policies.rulebook_rows import DatedRow
from policies.rulebook_rows_pay import (
    CountedFrom,
    OutputWorkRow,
    OvertimeRow,
    RestPayBasis,
    RestPayName,
    RestPayRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRules:
    """What is reckoned on top of the floor. Rows in conflict stand side by side; the better for the worker is paid."""

    overtimes: tuple[OvertimeRow, ...]
    rest_pays: tuple[RestPayRow, ...]
    """The law's and the house's; where they differ, the better one for the worker counts."""
    output_works: tuple[OutputWorkRow, ...]


def pay_rules_on(law: LawFile, house: LawFile | None, *, on: date) -> PayRules:
    """Return the rows that apply on a day; empty where the law of the place has none.

    Args:
        law: the file of the jurisdiction.
        house: the house's own file; None if there is none.
        on: the day, where the person lives.
    """
    files = [law] if house is None else [law, house]
    overtimes = [row for file in files for row in file.overtimes]
    rest_pays = (series for file in files for series in series_of(file.rest_pays, lambda row: row.name))
    return PayRules(
        overtimes=tuple(
            row
            for series in series_of(overtimes, lambda row: (row.name, row.per, row.applicability))
            for row in in_force(series, on=on)
        ),
        rest_pays=tuple(row for series in rest_pays for row in in_force(series, on=on)),
        output_works=in_force(law.output_works, on=on),
    )


def pay_rule_text(row: DatedRow) -> str:
    """Return what a row about pay beyond the floor says, in a sentence."""
    if isinstance(row, OvertimeRow):
        is_from_zero = row.counted_from is CountedFrom.ZERO
        limit = f"{hours_text(row.over_ms)} hours a {row.per}"
        overtime = f"{limit} of overtime" if row.over_ms else f"the ordinary {row.per}"
        beyond = limit if is_from_zero else overtime
        return f"{row.name}: {row.multiplier_percent} percent of an hour's pay for work beyond {beyond}"
    if isinstance(row, RestPayRow):
        what = "rest" if row.name is RestPayName.REST else "other time without pieces"
        rate = "the floor" if row.basis is RestPayBasis.FLOOR else "the week's average or the floor, whichever is more"
        return f"{what} is paid on its own line at {rate}"
    assert isinstance(row, OutputWorkRow)
    return f"rated output: the average worker's rate, times {row.factor_percent} percent; for information only"
