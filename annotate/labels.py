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


def texts_of(values: FormValues, name: str) -> tuple[str, ...]:
    """Return every text that a form sent under a name; empty texts are no choice."""
    sent = values.get(name, ())
    return tuple(text for text in ((sent,) if isinstance(sent, str) else sent) if text)
