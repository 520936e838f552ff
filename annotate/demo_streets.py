"""The streets of the demonstration: what stands where in each of our own drawings, the same each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

PICTURES = 44
WIDTH, HEIGHT = 800, 600
HOUSES_END, PAVEMENT_END, KERB_END = 312, 396, 414
"""Heights, in pixels from above: houses stand on the pavement, a kerb ends it, and the road begins."""
KERB_LEAST = 60
RAMP_INNER = 18
"""So much narrower a ramp is at the houses, on each side, in pixels."""
_SEED = 1_910


class Weather(StrEnum):
    """How a street looks."""

    DAY = "day"
    RAIN = "rain"
    NIGHT = "night"


class Label(StrEnum):
    """What is boxed in a street, in the language of those who box it."""

    KERB = "guarnición"
    RAMP = "rampa"
    OBSTACLE = "obstáculo"


class Kind(StrEnum):
    """What an obstacle is."""

    BIN = "bin"
    POLE = "pole"
    POT = "pot"
    BICYCLE = "bicycle"
    STALL = "stall"
    CRATES = "crates"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to be boxed: pixels from the left and from above, right and bottom excluded."""

    label: Label
    left: int
    top: int
    right: int
    bottom: int
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class House:
    """One front: from where to where, how high, and which of the colours."""

    left: int
    right: int
    top: int
    colour: int
    has_awning: bool


@dataclass(frozen=True, slots=True)
class Street:
    """One drawing, before it is drawn."""

    number: int
    weather: Weather
    houses: tuple[House, ...]
    things: tuple[Thing, ...]

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"calle-{self.number:02d}.jpg"


_SIZES = {
    Kind.BIN: (34, 52),
    Kind.POLE: (14, 150),
    Kind.POT: (40, 70),
    Kind.BICYCLE: (96, 58),
    Kind.STALL: (120, 104),
    Kind.CRATES: (62, 48),
}


def street(number: int) -> Street:
    """Return what one of the pictures shows.

    Args:
        number: from 1; the same number is always the same street.
    """
    random = Random(_SEED + number)  # noqa: S311 - a drawing, not a secret
    ramps = tuple(_ramps(random))
    things = (*_kerbs(ramps), *ramps, *_obstacles(random))
    return Street(number, tuple(Weather)[number % len(Weather)], tuple(_houses(random)), things)


def _houses(random: Random) -> Iterator[House]:
    left, colour = -random.randrange(60), random.randrange(7)
    while left < WIDTH:
        right = left + random.randrange(130, 230)
        yield House(left, right, random.randrange(64, 152), colour, random.randrange(3) == 0)
        left, colour = right, (colour + random.randrange(1, 7)) % 7


def _ramps(random: Random) -> Iterator[Thing]:
    """Yield no, one or two ramps, each in its half of the kerb."""
    for half in random.sample((0, 1), random.choice((0, 1, 1, 1, 2))):
        left = half * (WIDTH // 2) + random.randrange(50, 240)
        yield Thing(Label.RAMP, left, PAVEMENT_END - 26, left + random.randrange(84, 124), KERB_END + 4)


def _kerbs(ramps: tuple[Thing, ...]) -> Iterator[Thing]:
    """Yield what is left of the kerb between the ramps, without pieces that are too short to be asked for."""
    left = 0
    for ramp in (*sorted(ramps, key=lambda one: one.left), None):
        right = WIDTH if ramp is None else ramp.left
        if right - left >= KERB_LEAST:
            yield Thing(Label.KERB, left, PAVEMENT_END, right, KERB_END)
        left = right if ramp is None else ramp.right


def _obstacles(random: Random) -> Iterator[Thing]:
    """Yield up to three obstacles, each in its third of the pavement, so that none hides another."""
    for third in random.sample((0, 1, 2), random.choice((0, 1, 1, 2, 2, 3))):
        kind = random.choice(tuple(Kind))
        width, height = _SIZES[kind]
        left = third * (WIDTH // 3) + random.randrange(10, WIDTH // 3 - width - 10)
        bottom = PAVEMENT_END - random.randrange(12, 34)
        yield Thing(Label.OBSTACLE, left, bottom - height, left + width, bottom, kind)
