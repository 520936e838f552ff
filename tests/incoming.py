"""Files of other programs, read as a project of one question would read them, and their labels checked as answers."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from annotate.imports import Bad, Choices, Good, Import, Row, Together
from annotate.item_objects import Wanted
from annotate.label_schema import parts_of
from annotate.labels import Problem
from annotate.rows import Asked
from annotate.suggestions.rules import Suggestion, read_suggestion
from annotate.task_types import discover
from tests.pictures import drawn

KINDS = discover()


def asking(kind: str, *labels: str, use: str = "suggest") -> Choices:
    """Return the choices of an upload to a project that asks one question."""
    about = KINDS[kind].columns[0]
    asked = Asked(name="label", kind=kind, about=about, labels=labels)
    wanted = Wanted(name=about, kind=about)
    return Choices(wanted=about, objects=(wanted,), asks=(asked,), labels=use)


def read(form: Import, data: bytes, choices: Choices) -> list[Row]:
    """Return the rows of a file."""
    return list(form.open(io.BytesIO(data), choices).rows)


def refused(rows: list[Row]) -> list[tuple[int, str]]:
    """Return line and reason of the rows that were refused."""
    return [(row.line, row.code) for row in rows if isinstance(row, Bad)]


def good(rows: list[Row]) -> list[Good]:
    """Return the rows that can become items."""
    return [row for row in rows if isinstance(row, Good)]


def placed(row: Row, width: int, height: int) -> Good | Bad:
    """Return the row of a picture once its size is known."""
    assert isinstance(row, Together)
    return row.placed(width, height) if row.placed else row.row


def answer(row: Good | Bad, choices: Choices, content: Mapping[str, Any]) -> Suggestion | Problem:
    """Return what a row brings as labels, as the house would keep it."""
    assert isinstance(row, Good), row
    asked = choices.asks[0]
    schema = {"labels": [{"value": label} for label in asked.labels]}
    found = row.suggestion or row.gold or {}
    parts = parts_of(asked.kind, schema, KINDS)
    return read_suggestion(found, kind=KINDS[asked.kind], parts=parts, schema=schema, content=content)


def values(row: Good | Bad, choices: Choices, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the values of a row's labels, which are an answer."""
    found = answer(row, choices, content)
    assert isinstance(found, Suggestion), found
    return [dict(one.entry["value"]) for one in found.entries]


def picture(width: int, height: int) -> dict[str, Any]:
    """Return the content of an item that is a picture."""
    return {"image": "0" * 64, "width": width, "height": height, "name": "calle.png"}


def archive(files: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of files."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return page.getvalue()


PNG = drawn()
