"""Stretches of a text with a label each: offsets in Unicode code points, and the covered text looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from annotate.label_schema import text_in
from annotate.labels import Problem
from annotate.marking import Marking
from annotate.matching import Place
from annotate.task_type import Option

GRANULARITIES = ("character", "word")
_KEYS = {"id", "from_name", "to_name", "type", "value"}
_VALUE_KEYS = {"start", "end", "text", "labels"}


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch: its label, and where it begins and ends in code points; the end is the first one after it."""

    label: str
    start: int
    end: int

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Where it lies, as on a line."""
        return self.start, 0, self.end, 1

    def closeness(self, other: "Span") -> Fraction:
        """Return the code points that both cover, of those that either does."""
        shared = max(0, min(self.end, other.end) - max(self.start, other.start))
        return Fraction(shared, (self.end - self.start) + (other.end - other.start) - shared)


class Spanning(Marking):
    """Stretches of one text; two people agree where theirs begin and end at the same place."""

    tags: tuple[str, ...] = ("Labels",)
    type = "labels"
    columns: tuple[str, ...] = ("text",)
    about_kinds: tuple[str, ...] = ("text",)
    alike_from = Fraction(1)
    options: tuple[Option, ...] = (
        Option(
            name="granularity",
            title="What a stretch begins and ends with",
            kind="choice",
            default="character",
            choices=(("character", "any character"), ("word", "whole words")),
        ),
    )

    def problems_of_schema(self, schema: Mapping[str, Any]) -> list[Problem]:
        """Return what is missing, and whether the granularity is one."""
        if schema.get("granularity", "character") not in GRANULARITIES:
            return [Problem("schema_unreadable", {"what": "granularity"})]
        return super().problems_of_schema(schema)

    def place_of(self, entry: Mapping[str, Any]) -> Place | None:
        """Return the stretch of one entry."""
        match entry.get("value"):
            case {"start": int(start), "end": int(end), "text": str(), "labels": [str(label)], **more} if not more:
                is_whole = type(start) is int and type(end) is int and set(entry) <= _KEYS
                return Span(label, start, end) if is_whole and 0 <= start < end else None
            case _:
                return None

    def wrong_place(self, place: Any, entry: Mapping[str, Any], content: object) -> str:
        """Return whether a stretch ends after the text, or covers something else than it says."""
        if not isinstance(content, str) or place.end > len(content):
            return "mark_outside"
        return "" if content[place.start : place.end] == entry["value"]["text"] else "span_of_another_text"

    def object_of(self, about: str, content: Mapping[str, Any]) -> object:
        """Return the text."""
        return text_in(about, content)


def covered_alike(first: Sequence[Span], second: Sequence[Span]) -> tuple[int, int]:
    """Return how many code points two people gave the same label, of those to which either gave it.

    The second way to compare stretches: half a name found counts as half, where `Spanning.agreement` wants all of it.
    """
    shared = covered = 0
    for label in {span.label for span in (*first, *second)}:
        one, other = _points(first, label), _points(second, label)
        shared, covered = shared + len(one & other), covered + len(one | other)
    return (shared, covered) if covered else (1, 1)


def _points(spans: Sequence[Span], label: str) -> set[int]:
    return {point for span in spans if span.label == label for point in range(span.start, span.end)}
