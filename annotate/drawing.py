"""Shapes on a picture: what boxes, turned boxes, outlines and points have in common."""

from collections.abc import Mapping
from typing import Any

from annotate.label_schema import picture_in
from annotate.marking import Marking
from annotate.regions import size_of


class Drawing(Marking):
    """Shapes on one picture; a kind adds which shape."""

    def object_of(self, about: str, content: Mapping[str, Any]) -> object:
        """Return the picture's mapping with its size."""
        return picture_in(about, content)

    def wrong_place(self, place: Any, entry: Mapping[str, Any], content: object) -> str:
        """Return whether a shape was drawn on a picture of another size, or does not lie on it."""
        picture = content if isinstance(content, Mapping) else {}
        if size_of(entry) != (picture.get("width"), picture.get("height")):
            return "mark_elsewhere"
        return "" if place.is_inside else "mark_outside"
