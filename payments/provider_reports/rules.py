"""Reading a service's own report, and comparing it line by line with what we kept: what differs is named."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policies.errors import Kind, Refusal
from policies.money import micros_of, micros_per_minor

LINES_MOST = 100_000
_LINE_ID = re.compile(r"[A-Za-z0-9_]{5,120}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_IDS = ("balance_transaction_id", "id", "transaction_id")
_AMOUNTS = ("gross", "amount")
_FEES = ("fee", "fees")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One line of a report: amounts in minor units of its currency."""

    line_id: str
    currency: str
    amount_minor: int
    fee_minor: int


class Differs(StrEnum):
    """How a report and what we kept differ about a line."""

    NOT_HERE = "not_here"
    """It stands in the report and not here."""
    NOT_THERE = "not_there"
    """It stands here, between the report's first line and its last, and not in the report."""
    AMOUNT = "amount"
    """Both have it, with another amount, fee or currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line about which a report and what we kept differ; the side that has none is None."""

    line_id: str
    differs: Differs
    there: ReportLine | None
    here: ReportLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of comparing: how many lines are the same, and each that is not."""

    same_count: int
    differences: tuple[Difference, ...]


def read_report(data: bytes) -> tuple[ReportLine, ...]:
    """Read a report: a table with a head, as Stripe's "Balance change from activity", itemised, is written.

    Args:
        data: the file as it was uploaded.

    Raises:
        Refusal: `report_missing`, `report_unreadable` (line), `report_without_columns`, `report_too_long` (most).
    """
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Refusal("report_unreadable", Kind.UNREADABLE, line=1) from problem
    if not rows:
        raise Refusal("report_missing", Kind.UNREADABLE)
    if len(rows) > LINES_MOST:
        raise Refusal("report_too_long", Kind.TOO_LARGE, most=LINES_MOST)
    names = {str(name).strip().lower().replace(" ", "_"): name for name in rows[0] if name}
    chosen = [next((names[name] for name in wanted if name in names), None) for wanted in (_IDS, _AMOUNTS, _FEES)]
    if None in chosen or "currency" not in names:
        raise Refusal("report_without_columns", Kind.UNREADABLE)
    line_id, amount, fee = (str(name) for name in chosen)
    return tuple(
        _read(row, (line_id, amount, fee, names["currency"]), number) for number, row in enumerate(rows, start=2)
    )


def _read(row: Mapping[str, str | None], names: tuple[str, str, str, str], number: int) -> ReportLine:
    line_id, amount, fee, currency = ((row.get(name) or "").strip() for name in names)
    code = currency.upper()
    if not _LINE_ID.fullmatch(line_id) or not _CURRENCY.fullmatch(code):
        raise Refusal("report_unreadable", Kind.UNREADABLE, line=number)
    try:
        amounts = _minor(amount, code), _minor(fee or "0", code)
    except ValueError as problem:
        raise Refusal("report_unreadable", Kind.UNREADABLE, line=number) from problem
    return ReportLine(line_id=line_id, currency=code, amount_minor=amounts[0], fee_minor=amounts[1])


def _minor(text: str, currency: str) -> int:
    """Return whole minor units of an amount of the main unit, as reports write it: "-12.50", "1,200.00"."""
    micros, coin = micros_of(text.replace(",", "")), micros_per_minor(currency)
    if micros % coin:
        raise ValueError("part of a coin")
    return micros // coin


def compare(there: Sequence[ReportLine], here: Mapping[str, ReportLine], *, within: Sequence[str]) -> Comparison:
    """Compare a report with what we kept.

    Args:
        there: the report's lines.
        here: our lines with the report's numbers, and those within its time, by number.
        within: the numbers of our lines from the report's first line to its last.

    Returns:
        Every line about which the two differ, in the order of their numbers.
    """
    reported = {line.line_id: line for line in there}
    found = [
        _difference(line_id, there=reported.get(line_id), here=here.get(line_id))
        for line_id in sorted({*reported, *within})
    ]
    differences = tuple(one for one in found if one is not None)
    return Comparison(same_count=len(found) - len(differences), differences=differences)


def _difference(line_id: str, *, there: ReportLine | None, here: ReportLine | None) -> Difference | None:
    if there == here:
        return None
    if here is None:
        return Difference(line_id=line_id, differs=Differs.NOT_HERE, there=there, here=None)
    differs = Differs.NOT_THERE if there is None else Differs.AMOUNT
    return Difference(line_id=line_id, differs=differs, there=there, here=here)
