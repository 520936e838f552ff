"""Choosing from labels, one or several: what kinds of work for texts and for pictures are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotate.labels import (
    FormValues,
    Problem,
    Result,
    may_say_nothing,
    problems_of_labels,
    texts_of,
    unknown_labels,
)

FROM_NAME, TYPE = "label", "choices"
FIELD, NOTHING_FIELD = "label", "nothing"
LABELS_LEAST = 2


def chosen_result(labels: Sequence[str], *, to_name: str) -> Result:
    """Return a choice of labels as Label Studio writes it; no label at all says "none of these".

    Args:
        to_name: what was looked at, "text" or "image".
    """
    return [{"from_name": FROM_NAME, "to_name": to_name, "type": TYPE, "value": {"choices": list(labels)}}]


def chosen_labels(result: object, *, to_name: str) -> tuple[str, ...] | None:
    """Return the labels of a result if it is exactly what `chosen_result` writes, else None."""
    match result:
        case [{"value": {"choices": [*labels]}}] if result == chosen_result(labels, to_name=to_name):
            return tuple(labels) if all(isinstance(label, str) for label in labels) else None
        case _:
            return None


class OneLabel:
    """Exactly one label; a kind of work adds its name, its words, what it looks at and a sample."""

    to_name = "text"
    labels_least = LABELS_LEAST
    has_nothing_option = False

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing: at least two labels, all different."""
        return problems_of_labels(schema, least=self.labels_least)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing chosen, not in this form, or a label the project does not have."""
        del content  # anything may get any label
        if result == []:
            return [Problem("nothing_chosen")]
        labels = chosen_labels(result, to_name=self.to_name)
        if labels is None or len(labels) != 1:
            return [Problem("answer_unreadable")]
        return unknown_labels(schema, labels)

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the one radio button, `label`."""
        del schema  # whether the label exists is `problems`' question
        labels = texts_of(values, FIELD)
        return chosen_result(labels, to_name=self.to_name) if labels else self.empty()

    def empty(self) -> Result:
        """Return the result with nothing chosen."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the one label chosen."""
        return chosen_labels(result, to_name=self.to_name) or ()

    def agreement(self, first: Result, second: Result) -> tuple[int, int]:
        """Return (1, 1) for the same label, (0, 1) for another."""
        return int(self.labels_of(first) == self.labels_of(second)), 1


class SeveralLabels:
    """One label or more; none at all only where the project allows it, and then said on purpose."""

    to_name = "text"
    labels_least = LABELS_LEAST
    has_nothing_option = True

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing: at least two labels, all different."""
        return problems_of_labels(schema, least=self.labels_least)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing ticked, a label and "none", one twice, or a label that the project lacks."""
        del content  # anything may get any label
        if self._is_contradiction(result):
            return [Problem("labels_and_nothing")]
        labels = () if result == [] else chosen_labels(result, to_name=self.to_name)
        if labels is None:
            return [Problem("answer_unreadable")]
        if not labels and (result == [] or not may_say_nothing(schema)):
            return [Problem("nothing_ticked")]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        return unknown_labels(schema, labels) or [Problem("label_twice", {"label": label}) for label in twice]

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the ticked boxes, `label`, and the one that says that none fits, `nothing`."""
        del schema  # whether the labels exist is `problems`' question
        labels, is_nothing = texts_of(values, FIELD), bool(texts_of(values, NOTHING_FIELD))
        ticked = chosen_result(labels, to_name=self.to_name) if labels else self.empty()
        return [*ticked, *chosen_result((), to_name=self.to_name)] if is_nothing else ticked

    def empty(self) -> Result:
        """Return the result with nothing ticked, which is not the same as "none of these"."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the labels ticked."""
        return chosen_labels(result, to_name=self.to_name) or ()

    def agreement(self, first: Result, second: Result) -> tuple[int, int]:
        """Return how many labels both ticked, of those that either did; (1, 1) where both said that none fits."""
        one, other = set(self.labels_of(first)), set(self.labels_of(second))
        return (len(one & other), len(one | other)) if one | other else (1, 1)

    def _is_contradiction(self, result: object) -> bool:
        nothing = chosen_result((), to_name=self.to_name)[0]
        return isinstance(result, list) and len(result) == 2 and result[1] == nothing
