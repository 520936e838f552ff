"""Comparing two: the annotator says which of two objects is better, or, where allowed, that they are alike."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.label_schema import field_of
from annotate.labels import UNREADABLE, FormValues, Problem, Result, texts_of
from annotate.markup import is_set
from annotate.merging import most_said
from annotate.one_entry import OneEntry
from annotate.task_type import Option

SIDES, TIE = ("left", "right"), "tie"


class Pairwise(OneEntry):
    """One of two objects; `about` names them, the left one first."""

    name = "pairwise"
    title = "Compare two"
    about = "People look at two things side by side and say which one is better."
    tags: tuple[str, ...] = ("Pairwise",)
    type = "pairwise"
    value_key = "selected"
    columns: tuple[str, ...] = SIDES
    about_kinds: tuple[str, ...] = ("text", "image")
    options: tuple[Option, ...] = (
        Option(name="allow_tie", title="People may say that both are alike", kind="tick", default=False),
    )
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"question": "Which reply is kinder?", "allow_tie": True},
            "content": {"left": "Bring the form.", "right": "Please bring the form, then we can help you at once."},
            "result": [
                {"from_name": "label", "to_name": "left,right", "type": "pairwise", "value": {"selected": "right"}}
            ],
            "form": {"label": "right"},
        },
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong: not two different objects, or a choice that is neither yes nor no."""
        named = self._about(schema).split(",")
        if len(named) != len(SIDES) or named[0] == named[1]:
            return [Problem("pair_of_two")]
        return [] if isinstance(schema.get("allow_tie", False), bool) else [Problem("schema_unreadable", _ALLOW_TIE)]

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing chosen, or what cannot be chosen here."""
        del content  # any two things can be compared
        if result == []:
            return [Problem("nothing_chosen")]
        allowed = (*SIDES, TIE) if schema.get("allow_tie") is True else SIDES
        return [] if self._sent(schema, result) in allowed else [Problem("answer_unreadable")]

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the one radio button, named as the control: left, right or tie."""
        sent = texts_of(values, field_of(schema))
        if not sent:
            return self.empty()
        return self._result(schema, sent[0]) if sent[0] in (*SIDES, TIE) else UNREADABLE

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return (1, 1) for the same side, (0, 1) for another."""
        del schema
        return int(self._said(first) == self._said(second)), 1

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the side that most chose, or None where two are chosen equally often."""
        side = most_said(str(self._said(result)) for result in results)
        return None if side is None else self._result(schema, side)

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return whether a Pairwise tag allows a tie."""
        return {"allow_tie": True} if is_set(element, "allowTie") else {}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the Pairwise tag."""
        return Element("Pairwise", {"allowTie": "true"} if schema.get("allow_tie") is True else {})


_ALLOW_TIE: Mapping[str, str] = MappingProxyType({"what": "allow_tie"})

TASK_TYPE = Pairwise()
