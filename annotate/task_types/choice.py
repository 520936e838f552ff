"""Text, one label: the annotator reads a text and chooses one of the project's labels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from annotate.task_types import Problem, Result

_FROM, _TO, _TYPE = "label", "text", "choices"


class Choice:
    """One text, exactly one label of the schema `{"labels": [{"value": "renewal", ...}, ...]}`."""

    name = "choice"
    title = "Text, one label"
    widget = "choice"
    columns: tuple[str, ...] = ("text",)
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"labels": [{"value": "renewal", "key": "1"}, {"value": "lost", "key": "2"}]},
            "content": {"text": "My passport was stolen. What do I do?"},
            "result": [{"from_name": _FROM, "to_name": _TO, "type": _TYPE, "value": {"choices": ["lost"]}}],
            "form": {"label": "lost"},
        },
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing: at least two labels, all different."""
        values = _values(schema)
        if len(values) < 2:
            return [Problem("labels_too_few", {"least": 2})]
        return [Problem("label_twice", {"label": value}) for value in sorted(set(values)) if values.count(value) > 1]

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing chosen, not in this form, or a label the project does not have."""
        del content  # any text may get any label
        if result == []:
            return [Problem("nothing_chosen")]
        label = _only_label(result)
        if label is None:
            return [Problem("answer_unreadable")]
        if label not in _values(schema):
            return [Problem("label_unknown", {"label": label[:80]})]
        return []

    def from_form(self, schema: Mapping[str, Any], values: Mapping[str, str]) -> Result:
        """Read the one radio button, `label`."""
        del schema  # whether the label exists is `problems`' question
        return _result(values["label"]) if values.get("label") else self.empty()

    def empty(self) -> Result:
        """Return the result with nothing chosen."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the one label chosen."""
        label = _only_label(result)
        return () if label is None else (label,)

    def agreement(self, first: Result, second: Result) -> tuple[int, int]:
        """Return (1, 1) for the same label, (0, 1) for another."""
        return int(self.labels_of(first) == self.labels_of(second)), 1


def _values(schema: Mapping[str, Any]) -> list[str]:
    return [str(label["value"]) for label in schema.get("labels", ())]


def _result(label: str) -> Result:
    return [{"from_name": _FROM, "to_name": _TO, "type": _TYPE, "value": {"choices": [label]}}]


def _only_label(result: object) -> str | None:
    """Return the label if the result is exactly what this task type writes, else None."""
    match result:
        case [{"value": {"choices": [str(label)]}}] if result == _result(label):
            return label
        case _:
            return None


TASK_TYPE = Choice()
