"""Label Studio: tasks with everybody's annotations, offsets in UTF-16 as browsers count, and the configuration."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from annotate.exports import Answer
from annotate.label_config_writing import config_of
from annotate.label_schema import text_in
from annotate.outgoing import Dataset, File, Given, Loss, Media, by_item
from annotate.packing import ZippedFolder
from annotate.picture_files import Picture, file_name_of, picture_file, pictures_of
from annotate.text_units import in_utf_16


class LabelStudio(ZippedFolder):
    """`tasks.json` with a task for each item, `label_config.xml` that reads it, and `images` where they go along."""

    name = "label_studio"
    title = "Label Studio"
    has_links = True

    def fits(self, task_type: str) -> bool:
        """Return True: whatever is asked here has a configuration there."""
        del task_type
        return True

    def losses(self, dataset: Dataset) -> Iterator[Loss]:
        """Yield what this format cannot say."""
        yield Loss(code="people_in_jornal")
        yield from (Loss(code="ties_unknown") for one in dataset.parts.controls if one.schema.get("allow_tie"))

    def files(self, answers: Iterable[Answer], *, dataset: Dataset) -> Iterator[File]:
        """Yield the tasks as the answers come, the configuration, then the pictures."""
        pictures: dict[str, Picture] = {}
        yield File("tasks.json", _tasks(answers, dataset, pictures))
        yield File("label_config.xml", [config_of(dataset.task_type, dataset.schema).encode()])
        for picture in pictures.values():
            yield from picture_file(picture, dataset, folder="images")


EXPORT = LabelStudio()


def _tasks(answers: Iterable[Answer], dataset: Dataset, pictures: dict[str, Picture]) -> Iterator[bytes]:
    yield b"["
    number = 0
    for together in by_item(answers):
        shown = pictures_of(together[0], dataset.parts)
        if dataset.media is Media.INCLUDED:
            pictures.update({file_name_of(one, dataset): one for one in shown})
        task = {
            "id": together[0].item_id,
            "data": _data(together[0], shown, dataset),
            "meta": {"external_id": together[0].external_id},
            "annotations": [
                _annotation(given, number + place, dataset) for place, given in enumerate(together, start=1)
            ],
            "predictions": _predictions(together[0], dataset),
        }
        yield (b",\n" if number else b"\n") + json.dumps(task, ensure_ascii=False, separators=(",", ":")).encode()
        number += len(together)
    yield b"\n]\n"


def _data(given: Given, pictures: Sequence[Picture], dataset: Dataset) -> dict[str, Any]:
    """Return what a task shows, by the names that the configuration uses."""
    files = {one.name: one for one in pictures}
    data: dict[str, Any] = {}
    for shown in dataset.parts.objects:
        if shown.kind == "image" and shown.name in files:
            picture = files[shown.name]
            data[shown.name] = _address(picture, dataset)
            data[f"{shown.name}_name"] = picture.original
        elif shown.kind != "image" and shown.name in given.content:
            data[shown.name] = given.content[shown.name]
    return data


def _address(picture: Picture, dataset: Dataset) -> str:
    """Return where a task says its picture is."""
    if dataset.media is Media.LINKED:
        return dataset.pictures.link(picture.sha256)
    return f"images/{file_name_of(picture, dataset)}"


def _annotation(given: Given, number: int, dataset: Dataset) -> dict[str, Any]:
    """Return one answer; who gave it, how long it took and what it paid stand under a name of our own."""
    asked = {one.name for one in dataset.parts.controls}
    written = [_written(entry, given.content) for entry in given.result if not _says_nothing(entry, asked)]
    nothing = [entry["from_name"] for entry in given.result if _says_nothing(entry, asked)]
    beside = {name: value for name, value in given.beside.items() if name != "submitted_at"}
    seconds = given.beside.get("counted_seconds")
    return {
        "id": number,
        "result": written,
        "was_cancelled": False,
        "ground_truth": False,
        **({"lead_time": float(Decimal(str(seconds)))} if seconds is not None else {}),
        **({"created_at": given.beside["submitted_at"]} if "submitted_at" in given.beside else {}),
        "unique_id": str(uuid5(NAMESPACE_URL, f"jornal/{dataset.name}/{given.item_id}/{given.annotator}")),
        "jornal": {"annotator": given.annotator, **beside, **({"nothing": nothing} if nothing else {})},
    }


def _says_nothing(entry: Mapping[str, Any], asked: set[str]) -> bool:
    """Return whether an entry is the tick that there is nothing to mark, which no tag there has."""
    name = entry.get("from_name")
    return name is not None and "id" not in entry and name not in asked and str(name).rpartition(".")[2] == "nothing"


def _written(entry: Mapping[str, Any], content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry as Label Studio has it: offsets in UTF-16 units; everything else stays as it is."""
    value = entry.get("value")
    text = text_in(str(entry.get("to_name")), content)
    if not isinstance(value, dict) or text is None or type(value.get("start")) is not int:
        return entry
    start, end = in_utf_16(text, value["start"]), in_utf_16(text, value["end"])
    return {**entry, "value": {**value, "start": start, "end": end}}


def _predictions(given: Given, dataset: Dataset) -> list[Mapping[str, Any]]:
    found = dataset.suggestions.get(given.item_id)
    if found is None:
        return []
    result: Any = found.get("result", [])
    return [{**found, "result": [_written(entry, given.content) for entry in result]}]
