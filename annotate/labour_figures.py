"""What people's work on a project came to, as the labour card says it; small groups hide nobody's own figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from payments.spending.rules import TaskPay
from policies.money import floor_div
from policies.working_time import Bucket

PEOPLE_LEAST = 5
"""Of fewer people no figure is shown: it would be one person's hours or pay."""
QUANTILES = (("lowest", 0), ("p10", 10), ("p25", 25), ("median", 50), ("p75", 75), ("p90", 90), ("highest", 100))
PERMILLE = 1_000


@dataclass(frozen=True, slots=True)
class BucketTime:
    """Time of one kind: how much, and its share of all that is shown, in thousandths."""

    bucket: Bucket
    counted_ms: int
    share_permille: int


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction that people worked from; `code` is empty for several with too few people each."""

    code: str
    people_count: int


@dataclass(frozen=True, slots=True)
class HourlyPay:
    """One step of the spread of pay: what a task hour brought, its floor, and the pay as a share of it, per mille."""

    name: str
    hourly_micros: int
    floor_micros: int
    of_floor_permille: int


@dataclass(frozen=True, slots=True)
class Rests:
    """Rests from the screen in the work sessions in which this project was worked on.

    Args:
        due_count: one for each full stretch of screen work in a work session.
        missed_count: how many of them the time taken does not reach.
        taken_ms: rest and meals.
    """

    due_count: int
    missed_count: int
    taken_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourCard:
    """Under what labour conditions a project was answered. Amounts in micro-units of `currency`.

    Attributes:
        people_count: None where fewer than `PEOPLE_LEAST` worked: then there are no hours, places, pay and rests.
        is_salaried: an organisation's own staff worked: hours and rests count, a salary pays, and no pay is shown.
        bucket_times: by bucket, the most first; buckets that fewer people had are left out and `is_time_left_out`.
        rest_ms: this project's part of the rest in its work sessions, by time; paid on top.
        lines_micros: what was paid, by kind of line; open weeks as if they closed now.
        hourly: the spread of pay for a task hour, of each person's week with this requester, for which the floor holds.
        below_floor_count: how many of these weeks are below the floor.
        rejected_count: answers that were rejected.
        rulebooks: the digests that time and offers cite.
    """

    project_id: int
    project_name: str
    made_at: datetime
    first_on: date | None
    last_on: date | None
    answer_count: int
    people_count: int | None
    is_salaried: bool
    currency: str
    places: tuple[Place, ...] = ()
    counted_ms: int = 0
    bucket_times: tuple[BucketTime, ...] = ()
    is_time_left_out: bool = False
    rest_ms: int = 0
    rests: Rests | None = None
    floor_lowest_micros: int = 0
    floor_highest_micros: int = 0
    lines_micros: Mapping[str, int]
    week_count: int = 0
    hourly: tuple[HourlyPay, ...] = ()
    below_floor_count: int = 0
    rejected_count: int = 0
    rulebooks: tuple[str, ...] = ()

    @property
    def total_micros(self) -> int:
        """Everything paid for the project."""
        return sum(self.lines_micros.values())


def bucket_times(ms: Mapping[Bucket, int], people: Mapping[Bucket, int]) -> tuple[tuple[BucketTime, ...], bool]:
    """Return time by bucket, the most first, and whether any was left out because too few people had it."""
    shown = {bucket: value for bucket, value in ms.items() if value and people[bucket] >= PEOPLE_LEAST}
    whole = sum(shown.values())
    times = [BucketTime(one, value, floor_div(value * PERMILLE, whole)) for one, value in shown.items()]
    is_left_out = any(value and bucket not in shown for bucket, value in ms.items())
    return tuple(sorted(times, key=lambda time: (-time.counted_ms, time.bucket))), is_left_out


def places_of(people: Mapping[str, int]) -> tuple[Place, ...]:
    """Return where people worked from; places with too few people are one, and nobody's if that is too few, too."""
    shown = [Place(code, count) for code, count in sorted(people.items()) if count >= PEOPLE_LEAST]
    others = sum(count for count in people.values() if count < PEOPLE_LEAST)
    return (*shown, Place("", others)) if others >= PEOPLE_LEAST else tuple(shown)


def spread_of(pays: Sequence[TaskPay]) -> tuple[HourlyPay, ...]:
    """Return the quantiles of pay against the floor: each is some week's own figure, the nearest rank."""
    ranked = sorted(pays, key=lambda pay: (_of_floor(pay), pay))
    steps = [(name, ranked[floor_div(percent * (len(ranked) - 1) + 50, 100)]) for name, percent in QUANTILES if ranked]
    return tuple(HourlyPay(name, pay.hourly_micros, pay.floor_micros, _of_floor(pay)) for name, pay in steps)


def _of_floor(pay: TaskPay) -> int:
    return floor_div(pay.hourly_micros * PERMILLE, pay.floor_micros)
