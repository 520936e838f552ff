"""Answers written in a format and read again, as Rita would take them elsewhere and bring them back."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotate.answer_rows import AnswerRow
from annotate.exports import Export
from annotate.exports import discover as exports
from annotate.imports import Choices, Together
from annotate.imports import discover as imports
from annotate.item_objects import Wanted
from annotate.outgoing import Dataset, Media
from annotate.packing import ZippedFolder, zipped
from annotate.rows import Asked
from annotate.task_types import discover
from tests.incoming import PNG, good, placed, read, values

KINDS = discover()
Values = list[dict[str, Any]]


class Drawn:
    """Pictures that are all the same file."""

    def suffix(self, sha256: str) -> str:
        """Return what they are."""
        del sha256
        return ".png"

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield the file."""
        del sha256
        yield PNG

    def link(self, sha256: str) -> str:
        """Return an address."""
        return f"https://jornal.example/pictures/{sha256}/full"


def row(result: object, content: Mapping[str, Any], *, item_id: int = 1, annotator: str = "luna-14") -> AnswerRow:
    """Return an answer as an export is given it, after its journey through the database."""
    kept, said = json.loads(json.dumps([dict(content), result]))
    ids = [("item_id", item_id), ("external_id", f"q-{item_id}")]
    beside = [("counted_seconds", "62.5"), ("pay", "1.15"), ("currency", "MXN"), ("rule", "0" * 64)]
    return AnswerRow([*ids, *kept.items(), ("annotator", annotator), ("label", ""), ("result", said), *beside])


def dataset_of(kind: str, schema: Mapping[str, Any]) -> Dataset:
    """Return a project with its pictures."""
    return Dataset(task_type=kind, schema=schema, media=Media.INCLUDED, pictures=Drawn(), name="Street ramps")


def written(form: Export, rows: Sequence[AnswerRow], dataset: Dataset) -> bytes:
    """Return what a format makes of some answers."""
    if isinstance(form, ZippedFolder):
        return b"".join(zipped(form.files(rows, dataset=dataset)))
    return b"".join(form.write(rows, schema=dataset.schema))


def files_in(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def back(name: str, kind: str, result: object, content: Mapping[str, Any], schema: Mapping[str, Any]) -> Values:
    """Return the values of an answer that was written in a format and read again."""
    data = written(exports()[name], [row(result, content)], dataset_of(kind, schema))
    parts = {"label_studio": "tasks.json", "conll": "data.conll"}
    data = files_in(data)[parts[name]] if name in parts else data
    choices = choices_for(kind, schema)
    found = read(imports()[name], data, choices)
    first = found[0]
    whole = placed(first, content["width"], content["height"]) if isinstance(first, Together) else good(found)[0]
    return values(whole, choices, content)


def choices_for(kind: str, schema: Mapping[str, Any]) -> Choices:
    """Return the choices of an upload to a project that asks the same."""
    about = KINDS[kind].columns[0]
    labels = tuple(label["value"] for label in schema["labels"])
    asked = Asked(name="label", kind=kind, about=about, labels=labels)
    return Choices(wanted=about, objects=(Wanted(name=about, kind=about),), asks=(asked,))


def numbers_in(value: object) -> list[float]:
    """Return every number in a value, in its order."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return []
    if isinstance(value, int | float):
        return [float(value)]
    parts = value.values() if isinstance(value, dict) else value
    assert isinstance(parts, list | type({}.values()))
    return [number for part in parts for number in numbers_in(part)]
