"""The picture of pay for each hour: how many people in each step above the floor, and nobody below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from policies.money import MICROS_PER_UNIT, ceil_div, coins_up, decimal_text

BARS_MOST = 7
TOP, BASE = 45, 235  # pixels from the top of the picture
WIDE = 10_000  # the whole width, in hundredths of a percent
GAP = 60
LABEL_ABOVE = 8
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of pay: its bounds in micro-units (half-open), how many people, and where it is drawn and labelled."""

    from_micros: int
    to_micros: int
    people: int
    from_x: str
    from_shown: str
    x: str
    middle: str
    width: str
    top: int
    height: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """People by pay for each hour, against one floor in one currency.

    Attributes:
        below: how many are below the floor.
        floor_shown_micros: the floor in whole minor units, rounded up, as the tables beside the picture show it.
        floor_x: where the floor is drawn; the band left of it is "below".
        bars: steps upwards from the floor.
    """

    currency: str
    floor_micros: int
    floor_shown_micros: int
    people: int
    below: int
    below_middle: str
    below_width: str
    below_top: int
    below_height: int
    below_label_y: int
    floor_x: str
    bars: tuple[Bar, ...]


def histogram_of(hourly: Sequence[int], *, below: int, floor_micros: int, currency: str) -> Histogram:
    """Return the picture of one group of people.

    Args:
        hourly: pay for each hour of everyone who is at or above the floor, micro-units.
        below: how many more people are below it.
        floor_micros: the floor, micro-units an hour.
        currency: of all of them.
    """
    edges = edges_of(floor_micros, most=max(hourly, default=floor_micros))
    counts = [sum(low <= max(each, floor_micros) < high for each in hourly) for low, high in pairwise(edges)]
    tallest = max([below, 1, *counts])
    width = WIDE // (len(counts) + 1)
    return Histogram(
        currency=currency,
        floor_micros=floor_micros,
        floor_shown_micros=coins_up(floor_micros, currency),
        people=len(hourly) + below,
        below=below,
        below_middle=_percent(width // 2),
        below_width=_percent(width - 2 * GAP),
        below_top=BASE - _height(below, tallest),
        below_height=_height(below, tallest),
        below_label_y=BASE - _height(below, tallest) - LABEL_ABOVE,
        floor_x=_percent(width),
        bars=tuple(
            Bar(
                from_micros=edges[number],
                to_micros=edges[number + 1],
                people=people,
                from_x=_percent(width * (number + 1)),
                from_shown=_short(edges[number]),
                x=_percent(width * (number + 1) + GAP),
                middle=_percent(width * (number + 1) + width // 2),
                width=_percent(width - 2 * GAP),
                top=BASE - _height(people, tallest),
                height=_height(people, tallest),
                label_y=BASE - _height(people, tallest) - LABEL_ABOVE,
            )
            for number, people in enumerate(counts)
        ),
    )


def edges_of(floor_micros: int, *, most: int) -> list[int]:
    """Return the bounds of the steps: the floor, then round amounts until all pay is covered, seven steps at most."""
    step = _round_step(max(most - floor_micros, MICROS_PER_UNIT))
    edges = [floor_micros]
    following = floor_micros // step * step + step
    while edges[-1] <= most or len(edges) == 1:
        edges.append(following)
        following += step
    return edges


def _round_step(span: int) -> int:
    """Return the smallest round amount (1, 2 or 5 times a power of ten) with which few enough steps cover a span."""
    scale = MICROS_PER_UNIT // 100
    while True:
        for factor in _STEPS:
            if ceil_div(span, factor * scale) <= BARS_MOST - 1:
                return factor * scale
        scale *= 10


def _short(micros: int) -> str:
    """Write a round amount as short as it goes: 47, 47.5."""
    return decimal_text(micros).rstrip("0").rstrip(".")


def _height(people: int, tallest: int) -> int:
    return (BASE - TOP) * people // tallest


def _percent(hundredths: int) -> str:
    """Write hundredths of a percent as SVG wants them."""
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
