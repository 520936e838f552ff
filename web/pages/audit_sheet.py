"""The auditor's spreadsheet: one row for each person's week, exact figures, safe to open in any program."""

from collections.abc import Iterable, Iterator

from payments.audit.records import PayRecord
from payments.spreadsheets import BYTE_ORDER_MARK, csv_line
from policies.money import decimal_text
from policies.working_time import Bucket
from web.pages.audit_view import PersonRow, WeekOverview

COLUMNS = (
    "person",
    "period",
    "state",
    "revision",
    "currency",
    *(f"{bucket.value}_ms" for bucket in Bucket),
    "counted_ms",
    "salaried_ms",
    "rest_taken_ms",
    "rest_due_ms",
    "piece",
    "floor_owed",
    "top_up",
    "other_lines",
    "total",
    "missing_to_floor",
    "floor_hourly",
    "effective_hourly",
)


def sheet_lines(week: WeekOverview) -> Iterator[str]:
    """Yield the lines of the spreadsheet, its header first.

    Amounts are exact decimals of the currency, time is whole milliseconds. No cell can run as a formula: they hold
    pseudonyms, codes and numbers only.
    """
    yield from sheet_lines_of(week.rows)


def sheet_lines_of(rows: Iterable[PersonRow]) -> Iterator[str]:
    """Yield the lines of a spreadsheet of some people's weeks, its header first."""
    yield BYTE_ORDER_MARK + csv_line(COLUMNS)
    for row in rows:
        yield csv_line((row.pseudonym, *_cells(row.record)))


def _cells(record: PayRecord) -> tuple[str | int, ...]:
    return (
        record.period,
        "closed" if record.is_closed else "open",
        record.revision,
        record.currency,
        *(record.bucket_ms.get(bucket, 0) for bucket in Bucket),
        record.counted_ms,
        record.salaried_ms,
        record.rest_taken_ms,
        record.rest_due_ms,
        decimal_text(record.piece_micros),
        decimal_text(record.floor_owed_micros),
        decimal_text(record.top_up_micros),
        decimal_text(record.other_micros),
        decimal_text(record.total_micros),
        decimal_text(record.missing_micros),
        decimal_text(record.floor_hourly_micros),
        decimal_text(record.effective_hourly_micros),
    )
