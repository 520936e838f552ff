"""The floor of one zone from its first row to the last one announced, as a picture of steps with a table behind it."""

from dataclasses import dataclass
from datetime import date, timedelta

from policies.errors import Refusal
from policies.floors import Floor
from policies.rulebook import Rulebook

TOP, BASE = 34, 150  # pixels from the top of the picture
STEPS_MOST = 8
_WIDE = 10_000  # the whole width, in hundredths of a percent
_LAST_STEP = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One floor and how long it holds, and where it is drawn.

    Attributes:
        floor: on its first day.
        last_on: the day before the next one; None while none is known.
        is_ahead: it begins later than today.
    """

    floor: Floor
    last_on: date | None
    is_ahead: bool
    x: str
    width: str
    top: int
    height: int
    label_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The newest steps of one zone's floor."""

    zone: str
    currency: str
    steps: tuple[Step, ...]


def timelines(rulebook: Rulebook, code: str, *, today: date) -> tuple[Timeline, ...]:
    """Return the timeline of every zone that has had a floor; one figure alone needs no picture."""
    found = (_timeline(rulebook, code, zone.code, zone.name, today) for zone in rulebook.zones(code))
    return tuple(each for each in found if each is not None)


def _timeline(rulebook: Rulebook, code: str, zone: str, name: str, today: date) -> Timeline | None:
    floors = _steps(rulebook, code, zone)
    floors = [floor for floor in floors if floor.currency == floors[-1].currency][-STEPS_MOST:]
    if len(floors) < 2:
        return None
    most = max(floor.hourly_micros for floor in floors)
    ends = [*(floor.on for floor in floors[1:]), floors[-1].on + _LAST_STEP]
    first, whole = floors[0].on, (ends[-1] - floors[0].on).days
    steps = []
    for number, (floor, end) in enumerate(zip(floors, ends, strict=True)):
        height = (BASE - TOP) * floor.hourly_micros // most
        steps.append(
            Step(
                floor=floor,
                last_on=end - timedelta(days=1) if number < len(floors) - 1 else None,
                is_ahead=floor.on > today,
                x=_percent((floor.on - first).days * _WIDE // whole),
                width=_percent((end - floor.on).days * _WIDE // whole),
                top=BASE - height,
                height=height,
                label_y=BASE - height - 8,
            )
        )
    return Timeline(zone=name, currency=floors[-1].currency, steps=tuple(steps))


def _steps(rulebook: Rulebook, code: str, zone: str) -> list[Floor]:
    """Return the floor on each day on which it became another one, oldest first."""
    law, house = rulebook.law(code), rulebook.law("house")
    dated = [*law.wages, *law.living_wages, *law.limits, *house.wages, *house.living_wages]
    floors: list[Floor] = []
    for day in sorted({row.effective_from for row in dated}):
        floor = _floor(rulebook, code, zone, day)
        if floor and (not floors or _amount(floors[-1]) != _amount(floor)):
            floors.append(floor)
    return floors


def _amount(floor: Floor) -> tuple[int, str]:
    return floor.hourly_micros, floor.currency


def _floor(rulebook: Rulebook, code: str, zone: str, day: date) -> Floor | None:
    try:
        return rulebook.floor(code, zone=zone, on=day)
    except Refusal:
        return None


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
