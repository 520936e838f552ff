"""Places on a picture that other programs give in pixels, as an answer has them: percent of its sides, six decimals."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from annotate.geometry import PARTS_OF_THE_WHOLE, percent_of
from annotate.labels import Problem

Pixel = tuple[float, float]
"""Across and down, from the top left corner of the picture, in pixels."""
OVER_MOST = 0.5
"""A place may stand out of its picture by half a pixel, as rounded numbers do; it is put on the edge then."""
POINT_PERCENT = 0.5
"""How large a point is drawn where a file does not say."""
NUMBER_MOST, SIDE_MOST = 1e12, 1_000_000
SKEW_MOST = 0.02
"""A turned box may be off a right angle by so much of its longer side, as programs write that round to pixels."""


class Picture:
    """A picture with its size, on which places lie.

    Args:
        width: pixels.
        height: pixels.
        about: the name of the object.
    """

    def __init__(self, width: int, height: int, *, about: str = "image") -> None:
        self.width, self.height, self.about = width, height, about

    def box(self, control: str, label: str, sides: Sequence[float]) -> dict[str, Any] | Problem:
        """Return an upright box.

        Args:
            control: whose answer it is.
            label: its label.
            sides: left, top, width and height in pixels.
        """
        left, top, width, height = sides
        if width <= 0 or height <= 0:
            return Problem("place_negative", {"label": label[:80]})
        first, last = self._corner((left, top)), self._corner((left + width, top + height))
        if first is None or last is None:
            return Problem("place_outside", {"label": label[:80]})
        if last[0] <= first[0] or last[1] <= first[1]:
            return Problem("place_negative", {"label": label[:80]})
        parts = {"x": first[0], "y": first[1], "width": last[0] - first[0], "height": last[1] - first[1]}
        return self._entry(control, "rectanglelabels", label, {**_percents(parts), "rotation": 0})

    def turned_box(self, control: str, label: str, corners: Sequence[Pixel]) -> dict[str, Any] | Problem:
        """Return a box that is turned, from its four corners in either direction; the first one is its top left.

        The corners are measured on the picture, never in parts of its sides, which would bend every angle.
        """
        first, second, third, fourth = corners if _is_clockwise(corners) else [corners[0], *corners[:0:-1]]
        along, below = _way(first, second), _way(first, fourth)
        width, height = math.hypot(*along), math.hypot(*below)
        if width <= 0 or height <= 0:
            return Problem("place_negative", {"label": label[:80]})
        opposite = (second[0] + below[0] - third[0], second[1] + below[1] - third[1])
        lean = abs(along[0] * below[0] + along[1] * below[1]) / max(width, height)
        if max(math.hypot(*opposite), lean) > max(1.5, SKEW_MOST * max(width, height)):
            return Problem("place_no_box", {"label": label[:80]})
        turn = math.degrees(math.atan2(along[1], along[0])) % 360
        parts = {
            "x": _parts(first[0], self.width),
            "y": _parts(first[1], self.height),
            "width": _parts(width, self.width),
            "height": _parts(height, self.height),
        }
        middle = ((first[0] + third[0]) / 2, (first[1] + third[1]) / 2)
        if self._corner(middle) is None or min(parts["width"], parts["height"]) <= 0:
            return Problem("place_outside", {"label": label[:80]})
        rotation = round(turn, 6) % 360
        return self._entry(control, "rectanglelabels", label, {**_percents(parts), "rotation": rotation})

    def outline(self, control: str, label: str, points: Sequence[Pixel]) -> dict[str, Any] | Problem:
        """Return an outline of three points or more."""
        corners = [self._corner(point) for point in points]
        whole = [corner for corner in corners if corner is not None]
        if len(whole) < len(corners):
            return Problem("place_outside", {"label": label[:80]})
        if len(whole) < 3:
            return Problem("place_no_outline", {"label": label[:80]})
        value = {"points": [[percent_of(x), percent_of(y)] for x, y in whole], "closed": True}
        return self._entry(control, "polygonlabels", label, value)

    def point(self, control: str, label: str, at: Pixel) -> dict[str, Any] | Problem:
        """Return a point."""
        corner = self._corner(at)
        if corner is None:
            return Problem("place_outside", {"label": label[:80]})
        value = {"x": percent_of(corner[0]), "y": percent_of(corner[1]), "width": POINT_PERCENT}
        return self._entry(control, "keypointlabels", label, value)

    def _corner(self, at: Pixel) -> tuple[int, int] | None:
        """Return a place in parts of both sides, or None for one that is not on the picture."""
        x, y = at
        is_across = -OVER_MOST <= x <= self.width + OVER_MOST
        if not is_across or not -OVER_MOST <= y <= self.height + OVER_MOST:  # also where one is no number
            return None
        return _on(_parts(x, self.width)), _on(_parts(y, self.height))

    def _entry(self, control: str, kind: str, label: str, value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "from_name": control,
            "to_name": self.about,
            "type": kind,
            "original_width": self.width,
            "original_height": self.height,
            "image_rotation": 0,
            "value": {**value, kind: [label]},
        }


def numbers_in(found: object, *, count: int = 0) -> list[float] | None:
    """Return a list of numbers that a stranger wrote, or None for anything else, infinities and the like too.

    Args:
        found: whatever was sent; numbers written as texts count.
        count: how many there must be; 0 for any.
    """
    if not isinstance(found, list | tuple) or (count and len(found) != count):
        return None
    numbers = [number_in(one) for one in found]
    whole = [one for one in numbers if one is not None]
    return whole if len(whole) == len(numbers) else None


def number_in(found: object) -> float | None:
    """Return a number that a stranger wrote, as a text or not, or None for anything else."""
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    try:
        number = float(found)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < NUMBER_MOST else None


def size_in(width: object, height: object) -> tuple[int, int] | None:
    """Return the size of a picture that a stranger wrote, or None where it can be none."""
    found = numbers_in([width, height])
    if found is None or not all(1 <= one <= SIDE_MOST and one == int(one) for one in found):
        return None
    return int(found[0]), int(found[1])


def _parts(pixels: float, size: int) -> int:
    return round(pixels * PARTS_OF_THE_WHOLE / size)


def _on(parts: int) -> int:
    return min(max(parts, 0), PARTS_OF_THE_WHOLE)


def _percents(parts: Mapping[str, int]) -> dict[str, float]:
    return {name: percent_of(part) for name, part in parts.items()}


def _way(start: Pixel, end: Pixel) -> Pixel:
    return end[0] - start[0], end[1] - start[1]


def _is_clockwise(corners: Sequence[Pixel]) -> bool:
    """Return whether corners go round with the clock, as a picture shows them: its lines count downwards."""
    first, second, _, fourth = corners
    along, below = _way(first, second), _way(first, fourth)
    return along[0] * below[1] - along[1] * below[0] >= 0
