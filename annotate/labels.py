"""What all kinds of labelling share: a project's labels, the fields of a form, and why something is no answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Result = list[dict[str, Any]]
"""What an annotator answered, in Label Studio's outer form; `Any` because each kind fills in its own `value`."""

FormValues = Mapping[str, str | Sequence[str]]
"""The fields of a plain HTML form: a text each, or several texts where a field of that name came more than once."""

UNREADABLE: Result = [{}]
"""What a form becomes whose fields cannot be read: never an answer, and never empty either."""


LABELS_MOST = 200
LABEL_MAX, DESCRIPTION_MAX = 80, 300
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""Keys of a keyboard that may stand for a label."""
DRAWN = frozenset({"boxes", "rotated_boxes", "polygons", "keypoints"})
DRAWING_KEYS, RELATING_KEYS = "chlnsv", "r"
"""Letters that the tools on a picture and for relations in a text answer to: no label takes one unasked."""
_LABEL_PARTS = frozenset({"value", "key", "description", "children"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an answer or a schema cannot be used as it is; web/refusals has the words.

    Args:
        code: which problem, stable, snake_case.
        params: what its text needs.
        control: the name of the question it is about, where a project asks several.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    control: str = ""


def is_text(found: object, *, most: int) -> bool:
    """Return whether this is a text of at most so many characters that every computer can keep: no lone surrogates."""
    if not isinstance(found, str) or len(found) > most:
        return False
    return not any("\ud800" <= one <= "\udfff" or (one < " " and one not in "\t\n\r") for one in found)


def tool_keys(controls: Iterable[Mapping[str, Any]]) -> str:
    """Return the letters that the tools of these controls answer to; each control is a schema with its `kind`."""
    found = list(controls)
    draws = any(control.get("kind") in DRAWN for control in found)
    relates = any(control.get("relations") for control in found)
    return DRAWING_KEYS * draws + RELATING_KEYS * relates


def label_values(schema: Mapping[str, Any]) -> list[str]:
    """Return the labels of a schema in their order."""
    return [str(label["value"]) for label in schema.get("labels", ())]


def may_say_nothing(schema: Mapping[str, Any]) -> bool:
    """Return whether "none of these" is an answer in this project."""
    return schema.get("allow_nothing") is True


def problems_of_labels(schema: Mapping[str, Any], *, least: int) -> list[Problem]:
    """Return what is wrong with a schema's labels: too few, too many, one twice, or none that can be read.

    Args:
        schema: whatever was sent.
        least: how many labels this kind of work needs.
    """
    labels = schema.get("labels", ())
    if not isinstance(labels, list | tuple):
        return [Problem("schema_unreadable", {"what": "labels"})]
    if len(labels) < least:
        return [Problem("labels_too_few", {"least": least})]
    if len(labels) > LABELS_MOST:
        return [Problem("labels_count", {"least": least, "most": LABELS_MOST})]
    wrong = next((problem for label in labels for problem in problems_of_label(label)), None)
    if wrong is not None:
        return [wrong]
    values = label_values(schema)
    return [Problem("label_twice", {"label": value}) for value in sorted(set(values)) if values.count(value) > 1]


def problems_of_label(label: object) -> list[Problem]:
    """Return what is wrong with one label: no word, a word too long, a key that is none."""
    if not isinstance(label, dict) or not set(label) <= _LABEL_PARTS or not isinstance(label.get("value"), str):
        return [Problem("schema_unreadable", {"what": "labels"})]
    value, key = label["value"], label.get("key", "")
    if not value.strip():
        return [Problem("label_empty")]
    is_short = is_text(value, most=LABEL_MAX) and is_text(label.get("description", ""), most=DESCRIPTION_MAX)
    if not is_short or value != value.strip():
        return [Problem("label_too_long", {"label": _shown(value), "most": LABEL_MAX})]
    if not isinstance(key, str) or len(key) > 1 or key not in KEYS:
        return [Problem("label_key", {"label": _shown(value), "key": _shown(str(key))})]
    return []


def _shown(text: str) -> str:
    """Return the beginning of what a stranger wrote, as a sentence can show it."""
    return text[:40].encode("utf-8", "replace").decode()


def unknown_labels(schema: Mapping[str, Any], labels: Sequence[str]) -> list[Problem]:
    """Return a problem for each label that the project does not have, its text cut short."""
    known = set(label_values(schema))
    return [Problem("label_unknown", {"label": _shown(label)}) for label in labels if label not in known]


def labels_in(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what one entry of an answer names: its labels, or what was chosen, rated or preferred; never raises.

    Of a label in a tree it is the label itself, without what it stands under; of a free text it is nothing.
    """
    value = entry.get("value")
    if not isinstance(value, dict):
        return ()
    kind = entry.get("type")
    if kind == "rating":
        return (str(value.get("rating")),) if type(value.get("rating")) is int else ()
    found = value.get("selected" if kind == "pairwise" else kind) if isinstance(kind, str) else None
    if kind == "taxonomy":
        found = [path[-1] for path in _list(found) if isinstance(path, list) and path]
    elif kind == "ranker":
        found = [one for order in (found.values() if isinstance(found, dict) else ()) for one in _list(order)]
    elif kind == "pairwise":
        found = [found]
    return tuple(label for label in _list(found) if isinstance(label, str))


def labels_named(result: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return what an answer names, entry by entry, as a table shows it: labels, ratings, texts.

    What is said about a region, in an entry with the region's id, is left out: it belongs to the region.
    """
    named: list[str] = []
    seen: set[object] = set()
    for entry in result:
        if entry.get("type") == "textarea" and "id" not in entry:
            named.extend(str(text) for text in entry["value"]["text"])
        elif "id" not in entry or entry["id"] not in seen:
            named.extend(labels_in(entry))
        seen.add(entry.get("id"))
    return tuple(named)


def _list(found: object) -> list[Any]:  # of whatever was sent
    return found if isinstance(found, list) else []


def texts_of(values: FormValues, name: str) -> tuple[str, ...]:
    """Return every text that a form sent under a name; empty texts are no choice."""
    sent = values.get(name, ())
    return tuple(text for text in ((sent,) if isinstance(sent, str) else sent) if text)
