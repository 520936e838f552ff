"""Ranking: the annotator puts things in order, the best first."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.label_schema import columns_of, field_of
from annotate.labels import FormValues, Problem, Result, label_values, problems_of_labels, texts_of
from annotate.markup import labels_in_tag, with_labels
from annotate.one_entry import OneEntry


class Ranking(OneEntry):
    """An order of the schema's labels, if it has any, else of the rows of the list that it is about."""

    name = "ranking"
    title = "Ranking"
    about = "People put several things in order, the best first."
    tags: tuple[str, ...] = ("Ranker",)
    type = "ranker"
    value_key = "ranker"
    columns: tuple[str, ...] = ("items",)
    about_kinds: tuple[str, ...] = ("list", "text", "image")
    sample: Mapping[str, Any] = MappingProxyType(
        {
            "schema": {"question": "Put the replies in order, the most helpful first."},
            "content": {"items": [{"id": "a", "text": "Wait."}, {"id": "b", "text": "Call us on Monday."}]},
            "result": [
                {
                    "from_name": "label",
                    "to_name": "items",
                    "type": "ranker",
                    "value": {"ranker": {"label": ["b", "a"]}},
                },
            ],
            "form": {"label": ("b", "a")},
        },
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong with the labels, where there are any: fewer than two, or one twice."""
        return problems_of_labels(schema, least=2) if schema.get("labels") else []

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing put in order, one missing, twice or unknown."""
        if result == []:
            return [Problem("nothing_ranked")]
        match self._sent(schema, result):
            case {**orders} if list(orders) == [field_of(schema)]:
                order = orders[field_of(schema)]
            case _:
                return [Problem("answer_unreadable")]
        if not isinstance(order, list) or not all(isinstance(one, str) for one in order):
            return [Problem("answer_unreadable")]
        return _problems_of_order(order, self._ranked(schema, content))

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the fields named as the control, in their order."""
        order = list(texts_of(values, field_of(schema)))
        return self._result(schema, {field_of(schema): order}) if order else self.empty()

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how many pairs two people put in the same order, of all pairs (as in Kendall's tau)."""
        one, other = self._order(schema, first), self._order(schema, second)
        place = {name: number for number, name in enumerate(other)}
        pairs = [(before, after) for before, after in combinations(one, 2) if before in place and after in place]
        return (sum(place[before] < place[after] for before, after in pairs), len(pairs)) if pairs else (1, 1)

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the order by the sum of everybody's places (Borda's count); None where two sums are the same."""
        orders = [self._order(schema, result) for result in results]
        sums: dict[str, int] = {}
        for order in orders:
            for place, name in enumerate(order):
                sums[name] = sums.get(name, 0) + place
        if not sums or len(set(sums.values())) < len(sums):
            return None
        return self._result(schema, {field_of(schema): sorted(sums, key=lambda name: sums[name])})

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the labels of a Ranker tag, if it has any of its own; one that sorts into buckets is not ours."""
        if any(child.tag == "Bucket" for child in element):
            return None
        labels = labels_in_tag(element, "Label")
        return {"labels": labels} if labels else {}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the Ranker tag."""
        return with_labels(Element("Ranker"), schema.get("labels", ()), "Label")

    def _about(self, schema: Mapping[str, Any]) -> str:
        return str(schema.get("about", *columns_of(self, schema)))

    def _order(self, schema: Mapping[str, Any], result: Result) -> list[str]:
        order: list[str] = self._said(result)[field_of(schema)]
        return order

    def _ranked(self, schema: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
        """Return what is to be put in order."""
        if schema.get("labels"):
            return label_values(schema)
        rows = content.get(self._about(schema))
        rows = rows if isinstance(rows, list) else []
        return [str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row]


def _problems_of_order(order: Sequence[str], ranked: Sequence[str]) -> list[Problem]:
    unknown = [one for one in order if one not in ranked]
    if unknown:
        return [Problem("label_unknown", {"label": one[:40].encode("utf-8", "replace").decode()}) for one in unknown]
    if len(set(order)) < len(order):
        return [Problem("ranked_twice")]
    return [] if len(order) == len(ranked) else [Problem("ranking_incomplete", {"count": len(ranked) - len(order)})]


TASK_TYPE = Ranking()
