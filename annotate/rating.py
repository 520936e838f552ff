"""Ratings: a whole number from 1 to the most that a project allows."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element  # strangers' XML is read by defusedxml

from annotate.label_schema import field_of
from annotate.labels import UNREADABLE, FormValues, Problem, Result, texts_of
from annotate.markup import number_in
from annotate.one_entry import OneEntry
from annotate.task_type import Option

MOST_DEFAULT, MOST_LEAST, MOST_MOST = 5, 2, 10


def most_of(schema: Mapping[str, Any]) -> int:
    """Return the best rating that can be given."""
    most = schema.get("most", MOST_DEFAULT)
    return most if type(most) is int else MOST_DEFAULT


class Rated(OneEntry):
    """One whole number, 1 to `most`."""

    type = "rating"
    value_key = "rating"
    options: tuple[Option, ...] = (
        Option(name="most", title="Best rating", kind="number", default=MOST_DEFAULT, least=MOST_LEAST, most=MOST_MOST),
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is wrong: a scale that is none."""
        most = schema.get("most", MOST_DEFAULT)
        if type(most) is int and MOST_LEAST <= most <= MOST_MOST:
            return []
        return [Problem("option_out_of_range", {"option": "most", "least": MOST_LEAST, "most": MOST_MOST})]

    def problems(self, schema: Mapping[str, Any], content: Mapping[str, Any], result: object) -> list[Problem]:
        """Return what is wrong: nothing rated, or no number of the scale."""
        del content  # anything may be rated
        if result == []:
            return [Problem("nothing_rated")]
        rating = self._sent(schema, result)
        if type(rating) is not int or not 1 <= rating <= most_of(schema):
            return [Problem("answer_unreadable")]
        return []

    def from_form(self, schema: Mapping[str, Any], values: FormValues) -> Result:
        """Read the one radio button, named as the control."""
        sent = texts_of(values, field_of(schema))
        if not sent:
            return self.empty()
        is_number = sent[0].isascii() and sent[0].isdecimal() and len(sent[0]) <= len(str(MOST_MOST))
        return self._result(schema, int(sent[0])) if is_number else UNREADABLE

    def agreement(self, schema: Mapping[str, Any], first: Result, second: Result) -> tuple[int, int]:
        """Return how near two ratings are: all steps of the scale but those between them, of all steps."""
        steps = most_of(schema) - 1
        return steps - abs(self._said(first) - self._said(second)), steps

    def merge(self, schema: Mapping[str, Any], results: Sequence[Result]) -> Result | None:
        """Return the rating in the middle; None where two different ones share the middle."""
        ratings = sorted(self._said(result) for result in results)
        if not ratings or ratings[(len(ratings) - 1) // 2] != ratings[len(ratings) // 2]:
            return None
        return self._result(schema, ratings[len(ratings) // 2])

    def control_of(self, element: Element) -> dict[str, Any] | None:
        """Return the scale of a Rating tag."""
        return {"most": number_in(element, "maxRating") or MOST_DEFAULT}

    def element_of(self, schema: Mapping[str, Any]) -> Element:
        """Return the Rating tag."""
        return Element("Rating", {"maxRating": str(most_of(schema))})
