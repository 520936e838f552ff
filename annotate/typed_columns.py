"""Answers as rows with a type for each column: the item, each answer in the form its kind has, and the rest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from annotate.label_schema import ONLY_CONTROL, Control
from annotate.labels import DRAWN, labels_in
from annotate.marked_texts import MARKED, marked_texts
from annotate.outgoing import Dataset, Given
from annotate.picture_files import drawn_on, file_name_of, pictures_of
from annotate.pixels import in_pixels

CHOOSING = frozenset({"choice", "image_choice", "pairwise"})
SEVERAL = frozenset({"choices", "image_choices", "taxonomy"})
SPAN = 'STRUCT(start BIGINT, "end" BIGINT, label VARCHAR, text VARCHAR)'
SHAPE = (
    "STRUCT(image VARCHAR, category VARCHAR, bbox DOUBLE[], area DOUBLE, segmentation DOUBLE[][], keypoints DOUBLE[])"
)
BESIDE = {
    "counted_seconds": "DOUBLE",
    "pay": "VARCHAR",
    "currency": "VARCHAR",
    "rule": "VARCHAR",
    "state": "VARCHAR",
    "submitted_at": "VARCHAR",
    "is_surplus": "BOOLEAN",
    "answer_count": "BIGINT",
    "is_tie": "BOOLEAN",
    "votes": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, and its type in DuckDB's words."""

    name: str
    type: str


def columns_of(dataset: Dataset) -> list[Column]:
    """Return the columns of a dataset's rows, in their order."""
    parts = dataset.parts
    shown = [Column(one.name, "VARCHAR") for one in parts.objects]
    asked = [Column(_asked_as(one), _type_of(one.kind)) for one in parts.controls]
    rest = [Column(name, type_) for name, type_ in BESIDE.items()]
    ids = [Column("item_id", "BIGINT"), Column("external_id", "VARCHAR")]
    return [*ids, *shown, Column("annotator", "VARCHAR"), *asked, Column("result", "VARCHAR"), *rest]


def row_of(given: Given, dataset: Dataset) -> dict[str, object]:
    """Return one answer as such a row; what its kind has no column for is in `result`, as everything is."""
    parts = dataset.parts
    files = {one.name: file_name_of(one, dataset) for one in pictures_of(given, parts)}
    row: dict[str, object] = {"item_id": given.item_id, "external_id": given.external_id}
    for shown in parts.objects:
        value = given.content.get(shown.name)
        is_text = shown.kind == "text" or value is None
        row[shown.name] = files.get(shown.name) if shown.kind == "image" else value if is_text else _json(value)
    row["annotator"] = given.annotator
    row |= {_asked_as(one): _answer(one, given, dataset) for one in parts.controls}
    row["result"] = _json(given.result)
    row |= {name: given.beside.get(name) for name in BESIDE}
    row["votes"] = None if row["votes"] is None else _json(row["votes"])
    seconds = given.beside.get("counted_seconds")
    row["counted_seconds"] = None if seconds is None else float(Decimal(str(seconds)))
    return row


def _asked_as(control: Control) -> str:
    """Return what the column of a question is called; the one question of a simple project by what it asks for."""
    if control.name != ONLY_CONTROL:
        return f"control_{control.name}"
    return "spans" if control.kind in MARKED else "objects" if control.kind in DRAWN else ONLY_CONTROL


def _type_of(kind: str) -> str:
    if kind in MARKED:
        return f"{SPAN}[]"
    if kind in DRAWN:
        return f"{SHAPE}[]"
    if kind == "rating":
        return "BIGINT"
    return "VARCHAR" if kind in CHOOSING else "VARCHAR[]"


def _answer(control: Control, given: Given, dataset: Dataset) -> object:
    own = [one for one in given.result if one.get("from_name") == control.name and "id" not in one]
    if control.kind in MARKED:
        return _spans(control, given, dataset)
    if control.kind in DRAWN:
        return _shapes(control, given, dataset)
    if control.kind == "rating":
        return next((one["value"]["rating"] for one in own), None)
    said = [text for one in own for text in _texts(one)]
    return next(iter(said), None) if control.kind in CHOOSING else said


def _texts(entry: Mapping[str, Any]) -> Sequence[str]:
    if entry.get("type") == "textarea":
        return [str(text) for text in entry["value"]["text"]]
    if entry.get("type") == "taxonomy":
        return [" / ".join(path) for path in entry["value"]["taxonomy"]]
    return labels_in(entry)


def _spans(control: Control, given: Given, dataset: Dataset) -> list[dict[str, object]]:
    return [
        {
            "start": one.span.start,
            "end": one.span.end,
            "label": one.span.label,
            "text": text.text[one.span.start : one.span.end],
        }
        for text in marked_texts(given, dataset.parts)
        for one in text.marks
        if one.control == control.name
    ]


def _shapes(control: Control, given: Given, dataset: Dataset) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for picture in pictures_of(given, dataset.parts):
        for drawn in drawn_on(picture, given.result):
            if drawn.control == control.name:
                written = in_pixels(drawn.shape, width=picture.width, height=picture.height)
                wanted = {name: written.get(name) for name in ("bbox", "area", "segmentation", "keypoints")}
                found.append({"image": picture.name, "category": drawn.shape.label, **wanted})
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
