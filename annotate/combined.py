"""Several questions about several objects in one task: each is asked, read, compared and merged by its own kind."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # the type only

from annotate.attributes import attributes_of
from annotate.combined_schema import problems_of_combined
from annotate.label_schema import (
    COMBINED,
    Control,
    Parts,
    content_of,
    is_asked,
    nothing_field_of,
    parts_of,
    regions_field_of,
)
from annotate.labels import UNREADABLE, FormValues, Problem, Result, labels_named, texts_of
from annotate.marking import ENTRIES_MOST, read_regions
from annotate.task_type import Option, TaskType

_SAMPLE_SCHEMA: Mapping[str, Any] = MappingProxyType(
    {
        "objects": [{"name": "image", "kind": "image"}, {"name": "text", "kind": "text", "title": "The report"}],
        "controls": [
            {
                "name": "fits",
                "kind": "choice",
                "about": "text",
                "question": "Does the report fit the picture?",
                "labels": [{"value": "yes", "key": "y"}, {"value": "no", "key": "n"}],
            },
            {
                "name": "why",
                "kind": "free_text",
                "about": "text",
                "question": "What does not fit?",
                "when": {"control": "fits", "labels": ["no"]},
            },
            {
                "name": "things",
                "kind": "boxes",
                "about": "image",
                "question": "What is in the street?",
                "labels": [{"value": "ramp", "key": "1"}, {"value": "sign", "key": "2"}],
                "attributes": [{"name": "words", "kind": "free_text", "question": "What stands on it?"}],
            },
        ],
    },
)
_BOX = {
    "id": "b1",
    "from_name": "things",
    "to_name": "image",
    "type": "rectanglelabels",
    "original_width": 1280,
    "original_height": 960,
    "image_rotation": 0,
    "value": {"x": 10, "y": 10, "width": 20, "height": 12.5, "rotation": 0, "rectanglelabels": ["sign"]},
}
_WORDS = {"id": "b1", "from_name": "words", "to_name": "image", "type": "textarea", "value": {"text": ["STOP"]}}
_SAMPLE: Result = [
    {"from_name": "fits", "to_name": "text", "type": "choices", "value": {"choices": ["no"]}},
    {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["There is no bus."]}},
    _BOX,
    _WORDS,
]


class Combined:
    """Any number of controls about any number of objects; what each can do, its kind says."""

    name = COMBINED
    title = "Several questions"
    about = "People answer several questions about one or more texts, pictures or lists."
    widget = "item"
    columns: tuple[str, ...] = ()
    about_kinds: tuple[str, ...] = ()
    labels_least = 0
    has_nothing_option = False
    is_region = False
    is_simple = False
    options: tuple[Option, ...] = ()
    tags: tuple[str, ...] = ()
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": _SAMPLE_SCHEMA,
            "content": {
                "image": "0" * 64,
                "width": 1280,
                "height": 960,
                "name": "calle 1.jpg",
                "text": "A bus stop with a sign.",
            },
            "result": _SAMPLE,
            "form": {"fits": "no", "why": "There is no bus.", "regions.image": json.dumps([_BOX, _WORDS])},
        },
    )

    def __init__(self, kinds: Mapping[str, TaskType]) -> None:
        self._kinds = kinds

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with the objects, the controls, or what ties them together."""
        return problems_of_combined(schema, self._kinds)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong, control by control, each problem with the control's name.

        What is not required may be left out; what is not asked, because its `when` does not hold or the item has not
        the object, may not be answered. An answer to nothing at all is no answer.
        """
        if not isinstance(result, list) or len(result) > ENTRIES_MOST:
            return [Problem("answer_unreadable")]
        parts = self._parts(schema)
        entries = _by_control(parts, result)
        if entries is None:
            return [Problem("answer_unreadable")]
        found: list[Problem] = []
        for control in parts.controls:
            found += self._problems_of(control, parts, content, entries[control.name], result)
        return found or ([] if result else [Problem("nothing_chosen")])

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read each control's fields; what was drawn and belongs to no control stays, so that it is noticed."""
        parts = self._parts(schema)
        found = [entry for one in parts.controls for entry in self._kinds[one.kind].from_form(one.schema, values)]
        if UNREADABLE[0] in found:
            return UNREADABLE
        known = {_text(entry) for entry in found}
        drawn = [
            entry for shown in parts.objects for entry in read_regions(texts_of(values, regions_field_of(shown.name)))
        ]
        return [*found, *(entry for entry in drawn if _text(entry) not in known)]

    def empty(self) -> Result:
        """Return the result in which nothing was answered."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return what the answer names, question by question."""
        return labels_named(result)

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return the sum over the controls that either answered; an answer and none are one part, not alike."""
        parts = self._parts(schema)
        one, other = _by_control(parts, first) or {}, _by_control(parts, second) or {}
        alike, compared = 0, 0
        for control in parts.controls:
            pair = one.get(control.name, []), other.get(control.name, [])
            if all(pair):
                same, whole = self._kinds[control.kind].agreement(control.schema, *pair)
                alike, compared = alike + same, compared + whole
            elif any(pair):
                compared += 1
        return (alike, compared) if compared else (1, 1)

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return each control's merged answer, where what is agreed on so far asks it; None where people tie."""
        parts = self._parts(schema)
        merged: Result = []
        for control in parts.controls:
            if is_asked(control, merged):
                asked = [_by_control(parts, result) or {} for result in results if is_asked(control, result)]
                agreed = self._merged(control, [person.get(control.name, []) for person in asked])
                if agreed is None:
                    return None
                merged += agreed
        return merged or None

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return None: no single tag asks several questions."""
        del element
        return None

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return an empty View; annotate/label_config.py puts each control's own tag into it."""
        del schema
        return Element("View")

    def by_control(self, schema: Mapping[str, Any], result: Result) -> dict[str, Result]:
        """Return an answer that was taken, by the name of the control to which each entry belongs."""
        return _by_control(self._parts(schema), result) or {}

    def _parts(self, schema: Mapping[str, Any]) -> Parts:
        return parts_of(COMBINED, schema, self._kinds)

    def _merged(self, control: Control, asked: Sequence[Result]) -> Result | None:
        """Return what most of those who were asked say; empty where most left it out, None where they tie."""
        said = [entries for entries in asked if entries]
        if 2 * len(said) == len(asked):
            return None if said or control.is_required else []
        if 2 * len(said) < len(asked):
            return None if control.is_required else []
        return self._kinds[control.kind].merge(control.schema, said)

    def _problems_of(
        self, control: Control, parts: Parts, content: Mapping[str, Any], entries: Result, result: object
    ) -> list[Problem]:
        objects = [parts.shown(name) for name in control.abouts]
        is_there = all(one is not None and content_of(one, content) is not None for one in objects)
        if not is_there or not is_asked(control, result):
            question = str(control.schema.get("question") or control.name)[:80]
            return [Problem("answer_not_asked", {"question": question}, control=control.name)] if entries else []
        if not entries and not control.is_required:
            return []
        found = self._kinds[control.kind].problems(control.schema, content, entries)
        return [Problem(one.code, one.params, control=one.control or control.name) for one in found]


def _by_control(parts: Parts, result: Sequence[object]) -> dict[str, Result] | None:
    """Return the entries of an answer by the control that each belongs to; None where one belongs to none.

    An attribute belongs to its region's control, a relation to the control that owns the region where it begins.
    """
    owners = {control.name: control.name for control in parts.controls}
    owners |= {nothing_field_of(control.schema): control.name for control in parts.controls}
    owners |= {name: control.name for control in parts.controls for name in attributes_of(control.schema)}
    found: dict[str, Result] = {control.name: [] for control in parts.controls}
    of_region: dict[str, str] = {}
    for entry in result:
        if not isinstance(entry, dict):
            return None
        is_tie = entry.get("type") == "relation" and "from_name" not in entry
        name = entry.get("from_id") if is_tie else entry.get("from_name")
        owner = (of_region if is_tie else owners).get(name) if isinstance(name, str) else None
        if owner is None:
            return None
        if isinstance(entry.get("id"), str):
            of_region.setdefault(entry["id"], owner)
        found[owner].append(entry)
    return found


def _text(entry: object) -> str:
    return json.dumps(entry, sort_keys=True)
