"""Masks of a picture written as run lengths, as COCO has them: read, checked against the picture, and measured.

A mask says for each pixel whether it belongs to a thing. Pixels are counted down the first column, then down the next;
the numbers say in turn how many do not belong and how many do. COCO writes them as a list, or squeezed into a text of
five bits in each character, each number from the fourth on as the difference to the one two before it (cocoapi,
common/maskApi.c, `rleFrString`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

_FIRST, _LAST = 48, 111
_DIGIT_BITS, _DIGIT, _MORE, _NEGATIVE = 5, 0x1F, 0x20, 0x10
_DIGITS_MOST = 8
"""So many characters hold a number of 40 bits, more than any picture has pixels."""
_AS_IT_IS = 3
"""So many numbers stand as they are before differences begin."""

Runs = Sequence[int]


def runs_in(found: Mapping[str, object], *, width: int, height: int) -> Runs | None:
    """Return the run lengths of a mask that somebody sent, or None for what is no whole mask of this picture.

    Args:
        found: `size`, height first, and `counts`, a list or a text.
        width: of the picture, pixels.
        height: the same.
    """
    size, counts = found.get("size"), found.get("counts")
    if size != [height, width]:
        return None
    runs = _unsqueezed(counts) if isinstance(counts, str) else counts
    if not isinstance(runs, list) or not all(type(run) is int and run >= 0 for run in runs):
        return None
    return runs if sum(runs) == width * height else None


def area_of(runs: Runs) -> int:
    """Return how many pixels belong to a mask."""
    return sum(runs[1::2])


def bounds_of_runs(runs: Runs, *, height: int) -> tuple[int, int, int, int]:
    """Return left, top, width and height of what surrounds a mask, in pixels; all zero for one without a pixel."""
    columns: list[int] = []
    rows: list[int] = []
    for first, last in _stretches(runs):
        columns += (first // height, last // height)
        is_one_column = first // height == last // height
        rows += (first % height, last % height) if is_one_column else (0, height - 1)
    if not columns:
        return 0, 0, 0, 0
    left, top = min(columns), min(rows)
    return left, top, max(columns) - left + 1, max(rows) - top + 1


def _stretches(runs: Runs) -> Iterator[tuple[int, int]]:
    """Yield the first and the last pixel of each stretch that belongs to a mask."""
    ends = list(accumulate(runs))
    for number in range(1, len(runs), 2):
        if runs[number]:
            yield ends[number - 1], ends[number] - 1


def _unsqueezed(text: str) -> list[int] | None:
    """Return the numbers of a text, or None where it breaks off or holds what is no digit."""
    runs: list[int] = []
    number = digits = 0
    for character in text:
        code = ord(character)
        if not _FIRST <= code <= _LAST or digits == _DIGITS_MOST:
            return None
        code -= _FIRST
        number |= (code & _DIGIT) << (_DIGIT_BITS * digits)
        digits += 1
        if code & _MORE:
            continue
        if code & _NEGATIVE:
            number -= 1 << (_DIGIT_BITS * digits)
        runs.append(number + runs[-2] if len(runs) >= _AS_IT_IS else number)
        number = digits = 0
    return None if digits else runs
