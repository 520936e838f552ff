"""Places on a picture in whole millionths of a percent: two people's shapes compare exactly, and no pixel drifts."""

import math
from collections.abc import Sequence
from fractions import Fraction

PARTS_OF_A_PERCENT = 1_000_000
PARTS_OF_THE_WHOLE = 100 * PARTS_OF_A_PERCENT
PARTS_OF_A_PIXEL = 1_000
"""Corners of turned boxes are kept to a thousandth of a pixel."""
ROWS = 256
"""How many lines are laid over two outlines to measure what they share: at most about half a percent beside exact."""

Corner = tuple[int, int]


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


def pixels_of(parts: int, size: int) -> float:
    """Return parts of a picture's side in pixels: at most eight decimals, which its text shows all."""
    return parts * size / PARTS_OF_THE_WHOLE


def turned_corners(  # noqa: PLR0913 - a box has four sides, and a picture two
    *, x: int, y: int, width: int, height: int, rotation: int, picture_width: int, picture_height: int
) -> tuple[Corner, Corner, Corner, Corner]:
    """Return the corners of a turned box in thousandths of a pixel, from its own top left corner clockwise.

    A box is turned on the picture, not in percentages of its sides: those would bend it unless the picture is square.

    Args:
        x: of the corner around which it is turned, in parts of the picture's width.
        y: the same, in parts of its height.
        width: of the box, in parts of the picture's width.
        height: of the box, in parts of the picture's height.
        rotation: millionths of a degree, clockwise.
        picture_width: pixels.
        picture_height: pixels.
    """
    first, second, third, fourth = (
        (round(right * PARTS_OF_A_PIXEL), round(under * PARTS_OF_A_PIXEL))
        for right, under in turned_pixels(
            x=x,
            y=y,
            width=width,
            height=height,
            rotation=rotation,
            picture_width=picture_width,
            picture_height=picture_height,
        )
    )
    return first, second, third, fourth


def turned_pixels(  # noqa: PLR0913 - as turned_corners
    *, x: int, y: int, width: int, height: int, rotation: int, picture_width: int, picture_height: int
) -> list[tuple[float, float]]:
    """Return the corners of a turned box in pixels, not rounded; see `turned_corners`."""
    angle = math.radians(rotation / PARTS_OF_A_PERCENT)
    across, down = pixels_of(width, picture_width), pixels_of(height, picture_height)
    left, top = pixels_of(x, picture_width), pixels_of(y, picture_height)
    along = (across * math.cos(angle), across * math.sin(angle))
    below = (-down * math.sin(angle), down * math.cos(angle))
    ways = ((0.0, 0.0), along, (along[0] + below[0], along[1] + below[1]), below)
    return [(left + right, top + under) for right, under in ways]


def outline_area(outline: Sequence[Corner]) -> Fraction:
    """Return the area that an outline encloses, by the shoelace formula; one that crosses itself counts less."""
    after = (*outline[1:], outline[0])
    return Fraction(abs(sum(x * below - right * y for (x, y), (right, below) in zip(outline, after, strict=True))), 2)


def bounds_of(outline: Sequence[Corner]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of an outline."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs), min(ys), max(xs), max(ys)


def outline_overlap(first: Sequence[Corner], second: Sequence[Corner]) -> Fraction:
    """Return what two outlines share, of what they cover together, 0 to 1.

    Measured on `ROWS` lines at the same distance, in whole numbers, so that it is the same on every computer and in
    either order. What is inside an outline that crosses itself is what an odd number of its lines surround.
    """
    left, top, right, bottom = bounds_of(first)
    other_left, other_top, other_right, other_bottom = bounds_of(second)
    if left >= other_right or other_left >= right or top >= other_bottom or other_top >= bottom:
        return Fraction(0)
    top, bottom = min(top, other_top), max(bottom, other_bottom)
    if top == bottom:
        return Fraction(0)
    ones, others = _crossings(first, top, bottom), _crossings(second, top, bottom)
    shared = sum(_shared(one, other) for one, other in zip(ones, others, strict=True))
    covered = sum(map(_length, ones)) + sum(map(_length, others)) - shared
    return Fraction(shared, covered) if covered else Fraction(0)


def _crossings(outline: Sequence[Corner], top: int, bottom: int) -> list[list[int]]:
    """Return, for each line, where an outline crosses it, from left to right.

    Heights are multiplied by twice the number of lines, so that every line lies at a whole number.
    """
    found: list[list[int]] = [[] for _ in range(ROWS)]
    step, start = bottom - top, 2 * ROWS * top + (bottom - top)
    for (x, y), (to_x, to_y) in zip(outline, (*outline[1:], outline[0]), strict=True):
        (high, high_x), (low, low_x) = sorted([(2 * ROWS * y, x), (2 * ROWS * to_y, to_x)])
        first, last = _line_at(high - start, 2 * step), _line_at(low - start, 2 * step)
        for line in range(max(first, 0), min(last, ROWS)):
            at = start + 2 * step * line
            found[line].append(high_x + (low_x - high_x) * (at - high) // (low - high))
    return [sorted(line) for line in found]


def _line_at(height: int, step: int) -> int:
    """Return the number of the first line at this height or below it."""
    return -(-height // step)


def _length(line: Sequence[int]) -> int:
    return sum(line[1::2]) - sum(line[::2])


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how much of a line lies inside both outlines."""
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in zip(one[::2], one[1::2], strict=True)
        for other_start, other_end in zip(other[::2], other[1::2], strict=True)
    )
