"""CSV: one answer in each row, in long form, for spreadsheets, which are never given a formula to run."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.exports import Answer
from annotate.labels import labels_named
from payments.spreadsheets import BYTE_ORDER_MARK, safe_text

ROWS_AT_ONCE = 200
PICTURE = ("image", "width", "height", "name")
"""Where the picture called "image" lies in an item."""
ITEM_CELLS = 2
"""How many cells stand before an item's content: its number and the requester's own id."""
BETWEEN = "; "


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
        """Yield some rows at a time, the header first; where several things are asked, a column for each question."""
        answers = _in_columns(answers, schema) if "controls" in schema else answers
        page = io.StringIO(newline="")
        page.write(BYTE_ORDER_MARK)
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


@dataclass(frozen=True, slots=True)
class _Row:
    """An answer whose cells stand under the same names in every row."""

    cells: Sequence[tuple[str, object]]


def _in_columns(answers: Iterable[Answer], schema: Mapping[str, Any]) -> Iterator[_Row]:
    """Yield the answers with a column for each object, also where an item has not all of them, and each question."""
    shown = [key for one in schema["objects"] for key in (PICTURE if one["name"] == "image" else (one["name"],))]
    for answer in answers:
        cells = dict(answer.cells)
        result: Any = cells.get("result", [])
        content = [(key, cells.get(key, "")) for key in shown]
        asked = [(f"control_{one['name']}", _said(one, result)) for one in schema["controls"]]
        others = [(name, value) for name, value in answer.cells if name not in shown]
        yield _Row([*others[:ITEM_CELLS], *content, *others[ITEM_CELLS:], *asked])


def _said(control: Mapping[str, Any], result: Sequence[Mapping[str, Any]]) -> str:
    """Return what was answered to one question, in words; of marked places, the label of each."""
    own = [entry for entry in result if entry.get("from_name") == control["name"]]
    nothing = [entry for entry in result if entry.get("from_name") == f"{control['name']}.nothing"]
    return BETWEEN.join(labels_named([*own, *nothing]))


def _taken(page: io.StringIO) -> bytes:
    data = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return data


def _cell(value: object) -> str:
    """Return a value as a cell; a quotation mark before what a spreadsheet would take for a formula."""
    return safe_text(_text(value))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
