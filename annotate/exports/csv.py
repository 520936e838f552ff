"""CSV: one answer in each row, in long form, for spreadsheets, which are never given a formula to run."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotate.exports import Answer

ROWS_AT_ONCE = 200
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvTable:
    """Comma-separated, UTF-8 with a mark so that spreadsheets show accents, lines ended as RFC 4180 says."""

    name = "csv"
    title = "CSV table"
    suffix = ".csv"
    media_type = "text/csv"

    def fits(self, task_type: str) -> bool:
        """Return True: every kind of work has answers that a row can hold."""
        del task_type
        return True

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield some rows at a time, the header first."""
        del schema  # each row holds its own labels
        page = io.StringIO(newline="")
        page.write("\ufeff")
        writer = csv.writer(page)
        for number, answer in enumerate(answers):
            if number == 0:
                writer.writerow([name for name, _ in answer.cells])
            writer.writerow([_cell(value) for _, value in answer.cells])
            if number % ROWS_AT_ONCE == ROWS_AT_ONCE - 1:
                yield _taken(page)
        if page.tell():
            yield _taken(page)


EXPORT = CsvTable()


def _taken(page: io.StringIO) -> bytes:
    data = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return data


def _cell(value: object) -> str:
    """Return a value as a cell; a quotation mark before what a spreadsheet would take for a formula."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
