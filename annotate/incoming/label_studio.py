"""What Label Studio says about a task, as an answer here: names, offsets and shapes as they are meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotate.incoming.given import as_chosen, shown
from annotate.incoming.text_places import CodeUnits
from annotate.labels import Problem, Result
from annotate.rows import GOLD, IGNORE, Asked, Choices

_KINDS_OF = {
    "choices": ("choice", "choices", "image_choice", "image_choices"),
    "labels": ("spans", "relations"),
    "rectanglelabels": ("boxes", "rotated_boxes"),
    "polygonlabels": ("polygons",),
    "keypointlabels": ("keypoints",),
    "taxonomy": ("taxonomy",),
    "rating": ("rating",),
    "textarea": ("free_text",),
    "pairwise": ("pairwise",),
    "ranker": ("ranking",),
    "relation": ("relations",),
}
_SHAPES = {"rectangle": "rectanglelabels", "polygon": "polygonlabels", "keypoint": "keypointlabels"}
_REGIONS = frozenset({"labels", "rectanglelabels", "polygonlabels", "keypointlabels"})
_SAID = frozenset({"choices", "rating", "textarea", "taxonomy"})
"""What may be said about a region."""
_PLAIN = re.compile(r"[^a-z0-9]+", re.ASCII)


def labels_of_task(task: Mapping[str, Any], choices: Choices, content: Mapping[str, Any]) -> dict[str, Any] | Problem:
    """Return the labels of a task as fields of its row, or what is wrong with them.

    An annotation that is marked as known comes first, then the newest; cancelled ones do not count. Where none was
    made, the prediction with the highest score is a suggestion, and never a known answer.

    Args:
        task: as Label Studio exports it; older exports say `completions`.
        choices: what labels become, and what the project asks.
        content: the item.
    """
    if choices.labels == IGNORE:
        return {}
    made = _newest(task)
    found = made or _best(task)
    if found is None:
        return {}
    result = _result(found.get("result"), choices.asks, content)
    if isinstance(result, Problem):
        return result
    whole = {"result": result, "score": found.get("score"), "model_version": found.get("model_version") or ""}
    if not result:
        return {}
    return as_chosen(whole, choices) if made or choices.labels != GOLD else {"suggestion": whole}


def _newest(task: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the annotation that counts: one that is marked as known, else the newest; None where there is none."""
    found = task.get("annotations") or task.get("completions") or []
    made = [
        one
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, Mapping) and one.get("was_cancelled") is not True and one.get("result")
    ]
    return max(made, key=lambda one: (one.get("ground_truth") is True, str(one.get("created_at", ""))), default=None)


def _best(task: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = task.get("predictions") or []
    made = [one for one in (found if isinstance(found, list) else []) if isinstance(one, Mapping) and one.get("result")]
    return max(made, key=lambda one: one["score"] if isinstance(one.get("score"), int | float) else 0, default=None)


def _result(found: object, asks: Sequence[Asked], content: Mapping[str, Any]) -> Result | Problem:
    """Return a result in our names and counts, what is said of a region after it."""
    if not isinstance(found, list):
        return Problem("suggestion_unfit")
    named: Result = []
    for number, one in enumerate(_joined(_flat(found)), start=1):
        mine = _entry({"id": f"r{number}", **one} if one.get("type") in _REGIONS else one, asks, content)
        if isinstance(mine, Problem):
            return mine
        named.extend(mine)
    places = {entry["id"]: place for place, entry in enumerate(named) if entry.get("type") in _REGIONS}
    return sorted(named, key=lambda one: (one.get("type") == "relation", places.get(one.get("id"), len(named))))


def _flat(found: Sequence[object]) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of a result; Label Studio's own library writes relations as a list in the list."""
    for one in found:
        if isinstance(one, list):
            yield from (inner for inner in one if isinstance(inner, Mapping))
        elif isinstance(one, Mapping):
            yield one


def _joined(entries: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the entries, a shape and the labels that stand in an entry of their own put together."""
    shapes: dict[object, Mapping[str, Any]] = {}
    for one in entries:
        value = one.get("value")
        if one.get("type") in _SHAPES and isinstance(value, Mapping):
            shapes[one.get("id")] = one
        elif one.get("type") == "labels" and one.get("id") in shapes and isinstance(value, Mapping):
            shape = shapes[one.get("id")]
            kind = _SHAPES[shape["type"]]
            yield {**shape, **one, "type": kind, "value": {**shape["value"], kind: value.get("labels")}}
        else:
            yield one


def _entry(one: Mapping[str, Any], asks: Sequence[Asked], content: Mapping[str, Any]) -> Result | Problem:
    """Return one entry in our words: several where a region has several labels."""
    kind, value = str(one.get("type")), one.get("value")
    if kind == "relation":
        return [dict(one)]
    asked = _asked(one, kind, asks)
    if asks and asked is None and "id" in one and kind in _SAID:
        return [dict(one)]  # said about a region; whether it is asked there is looked at with the answer
    if asks and asked is None:
        return Problem("file_control_unknown", {"control": shown(str(one.get("from_name")))})
    entry = dict(one)
    if asked is not None:
        entry |= {"from_name": asked.name, "to_name": asked.about}
    if kind not in _REGIONS or not isinstance(value, Mapping):
        return [entry]
    value = _turned(_placed(value, content.get(str(entry.get("to_name")), content.get("text"))), kind)
    labels = value.get(kind)
    if not isinstance(labels, list) or len(labels) < 2:
        return [{**entry, "value": value}]
    return [
        {**entry, "id": f"{entry['id']}-{number}" if number else entry["id"], "value": {**value, kind: [label]}}
        for number, label in enumerate(labels)
    ]


def _asked(one: Mapping[str, Any], kind: str, asks: Sequence[Asked]) -> Asked | None:
    """Return which question an entry answers: by its name, as that is written here, or as the only one of its kind."""
    able = [asked for asked in asks if asked.kind in _KINDS_OF.get(kind, ())]
    plain = _PLAIN.sub("_", str(one.get("from_name", "")).lower()).strip("_")
    by_name = next((asked for asked in able if asked.name in {one.get("from_name"), plain}), None)
    return by_name or (able[0] if len(able) == 1 else None)


def _placed(value: Mapping[str, Any], text: object) -> Mapping[str, Any]:
    """Return a stretch of a text in code points; Label Studio counts in UTF-16 code units."""
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int or not isinstance(text, str) or "labels" not in value:
        return value
    units = CodeUnits(text)
    first, last = units.code_point(start), units.code_point(end)
    covered = value.get("text")
    if isinstance(covered, str) and text[first:last] != covered and text[start:end] == covered:
        first, last = start, end  # some programs count code points
    kept = covered if isinstance(covered, str) else text[first:last]
    return {"start": first, "end": last, "text": kept, "labels": value["labels"]}


def _turned(value: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """Return a shape without what only says how it looked, turned by less than a full turn."""
    if kind == "polygonlabels":
        return {key: value[key] for key in ("points", kind) if key in value} | {"closed": True}
    if kind == "keypointlabels":
        return {key: value[key] for key in ("x", "y", "width", kind) if key in value}
    rotation = value.get("rotation", 0)
    if kind == "rectanglelabels" and isinstance(rotation, int | float) and not 0 <= rotation < 360:
        return {**value, "rotation": rotation % 360}
    return value
