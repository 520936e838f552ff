"""Boxes on a picture in whole millionths of a percent: two people's boxes compare exactly, and pixels do not drift."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

PARTS_OF_A_PERCENT = 1_000_000
PARTS_OF_THE_WHOLE = 100 * PARTS_OF_A_PERCENT
FROM_NAME, TO_NAME, TYPE = "label", "image", "rectanglelabels"
SIDES = ("x", "y", "width", "height")
_KEYS = {"id", "from_name", "to_name", "type", "original_width", "original_height", "image_rotation", "value"}
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


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


def parts_of(percent: object) -> int | None:
    """Return a percentage as whole millionths of a percent, or None for what is no number of at most six decimals.

    Booleans, infinities and "not a number" are None; so is anything beyond ±1,000 %.
    """
    if isinstance(percent, bool) or not isinstance(percent, int | float) or not -1_000 <= percent <= 1_000:
        return None
    parts = round(percent * PARTS_OF_A_PERCENT)
    return parts if parts / PARTS_OF_A_PERCENT == percent else None


def percent_of(parts: int) -> float:
    """Return millionths of a percent as a percentage; its text has at most six decimals."""
    return parts / PARTS_OF_A_PERCENT


def region(box: Box, *, region_id: str, picture_width: int, picture_height: int) -> dict[str, Any]:
    """Return a box as Label Studio writes it.

    Args:
        box: the box.
        region_id: its name within the answer, letters, digits, `_` and `-`.
        picture_width: of the picture as it is kept, in pixels.
        picture_height: the same.
    """
    value = {side: percent_of(getattr(box, side)) for side in SIDES}
    return {
        "id": region_id,
        "from_name": FROM_NAME,
        "to_name": TO_NAME,
        "type": TYPE,
        "original_width": picture_width,
        "original_height": picture_height,
        "image_rotation": 0,
        "value": {**value, "rotation": 0, TYPE: [box.label]},
    }


def box_of(found: object) -> Box | None:
    """Return the box of one region, or None if it is anything else than what `region` writes; never raises."""
    if not isinstance(found, dict):
        return None
    match found:
        case {"id": str(name), "value": {"rectanglelabels": [str(label)], **sides}} if _ID.fullmatch(name):
            parts = [parts_of(sides.pop(side, None)) for side in SIDES]
        case _:
            return None
    if None in parts or sides.pop("rotation", 0) != 0 or sides or not _is_plain(found):
        return None
    return Box(label, *[part for part in parts if part is not None])


def size_of(found: Mapping[str, Any]) -> tuple[object, object]:
    """Return the size of the picture that a region says it was drawn on."""
    return found.get("original_width"), found.get("original_height")


def boxes_of(result: Sequence[Mapping[str, Any]]) -> tuple[Box, ...]:
    """Return the boxes of an answer that was taken, in its order."""
    return tuple(box for box in map(box_of, result) if box is not None)


def matched_pairs(first: Sequence[Box], second: Sequence[Box]) -> int:
    """Return how many boxes of two people are the same: same label, and half or more of what they cover together.

    The pair that overlaps most is matched first, and no box is matched twice.
    """
    pairs = [
        (overlap, one, other)
        for one, box in enumerate(first)
        for other, against in enumerate(second)
        if box.label == against.label and (overlap := overlap_of(box, against)) * 2 >= 1
    ]
    ones: set[int] = set()
    others: set[int] = set()
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if one not in ones and other not in others:
            ones.add(one)
            others.add(other)
    return len(ones)


def overlap_of(first: Box, second: Box) -> Fraction:
    """Return what two boxes share, of what they cover together: 0 to 1, exact (intersection over union)."""
    width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    shared = max(0, width) * max(0, height)
    return Fraction(shared, first.area + second.area - shared)


def _is_plain(found: Mapping[str, Any]) -> bool:
    """Return whether everything beside the value is as `region` writes it."""
    words = {"from_name": FROM_NAME, "to_name": TO_NAME, "type": TYPE}
    is_named = all(found.get(name) == word for name, word in words.items())
    is_sized = all(type(size) is int and size > 0 for size in size_of(found))
    is_turned = found.get("image_rotation", 0) != 0
    return is_named and is_sized and not is_turned and set(found) <= _KEYS
