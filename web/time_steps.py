"""The picture of how long answers took: how many in each step of seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.money import ceil_div
from policies.periods import MS_PER_SECOND

BARS_MOST = 8
TOP, BASE = 40, 190  # pixels from the top of the picture
WIDE = 10_000  # the whole width, in hundredths of a percent
GAP = 60
LABEL_ABOVE = 8
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600)


@dataclass(frozen=True, slots=True)
class TimeBar:
    """One step: from so many seconds to less than so many, how many answers, and where it is drawn and labelled."""

    from_seconds: int
    to_seconds: int
    count: int
    from_x: str
    x: str
    middle: str
    width: str
    top: int
    height: int
    label_y: int


@dataclass(frozen=True, slots=True)
class TimeSteps:
    """Answers by how long they took, and where two times are drawn among them."""

    bars: tuple[TimeBar, ...]
    middle_x: str
    slower_x: str


def time_steps(values_ms: Sequence[int], *, middle_ms: int, slower_ms: int) -> TimeSteps:
    """Return the picture of some times.

    Args:
        values_ms: how long each took, milliseconds, at least one.
        middle_ms: the time of the middle one, marked by a line.
        slower_ms: the time within which three of four were done, marked by another.
    """
    step = _step_for(max(values_ms))
    count = max(values_ms) // (step * MS_PER_SECOND) + 1
    counts = [0] * count
    for value in values_ms:
        counts[value // (step * MS_PER_SECOND)] += 1
    width, tallest = WIDE // count, max(counts)
    return TimeSteps(
        bars=tuple(
            TimeBar(
                from_seconds=number * step,
                to_seconds=(number + 1) * step,
                count=each,
                from_x=_percent(width * number),
                x=_percent(width * number + GAP),
                middle=_percent(width * number + width // 2),
                width=_percent(width - 2 * GAP),
                top=BASE - _height(each, tallest),
                height=_height(each, tallest),
                label_y=BASE - _height(each, tallest) - LABEL_ABOVE,
            )
            for number, each in enumerate(counts)
        ),
        middle_x=_percent(width * middle_ms // (step * MS_PER_SECOND)),
        slower_x=_percent(width * slower_ms // (step * MS_PER_SECOND)),
    )


def _step_for(longest_ms: int) -> int:
    """Return the smallest round number of seconds with which few enough steps reach the longest time."""
    seconds = ceil_div(longest_ms + 1, MS_PER_SECOND)
    return next((step for step in _STEPS if ceil_div(seconds, step) <= BARS_MOST), ceil_div(seconds, BARS_MOST))


def _height(count: int, tallest: int) -> int:
    return (BASE - TOP) * count // tallest


def _percent(hundredths: int) -> str:
    """Write hundredths of a percent as SVG wants them."""
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
