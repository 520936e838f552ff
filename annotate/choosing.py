"""Choosing from labels, one or several: what kinds of work for texts and for pictures are made of."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.label_schema import field_of, nothing_field_of
from annotate.labels import (
    FormValues,
    Problem,
    Result,
    may_say_nothing,
    problems_of_labels,
    texts_of,
    unknown_labels,
)
from annotate.markup import is_set, labels_in_tag, with_labels
from annotate.merging import most_said, said_by_half
from annotate.task_type import Option

TYPE = "choices"
LABELS_LEAST = 2


def chosen_result(labels: Sequence[str], *, to_name: str, from_name: str = "label") -> Result:
    """Return a choice of labels as Label Studio writes it; no label at all says "none of these".

    Args:
        labels: what was chosen.
        to_name: what was looked at, such as "text" or "image".
        from_name: which control asked.
    """
    return [{"from_name": from_name, "to_name": to_name, "type": TYPE, "value": {"choices": list(labels)}}]


def chosen_labels(result: object, *, to_name: str, from_name: str = "label") -> tuple[str, ...] | None:
    """Return the labels of a result if it is exactly what `chosen_result` writes, else None."""
    match result:
        case [{"value": {"choices": [*labels]}}] if result == chosen_result(
            labels, to_name=to_name, from_name=from_name
        ):
            return tuple(labels) if all(isinstance(label, str) for label in labels) else None
        case _:
            return None


def _named(result: Result) -> tuple[str, ...]:
    """Return the labels of an answer that was taken, whichever control asked."""
    return tuple(label for entry in result for label in entry["value"]["choices"])


class _Chosen:
    """What choosing one label and choosing several have in common."""

    to_name = "text"
    about_kinds: tuple[str, ...] = ("text", "image", "list")
    labels_least = LABELS_LEAST
    is_region = False
    is_simple = True
    options: tuple[Option, ...] = ()
    tags: tuple[str, ...] = ()
    how_many: tuple[str, ...] = ()
    """What Label Studio's `choice` attribute says of this kind; the first is what is written."""

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing: at least two labels, all different."""
        return problems_of_labels(schema, least=self.labels_least)

    def empty(self) -> Result:
        """Return the result with nothing chosen, which is not the same as "none of these"."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the labels chosen."""
        return _named(result)

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the labels of a Choices tag that asks for as many."""
        if element.get("choice", "single") not in self.how_many:
            return None
        nothing = {"allow_nothing": True} if is_set(element, "allowNothing") else {}
        return {"labels": labels_in_tag(element, "Choice"), **nothing}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the Choices tag."""
        nothing = {"allowNothing": "true"} if may_say_nothing(schema) else {}
        return with_labels(Element("Choices", {"choice": self.how_many[0], **nothing}), schema["labels"], "Choice")

    def _result(self, schema: Mapping[str, Any], labels: Sequence[str]) -> Result:
        return chosen_result(labels, to_name=schema.get("about", self.to_name), from_name=field_of(schema))

    def _labels(self, schema: Mapping[str, Any], result: object) -> tuple[str, ...] | None:
        return chosen_labels(result, to_name=schema.get("about", self.to_name), from_name=field_of(schema))


class OneLabel(_Chosen):
    """Exactly one label; a kind of work adds its name, its words, what it looks at and a sample."""

    has_nothing_option = False
    how_many: tuple[str, ...] = ("single", "single-radio")

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing chosen, not in this form, or a label the project does not have."""
        del content  # anything may get any label
        if result == []:
            return [Problem("nothing_chosen")]
        labels = self._labels(schema, result)
        if labels is None or len(labels) != 1:
            return [Problem("answer_unreadable")]
        return unknown_labels(schema, labels)

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the one radio button, named as the control."""
        labels = texts_of(values, field_of(schema))
        return self._result(schema, labels) if labels else self.empty()

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return (1, 1) for the same label, (0, 1) for another."""
        del schema
        return int(_named(first) == _named(second)), 1

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the label that most chose, or None where two are chosen equally often."""
        labels = most_said(_named(result) for result in results)
        return None if labels is None else self._result(schema, labels)


class SeveralLabels(_Chosen):
    """One label or more; none at all only where the project allows it, and then said on purpose."""

    has_nothing_option = True
    how_many: tuple[str, ...] = ("multiple",)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing ticked, a label and "none", one twice, or a label that the project lacks."""
        del content  # anything may get any label
        if self._is_contradiction(schema, result):
            return [Problem("labels_and_nothing")]
        labels = () if result == [] else self._labels(schema, result)
        if labels is None:
            return [Problem("answer_unreadable")]
        if not labels and (result == [] or not may_say_nothing(schema)):
            return [Problem("nothing_ticked")]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        return unknown_labels(schema, labels) or [Problem("label_twice", {"label": label}) for label in twice]

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the ticked boxes, named as the control, and the one that says that none fits."""
        labels = texts_of(values, field_of(schema))
        ticked = self._result(schema, labels) if labels else self.empty()
        return [*ticked, *self._result(schema, ())] if texts_of(values, nothing_field_of(schema)) else ticked

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many labels both ticked, of those that either did; (1, 1) where both said that none fits."""
        del schema
        one, other = set(_named(first)), set(_named(second))
        return (len(one & other), len(one | other)) if one | other else (1, 1)

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the labels that more than half ticked; None where exactly half ticked one, or nothing is left."""
        labels = said_by_half([_named(result) for result in results])
        if labels is None or (not labels and not may_say_nothing(schema)):
            return None
        return self._result(schema, labels)

    def _is_contradiction(self, schema: Mapping[str, Any], result: object) -> bool:
        nothing = self._result(schema, ())[0]
        return isinstance(result, list) and len(result) == 2 and result[1] == nothing
