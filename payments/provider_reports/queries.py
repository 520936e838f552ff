"""Reading reports that people uploaded, and the lines of ours to compare them with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from payments.provider_reports.rules import ReportLine
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One report, by whom and when."""

    report_id: int
    digest: str
    file_name: str
    line_count: int
    uploaded_by: str
    uploaded_at: datetime


_REPORTS = """
SELECT provider_report.id, digest, file_name, line_count, person.name, uploaded_at FROM provider_report
JOIN person ON person.id = uploaded_by_id
"""
_ONE = _REPORTS + "WHERE provider_report.id = :report_id"
_LAST = _REPORTS + "ORDER BY provider_report.id DESC LIMIT :most"
_LINE = "SELECT currency, amount_minor, fee_minor, created_at FROM provider_line WHERE line_id = :line_id"
_BETWEEN = """
SELECT line_id, currency, amount_minor, fee_minor FROM provider_line
WHERE created_at BETWEEN :first AND :last AND substr(line_id, 1, :length) = :beginning
"""
BEGINNING = "txn_"
"""Reports of the payments balance hold these; the storage account has a report of its own."""


def report(tx: Transaction, report_id: int) -> ReportView | None:
    """Return one report, or None."""
    row = tx.one(_ONE, report_id=report_id)
    return None if row is None else _view(row)


def last_reports(tx: Transaction, *, most: int = 20) -> tuple[ReportView, ...]:
    """Return the reports that were uploaded last, the newest first."""
    return tuple(_view(row) for row in tx.run(_LAST, most=most))


def ours_for(tx: Transaction, there: Iterable[ReportLine]) -> tuple[Mapping[str, ReportLine], Sequence[str]]:
    """Return our lines with a report's numbers, and the numbers of all of ours from its first line to its last.

    Args:
        tx: an open transaction.
        there: the report's lines.
    """
    kept: dict[str, ReportLine] = {}
    times: list[int] = []
    for line in there:
        row = tx.one(_LINE, line_id=line.line_id)
        if row is not None:
            kept[line.line_id] = ReportLine(
                line_id=line.line_id, currency=row[0], amount_minor=row[1], fee_minor=row[2]
            )
            times.append(row[3])
    if not times:
        return kept, ()
    bounds = {"first": min(times), "last": max(times), "length": len(BEGINNING), "beginning": BEGINNING}
    within = {
        row[0]: ReportLine(line_id=row[0], currency=row[1], amount_minor=row[2], fee_minor=row[3])
        for row in tx.run(_BETWEEN, **bounds)
    }
    return kept | within, tuple(within)


def _view(row: Row) -> ReportView:
    return ReportView(
        report_id=row[0],
        digest=row[1],
        file_name=row[2],
        line_count=row[3],
        uploaded_by=row[4],
        uploaded_at=from_ms(row[5]),
    )
