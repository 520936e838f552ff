"""Texts of a dataset with what was marked in them: the stretches, what was said of each, how they belong together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.label_schema import Control, Parts, text_in
from annotate.outgoing import Given
from annotate.pixels import said_about
from annotate.spans import Span, Spanning

MARKED = frozenset({"spans", "relations"})
"""Kinds of work that mark stretches of texts."""
_SPANNING = Spanning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One stretch of a text, and what was said about it, by attribute."""

    region_id: str
    control: str
    span: Span
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """One text of an item.

    Attributes:
        name: the object's name.
        marks: by where they begin.
        ties: from which region to which, in which direction, with which labels.
    """

    name: str
    text: str
    marks: tuple[Marked, ...]
    ties: tuple[Mapping[str, Any], ...]


def marking_controls(parts: Parts) -> list[Control]:
    """Return the questions whose answers are stretches of a text."""
    return [one for one in parts.controls if one.kind in MARKED]


def marked_texts(given: Given, parts: Parts, *, about: Sequence[Control] | None = None) -> list[MarkedText]:
    """Return the texts of an item about which one of some questions is asked, in the order of its objects.

    Args:
        given: an answer.
        parts: what its project shows and asks.
        about: the questions; without them, those that mark stretches.
    """
    names = {name for one in (marking_controls(parts) if about is None else about) for name in one.abouts}
    return [
        MarkedText(name=one.name, text=text, marks=_marks(one.name, given.result), ties=_ties(one.name, given.result))
        for one in parts.objects
        if one.name in names and (text := text_in(one.name, given.content)) is not None
    ]


def _marks(name: str, result: Sequence[Mapping[str, Any]]) -> tuple[Marked, ...]:
    own = [(entry, _SPANNING.place_of(entry)) for entry in result if entry.get("to_name") == name]
    said: dict[object, dict[str, object]] = {}
    for entry, place in own:
        if place is None and "id" in entry and "from_name" in entry:
            said.setdefault(entry["id"], {})[str(entry["from_name"])] = said_about(entry)
    marks = [
        Marked(
            region_id=str(entry.get("id", "")),
            control=str(entry["from_name"]),
            span=place,
            said=said.get(entry.get("id"), {}),
        )
        for entry, place in own
        if isinstance(place, Span)
    ]
    return tuple(sorted(marks, key=lambda one: (one.span.start, -one.span.end)))


def _ties(name: str, result: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    here = {entry.get("id") for entry in result if entry.get("to_name") == name}
    return tuple(entry for entry in result if entry.get("type") == "relation" and entry.get("from_id") in here)
