"""Shapes of an answer in pixels, as programs that learn from pictures want them."""

from collections.abc import Mapping
from typing import Any

from annotate.geometry import PARTS_OF_THE_WHOLE, bounds_of, outline_area, pixels_of
from annotate.labels import labels_in
from annotate.regions import Box, Outline, Point, TurnedBox, outline_of, point_of, turned_box_of

Shape = Box | TurnedBox | Outline | Point
SEEN = 2
DECIMALS = 8
"""Of a pixel, as corners of turned boxes are written: no angle changes by what is left out."""
"""COCO's word for a point that is marked and can be seen."""


def shape_of(entry: Mapping[str, Any]) -> Shape | None:
    """Return the shape that an entry of an answer draws, or None if it draws none; one not turned is a box."""
    turned = turned_box_of(entry)
    if turned is not None and turned.rotation == 0:
        return Box(turned.label, turned.x, turned.y, turned.width, turned.height)
    return turned or outline_of(entry) or point_of(entry)


def in_pixels(shape: Shape, *, width: int, height: int) -> dict[str, object]:
    """Return bbox, area and outline of a shape as COCO writes them.

    Args:
        shape: what was drawn.
        width: of the picture, pixels.
        height: the same.
    """
    if isinstance(shape, Box):
        parts = ((shape.x, width), (shape.y, height), (shape.width, width), (shape.height, height))
        area = shape.area * width * height / PARTS_OF_THE_WHOLE**2
        return {"bbox": [pixels_of(part, size) for part, size in parts], "area": area, "segmentation": []}
    if isinstance(shape, Point):
        x, y = pixels_of(shape.x, width), pixels_of(shape.y, height)
        point = {"keypoints": [x, y, SEEN], "num_keypoints": 1}
        return {"bbox": [x, y, 0, 0], "area": 0, "segmentation": [], **point}
    if isinstance(shape, TurnedBox):
        corners = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in shape.pixels]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        area = shape.width * shape.height * width * height / PARTS_OF_THE_WHOLE**2
        return {**_outlined(corners, (left, top, right, bottom)), "area": area, "rotation": shape.rotation / 1_000_000}
    corners = [(pixels_of(x, width), pixels_of(y, height)) for x, y in shape.corners]
    left, top, right, bottom = bounds_of(shape.corners)
    sides = (pixels_of(left, width), pixels_of(top, height), pixels_of(right, width), pixels_of(bottom, height))
    return {
        **_outlined(corners, sides),
        "area": float(outline_area(shape.corners)) * width * height / PARTS_OF_THE_WHOLE**2,
    }


def said_about(entry: Mapping[str, Any]) -> object:
    """Return what an entry says about a region: labels, a rating, or a text."""
    if entry["type"] == "textarea":
        return entry["value"]["text"][0]
    return entry["value"]["rating"] if entry["type"] == "rating" else list(labels_in(entry))


def _outlined(corners: list[tuple[float, float]], sides: tuple[float, float, float, float]) -> dict[str, object]:
    left, top, right, bottom = sides
    outline = [coordinate for corner in corners for coordinate in corner]
    return {"bbox": [left, top, right - left, bottom - top], "segmentation": [outline]}
