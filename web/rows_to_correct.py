"""The rows that an import refused, as they came, so that they can be corrected and brought in again."""

from collections.abc import Iterator, Sequence

from annotate.datasets.queries import BatchView, refused_rows
from annotate.refused_rows.rules import REPORTED_MOST, original_text
from web.refused_report import Reported, reported, reported_columns
from web.wiring import House

TABLES = frozenset({"csv"})
"""Formats whose rows need the first line of their table."""
ENDINGS = {"csv": "csv", "jsonl": "jsonl", "spacy": "jsonl", "plain_text": "txt", "conll": "conll"}
"""Formats whose rows can be sent again alone, each with the end of a file's name."""


def rows_to_correct(house: House, found: BatchView) -> Iterator[bytes] | None:
    """Return the refused rows of an import as a file of the format in which they came, a piece at a time.

    None for a format whose rows mean nothing alone, and once the report is gone, a week later.
    """
    columns = reported_columns(house.settings.data_dir, project_id=found.project_id, batch_id=found.batch_id)
    return None if columns is None or found.format not in ENDINGS else _as_they_came(house, found, columns)


def rows_refused(house: House, found: BatchView) -> Iterator[Reported]:
    """Yield all refused rows that are kept: of the report, or, once that is gone, the first thousand."""
    kept = reported(house.settings.data_dir, project_id=found.project_id, batch_id=found.batch_id)
    if kept is not None:
        return kept
    with house.db.reading() as tx:
        rows = refused_rows(tx, found.batch_id)
    return (Reported(one.line, one.code, dict(one.params), one.original) for one in rows)


def _as_they_came(house: House, found: BatchView, columns: Sequence[str]) -> Iterator[bytes]:
    if found.format in TABLES:
        yield original_text(columns, most=REPORTED_MOST).encode() + b"\n"
    gap = b"\n\n" if found.format == "conll" else b"\n"
    for row in rows_refused(house, found):
        if row.original:
            yield row.original.encode("utf-8", "replace") + gap
