"""What a COCO annotation marks, as an answer of the project: its box, outline or points, whichever is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.incoming.given import Given
from annotate.incoming.pixel_places import Picture, numbers_in
from annotate.labels import Problem
from annotate.masks.rules import Mask
from annotate.regions import box_of
from annotate.run_lengths import bounds_of_runs, runs_in

BOXES = ("boxes", "rotated_boxes")


@dataclass(frozen=True, slots=True)
class CocoCategory:
    """One label of a COCO file: its number there, its name, what stands above it, and the names of its points."""

    number: int
    name: str
    above: str = ""
    points: tuple[str, ...] = ()


def category_in(found: Mapping[str, Any]) -> CocoCategory | None:
    """Return a category as a stranger wrote it, or None for what is none."""
    number, name = found.get("id"), found.get("name")
    points = found.get("keypoints")
    if type(number) is not int or not isinstance(name, str) or not name.strip():
        return None
    named = tuple(str(one).strip() for one in points) if isinstance(points, list) else ()
    above = found.get("supercategory")
    return CocoCategory(number, name.strip(), above if isinstance(above, str) else "", named)


def take(
    given: Given, annotation: Mapping[str, Any], category: CocoCategory, picture: Picture, kinds: set[str]
) -> None:
    """Add what an annotation marks to the labels of its picture, in the way that the project asks for.

    Args:
        given: the labels of the picture.
        annotation: as a stranger wrote it.
        category: its label.
        picture: on which it lies.
        kinds: kinds of work that the project asks about this picture.
    """
    segments = annotation.get("segmentation")
    is_run_lengths = isinstance(segments, Mapping)
    points = annotation.get("keypoints")
    has_points = "keypoints" in kinds and isinstance(points, list) and bool(points)
    if has_points and isinstance(points, list):
        _take_points(given, points, category, picture)
    if "polygons" in kinds and isinstance(segments, list) and segments and not is_run_lengths:
        _take_outlines(given, segments, category, picture)
    elif kinds & set(BOXES):
        _take_box(given, annotation, category, picture)
    elif "polygons" in kinds and is_run_lengths:
        given.wrong(Problem("coco_run_lengths", {"label": category.name[:80]}))
    elif not has_points:
        given.wrong(Problem("file_labels_other", {"label": category.name[:80]}))


def _take_box(given: Given, annotation: Mapping[str, Any], category: CocoCategory, picture: Picture) -> None:
    asked = given.control(BOXES, category.name, about=picture.about)
    if asked is None:
        return
    segments = annotation.get("segmentation")
    if isinstance(segments, Mapping):
        _take_mask(given, annotation, segments, (asked.name, category.name), picture)
        return
    sides = numbers_in(annotation.get("bbox"), count=4)
    corners = list(_rings(annotation.get("segmentation"))) if "rotation" in annotation else []
    if asked.kind == "rotated_boxes" and len(corners) == 1 and len(corners[0]) == 4:
        given.add(picture.turned_box(asked.name, category.name, corners[0]))
    elif sides is None:
        given.wrong(Problem("place_unreadable", {"label": category.name[:80]}))
    else:
        given.add(picture.box(asked.name, category.name, sides))


def _take_mask(
    given: Given, annotation: Mapping[str, Any], segments: Mapping[str, Any], names: tuple[str, str], picture: Picture
) -> None:
    """Add the box of a mask, and keep the mask beside it as it came; people see and correct the box.

    Args:
        given: the labels of the picture.
        annotation: as a stranger wrote it; without a box of its own, that which surrounds the mask is taken.
        segments: its run lengths.
        names: of the question, and of the label.
        picture: on which it lies.
    """
    control, label = names
    runs = runs_in(segments, width=picture.width, height=picture.height)
    if runs is None:
        given.wrong(Problem("coco_mask", {"label": label[:80], "width": picture.width, "height": picture.height}))
        return
    own = numbers_in(annotation.get("bbox"), count=4)
    entry = picture.box(control, label, own or bounds_of_runs(runs, height=picture.height))
    given.add(entry)
    box = None if isinstance(entry, Problem) else box_of(entry)
    if box is not None:
        kept = {"size": segments["size"], "counts": segments["counts"]}
        given.keep_mask(Mask(picture.about, box, kept, annotation.get("iscrowd") == 1))


def _take_outlines(given: Given, segments: Sequence[object], category: CocoCategory, picture: Picture) -> None:
    asked = given.control(("polygons",), category.name, about=picture.about)
    if asked is None:
        return
    rings = list(_rings(segments))
    if len(rings) < len(segments):
        given.wrong(Problem("place_unreadable", {"label": category.name[:80]}))
    for ring in rings:
        given.add(picture.outline(asked.name, category.name, ring))


def _rings(segments: object) -> Iterator[list[tuple[float, float]]]:
    """Yield the outlines of a segmentation; what is no list of numbers is left out."""
    for one in segments if isinstance(segments, list) else ():
        numbers = numbers_in(one)
        if numbers is not None and len(numbers) % 2 == 0:
            yield list(zip(numbers[::2], numbers[1::2], strict=True))


def _take_points(given: Given, found: Sequence[object], category: CocoCategory, picture: Picture) -> None:
    """Add the points that were marked, each under its own name where the project has it, else its category's."""
    numbers = numbers_in(found)
    if numbers is None or len(numbers) % 3:
        given.wrong(Problem("place_unreadable", {"label": category.name[:80]}))
        return
    for number in range(len(numbers) // 3):
        x, y, seen = numbers[3 * number : 3 * number + 3]
        if not seen:
            continue
        name = category.points[number] if number < len(category.points) else category.name
        name = name if given.has(("keypoints",), name) else category.name
        asked = given.control(("keypoints",), name, about=picture.about)
        if asked is not None:
            given.add(picture.point(asked.name, name, (x, y)))
