"""Who worked when in the demonstration and how fast, the same each time: written down, or drawn from one seed."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from policies.periods import local_day, to_ms

SEED = 20_261_121
TIME_ZONE = "America/Mexico_City"
SPREAD = 0.35  # how much one person's items differ in time; people's own medians differ far more
QUICKEST_MS = 4_000
SLOWEST_MS = 240_000
USUAL_LETTERS = 80
WAITING_MS_MAX = 45_000  # a sign of life at least this often, as the page sends them
LONGEST_OVERRUN = timedelta(minutes=10)  # a rest that falls due at the very end, and one slow item


class Job(StrEnum):
    """Which of the two projects of the demonstration."""

    INTENT = "intent"
    URGENCY = "urgency"


class Odd(StrEnum):
    """What did not go smoothly in a shift."""

    NOTHING = "nothing"
    SKIP = "skip"
    PAUSE = "pause"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Worker:
    """One annotator: the middle of their time per item in each project, and how many of 100 they answer as intended."""

    key: str
    name: str
    intent_ms: int
    urgency_ms: int
    right_percent: int


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of work, the same every week: Monday is day 0, times are local."""

    worker: str
    weekday: int
    starts: time
    minutes: int
    job: Job
    odd: Odd = Odd.NOTHING


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift on a certain day."""

    shift: Shift
    starts_at: datetime
    ends_at: datetime


TEAM = (
    Worker("ada", "Ada Mendoza", intent_ms=70_000, urgency_ms=40_000, right_percent=95),
    Worker("ben", "Ben Ortiz", intent_ms=60_000, urgency_ms=36_000, right_percent=90),
    Worker("carmen", "Carmen Luna", intent_ms=78_000, urgency_ms=48_000, right_percent=96),
    Worker("diego", "Diego Ramos", intent_ms=66_000, urgency_ms=38_000, right_percent=88),
    Worker("elena", "Elena Cruz", intent_ms=150_000, urgency_ms=88_000, right_percent=97),
    Worker("fermin", "Fermín Paz", intent_ms=75_000, urgency_ms=44_000, right_percent=92),
    Worker("gloria", "Gloria Sosa", intent_ms=92_000, urgency_ms=54_000, right_percent=94),
    Worker("hugo", "Hugo Vera", intent_ms=54_000, urgency_ms=32_000, right_percent=84),
)
"""Elena takes her time: her tasks alone would pay less than the floor, so her week shows a top-up."""

WEEK = (
    Shift("ada", 0, time(9, 10), 46, Job.INTENT, Odd.QUIET),
    Shift("carmen", 0, time(10, 0), 42, Job.INTENT),
    Shift("hugo", 0, time(16, 30), 22, Job.INTENT, Odd.SKIP),
    Shift("ben", 1, time(10, 0), 30, Job.INTENT),
    Shift("ben", 1, time(10, 31), 66, Job.URGENCY),  # goes on at once: a rest falls due in the middle
    Shift("elena", 1, time(10, 15), 62, Job.INTENT),
    Shift("fermin", 1, time(18, 5), 32, Job.INTENT),
    Shift("ada", 2, time(17, 40), 20, Job.URGENCY),
    Shift("diego", 2, time(11, 20), 44, Job.INTENT, Odd.PAUSE),
    Shift("gloria", 2, time(12, 0), 38, Job.INTENT),
    Shift("elena", 3, time(9, 45), 30, Job.URGENCY),
    Shift("hugo", 3, time(20, 10), 20, Job.URGENCY),
    Shift("carmen", 4, time(10, 0), 15, Job.URGENCY),
    Shift("fermin", 4, time(13, 30), 12, Job.URGENCY),
)


def first_monday(now: datetime) -> date:
    """Return the Monday of the week before the one in which `now` falls, in Mexico City."""
    today = local_day_of(now)
    return today - timedelta(days=today.weekday() + 7)


def local_day_of(now: datetime) -> date:
    """Return the day that `now` is in Mexico City."""
    return local_day(to_ms(now), TIME_ZONE)


def local(day: date, at: time) -> datetime:
    """Return the instant of a local time on a day in Mexico City."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(TIME_ZONE))


def planned(now: datetime) -> list[Planned]:
    """Return the shifts of last week, and those of this week that were surely over by `now`, in order."""
    monday = first_monday(now)
    both = [_on(shift, monday + timedelta(days=7 * week)) for week in (0, 1) for shift in WEEK]
    return sorted((one for one in both if one.ends_at + LONGEST_OVERRUN <= now), key=lambda one: one.starts_at)


def _on(shift: Shift, monday: date) -> Planned:
    starts_at = local(monday + timedelta(days=shift.weekday), shift.starts)
    return Planned(shift, starts_at, starts_at + timedelta(minutes=shift.minutes))


def worker_of(shift: Shift) -> Worker:
    """Return who works a shift."""
    return next(worker for worker in TEAM if worker.key == shift.worker)


def thinking_ms(random: Random, worker: Worker, *, job: Job, text: str) -> int:
    """Draw how long one item takes one person: longer texts take longer, and nobody is a machine.

    Returns:
        Whole milliseconds.
    """
    middle = worker.intent_ms if job == Job.INTENT else worker.urgency_ms
    length = math.pow(len(text) / USUAL_LETTERS, 0.4)
    drawn = round(middle * length * random.lognormvariate(0, SPREAD))
    return min(max(drawn, QUICKEST_MS), SLOWEST_MS)


def signs_of_life(total_ms: int) -> list[int]:
    """Return the waits between signs of life that add up to a span, none longer than the page would leave."""
    full, rest = divmod(total_ms, WAITING_MS_MAX)
    return [WAITING_MS_MAX] * full + ([rest] if rest else [])


def chosen(random: Random, worker: Worker, *, intended: str, labels: list[str]) -> str:
    """Draw which label one person gives: mostly the intended one."""
    if random.randrange(100) < worker.right_percent:
        return intended
    return random.choice([label for label in labels if label != intended])
