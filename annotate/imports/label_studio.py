"""Label Studio: tasks with what was annotated and predicted, as its JSON export writes them."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from annotate.imports import LIKE_KIND, Bad, Choices, Good, Look, Opened, Seen
from annotate.incoming.json_stream import Element, elements_of
from annotate.incoming.label_studio import labels_of_task
from annotate.incoming.records import Records, look_at
from annotate.labels import Problem, labels_in
from policies.errors import Kind, Refusal

_TASKS = re.compile(rb"\A(\xef\xbb\xbf)?\s*\[\s*\{")
_PARTS = (b'"data"', b'"annotations"', b'"predictions"', b'"completions"')
LABELS_MOST = 200
LABELLED = ("annotations", "predictions", "completions")


class LabelStudio:
    """A list of tasks: `data` becomes the item; annotations and predictions become its labels."""

    name = "label_studio"
    title = "Label Studio JSON"
    gives: tuple[str, ...] = ("text", "image", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".json",)
    sample = (
        b'[{"id": 1, "data": {"text": "When can I renew?"}, "annotations": []},\n'
        b' {"id": 2, "data": {"text": "I lost my passport"}, "annotations": []}]\n'
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether it is a list whose first task has data and annotations, or predictions."""
        del wanted
        is_list = seen.ending in self.suffixes and _TASKS.match(seen.head[:200])
        return LIKE_KIND if is_list and _PARTS[0] in seen.head and any(one in seen.head for one in _PARTS[1:]) else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the beginning of a file; its tasks are read one at a time, later.

        Raises:
            Refusal: `file_empty`, `not_this_encoding`, `file_has_nul`, `json_unreadable`, `no_text_column`.
        """
        elements = elements_of(source)
        first = next(elements, None)
        if first is None:
            raise Refusal("file_empty", Kind.UNREADABLE)
        text_name = choices.text_column or _text_name(_data(first.value))
        return Opened("utf-8", (text_name,), text_name, "", _rows(_with(first, elements), choices, text_name))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the data of the first tasks, and the labels that they name.

        Raises:
            Refusal: as `open`.
        """
        del choices
        tasks = list(islice((one for one in elements_of(source) if isinstance(one.value, dict)), max(most, 50)))
        labels = dict.fromkeys(label for one in tasks for label in _labels_in(one.value))
        return look_at(
            [(one.line, {**_numbered(one.value), **_data(one.value)}) for one in tasks[:most]],
            labels=tuple(labels)[:LABELS_MOST],
            has_labels=any(one.value.get(part) for one in tasks for part in LABELLED),
        )


IMPORT = LabelStudio()


def _rows(elements: Iterator[Element], choices: Choices, text_name: str) -> Iterator[Good | Bad]:
    records = Records(choices, text_name=text_name, is_exact=True)
    for one in elements:
        if one.problem or not isinstance(one.value, dict) or not isinstance(one.value.get("data"), dict):
            yield Bad(one.line, one.problem or "task_no_data", came_as=one.text)
            continue
        task: Mapping[str, Any] = one.value
        given = task.get("id")
        is_own = not choices.has_no_ids and choices.id_column in {"", "id"} and isinstance(given, str | int)
        own_id = str(given) if is_own and not isinstance(given, bool) else ""
        row = (
            _picture(one, choices, own_id)
            if choices.wanted == "image"
            else records.row(one.line, task["data"], came_as=one.text, external_id=own_id)
        )
        yield _labelled(row, task, choices)


def _labelled(row: Good | Bad, task: Mapping[str, Any], choices: Choices) -> Good | Bad:
    if isinstance(row, Bad):
        return row
    fields = labels_of_task(task, choices, row.content)
    return (
        Bad(row.line, fields.code, fields.params, row.came_as)
        if isinstance(fields, Problem)
        else row._replace(**fields)
    )


def _picture(one: Element, choices: Choices, own_id: str) -> Good | Bad:
    """Return a task about one picture, by the name of its file: the last part of its address."""
    data = _data(one.value)
    column = choices.columns.get("image") or ("image" if "image" in data else next(iter(data), ""))
    address = data.get(column)
    if not isinstance(address, str) or not address.strip():
        return Bad(one.line, "object_no_picture", {"object": "image"}, one.text)
    return Good(one.line, own_id, {}, files={"image": file_of_address(address)}, came_as=one.text)


def file_of_address(address: str) -> str:
    """Return the name of a picture's file, as it stands at the end of its address."""
    return address.partition("?")[0].replace("\\", "/").rpartition("/")[2]


def _numbered(task: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": task["id"]} if "id" in task else {}


def _data(task: object) -> Mapping[str, Any]:
    found = task.get("data") if isinstance(task, dict) else None
    return found if isinstance(found, dict) else {}


def _text_name(data: Mapping[str, Any]) -> str:
    """Return which part of a task is its text: the one called so, else the first that is one."""
    texts = [name for name, value in data.items() if isinstance(value, str)]
    return "text" if "text" in texts else next(iter(texts), "text")


def _labels_in(task: Mapping[str, Any]) -> Iterator[str]:
    for part in LABELLED:
        for one in task.get(part) or () if isinstance(task.get(part), list) else ():
            result = one.get("result") if isinstance(one, dict) else None
            for entry in result if isinstance(result, list) else ():
                yield from labels_in(entry) if isinstance(entry, dict) else ()


def _with(first: Element, rest: Iterator[Element]) -> Iterator[Element]:
    yield first
    yield from rest
