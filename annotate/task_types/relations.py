"""Text, relations: the annotator marks stretches of a text and says how they belong together."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # the type only

from annotate.labels import UNREADABLE, Problem, Result, label_values, problems_of_labels
from annotate.marking import ENTRIES_MOST, Mark
from annotate.markup import labels_in_tag
from annotate.merging import said_by_half
from annotate.spans import Spanning

RELATION_KEYS = {"type", "from_id", "to_id", "direction", "labels"}
_SAMPLE: Result = [
    {
        "id": "s1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 0, "end": 8, "text": "Ana Ruiz", "labels": ["person"]},
    },
    {
        "id": "s2",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 18, "end": 24, "text": "Oaxaca", "labels": ["place"]},
    },
    {"type": "relation", "from_id": "s1", "to_id": "s2", "direction": "right", "labels": ["lives in"]},
]
Tie = tuple[object, object, str]
"""From which stretch, to which, and how."""


class Relations(Spanning):
    """One text, stretches, and arrows between them with one label each."""

    name = "relations"
    title = "Text, stretches and relations"
    about = "People mark stretches of a text and say how they belong together."
    tags: tuple[str, ...] = ("Labels", "Relations")
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {
                "labels": [{"value": "person", "key": "1"}, {"value": "place", "key": "2"}],
                "relations": [{"value": "lives in", "key": "3"}, {"value": "works in", "key": "4"}],
            },
            "content": {"text": "Ana Ruiz lives in Oaxaca."},
            "result": _SAMPLE,
            "form": {"regions.text": json.dumps(_SAMPLE)},
        },
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with the labels, the attributes, or the kinds of relations."""
        return super().problems_of_schema(schema) or problems_of_labels(_kinds(schema), least=1)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong with the stretches, or with what ties them together."""
        if not isinstance(result, list) or result == UNREADABLE or len(result) > ENTRIES_MOST:
            return super().problems(schema, content, result)
        ties = [entry for entry in result if _is_tie(entry)]
        if not ties:
            return super().problems(schema, content, result)
        found = super().problems(schema, content, [entry for entry in result if not _is_tie(entry)])
        return found or self._problems_of_ties(schema, ties, self.marks(schema, result))

    def marks(self, schema: Mapping[str, Any], result: Result) -> list[Mark]:
        """Return the stretches of an answer that was taken."""
        return super().marks(schema, [entry for entry in result if not _is_tie(entry)])

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the labels of the stretches, then those of what ties them together."""
        ties = tuple(str(entry["labels"][0]) for entry in result if _is_tie(entry))
        return (*super().labels_of([entry for entry in result if not _is_tie(entry)]), *ties)

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many stretches and relations have their like in the other's answer.

        Two relations are alike where they tie the same stretches in the same direction by the same label.
        """
        alike, compared = super().agreement(schema, first, second)
        one, other = self._ties(schema, first), self._ties(schema, second)
        return alike + 2 * len(one & other), compared + len(one) + len(other)

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the stretches and the relations that more than half of the people made; None where they tie."""
        people = [self.marks(schema, result) for result in results]
        agreed = self._agreed(schema, people)
        if not agreed:
            return super().merge(schema, results) if agreed is not None else None
        names: list[dict[object, str]] = [{} for _ in people]
        for group, entries in agreed:
            for person, which in group.items():
                names[person][people[person][which].region_id] = str(entries[0]["id"])
        said = [_renamed(result, names[person]) for person, result in enumerate(results)]
        ties = said_by_half(said)
        if ties is None:
            return None
        return [
            *(entry for _, found in agreed for entry in found),
            *(_tie(from_id, to_id, label) for from_id, to_id, label in ties),
        ]

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the kinds of relations of a Relations tag; the stretches that it ties have a tag of their own."""
        return {"relations": labels_in_tag(element, "Relation")} if element.tag == "Relations" else None

    def _own(self, schema: Mapping[str, Any], entries: Result) -> Result:
        """Return this control's stretches, and what ties them together."""
        own = super()._own(schema, entries)
        ids = [entry.get("id") for entry in own]
        ties = [entry for entry in entries if _is_tie(entry) and entry.get("from_id") in ids]
        return own if own == UNREADABLE else [*own, *ties]

    def _problems_of_ties(
        self, schema: Mapping[str, Any], ties: Sequence[Mapping[str, Any]], marks: Sequence[Mark]
    ) -> list[Problem]:
        ids, known = {mark.region_id for mark in marks}, set(label_values(_kinds(schema)))
        for number, tie in enumerate(ties, start=1):
            match tie:
                case {"from_id": str(start), "to_id": str(end), "direction": "right", "labels": [str(label)]} if (
                    set(tie) == RELATION_KEYS
                ):
                    pass
                case _:
                    return [Problem("relation_unreadable", {"number": number})]
            if not {start, end} <= ids or start == end:
                return [Problem("relation_loose", {"number": number})]
            if label not in known:
                return [Problem("label_unknown", {"label": label[:40].encode("utf-8", "replace").decode()})]
        return []

    def _ties(self, schema: Mapping[str, Any], result: Result) -> set[Tie]:
        places = {mark.region_id: mark.place for mark in self.marks(schema, result)}
        return {
            (places[entry["from_id"]], places[entry["to_id"]], str(entry["labels"][0]))
            for entry in result
            if _is_tie(entry)
        }


def _kinds(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the kinds of relations as a schema of their own."""
    return {"labels": schema.get("relations", ())}


def _is_tie(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("type") == "relation"


def _renamed(result: Result, names: Mapping[object, str]) -> list[tuple[str, str, str]]:
    """Return what one person tied together, by the names of the stretches that were agreed on."""
    return [
        (names[entry["from_id"]], names[entry["to_id"]], str(entry["labels"][0]))
        for entry in result
        if _is_tie(entry) and entry["from_id"] in names and entry["to_id"] in names
    ]


def _tie(from_id: str, to_id: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": "right", "labels": [label]}


TASK_TYPE = Relations()
