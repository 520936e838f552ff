"""Labels in a tree: the annotator goes from the general to the particular and chooses one place, or several."""

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.label_schema import field_of, nothing_field_of
from annotate.labels import (
    LABELS_MOST,
    UNREADABLE,
    FormValues,
    Problem,
    Result,
    may_say_nothing,
    problems_of_label,
    problems_of_labels,
    texts_of,
)
from annotate.markup import is_set, labels_in_tag, with_labels
from annotate.merging import most_said, said_by_half
from annotate.one_entry import OneEntry
from annotate.task_type import Option

DEPTH_MOST, PLACES_MOST = 10, 2_000
Path = tuple[str, ...]


class Taxonomy(OneEntry):
    """One place in the tree of labels, several with `is_several`; each is told by the whole path that leads to it."""

    name = "taxonomy"
    title = "Labels in a tree"
    about = "People go through a tree of labels, from the general to the particular, and choose what fits."
    tags: tuple[str, ...] = ("Taxonomy",)
    type = "taxonomy"
    value_key = "taxonomy"
    labels_least = 1
    has_nothing_option = True
    options: tuple[Option, ...] = (
        Option(name="is_several", title="Several may be chosen", kind="tick", default=False),
        Option(name="leaves_only", title="Only the most particular labels", kind="tick", default=False),
    )
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {
                "question": "What is it about?",
                "labels": [
                    {"value": "papers", "children": [{"value": "passport"}, {"value": "visa"}]},
                    {"value": "money", "children": [{"value": "fees"}]},
                ],
                "is_several": True,
            },
            "content": {"text": "What does a new passport cost?"},
            "result": [
                {
                    "from_name": "label",
                    "to_name": "text",
                    "type": "taxonomy",
                    "value": {"taxonomy": [["papers", "passport"], ["money", "fees"]]},
                },
            ],
            "form": {"label": ('["papers", "passport"]', '["money", "fees"]')},
        },
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with the tree: no label, one twice under the same, too many, or too deep."""
        found = problems_of_labels(schema, least=self.labels_least)
        if found:
            return found
        wrong = [
            Problem("schema_unreadable", {"what": name})
            for name in ("is_several", "leaves_only", "allow_nothing")
            if not isinstance(schema.get(name, False), bool)
        ]
        return wrong or _problems_of_tree(schema["labels"])

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing chosen, too much, one twice, or a place that the tree does not have."""
        del content  # anything may get any label
        if result == []:
            return [Problem("nothing_ticked")]
        if isinstance(result, list) and len(result) == 2 and result[1] == self._result(schema, [])[0]:
            return [Problem("labels_and_nothing")]
        sent = self._sent(schema, result)
        if not isinstance(sent, list) or not all(_is_path(path) for path in sent):
            return [Problem("answer_unreadable")]
        if not sent:
            return [] if may_say_nothing(schema) else [Problem("nothing_ticked")]
        return _problems_of_paths(schema, [tuple(path) for path in sent])

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read what is named as the control, each a path as a JSON list, and the tick that none fits."""
        paths = [_read(text) for text in texts_of(values, field_of(schema))]
        if None in paths:
            return UNREADABLE
        chosen = self._result(schema, paths) if paths else self.empty()
        return [*chosen, *self._result(schema, [])] if texts_of(values, nothing_field_of(schema)) else chosen

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many labels both chose, of those that either did, those on the way to a place counted too."""
        del schema
        one, other = self._on_the_way(first), self._on_the_way(second)
        return (len(one & other), len(one | other)) if one | other else (1, 1)

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the place that most chose, or each that more than half did; None where people tie."""
        said = [[tuple(path) for path in self._said(result)] for result in results]
        if schema.get("is_several") is not True:
            chosen = most_said(tuple(paths) for paths in said)
        else:
            chosen = said_by_half(said)
        if chosen is None or (not chosen and not may_say_nothing(schema)):
            return None
        return self._result(schema, [list(path) for path in chosen])

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the tree of a Taxonomy tag; it takes several places unless it says that one may be used."""
        said = {
            "is_several": element.get("maxUsages") != "1",
            "leaves_only": is_set(element, "leafsOnly"),
            "allow_nothing": is_set(element, "allowNothing"),
        }
        return {"labels": labels_in_tag(element, "Choice"), **{name: True for name, is_so in said.items() if is_so}}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the Taxonomy tag."""
        one = {} if schema.get("is_several") is True else {"maxUsages": "1"}
        last = {"leafsOnly": "true"} if schema.get("leaves_only") is True else {}
        nothing = {"allowNothing": "true"} if may_say_nothing(schema) else {}
        return with_labels(Element("Taxonomy", {**one, **last, **nothing}), schema["labels"], "Choice")

    def _on_the_way(self, result: Result) -> set[Path]:
        return {tuple(path[: end + 1]) for path in self._said(result) or () for end in range(len(path))}


def _problems_of_tree(labels: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return what is wrong below the topmost labels, level by level, so that no depth is too deep to look at."""
    level, count = [list(labels)], 0
    for _ in range(DEPTH_MOST):
        below: list[list[Mapping[str, Any]]] = []
        for siblings in level:
            count += len(siblings)
            if len(siblings) > LABELS_MOST or count > PLACES_MOST:
                return [Problem("labels_count", {"least": 1, "most": PLACES_MOST})]
            found = _problems_of_siblings(siblings)
            if found:
                return found
            below += [list(label["children"]) for label in siblings if label.get("children")]
        level = below
    return [Problem("tree_too_deep", {"most": DEPTH_MOST})] if level else []


def _problems_of_siblings(siblings: Sequence[Mapping[str, Any]]) -> list[Problem]:
    for label in siblings:
        if problems_of_label(label):
            return problems_of_label(label)
        if not isinstance(label.get("children", []), list):
            return [Problem("schema_unreadable", {"what": "children"})]
    values = [str(label["value"]) for label in siblings]
    return [Problem("label_twice", {"label": value}) for value in sorted(set(values)) if values.count(value) > 1]


def _problems_of_paths(schema: Mapping[str, Any], paths: Sequence[Path]) -> list[Problem]:
    places = dict(_places(schema.get("labels", ())))
    for path in paths:
        shown = " / ".join(path)[:80].encode("utf-8", "replace").decode()
        if path not in places:
            return [Problem("label_unknown", {"label": shown})]
        if schema.get("leaves_only") is True and not places[path]:
            return [Problem("label_not_last", {"label": shown})]
    if len(paths) > 1 and schema.get("is_several") is not True:
        return [Problem("one_only")]
    twice = sorted({path for path in paths if paths.count(path) > 1})
    return [Problem("label_twice", {"label": " / ".join(path)}) for path in twice]


def _places(labels: Sequence[Mapping[str, Any]], above: Path = ()) -> Iterator[tuple[Path, bool]]:
    """Yield the path of every label of a tree, and whether nothing is below it."""
    for label in labels:
        path = (*above, str(label["value"]))
        yield path, not label.get("children")
        yield from _places(label.get("children") or (), path)


def _is_path(found: object) -> bool:
    return isinstance(found, list) and 0 < len(found) <= DEPTH_MOST and all(isinstance(one, str) for one in found)


def _read(text: str) -> list[str] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if _is_path(found) else None


TASK_TYPE = Taxonomy()
