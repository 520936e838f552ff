"""Lines of a YOLO text file as an answer: boxes, turned boxes, outlines or points, in parts of the picture's sides."""

from collections.abc import Sequence
from typing import Any

from annotate.incoming.given import Given
from annotate.incoming.pixel_places import Picture, numbers_in
from annotate.incoming.yolo_names import Names
from annotate.labels import Problem
from annotate.rows import Choices

BOX, TURNED, OUTLINE_LEAST = 4, 8, 6
BOXES = ("boxes", "rotated_boxes")
ROUNDING = 1e-4
"""Rounded numbers may stand so far outside of 0 to 1."""
LINES_MOST = 5_000


def placed(text: str, names: Names, choices: Choices, *, width: int, height: int) -> dict[str, Any] | Problem:
    """Return the labels of one picture as fields of its row, or the first thing that is wrong, with its line.

    Args:
        text: one label on each line: its number, then parts of the picture's sides.
        names: what the numbers mean.
        choices: what the labels become, and what the project asks.
        width: of the picture, pixels.
        height: the same.
    """
    given = Given(choices)
    picture = Picture(width, height)
    kinds = {one.kind for one in choices.asks}
    for number, line in enumerate(text.splitlines() if given.is_wanted else (), start=1):
        if not line.strip():
            continue
        if number > LINES_MOST:
            return Problem("yolo_line", {"row": number})
        _take(given, line.split(), names, picture, kinds)
        if given.problem is not None:
            return Problem(given.problem.code, {**given.problem.params, "row": number})
    return given.fields()


def _take(given: Given, cells: Sequence[str], names: Names, picture: Picture, kinds: set[str]) -> None:
    """Add one line to the labels."""
    parts = numbers_in(list(cells[1:]))
    if not cells[0].isascii() or not cells[0].isdecimal() or parts is None:
        given.wrong(Problem("yolo_line"))
        return
    label = names.by_number.get(int(cells[0][:6]))
    if label is None:
        given.wrong(Problem("yolo_no_name", {"number": cells[0][:6]}))
        return
    points, numbers_each = names.point_shape
    if points and len(parts) == BOX + points * numbers_each:
        _take_points(given, parts, numbers_each, label, picture, kinds)
    elif len(parts) == TURNED and "rotated_boxes" in kinds:
        _take_turned(given, parts, label, picture)
    elif any(not -ROUNDING <= one <= 1 + ROUNDING for one in parts[: _places(parts)]):
        given.wrong(Problem("yolo_outside", {"label": label[:80]}))
    elif len(parts) in {BOX, BOX + 1}:
        _take_box(given, parts, label, picture)
    elif len(parts) >= OUTLINE_LEAST and len(parts) % 2 == 0:
        _take_outline(given, parts, label, picture)
    else:
        given.wrong(Problem("yolo_line"))


def _places(parts: Sequence[float]) -> int:
    """Return how many numbers of a line are places; a model's own predictions end with how sure it is."""
    return BOX if len(parts) == BOX + 1 else len(parts)


def _take_box(given: Given, parts: Sequence[float], label: str, picture: Picture) -> None:
    asked = given.control(BOXES, label)
    if asked is not None:
        x, y, width, height = parts[:BOX]
        sides = ((x - width / 2) * picture.width, (y - height / 2) * picture.height)
        given.add(picture.box(asked.name, label, (*sides, width * picture.width, height * picture.height)))


def _take_turned(given: Given, parts: Sequence[float], label: str, picture: Picture) -> None:
    asked = given.control(("rotated_boxes",), label)
    if asked is not None:
        given.add(picture.turned_box(asked.name, label, _pixels(parts, picture)))


def _take_outline(given: Given, parts: Sequence[float], label: str, picture: Picture) -> None:
    asked = given.control(("polygons",), label)
    if asked is not None:
        given.add(picture.outline(asked.name, label, _pixels(parts, picture)))


def _take_points(
    given: Given, parts: Sequence[float], numbers_each: int, label: str, picture: Picture, kinds: set[str]
) -> None:
    """Add the box of a thing, and its points, whichever of the two is asked."""
    if kinds & set(BOXES):
        _take_box(given, parts, label, picture)
    if "keypoints" not in kinds:
        if not kinds & set(BOXES):
            given.wrong(Problem("file_labels_other", {"label": label[:80]}))
        return
    asked = given.control(("keypoints",), label)
    for at in range(BOX, len(parts), numbers_each):
        x, y = parts[at : at + 2]
        is_marked = parts[at + 2] > 0 if numbers_each == 3 else (x, y) != (0, 0)
        if asked is not None and is_marked:
            given.add(picture.point(asked.name, label, (x * picture.width, y * picture.height)))


def _pixels(parts: Sequence[float], picture: Picture) -> list[tuple[float, float]]:
    return [(x * picture.width, y * picture.height) for x, y in zip(parts[::2], parts[1::2], strict=True)]
