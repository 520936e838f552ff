"""What all kinds of labelling share: a project's labels, the fields of a form, and why something is no answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Result = list[dict[str, Any]]
"""What an annotator answered, in Label Studio's outer form; `Any` because each kind fills in its own `value`."""

FormValues = Mapping[str, str | Sequence[str]]
"""The fields of a plain HTML form: a text each, or several texts where a field of that name came more than once."""

UNREADABLE: Result = [{}]
"""What a form becomes whose fields cannot be read: never an answer, and never empty either."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an answer or a schema cannot be used as it is; web/refusals has the words.

    Args:
        code: which problem, stable, snake_case.
        params: what its text needs.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


def label_values(schema: Mapping[str, Any]) -> list[str]:
    """Return the labels of a schema in their order."""
    return [str(label["value"]) for label in schema.get("labels", ())]


def may_say_nothing(schema: Mapping[str, Any]) -> bool:
    """Return whether "none of these" is an answer in this project."""
    return schema.get("allow_nothing") is True


def problems_of_labels(schema: Mapping[str, Any], *, least: int) -> list[Problem]:
    """Return what is wrong with a schema's labels: too few of them, or one that is there twice.

    Args:
        least: how many labels this kind of work needs.
    """
    values = label_values(schema)
    if len(values) < least:
        return [Problem("labels_too_few", {"least": least})]
    return [Problem("label_twice", {"label": value}) for value in sorted(set(values)) if values.count(value) > 1]


def unknown_labels(schema: Mapping[str, Any], labels: Sequence[str]) -> list[Problem]:
    """Return a problem for each label that the project does not have, its text cut short."""
    known = set(label_values(schema))
    return [Problem("label_unknown", {"label": label[:80]}) for label in labels if label not in known]


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


def _list(found: object) -> list[Any]:  # of whatever was sent
    return found if isinstance(found, list) else []


def texts_of(values: FormValues, name: str) -> tuple[str, ...]:
    """Return every text that a form sent under a name; empty texts are no choice."""
    sent = values.get(name, ())
    return tuple(text for text in ((sent,) if isinstance(sent, str) else sent) if text)
