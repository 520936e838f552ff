"""What a stretch of time was (task, rest, meal, waiting ...), and how much of it is paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policies.breaks import RestRule, rest_due_in_ms
from policies.limits import Limits
from policies.money import ceil_div, floor_div
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE

REST_BELOW_MS = 20 * MS_PER_MINUTE
"""A gap shorter than this is rest."""
MEAL_FROM_MS = 30 * MS_PER_MINUTE
"""A gap of at least this is a meal; between the two it is rest, unless the person says that it was a meal."""


class Bucket(StrEnum):
    """What a second was spent on; every second is in exactly one."""

    TASK = "task"
    REWORK = "rework"
    INSTRUCTIONS = "instructions"
    QUALIFICATION = "qualification"
    WAITING_REQUESTER = "waiting_requester"
    WAITING_PLATFORM = "waiting_platform"
    ADMIN = "admin"
    SEARCH = "search"
    REST = "rest"
    MEAL = "meal"
    OFF = "off"
    UNCONFIRMED = "unconfirmed"
    """Pending: it may be claimed, and then it is what it turns out to be."""


SESSION_GAP_MS = 2 * MS_PER_HOUR
"""After so long without a sign of life the work session is over, and the time was the person's own."""
SEARCH_EARNED_AT_FIRST_MS = MS_PER_HOUR
"""A newcomer, too, may look for work before the first hour of it."""
ON_SCREEN = frozenset({Bucket.TASK, Bucket.REWORK, Bucket.INSTRUCTIONS, Bucket.QUALIFICATION})
"""Work at the screen, after which a rest falls due."""

PAGES = frozenset({Bucket.WAITING_REQUESTER, Bucket.WAITING_PLATFORM, Bucket.ADMIN, Bucket.SEARCH})
"""Time on a page without an item on it; left alone for longer than the grace, it becomes a gap like any other."""
PLATFORM = frozenset({Bucket.WAITING_PLATFORM, Bucket.ADMIN, Bucket.SEARCH})
"""What the platform pays for, because no requester caused it."""

_NOT_COUNTED = frozenset({Bucket.MEAL, Bucket.OFF, Bucket.UNCONFIRMED})


class CapKind(StrEnum):
    """Which limit on working time was reached."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit on working time that has been reached; no new offer until the day or week ends."""

    kind: CapKind
    max_ms: int


def is_counted(bucket: Bucket) -> bool:
    """Whether time in this bucket is working time, owed at the floor."""
    return bucket not in _NOT_COUNTED


def classify_gap(*, gap_ms: int, is_marked_meal: bool, is_relieved: bool = True) -> Bucket:
    """Return what a gap was, when nothing was open or the work was paused, and the person came back.

    Args:
        gap_ms: its length, milliseconds, >= 0.
        is_marked_meal: the person said that it was a meal.
        is_relieved: the person was free to leave; otherwise a long gap is still working time.

    Law: 29 CFR 785.18 (rests of 5 to about 20 minutes are hours worked) and 785.19 (a meal is 30 minutes or more,
        completely relieved from duty); Ley Federal del Trabajo, articles 63 and 64.
    """
    if gap_ms < 0:
        raise ValueError(f"negative input: {gap_ms=}")
    if gap_ms < REST_BELOW_MS:
        return Bucket.REST
    is_meal = is_relieved if gap_ms >= MEAL_FROM_MS else is_marked_meal
    return Bucket.MEAL if is_meal else Bucket.REST


def rest_counted_ms(
    *,
    rest_ms: int,
    required_ms: int,
    counted_ms: int,
    already_rested_ms: int,
    rule: RestRule,
) -> int:
    """Return how much of one rest counts as paid rest; what is beyond is unconfirmed, not lost.

    Rest that the rulebook required always counts. Beyond it, so much an hour of other counted time in the session.

    Args:
        rest_ms: length of this rest, milliseconds.
        required_ms: how long a rest was due when it began; zero if none was.
        counted_ms: other counted time of the work session, rest left out.
        already_rested_ms: rest of the session counted before, beyond what was required then.
        rule: the rest that applies today.
    """
    if min(rest_ms, required_ms, counted_ms, already_rested_ms) < 0:
        raise ValueError(f"negative input: {rest_ms=} {required_ms=} {counted_ms=} {already_rested_ms=}")
    allowed_ms = ceil_div(counted_ms * rule.paid_per_hour_ms, MS_PER_HOUR)
    beyond_ms = max(0, allowed_ms - already_rested_ms)
    return min(rest_ms, required_ms + beyond_ms)


def rest_required_ms(*, screen_ms: int, is_moved: bool, unbroken_ms: int, limits: Limits) -> int:
    """Return how long a rest is due now that always counts as working time; zero where none is.

    Args:
        screen_ms: screen work since the last rest, milliseconds.
        is_moved: the person put this rest off.
        unbroken_ms: counted time since the last break as long as a meal, milliseconds.
        limits: the limits in force today; a meal that nobody pays for is a person's own time.
    """
    is_due = rest_due_in_ms(screen_ms=screen_ms, is_moved=is_moved, rule=limits.rest) <= 0
    is_break_due = limits.meal is not None and limits.meal.is_paid and unbroken_ms >= limits.meal.after_ms
    break_ms = limits.meal.length_ms if limits.meal is not None and is_break_due else 0
    return max(limits.rest.length_ms if is_due else 0, break_ms)


def is_meal_long(away_ms: int, limits: Limits) -> bool:
    """Whether time away was as long as the break that is due in the middle of a day's work."""
    return limits.meal is not None and away_ms >= limits.meal.length_ms


def gap_parts(
    *, gap_ms: int, is_marked_meal: bool, required_ms: int, counted_ms: int, already_rested_ms: int, rule: RestRule
) -> tuple[tuple[Bucket, int], ...]:
    """Return what a whole gap is made of, in order, now that the person is back.

    A rest that was due is owed also to whoever goes on to a meal: it is the first part of the gap.

    Args:
        gap_ms: its length, milliseconds, >= 0.
        is_marked_meal: the person said that it was a meal.
        required_ms: how long a rest was due when it began; zero if none was.
        counted_ms: other counted time of the work session, rest left out.
        already_rested_ms: rest of the session counted before, beyond what was required then.
        rule: the rest that applies today.

    Returns:
        (bucket, milliseconds) that add up to the gap exactly; a part may be empty.
    """
    if classify_gap(gap_ms=gap_ms, is_marked_meal=is_marked_meal) is Bucket.MEAL:
        rested_ms = min(gap_ms, required_ms)
        return (Bucket.REST, rested_ms), (Bucket.MEAL, gap_ms - rested_ms)
    rested_ms = rest_counted_ms(
        rest_ms=gap_ms,
        required_ms=required_ms,
        counted_ms=counted_ms,
        already_rested_ms=already_rested_ms,
        rule=rule,
    )
    return (Bucket.REST, rested_ms), (Bucket.UNCONFIRMED, gap_ms - rested_ms)


def split_open_gap(*, gap_ms: int, grace_ms: int, is_submit: bool, p95_ms: int) -> tuple[int, int]:
    """Split a silent stretch while an assignment was open into counted and unconfirmed time.

    Reading and looking are work: a submit that closes the gap shows that work went on, up to the pilot's p95.

    Args:
        gap_ms: time since the last sign of the person, milliseconds, >= 0.
        grace_ms: silence that always counts.
        is_submit: an answer closed the gap.
        p95_ms: the time within which 95 of 100 pilot answers were given; zero if there was no pilot.

    Returns:
        (counted, unconfirmed), milliseconds, together exactly the gap.
    """
    if min(gap_ms, grace_ms, p95_ms) < 0:
        raise ValueError(f"negative input: {gap_ms=} {grace_ms=} {p95_ms=}")
    counted_ms = min(gap_ms, max(grace_ms, p95_ms) if is_submit else grace_ms)
    return counted_ms, gap_ms - counted_ms


def claimed_as(bucket_before: str | None, *, organisation_id: int) -> Bucket:
    """Return what a quiet stretch counts as once it is claimed: as what it interrupted, where that is known.

    Args:
        bucket_before: the bucket of the time just before it, if any.
        organisation_id: who caused the stretch; 0 is the platform, which has no tasks.
    """
    before = None if bucket_before is None else Bucket(bucket_before)
    if organisation_id == 0:
        return before if before in PLATFORM else Bucket.ADMIN
    is_its_own = before in {Bucket.INSTRUCTIONS, Bucket.QUALIFICATION, Bucket.WAITING_REQUESTER}
    return before if before is not None and is_its_own else Bucket.TASK


def search_allowed_ms(earned_ms: int, limits: Limits) -> int:
    """Return how much looking for work counts now: so much for each hour of other counted time, in proportion.

    Args:
        earned_ms: other counted time that no search was set against yet, milliseconds.
        limits: the limits in force today.
    """
    return floor_div(earned_ms * limits.search_per_hour_ms, MS_PER_HOUR)


def search_earned_ms(earned_ms: int, *, bucket: Bucket, ms: int, limits: Limits) -> int:
    """Return other counted time that no search was set against, after some more time; at most an hour is kept.

    Args:
        earned_ms: the same before; a newcomer has `SEARCH_EARNED_AT_FIRST_MS`.
        bucket: what the time was.
        ms: its length.
        limits: the limits in force today.
    """
    if bucket is Bucket.SEARCH:
        spent_ms = ceil_div(ms * MS_PER_HOUR, limits.search_per_hour_ms) if limits.search_per_hour_ms else earned_ms
        return max(0, earned_ms - spent_ms)
    return min(MS_PER_HOUR, earned_ms + ms) if is_counted(bucket) else earned_ms


def lay(
    from_ms: int, to_ms: int, parts: Sequence[tuple[Bucket, int]], *, down: Sequence[tuple[int, int]]
) -> Iterator[tuple[Bucket, int, int]]:
    """Yield (bucket, from, to): the time the platform was down, then parts one after another around it.

    Args:
        from_ms: where the whole begins.
        to_ms: where it ends.
        parts: (bucket, milliseconds), together all of it that is not down.
        down: spans within it in which the platform was down, in order.
    """
    yield from ((Bucket.WAITING_PLATFORM, start_ms, end_ms) for start_ms, end_ms in down)
    free = list(_between(from_ms, to_ms, down))
    for bucket, ms in parts:
        left_ms = ms
        while left_ms:
            start_ms, end_ms = free.pop(0)
            cut_ms = min(end_ms, start_ms + left_ms)
            yield bucket, start_ms, cut_ms
            left_ms -= cut_ms - start_ms
            if cut_ms < end_ms:
                free.insert(0, (cut_ms, end_ms))


def down_within(outages: Iterable[tuple[int, int]], from_ms: int, to_ms: int) -> list[tuple[int, int]]:
    """Return the parts of a span in which the platform was down."""
    cut = ((max(start_ms, from_ms), min(end_ms, to_ms)) for start_ms, end_ms in outages)
    return [(start_ms, end_ms) for start_ms, end_ms in cut if start_ms < end_ms]


def _between(from_ms: int, to_ms: int, down: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span outside others, which lie in it in order."""
    for start_ms, end_ms in down:
        if from_ms < start_ms:
            yield from_ms, start_ms
        from_ms = end_ms
    if from_ms < to_ms:
        yield from_ms, to_ms


def cap_reached(*, day_ms: int, week_ms: int, limits: Limits) -> Cap | None:
    """Return the limit that holds back new offers, the week's before the day's, or None.

    Args:
        day_ms: counted time today, where the person lives, milliseconds.
        week_ms: counted time this ISO week.
        limits: the limits in force today.
    """
    if week_ms >= limits.max_week_ms:
        return Cap(CapKind.WEEK, limits.max_week_ms)
    if day_ms >= limits.max_day_ms:
        return Cap(CapKind.DAY, limits.max_day_ms)
    return None
