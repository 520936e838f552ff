"""Who worked when in the demonstration and how fast, the same each time: written down, or drawn from one seed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from annotate.demo_people import MEXICO, Worker, worker_of
from policies.periods import local_day, to_ms

SEED = 20_261_121
WEEKS = 3
"""Two weeks that are over, and the one in which the visitor comes."""
SPREAD = 0.35  # how much one person's items differ in time; people's own medians differ far more
QUICKEST_MS = 4_000
SLOWEST_MS = 240_000
USUAL_LETTERS = 80
WAITING_MS_MAX = 55_000  # a sign of life at least this often, so that every second counts by itself
LONGEST_OVERRUN = timedelta(minutes=14)  # a rest that falls due at the very end, and one slow item


class Job(StrEnum):
    """Which of the projects of the demonstration."""

    INTENT = "intent"
    URGENCY = "urgency"
    TOPICS = "topics"
    STREETS = "streets"
    REPORTS = "reports"
    COMPLAINTS = "complaints"
    REPLIES = "replies"
    OUTLINES = "outlines"
    WINDOW = "window"
    """Tried out first, paid; the visitor takes its price."""


class Odd(StrEnum):
    """What did not go smoothly in a shift."""

    NOTHING = "nothing"
    SKIP = "skip"
    PAUSE = "pause"
    MEAL = "meal"
    QUIET = "quiet"
    LATE_REST = "late_rest"
    PROBLEM = "problem"
    QUESTION = "question"
    UNWILLING = "unwilling"


USUAL_MS: Mapping[Job, int] = {
    Job.INTENT: 68_000,
    Job.URGENCY: 41_000,
    Job.TOPICS: 62_000,
    Job.STREETS: 110_000,
    Job.REPORTS: 58_000,
    Job.COMPLAINTS: 74_000,
    Job.REPLIES: 52_000,
    Job.OUTLINES: 120_000,
    Job.WINDOW: 52_000,
}
"""How long an item takes most people."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of work: Monday is day 0, times are local; from which of the weeks on, and up to which."""

    worker: str
    weekday: int
    starts: time
    minutes: int
    job: Job
    odd: Odd = Odd.NOTHING
    first_week: int = 1
    last_week: int = WEEKS - 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift on a certain day."""

    shift: Shift
    worker: Worker
    starts_at: datetime
    ends_at: datetime


WEEK = (
    Shift("ada", 0, time(9, 10), 44, Job.INTENT, Odd.QUIET),
    Shift("ada", 2, time(17, 40), 20, Job.URGENCY, first_week=0),
    Shift("ada", 3, time(18, 10), 24, Job.STREETS, Odd.QUESTION, 1, 1),
    Shift("ben", 1, time(10, 0), 86, Job.INTENT, Odd.LATE_REST, 1, 1),
    Shift("ben", 1, time(14, 0), 24, Job.URGENCY),
    Shift("carmen", 0, time(10, 0), 40, Job.INTENT, Odd.QUESTION),
    Shift("carmen", 4, time(10, 0), 15, Job.URGENCY),
    Shift("diego", 2, time(11, 20), 40, Job.INTENT, Odd.PAUSE, first_week=0),
    Shift("elena", 1, time(10, 15), 62, Job.INTENT, first_week=0),
    Shift("elena", 3, time(9, 45), 25, Job.URGENCY),
    Shift("fermin", 1, time(18, 5), 30, Job.INTENT),
    Shift("gloria", 2, time(12, 0), 36, Job.INTENT, Odd.PROBLEM),
    Shift("hugo", 0, time(16, 30), 22, Job.INTENT, Odd.SKIP, first_week=0),
    Shift("ines", 0, time(8, 30), 26, Job.STREETS),
    Shift("ines", 3, time(9, 0), 18, Job.URGENCY, Odd.PAUSE),
    Shift("jorge", 1, time(19, 0), 26, Job.STREETS, Odd.PROBLEM, 1, 1),
    Shift("jorge", 4, time(8, 0), 15, Job.URGENCY),
    Shift("karla", 2, time(9, 40), 28, Job.STREETS),
    Shift("leo", 3, time(16, 0), 30, Job.STREETS),
    Shift("maya", 4, time(7, 30), 24, Job.STREETS, Odd.SKIP),
    Shift("lucia", 0, time(9, 0), 64, Job.TOPICS),
    Shift("mateo", 2, time(9, 0), 48, Job.TOPICS, Odd.MEAL),
    Shift("nadia", 3, time(15, 0), 36, Job.TOPICS, Odd.PAUSE),
    Shift("grace", 0, time(10, 0), 13, Job.REPORTS),
    Shift("oliver", 1, time(18, 30), 15, Job.REPORTS),
    Shift("priya", 2, time(9, 15), 30, Job.REPORTS, Odd.QUESTION, 1, 1),
    Shift("tom", 3, time(20, 0), 24, Job.REPORTS, Odd.SKIP),
    Shift("wendy", 1, time(13, 0), 14, Job.REPORTS, Odd.UNWILLING, 1, 1),
    Shift("diego", 4, time(11, 0), 12, Job.COMPLAINTS, first_week=1, last_week=1),
    Shift("gloria", 4, time(12, 0), 10, Job.COMPLAINTS, first_week=1, last_week=1),
    Shift("carmen", 2, time(10, 0), 9, Job.REPLIES, first_week=1, last_week=1),
    Shift("fermin", 3, time(18, 5), 8, Job.REPLIES, first_week=1, last_week=1),
    Shift("karla", 4, time(9, 40), 9, Job.OUTLINES, first_week=1, last_week=1),
    Shift("maya", 1, time(7, 30), 6, Job.OUTLINES, first_week=1, last_week=1),
    *(
        Shift(worker, 5, time(9 + number // 4, number % 4 * 15), 30, Job.WINDOW, first_week=1, last_week=1)
        for number, worker in enumerate(
            ("ada", "ben", "carmen", "diego", "elena", "fermin", "gloria", "hugo", "ines", "jorge")
        )
    ),
)


JUST_NOW: Mapping[str, Job] = {
    "ada": Job.INTENT,
    "lucia": Job.TOPICS,
    "leo": Job.STREETS,
    "grace": Job.REPORTS,
}
"""Who worked a little shortly before the visit, so that the visitor finds them in the middle of a day."""
JUST_NOW_LASTED, JUST_NOW_ENDED = timedelta(minutes=8), timedelta(minutes=30)
APART = timedelta(hours=2)


def first_monday(now: datetime) -> date:
    """Return the Monday on which the past begins: two weeks before the week of `now`, in Mexico City."""
    today = local_day(to_ms(now), MEXICO.time_zone)
    return today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))


def local(day: date, at: time, time_zone: str = MEXICO.time_zone) -> datetime:
    """Return the instant of a local time on a day."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(time_zone))


def planned(now: datetime) -> list[Planned]:
    """Return the shifts of the past weeks, those of this week that were surely over by `now`, and the last moments."""
    monday = first_monday(now)
    every = [
        _on(shift, monday + timedelta(days=7 * week))
        for week in range(WEEKS)
        for shift in WEEK
        if shift.first_week <= week <= shift.last_week
    ]
    over = [one for one in every if one.ends_at + LONGEST_OVERRUN <= now]
    busy = {one.shift.worker for one in over if one.ends_at + APART > now}
    last = [_just_now(key, job, now) for key, job in JUST_NOW.items() if key not in busy]
    return sorted((*over, *last), key=lambda one: one.starts_at)


def _just_now(key: str, job: Job, now: datetime) -> Planned:
    worker, starts_at = worker_of(key), now - JUST_NOW_ENDED - JUST_NOW_LASTED
    at = starts_at.astimezone(ZoneInfo(worker.home.time_zone))
    shift = Shift(key, at.weekday(), at.time(), JUST_NOW_LASTED // timedelta(minutes=1), job)
    return Planned(shift, worker, at, now - JUST_NOW_ENDED)


def _on(shift: Shift, monday: date) -> Planned:
    worker = worker_of(shift.worker)
    starts_at = local(monday + timedelta(days=shift.weekday), shift.starts, worker.home.time_zone)
    return Planned(shift, worker, starts_at, starts_at + timedelta(minutes=shift.minutes))


def thinking_ms(random: Random, worker: Worker, *, job: Job, letters: int = USUAL_LETTERS) -> int:
    """Draw how long one item takes one person: longer texts take longer, and nobody is a machine.

    Returns:
        Whole milliseconds.
    """
    middle = USUAL_MS[job] * worker.pace_percent / 100
    drawn = round(middle * math.pow(letters / USUAL_LETTERS, 0.4) * random.lognormvariate(0, SPREAD))
    return min(max(drawn, QUICKEST_MS), SLOWEST_MS)


def signs_of_life(total_ms: int) -> list[int]:
    """Return the waits between signs of life that add up to a span, none longer than what counts by itself."""
    full, rest = divmod(total_ms, WAITING_MS_MAX)
    return [WAITING_MS_MAX] * full + ([rest] if rest else [])


def chosen(random: Random, worker: Worker, *, intended: str, labels: list[str]) -> str:
    """Draw which label one person gives: mostly the intended one."""
    if random.randrange(100) < worker.right_percent:
        return intended
    return random.choice([label for label in labels if label != intended])
