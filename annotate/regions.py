"""Shapes that people draw on pictures, and how an answer says them: boxes, turned boxes, outlines and points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from annotate.geometry import PARTS_OF_A_PERCENT as PARTS_OF_A_PERCENT
from annotate.geometry import PARTS_OF_THE_WHOLE as PARTS_OF_THE_WHOLE
from annotate.geometry import Corner, bounds_of, outline_overlap, percent_of, turned_corners, turned_pixels
from annotate.geometry import parts_of as parts_of

SIDES = ("x", "y", "width", "height")
FULL_TURN = 360 * PARTS_OF_A_PERCENT
POINTS_LEAST, POINTS_MOST = 3, 1_000
NEAR = 50
"""Two points are the same where they are at most a fiftieth of the picture's longer side apart."""
_KEYS = {"id", "from_name", "to_name", "type", "original_width", "original_height", "image_rotation", "value"}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its label, and its sides in millionths of a percent of the picture's width and height."""

    label: str
    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """Return its area in squared parts; only areas on the same picture compare."""
        return self.width * self.height

    @property
    def is_inside(self) -> bool:
        """Return whether it has a size and lies wholly on the picture."""
        is_wide = self.width > 0 and self.x >= 0 and self.x + self.width <= PARTS_OF_THE_WHOLE
        return is_wide and self.height > 0 and self.y >= 0 and self.y + self.height <= PARTS_OF_THE_WHOLE

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    def closeness(self, other: "Box") -> Fraction:
        """Return what the two share, of what they cover together."""
        return overlap_of(self, other)


@dataclass(frozen=True, slots=True)
class TurnedBox:
    """A box that is turned clockwise around its top left corner; see `geometry.turned_corners` for the units."""

    label: str
    x: int
    y: int
    width: int
    height: int
    rotation: int
    picture_width: int
    picture_height: int

    @property
    def corners(self) -> tuple[Corner, Corner, Corner, Corner]:
        """Return its corners in thousandths of a pixel."""
        return turned_corners(
            x=self.x,
            y=self.y,
            width=self.width,
            height=self.height,
            rotation=self.rotation,
            picture_width=self.picture_width,
            picture_height=self.picture_height,
        )

    @property
    def pixels(self) -> list[tuple[float, float]]:
        """Return its corners in pixels, not rounded."""
        return turned_pixels(
            x=self.x,
            y=self.y,
            width=self.width,
            height=self.height,
            rotation=self.rotation,
            picture_width=self.picture_width,
            picture_height=self.picture_height,
        )

    @property
    def is_inside(self) -> bool:
        """Return whether it has a size and its middle lies on the picture; its corners may stand out."""
        if self.width <= 0 or self.height <= 0 or not 0 <= self.rotation < FULL_TURN:
            return False
        left, top, right, bottom = self.bounds
        return 0 <= left + right <= 2_000 * self.picture_width and 0 <= top + bottom <= 2_000 * self.picture_height

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what surrounds it, in thousandths of a pixel."""
        return bounds_of(self.corners)

    def closeness(self, other: "TurnedBox") -> Fraction:
        """Return what the two share, of what they cover together."""
        return outline_overlap(self.corners, other.corners)


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a thing: its corners in millionths of a percent, in order; the last one joins the first."""

    label: str
    corners: tuple[Corner, ...]

    @property
    def is_inside(self) -> bool:
        """Return whether it has a size and lies wholly on the picture."""
        left, top, right, bottom = self.bounds
        return 0 <= left < right <= PARTS_OF_THE_WHOLE and 0 <= top < bottom <= PARTS_OF_THE_WHOLE

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom."""
        return bounds_of(self.corners)

    def closeness(self, other: "Outline") -> Fraction:
        """Return what the two share, of what they cover together."""
        return outline_overlap(self.corners, other.corners)


@dataclass(frozen=True, slots=True)
class Point:
    """A point: where it is in millionths of a percent, how large it is drawn, and the picture's size in pixels."""

    label: str
    x: int
    y: int
    width: int
    picture_width: int
    picture_height: int

    @property
    def is_inside(self) -> bool:
        """Return whether it lies on the picture."""
        is_there = 0 <= self.x <= PARTS_OF_THE_WHOLE and 0 <= self.y <= PARTS_OF_THE_WHOLE
        return is_there and 0 <= self.width <= PARTS_OF_THE_WHOLE

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Half of how far another point may be and still be alike, and a little more, to each side."""
        reach = PARTS_OF_THE_WHOLE * max(self.picture_width, self.picture_height)
        across, down = reach // (2 * NEAR * self.picture_width) + 1, reach // (2 * NEAR * self.picture_height) + 1
        return self.x - across, self.y - down, self.x + across, self.y + down

    def closeness(self, other: "Point") -> Fraction:
        """Return 1 for the same point, a half at a fiftieth of the picture's longer side, towards 0 far away."""
        across, down = (self.x - other.x) * self.picture_width, (self.y - other.y) * self.picture_height
        near = PARTS_OF_THE_WHOLE * max(self.picture_width, self.picture_height)
        return Fraction(near**2, near**2 + NEAR**2 * (across**2 + down**2))


def region(
    box: Box,
    *,
    region_id: str,
    picture_width: int,
    picture_height: int,
    from_name: str = "label",
    to_name: str = "image",
) -> dict[str, Any]:
    """Return a box as Label Studio writes it.

    Args:
        box: the box.
        region_id: its name within the answer, letters, digits, `_` and `-`.
        picture_width: of the picture as it is kept, in pixels.
        picture_height: the same.
        from_name: the control it answers.
        to_name: the object it lies on.
    """
    value = {side: percent_of(getattr(box, side)) for side in SIDES}
    return {
        "id": region_id,
        "from_name": from_name,
        "to_name": to_name,
        "type": "rectanglelabels",
        "original_width": picture_width,
        "original_height": picture_height,
        "image_rotation": 0,
        "value": {**value, "rotation": 0, "rectanglelabels": [box.label]},
    }


def box_of(found: object) -> Box | None:
    """Return the box of one region, or None if it is anything else than what `region` writes; never raises."""
    sides = _value_of(found, "rectanglelabels")
    label = sides.pop("rectanglelabels", None)
    parts = _parts(sides, SIDES)
    if label is None or parts is None or sides.pop("rotation", 0) != 0 or sides:
        return None
    return Box(label, *parts)


def turned_box_of(found: object) -> TurnedBox | None:
    """Return the turned box of one region, or None if it is none; never raises."""
    sides = _value_of(found, "rectanglelabels")
    label = sides.pop("rectanglelabels", None)
    sides.setdefault("rotation", 0)
    parts = _parts(sides, (*SIDES, "rotation"))
    if label is None or parts is None or sides or not isinstance(found, dict):
        return None
    x, y, width, height, rotation = parts
    return TurnedBox(label, x, y, width, height, rotation, found["original_width"], found["original_height"])


def outline_of(found: object) -> Outline | None:
    """Return the outline of one region, or None if it is none; never raises."""
    value = _value_of(found, "polygonlabels")
    points = value.pop("points", None)
    if value.pop("closed", None) is not True or set(value) != {"polygonlabels"} or not isinstance(points, list):
        return None
    if not POINTS_LEAST <= len(points) <= POINTS_MOST:
        return None
    corners = [_corner(point) for point in points]
    whole = tuple(corner for corner in corners if corner is not None)
    return Outline(value["polygonlabels"], whole) if len(whole) == len(corners) else None


def point_of(found: object) -> Point | None:
    """Return the point of one region, or None if it is none; never raises."""
    value = _value_of(found, "keypointlabels")
    label = value.pop("keypointlabels", None)
    parts = _parts(value, ("x", "y", "width"))
    if label is None or parts is None or value or not isinstance(found, dict):
        return None
    x, y, width = parts
    return Point(label, x, y, width, found["original_width"], found["original_height"])


def size_of(found: Mapping[str, Any]) -> tuple[object, object]:
    """Return the size of the picture that a region says it was drawn on."""
    return found.get("original_width"), found.get("original_height")


def boxes_of(result: Sequence[Mapping[str, Any]]) -> tuple[Box, ...]:
    """Return the boxes of an answer that was taken, in its order."""
    return tuple(box for box in map(box_of, result) if box is not None)


def overlap_of(first: Box, second: Box) -> Fraction:
    """Return what two boxes share, of what they cover together: 0 to 1, exact (intersection over union)."""
    width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    if width <= 0 or height <= 0:
        return Fraction(0)
    shared = width * height
    return Fraction(shared, first.area + second.area - shared)


def _value_of(found: object, type: str) -> dict[str, Any]:  # noqa: A002 - Label Studio's word
    """Return a copy of a region's value, its one label taken out of its list; empty if it is no region of this type."""
    if not isinstance(found, dict) or not _is_plain(found) or found.get("type") != type:
        return {}
    value = found.get("value")
    labels = value.get(type) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(labels, list) or len(labels) != 1:
        return {}
    return {**value, type: labels[0]} if isinstance(labels[0], str) else {}


def _parts(value: dict[str, Any], names: Sequence[str]) -> list[int] | None:
    """Take numbers out of a value, in parts; None where one is missing or no number of at most six decimals."""
    parts = [parts_of(value.pop(name, None)) for name in names]
    whole = [part for part in parts if part is not None]
    return whole if len(whole) == len(parts) else None


def _corner(point: object) -> Corner | None:
    match point:
        case [across, down]:
            x, y = parts_of(across), parts_of(down)
            return None if x is None or y is None else (x, y)
        case _:
            return None


def _is_plain(found: Mapping[str, Any]) -> bool:
    """Return whether everything beside the value is as `region` writes it."""
    is_sized = all(type(size) is int and size > 0 for size in size_of(found))
    return is_sized and found.get("image_rotation", 0) == 0 and set(found) <= _KEYS
