"""Draws the streets of the demonstration, flat and friendly, twice as large as they are kept so that edges are soft."""

import io
import zipfile
from collections.abc import Callable, Iterable
from random import Random

from PIL import Image, ImageDraw

from annotate.demo_streets import (
    HEIGHT,
    HOUSES_END,
    KERB_END,
    PAVEMENT_END,
    RAMP_INNER,
    WIDTH,
    House,
    Kind,
    Label,
    Street,
    Thing,
    Weather,
)

LARGER = 2
QUALITY = 86
_ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)
Colour = tuple[int, int, int]
_FRONTS = (
    (233, 150, 122), (244, 201, 93), (126, 178, 168), (214, 122, 138), (139, 163, 204), (240, 226, 198), (176, 196, 132)
)  # fmt: skip
_SKIES = {Weather.DAY: (196, 226, 240), Weather.RAIN: (160, 172, 184), Weather.NIGHT: (36, 42, 74)}
_DIM = {Weather.DAY: 100, Weather.RAIN: 82, Weather.NIGHT: 48}
_LIT = (255, 222, 140)
_PAVEMENT, _KERB, _ROAD, _MARK = (214, 205, 190), (168, 160, 148), (92, 94, 100), (236, 230, 214)
_RAMP, _DOTS, _WOOD, _LEAF, _CLAY, _STEEL = (
    (224, 190, 96), (176, 138, 48), (156, 112, 70), (84, 138, 84), (186, 98, 66), (84, 92, 104)
)  # fmt: skip


class Canvas:
    """A drawing under way: places in pixels of the picture, colours as they look in its weather.

    Args:
        weather: how light it is.
    """

    def __init__(self, weather: Weather) -> None:
        self.image = Image.new("RGB", (WIDTH * LARGER, HEIGHT * LARGER), _SKIES[weather])
        self._weather = weather
        self._draw = ImageDraw.Draw(self.image)

    def shade(self, colour: Colour) -> Colour:
        """Return a colour as it looks in this weather."""
        red, green, blue = (part * _DIM[self._weather] // 100 for part in colour)
        return red, green, min(255, blue + 14 * (self._weather is Weather.NIGHT))

    def box(self, left: int, top: int, right: int, bottom: int, colour: Colour, *, is_light: bool = False) -> None:
        """Fill a rectangle."""
        corners = (left * LARGER, top * LARGER, right * LARGER - 1, bottom * LARGER - 1)
        self._draw.rectangle(corners, fill=colour if is_light else self.shade(colour))

    def oval(self, left: int, top: int, right: int, bottom: int, colour: Colour, *, is_light: bool = False) -> None:
        """Fill an oval."""
        corners = (left * LARGER, top * LARGER, right * LARGER - 1, bottom * LARGER - 1)
        self._draw.ellipse(corners, fill=colour if is_light else self.shade(colour))

    def ring(self, left: int, top: int, size: int, colour: Colour) -> None:
        """Draw a wheel."""
        corners = (left * LARGER, top * LARGER, (left + size) * LARGER - 1, (top + size) * LARGER - 1)
        self._draw.ellipse(corners, outline=self.shade(colour), width=4 * LARGER)

    def shape(self, points: Iterable[tuple[int, int]], colour: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * LARGER, y * LARGER) for x, y in points], fill=self.shade(colour))

    def stroke(self, points: Iterable[tuple[int, int]], colour: Colour, *, width: int) -> None:
        """Draw a line, as wide as said."""
        self._draw.line([(x * LARGER, y * LARGER) for x, y in points], fill=self.shade(colour), width=width * LARGER)


def drawn(street: Street) -> bytes:
    """Return a street as the JPEG file that a camera would have made of it."""
    random = Random(street.number)  # noqa: S311 - a drawing, not a secret
    canvas = Canvas(street.weather)
    _sky(canvas, street.weather, random)
    for house in street.houses:
        _house(canvas, house, is_night=street.weather is Weather.NIGHT, random=random)
    _ground(canvas)
    for thing in street.things:
        if thing.label is Label.RAMP:
            _ramp(canvas, thing)
    for thing in street.things:
        if thing.kind is not None:
            _KINDS[thing.kind](canvas, thing)
    if street.weather is Weather.RAIN:
        _rain(canvas, random)
    file = io.BytesIO()
    canvas.image.reduce(LARGER).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def archive_of(streets: Iterable[Street]) -> bytes:
    """Return drawings as the ZIP archive that a requester would upload."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for street in streets:
            archive.writestr(zipfile.ZipInfo(street.name, _ALWAYS_THE_SAME), drawn(street))
    return file.getvalue()


def _sky(canvas: Canvas, weather: Weather, random: Random) -> None:
    left = random.randrange(80, WIDTH - 160)
    if weather is Weather.NIGHT:
        canvas.oval(left, 30, left + 44, 74, (238, 234, 214), is_light=True)
        canvas.oval(left + 14, 24, left + 54, 66, _SKIES[weather], is_light=True)
        for _ in range(24):
            x, y = random.randrange(WIDTH), random.randrange(90)
            canvas.oval(x, y, x + 3, y + 3, (220, 220, 240), is_light=True)
        return
    if weather is Weather.DAY:
        canvas.oval(left, 26, left + 60, 86, (252, 220, 120))
    for cloud in (random.randrange(40, 340), random.randrange(420, 700)):
        for shift, size in ((0, 34), (26, 48), (58, 36)):
            canvas.oval(cloud + shift, 62 - size // 2, cloud + shift + size + 12, 62 + size // 2, (250, 250, 250))


def _house(canvas: Canvas, house: House, *, is_night: bool, random: Random) -> None:
    front = _FRONTS[house.colour]
    canvas.box(house.left, house.top, house.right, HOUSES_END, front)
    canvas.box(house.left, house.top, house.right, house.top + 10, _darker(front))
    canvas.box(house.left, HOUSES_END - 26, house.right, HOUSES_END, _darker(front))
    for left in range(house.left + 18, house.right - 44, 58):
        is_lit = is_night and random.randrange(2) == 0
        canvas.box(left - 3, house.top + 27, left + 33, house.top + 73, (248, 244, 236))
        glass = _LIT if is_lit else (112, 146, 160)
        canvas.box(left, house.top + 30, left + 30, house.top + 70, glass, is_light=is_lit)
        canvas.box(left + 14, house.top + 30, left + 16, house.top + 70, (248, 244, 236))
    door = house.left + (house.right - house.left) // 2 - 19
    canvas.box(door, HOUSES_END - 84, door + 38, HOUSES_END, _WOOD)
    canvas.oval(door + 29, HOUSES_END - 44, door + 34, HOUSES_END - 39, (240, 214, 120))
    if house.has_awning:
        for stripe in range(6):
            left = door - 29 + stripe * 16
            colour = (250, 246, 238) if stripe % 2 else (196, 70, 66)
            slope = [(left + 4, HOUSES_END - 112), (left + 20, HOUSES_END - 112), (left + 16, HOUSES_END - 90)]
            canvas.shape([*slope, (left, HOUSES_END - 90)], colour)


def _ground(canvas: Canvas) -> None:
    canvas.box(0, HOUSES_END, WIDTH, PAVEMENT_END, _PAVEMENT)
    for left in range(0, WIDTH, 80):
        canvas.stroke([(left + 20, HOUSES_END), (left, PAVEMENT_END)], (196, 187, 172), width=2)
    canvas.box(0, PAVEMENT_END, WIDTH, KERB_END, _KERB)
    canvas.box(0, PAVEMENT_END, WIDTH, PAVEMENT_END + 4, (226, 220, 208))
    canvas.box(0, KERB_END, WIDTH, HEIGHT, _ROAD)
    for left in range(20, WIDTH, 150):
        canvas.box(left, 506, left + 84, 516, _MARK)


def _ramp(canvas: Canvas, ramp: Thing) -> None:
    inner = RAMP_INNER
    top = [(ramp.left + inner, ramp.top), (ramp.right - inner, ramp.top)]
    canvas.shape([*top, (ramp.right, ramp.bottom), (ramp.left, ramp.bottom)], _RAMP)
    for row in range(3):
        for left in range(ramp.left + inner + 4, ramp.right - inner - 6, 11):
            canvas.oval(left, ramp.top + 8 + row * 11, left + 5, ramp.top + 13 + row * 11, _DOTS)


def _bin(canvas: Canvas, at: Thing) -> None:
    sides = [(at.left, at.top + 10), (at.right, at.top + 10), (at.right - 5, at.bottom), (at.left + 5, at.bottom)]
    canvas.shape(sides, (70, 118, 104))
    canvas.box(at.left, at.top, at.right, at.top + 10, (52, 92, 82))
    for left in (at.left + 10, at.left + 20):
        canvas.box(left, at.top + 16, left + 4, at.bottom - 6, (96, 144, 130))


def _pole(canvas: Canvas, at: Thing) -> None:
    canvas.box(at.left + 4, at.top, at.right - 4, at.bottom, _STEEL)
    canvas.box(at.left, at.bottom - 10, at.right, at.bottom, _STEEL)
    canvas.box(at.left, at.top, at.right, at.top + 12, (196, 70, 66))


def _pot(canvas: Canvas, at: Thing) -> None:
    canvas.oval(at.left, at.top, at.right, at.top + 44, _LEAF)
    canvas.oval(at.left + 8, at.top + 4, at.right - 12, at.top + 26, (112, 164, 104))
    middle = at.top + 38
    canvas.shape(
        [(at.left + 4, middle), (at.right - 4, middle), (at.right - 10, at.bottom), (at.left + 10, at.bottom)], _CLAY
    )


def _bicycle(canvas: Canvas, at: Thing) -> None:
    size = 38
    canvas.ring(at.left, at.bottom - size, size, (46, 48, 54))
    canvas.ring(at.right - size, at.bottom - size, size, (46, 48, 54))
    axle, saddle, bar = at.bottom - size // 2, (at.left + 34, at.top + 6), (at.right - 26, at.top + 2)
    frame = [(at.left + 19, axle), saddle, (at.left + 50, axle), bar, (at.right - 19, axle)]
    canvas.stroke(frame, (196, 70, 66), width=4)
    canvas.stroke([saddle, (bar[0] - 2, bar[1] + 8)], (196, 70, 66), width=4)
    canvas.box(saddle[0] - 9, at.top, saddle[0] + 9, at.top + 5, (46, 48, 54))
    canvas.box(bar[0] - 6, at.top, bar[0] + 10, at.top + 4, (46, 48, 54))


def _stall(canvas: Canvas, at: Thing) -> None:
    for stripe in range(6):
        left = at.left + stripe * 20
        canvas.box(left, at.top, left + 20, at.top + 26, (244, 244, 236) if stripe % 2 else (72, 132, 176))
    for post in (at.left + 4, at.right - 8):
        canvas.box(post, at.top + 26, post + 4, at.bottom, _WOOD)
    canvas.box(at.left + 4, at.bottom - 44, at.right - 4, at.bottom, _WOOD)
    for left in range(at.left + 14, at.right - 22, 18):
        canvas.oval(left, at.bottom - 56, left + 14, at.bottom - 42, (232, 150, 60))


def _crates(canvas: Canvas, at: Thing) -> None:
    middle = at.top + (at.bottom - at.top) // 2
    for left, top, right, bottom in (
        (at.left, middle, at.left + 30, at.bottom),
        (at.left + 32, middle, at.right, at.bottom),
        (at.left + 16, at.top, at.left + 46, middle),
    ):
        canvas.box(left, top, right, bottom, _WOOD)
        canvas.box(left + 3, top + 5, right - 3, top + 9, (196, 152, 104))
        canvas.box(left + 3, bottom - 9, right - 3, bottom - 5, (196, 152, 104))


def _rain(canvas: Canvas, random: Random) -> None:
    for _ in range(3):
        left, top = random.randrange(WIDTH - 160), random.randrange(KERB_END + 30, HEIGHT - 40)
        canvas.oval(left, top, left + random.randrange(90, 160), top + 20, (132, 150, 170))
    for _ in range(120):
        x, y = random.randrange(WIDTH), random.randrange(HEIGHT - 20)
        canvas.stroke([(x, y), (x - 5, y + 18)], (214, 226, 238), width=1)


def _darker(colour: Colour) -> Colour:
    red, green, blue = colour
    return red * 80 // 100, green * 80 // 100, blue * 80 // 100


_KINDS: dict[Kind, Callable[[Canvas, Thing], None]] = {
    Kind.BIN: _bin,
    Kind.POLE: _pole,
    Kind.POT: _pot,
    Kind.BICYCLE: _bicycle,
    Kind.STALL: _stall,
    Kind.CRATES: _crates,
}
