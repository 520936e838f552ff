"""Marking things on a text or a picture: what every kind of region has in common, whatever its shape."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.attributes import agreement_of, attributes_of, is_about, merged, problems_of_attributes, problems_of_said
from annotate.label_schema import field_of, nothing_field_of, regions_field_of
from annotate.labels import (
    UNREADABLE,
    FormValues,
    Problem,
    Result,
    labels_named,
    problems_of_labels,
    texts_of,
    unknown_labels,
)
from annotate.markup import labels_in_tag, with_labels
from annotate.matching import HALF, Place, groups, matched, middle
from annotate.task_type import Option

MARKS_MOST = 1_000
ENTRIES_MOST = 12_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


@dataclass(slots=True)
class Mark:
    """One region of an answer: where it is, and what is said about it, by attribute."""

    region_id: str
    place: Place
    entry: Mapping[str, Any]
    said: dict[str, Result] = field(default_factory=dict)


class Marking(ABC):
    """Regions with one label each, and whatever the project asks about each; a kind adds its shape."""

    type: str
    """Label Studio's word for this kind of region."""
    columns: tuple[str, ...] = ("image",)
    about_kinds: tuple[str, ...] = ("image",)
    labels_least = 1
    has_nothing_option = False
    is_region = True
    is_simple = False
    options: tuple[Option, ...] = ()
    tags: tuple[str, ...] = ()
    widget = "item"
    alike_from: Fraction = HALF

    @abstractmethod
    def place_of(self, entry: Mapping[str, Any]) -> Place | None:
        """Return where an entry marks something, or None if it cannot be read; never raises."""

    @abstractmethod
    def wrong_place(self, place: Any, entry: Mapping[str, Any], content: object) -> str:  # a place of the kind's own
        """Return the code of what is wrong with a place on this item's object; empty when nothing is.

        Args:
            place: what `place_of` returned.
            entry: as it was sent.
            content: the object, as `object_of` returns it.
        """

    @abstractmethod
    def object_of(self, about: str, content: Mapping[str, Any]) -> object:
        """Return the object of an item that is marked."""

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing: at least one label, all different, and attributes that can be asked."""
        return problems_of_labels(schema, least=self.labels_least) or problems_of_attributes(schema)

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing marked nor said, both, too many, or a mark that cannot be one of this item."""
        if not isinstance(result, list) or result == UNREADABLE:
            return [Problem("answer_unreadable")]
        if not result:
            return [Problem("nothing_marked")]
        nothing = self.nothing(schema)
        if nothing in result:
            return [] if result == [nothing] else [Problem("marks_and_nothing")]
        if len(result) > ENTRIES_MOST:
            return [Problem("marks_too_many", {"most": MARKS_MOST})]
        return self._problems_of_entries(schema, content, result)

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the object's field, a JSON list in the form of the result, and the tick that there is nothing."""
        drawn = read_regions(texts_of(values, regions_field_of(self._about(schema))))
        if "name" in schema:  # other controls of the project draw on the same object
            drawn = self._own(schema, drawn)
        return [*drawn, self.nothing(schema)] if texts_of(values, nothing_field_of(schema)) else drawn

    def empty(self) -> Result:
        """Return the result with nothing marked, which is not the same as "there is nothing to mark"."""
        return []

    def labels_of(self, result: Result) -> tuple[str, ...]:
        """Return the label of each region, in the order in which they were made."""
        return tuple(label for label in labels_named([one for one in result if "id" in one]) if label)

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many regions, of both people's together, have their like in the other's; see `matched`.

        What is said about regions that are alike counts beside them.
        """
        one, other = self.marks(schema, first), self.marks(schema, second)
        if not one and not other:
            return 1, 1
        pairs = matched([mark.place for mark in one], [mark.place for mark in other], alike_from=self.alike_from)
        said = [
            agreement_of(attribute, one[left].said.get(name, []), other[right].said.get(name, []))
            for left, right in pairs
            for name, attribute in attributes_of(schema).items()
        ]
        alike, compared = sum(part for part, _ in said), sum(whole for _, whole in said)
        return 2 * len(pairs) + alike, len(one) + len(other) + compared

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the regions that more than half of the people marked, each as the one in their middle drew it.

        None where exactly half marked one, where they tie about what is said of it, or where nothing is left though
        not most said that there is nothing.
        """
        people = [self.marks(schema, result) for result in results]
        found = self._agreed(schema, people)
        if found is None:
            return None
        if not found:
            nothings = sum(self.nothing(schema) in result for result in results)
            return [self.nothing(schema)] if 2 * nothings > len(results) else None
        return [entry for _, entries in found for entry in entries]

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the labels of a tag."""
        return {"labels": labels_in_tag(element, "Label")}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the tag."""
        return with_labels(Element(self.tags[0]), schema["labels"], "Label")

    def nothing(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer that there is nothing to mark: said on purpose, so that an empty one is no accident."""
        name = nothing_field_of(schema)
        value = {"choices": ["nothing"]}
        return {"from_name": name, "to_name": self._about(schema), "type": "choices", "value": value}

    def marks(self, schema: Mapping[str, Any], result: Result) -> list[Mark]:
        """Return the regions of an answer that was taken."""
        found: list[Mark] = []
        for entry in result:
            if self._is_own(schema, entry):
                place = self.place_of(entry)
                assert place is not None, "answers are looked at before they are kept"
                found.append(Mark(str(entry["id"]), place, entry))
            elif found and entry.get("id") == found[-1].region_id:
                plain = {key: value for key, value in entry.items() if key != "id"}
                found[-1].said[str(entry["from_name"])] = [plain]
        return found

    def _agreed(
        self, schema: Mapping[str, Any], people: Sequence[Sequence[Mark]]
    ) -> list[tuple[dict[int, int], Result]] | None:
        """Return each thing that more than half marked: who marked it with which, and its entries; None for a tie."""
        places = [[mark.place for mark in marks] for marks in people]
        found: list[tuple[dict[int, int], Result]] = []
        for group in groups(places):
            if 2 * len(group) == len(people):
                return None
            if 2 * len(group) < len(people):
                continue
            chosen = people[middle(places, group)][group[middle(places, group)]]
            entries = self._merged_mark(schema, chosen, [people[who][which] for who, which in group.items()])
            if entries is None:
                return None
            region_id = f"r{len(found) + 1}"
            found.append((group, [{**entry, "id": region_id} for entry in entries]))
        return found

    def _merged_mark(self, schema: Mapping[str, Any], chosen: Mark, marks: Sequence[Mark]) -> Result | None:
        entries: Result = [dict(chosen.entry)]
        for name, attribute in attributes_of(schema).items():
            said = merged(attribute, [mark.said.get(name, []) for mark in marks], about=self._about(schema))
            if said is None:
                return None
            entries += said
        return entries

    def _about(self, schema: Mapping[str, Any]) -> str:
        return str(schema.get("about", self.columns[0]))

    def _is_own(self, schema: Mapping[str, Any], entry: object) -> bool:
        """Return whether an entry says that it is a region of this control."""
        if not isinstance(entry, dict):
            return False
        named = (entry.get("from_name"), entry.get("to_name"), entry.get("type"))
        return named == (field_of(schema), self._about(schema), self.type)

    def _own(self, schema: Mapping[str, Any], entries: Result) -> Result:
        """Return this control's part of all that was drawn on an object; what cannot be read is everybody's."""
        if entries == UNREADABLE:
            return entries
        names = {field_of(schema), *attributes_of(schema)}
        return [one for one in entries if isinstance(one, dict) and _text(one.get("from_name")) in names]

    def _problems_of_entries(
        self, schema: Mapping[str, Any], content: Mapping[str, Any], result: Sequence[object]
    ) -> list[Problem]:
        marks: list[Mark] = []
        shown = self.object_of(self._about(schema), content)
        for entry in result:
            if self._is_own(schema, entry) and isinstance(entry, dict):
                found = self._take(marks, entry, shown)
            else:
                found = self._take_said(schema, marks, entry)
            if found:
                return found
        if len({mark.region_id for mark in marks}) < len(marks):
            return [Problem("answer_unreadable")]
        unknown = unknown_labels(schema, [mark.place.label for mark in marks])
        return unknown or self._missing(schema, marks)

    def _take(self, marks: list[Mark], entry: Mapping[str, Any], shown: object) -> list[Problem]:
        """Add a region to those read, or return what is wrong with it."""
        number = len(marks) + 1
        if number > MARKS_MOST:
            return [Problem("marks_too_many", {"most": MARKS_MOST})]
        region_id, place = entry.get("id"), self.place_of(entry)
        if place is None or not isinstance(region_id, str) or not _ID.fullmatch(region_id):
            return [Problem("mark_unreadable", {"number": number})]
        wrong = self.wrong_place(place, entry, shown)
        if wrong:
            return [Problem(wrong, {"number": number})]
        marks.append(Mark(region_id, place, entry))
        return []

    def _take_said(self, schema: Mapping[str, Any], marks: list[Mark], entry: object) -> list[Problem]:
        """Add what is said about the region before it, or return what is wrong with it."""
        unreadable = [Problem("mark_unreadable", {"number": max(len(marks), 1)})]
        if not marks or not isinstance(entry, dict) or entry.get("id") != marks[-1].region_id:
            return unreadable
        name = _text(entry.get("from_name"))
        attribute = attributes_of(schema).get(name)
        if attribute is None or name in marks[-1].said or not is_about(attribute, marks[-1].place.label):
            return unreadable
        marks[-1].said[name] = [entry]
        return problems_of_said(attribute, entry, about=self._about(schema))

    def _missing(self, schema: Mapping[str, Any], marks: Sequence[Mark]) -> list[Problem]:
        """Return the first thing that should be said of a region and is not."""
        for name, attribute in attributes_of(schema).items():
            for number, mark in enumerate(marks, start=1):
                if attribute.get("is_required") and name not in mark.said and is_about(attribute, mark.place.label):
                    question = str(attribute.get("question") or name)[:80]
                    return [Problem("attribute_missing", {"number": number, "question": question}, control=name)]
        return []


def read_regions(texts: Sequence[str]) -> Result:
    """Return the list that a JSON text holds; nothing sent is an empty one, anything else no answer."""
    if not texts:
        return []
    try:
        found = json.loads(texts[0])
    except (ValueError, RecursionError):
        return UNREADABLE
    return found if isinstance(found, list) else UNREADABLE


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
