"""How answers to a question are counted: as one of its labels, as yes or no for each, or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.choosing import OneLabel, SeveralLabels
from annotate.label_schema import Control
from annotate.labels import Result, label_values
from annotate.rating import Rated, most_of
from annotate.task_type import TaskType

Label = tuple[str, ...]
"""A label as its path: one word, or in a tree of labels every word that leads to it."""


@dataclass(frozen=True, slots=True)
class Coding:
    """How one question is counted.

    Attributes:
        labels: what can be said, in the order of the schema.
        is_several: whether an answer may name several of them, so that each is a yes or no of its own.
        is_ordered: whether the labels are steps of a scale.
    """

    control: Control
    labels: tuple[Label, ...]
    is_several: bool = False
    is_ordered: bool = False

    def said(self, result: Result) -> tuple[Label, ...]:
        """Return what an answer that was taken names; nothing where it says that none of them fits."""
        return tuple(label for entry in result for label in _named(entry))

    def result(self, labels: Sequence[Label]) -> Result:
        """Return the answer that names these labels, in the form in which people give it."""
        kind, value = _value(self.control, labels)
        return [{"from_name": self.control.name, "to_name": self.control.about, "type": kind, "value": value}]


def coding_of(control: Control, kind: TaskType) -> Coding | None:
    """Return how answers to a control are counted; None for marks, texts and orders, which are no labels to count."""
    schema = control.schema
    plain = tuple((value,) for value in label_values(schema))
    if isinstance(kind, OneLabel | SeveralLabels):
        return Coding(control, plain, is_several=isinstance(kind, SeveralLabels))
    if isinstance(kind, Rated):
        return Coding(control, tuple((str(one),) for one in range(1, most_of(schema) + 1)), is_ordered=True)
    if control.kind == "pairwise":
        return Coding(control, (("left",), ("right",), ("tie",)))
    if control.kind == "taxonomy":
        paths = tuple(_paths(schema.get("labels", ())))
        return Coding(control, paths, is_several=schema.get("is_several") is True)
    return None


def shown_label(label: Label) -> str:
    """Return a label as people read it."""
    return " / ".join(label)


def _named(entry: Mapping[str, Any]) -> Iterator[Label]:
    value = entry["value"]
    if entry["type"] == "rating":
        yield (str(value["rating"]),)
    elif entry["type"] == "pairwise":
        yield (str(value["selected"]),)
    elif entry["type"] == "taxonomy":
        yield from (tuple(path) for path in value["taxonomy"])
    else:
        yield from ((str(label),) for label in value["choices"])


def _value(control: Control, labels: Sequence[Label]) -> tuple[str, dict[str, object]]:
    """Return Label Studio's word for this kind of entry, and its value."""
    last = [label[-1] for label in labels]
    match control.kind:
        case "rating":
            return "rating", {"rating": int(last[0])}
        case "pairwise":
            return "pairwise", {"selected": last[0]}
        case "taxonomy":
            return "taxonomy", {"taxonomy": [list(label) for label in labels]}
        case _:
            return "choices", {"choices": last}


def _paths(labels: Sequence[Mapping[str, Any]], above: Label = ()) -> Iterator[Label]:
    for label in labels:
        path = (*above, str(label["value"]))
        yield path
        yield from _paths(label.get("children") or (), path)
