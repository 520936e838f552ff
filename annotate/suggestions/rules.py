"""Reading what a model suggests for an item, as Label Studio writes it, and saying whether it could be an answer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotate.label_schema import COMBINED, Parts, picture_in
from annotate.labels import Problem, Result
from annotate.task_type import TaskType

ENTRIES_MOST = 5_000
MODEL_CHARACTERS_MOST = 80
DECIMALS = 6
"""As many as our own places on a picture have; a model's may have more."""
_KEPT = frozenset(
    {"id", "from_name", "to_name", "type", "value", "original_width", "original_height", "image_rotation"}
    | {"from_id", "to_id", "direction", "labels"}
)
_ON_PICTURES = frozenset({"rectanglelabels", "polygonlabels", "keypointlabels"})
_VALUE_OF = {"choices": "choices", "rating": "rating", "textarea": "text", "pairwise": "selected"}
_REGIONS = _ON_PICTURES | {"labels"}
_LABELS = frozenset({"predictions", "suggestion", "gold"})
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggested entry of an answer, and how sure the model is: 0 to 100 percent, or None where it did not say."""

    entry: Mapping[str, Any]
    percent: int | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """All that a model suggests for one item."""

    entries: tuple[Suggested, ...]
    model: str

    @property
    def result(self) -> Result:
        """Return it as an answer would be."""
        return [dict(one.entry) for one in self.entries]


def suggestion_in(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a line of JSON brings as a suggestion, not yet checked; None where it brings none.

    Args:
        row: the line; `predictions` holds Label Studio's list, of which the one with the highest score is taken, the
            first of several alike; `suggestion` holds one of them alone, or only its result.
    """
    found = row.get("suggestion")
    if isinstance(found, list):
        return {"result": found} if found else None
    if found is not None:
        return found if isinstance(found, Mapping) else {"result": found}
    predictions = row.get("predictions")
    if predictions is None or predictions == []:
        return None
    if not isinstance(predictions, list) or not all(isinstance(one, Mapping) for one in predictions):
        return {"result": predictions}
    best: Mapping[str, Any] = max(predictions, key=lambda one: _score(one.get("score")) or 0)
    return best


def gold_in(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the answer that a line of JSON says is known, not yet checked: `gold`, an answer or only its result."""
    found = row.get("gold")
    if found is None or found == []:
        return None
    return found if isinstance(found, Mapping) else {"result": found}


def brings_labels(row: Mapping[str, Any]) -> bool:
    """Return whether a line of JSON brings a suggestion, or an answer that is known."""
    return not _LABELS.isdisjoint(row) and bool(row.get("predictions") or row.get("suggestion") or row.get("gold"))


def read_suggestion(
    raw: Mapping[str, Any], *, kind: TaskType, parts: Parts, schema: Mapping[str, Any], content: Mapping[str, Any]
) -> Suggestion | Problem:
    """Return a suggestion that could be an answer to this item, or what is wrong with one that could not.

    What Label Studio leaves out is filled in (ids, the size of the picture), names of a simple project's own control
    and object are put right, and places are rounded to six decimals. Only a whole answer is shown: a suggestion that
    nobody could submit as it is would teach people to correct the form instead of the content.

    Args:
        raw: from `suggestion_in`.
        kind: the project's kind of work.
        parts: what the project shows and asks.
        schema: its label schema.
        content: the item.
    """
    found = raw.get("result")
    if not isinstance(found, list) or not 0 < len(found) <= ENTRIES_MOST:
        return Problem("suggestion_unfit")
    if not all(isinstance(one, Mapping) for one in found):
        return Problem("suggestion_unfit")
    named = found if kind.name == COMBINED else [_renamed(one, parts, schema) for one in found]
    entries = [_completed(one, number, parts, content) for number, one in enumerate(named, start=1)]
    problems = kind.problems(schema, content, entries)
    if problems:
        return _unfit(problems[0])
    overall = _score(raw.get("score"))
    scores = [_score(one.get("score")) for one in found]
    percents = [_percent(overall if score is None else score) for score in scores]
    model = raw.get("model_version", raw.get("model", ""))
    return Suggestion(
        tuple(Suggested(entry, percent) for entry, percent in zip(entries, percents, strict=True)),
        model[:MODEL_CHARACTERS_MOST] if isinstance(model, str) else "",
    )


def field_texts(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the form's field of an entry's control would hold if the suggestion were taken as it is."""
    value, kind = entry["value"], entry["type"]
    if kind == "taxonomy":
        return tuple(json.dumps(path, ensure_ascii=False) for path in value["taxonomy"])
    if kind == "ranker":
        return tuple(value["ranker"][entry["from_name"]])
    found = value[_VALUE_OF[kind]]
    return tuple(found) if isinstance(found, list) else (str(found),)


def said_of(entry: Mapping[str, Any]) -> str:
    """Return a suggested entry in words, as a person reads it beside its control."""
    value = entry["value"]
    if entry["type"] == "taxonomy":
        return ", ".join(" / ".join(path) for path in value["taxonomy"])
    return ", ".join(field_texts(entry))


def is_region(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry marks a place, belongs to one, or joins two: what an annotator draws."""
    return entry.get("type") in _REGIONS or entry.get("type") == "relation" or "id" in entry


def _unfit(problem: Problem) -> Problem:
    """Return what is said of a suggestion that could not be an answer: an unknown label or a place outside by name."""
    if problem.code == "label_unknown":
        return Problem("file_label_unknown", problem.params)
    if problem.code == "mark_outside":
        return Problem("suggestion_outside", problem.params)
    return Problem("suggestion_of_another_size" if problem.code == "mark_elsewhere" else "suggestion_unfit")


def _completed(
    one: Mapping[str, Any], number: int, parts: Parts, content: Mapping[str, Any]
) -> dict[str, Any]:  # an entry holds what its kind says
    entry = {key: _rounded(value) for key, value in one.items() if key in _KEPT}
    if entry.get("type") in _REGIONS and not (isinstance(entry.get("id"), str) and _ID.fullmatch(entry["id"])):
        entry["id"] = f"m{number}"
    if entry.get("type") in _ON_PICTURES:
        shown = next((one for one in parts.objects if one.name == entry.get("to_name") and one.kind == "image"), None)
        shown = shown or next((one for one in parts.objects if one.kind == "image"), None)
        picture = picture_in(shown.name, content) if shown else {}
        entry.setdefault("original_width", picture.get("width"))
        entry.setdefault("original_height", picture.get("height"))
        entry.setdefault("image_rotation", 0)
    if entry.get("type") not in _REGIONS and parts.control(str(entry.get("from_name"))):
        entry.pop("id", None)  # Label Studio gives one to every entry; ours belong to places and their attributes
    return entry


def _renamed(entry: Mapping[str, Any], parts: Parts, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry with the names of a simple project, whatever the model's own configuration called them."""
    attributes = {one.get("name") for one in schema.get("attributes") or () if isinstance(one, Mapping)}
    if entry.get("type") == "relation" or entry.get("from_name") in attributes:
        return entry
    is_nothing = str(entry.get("from_name", "")).rpartition(".")[2] == "nothing"
    name = "nothing" if is_nothing else parts.controls[0].name
    return {**entry, "from_name": name, "to_name": parts.controls[0].about}


def _rounded(value: Any) -> Any:  # any JSON value
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def _score(found: object) -> int | float | None:
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
        return None
    return found


def _percent(score: float | None) -> int | None:
    return None if score is None else round(score * 100)
