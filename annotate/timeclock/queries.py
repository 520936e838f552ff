"""Reading an annotator's clock: what it counts now, when a rest is due, and how full the day is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from annotate.timeclock.rules import (
    ClockState,
    Doing,
    Offered,
    Place,
    new_clock,
    resting_since_ms,
    screen_ms_at,
)
from payments.people.queries import residence_on
from payments.transaction import Row, Transaction
from policies.breaks import rest_due_in_ms
from policies.errors import Kind, Refusal
from policies.floors import Floor
from policies.limits import Limits
from policies.periods import from_ms, local_day, to_ms
from policies.rulebook import Rulebook
from policies.working_time import SESSION_GAP_MS

_CLOCK = """
SELECT doing, organisation_id, project_id, assignment_id, stretch_from_at, seen_at, screen_ms, session_counted_ms,
       session_rest_ms, rest_required_ms, is_rest_moved, is_meal, unbroken_ms,
       search_earned_ms
FROM clock WHERE person_id = :person_id
"""
_RUNNING = """
SELECT clock.doing, clock.organisation_id, clock.project_id, clock.assignment_id, clock.stretch_from_at, clock.seen_at,
       clock.screen_ms, clock.session_counted_ms, clock.session_rest_ms, clock.rest_required_ms, clock.is_rest_moved,
       clock.is_meal, clock.unbroken_ms, clock.search_earned_ms, clock.work_session_id, person.time_zone
FROM clock JOIN person ON person.id = clock.person_id WHERE clock.person_id = :person_id
"""
_TIME_ZONE = """
SELECT person.time_zone FROM person JOIN annotator ON annotator.person_id = person.id WHERE person.id = :person_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """An annotator's clock as pages show it. Lengths in milliseconds.

    Attributes:
        doing: what it counts.
        project_id: on which project; 0 is none.
        assignment_id: the open item on the clock, or None.
        is_paused: the person said that they rest or eat, and the work session is not over.
        rest_due_in_ms: screen work until the next rest falls due; zero where it is due.
        rest_until_at: when the rest that has begun is long enough; None while something is on the screen.
        rest_ms: how long that rest is, or the next one.
        is_rest_owed: the rest that has begun was due, so that all of it is paid and new work waits for its end.
        may_move_rest: whether the coming rest can still be put off.
        today: the day it is where the person lives.
        floor: the floor there today.
        limits: the limits there today.
    """

    doing: Doing
    project_id: int
    assignment_id: int | None
    is_paused: bool
    is_meal: bool
    rest_due_in_ms: int
    is_rest_due: bool
    rest_until_at: datetime | None
    rest_ms: int
    is_rest_owed: bool
    may_move_rest: bool
    today: date
    floor: Floor
    limits: Limits


def clock_view(tx: Transaction, *, person_id: int, now: datetime, rulebook: Rulebook) -> ClockView:
    """Return an annotator's clock as it stands, without turning it.

    Raises:
        Refusal: `not_found` for somebody who is no annotator, `no_residence`.
    """
    time_zone = tx.value(_TIME_ZONE, person_id=person_id)
    if time_zone is None:
        raise Refusal("not_found", Kind.MISSING)
    now_ms = to_ms(now)
    today = local_day(now_ms, time_zone)
    residence = residence_on(tx, person_id, on=today)
    if residence is None:
        raise Refusal("no_residence", Kind.CONFLICT, on=today.isoformat())
    row = tx.one(_CLOCK, person_id=person_id)
    state = new_clock(now_ms) if row is None else state_of(row)
    limits = rulebook.limits(residence.jurisdiction, on=today)
    floor = rulebook.floor(residence.jurisdiction, zone=residence.zone, on=today)
    return view_of(state, now_ms=now_ms, today=today, floor=floor, limits=limits)


def view_of(state: ClockState, *, now_ms: int, today: date, floor: Floor, limits: Limits) -> ClockView:
    """Return a clock as pages show it at an instant, by the floor and the limits of its person on that day."""
    screen_ms = screen_ms_at(state, now_ms, limits)
    due_in_ms = rest_due_in_ms(screen_ms=screen_ms, is_moved=state.is_rest_moved, rule=limits.rest)
    moved_in_ms = rest_due_in_ms(screen_ms=screen_ms, is_moved=True, rule=limits.rest)
    since_ms = resting_since_ms(state)
    # Time away from hard content, or a paid break in the middle of the day, is longer than a rest from the screen.
    rest_ms = max(limits.rest.length_ms, state.rest_required_ms)
    is_paused = state.doing is Doing.PAUSE and now_ms - state.stretch_from_ms <= SESSION_GAP_MS
    return ClockView(
        doing=state.doing,
        project_id=state.place.project_id,
        assignment_id=state.place.assignment_id,
        is_paused=is_paused,
        is_meal=is_paused and state.is_meal,
        rest_due_in_ms=max(0, due_in_ms),
        is_rest_due=due_in_ms <= 0,
        rest_until_at=None if since_ms is None else from_ms(since_ms + rest_ms),
        rest_ms=rest_ms,
        is_rest_owed=state.rest_required_ms > 0,
        may_move_rest=not state.is_rest_moved and limits.rest.movable_ms > 0 and moved_in_ms > 0,
        today=today,
        floor=floor,
        limits=limits,
    )


def state_of(row: Row) -> ClockState:
    """Return a clock from its columns, from `doing` to `search_earned_ms`."""
    return ClockState(
        doing=Doing(row[0]),
        place=Place(row[1], row[2], row[3]),
        stretch_from_ms=row[4],
        seen_ms=row[5],
        screen_ms=row[6],
        session_counted_ms=row[7],
        session_rest_ms=row[8],
        rest_required_ms=row[9],
        is_rest_moved=bool(row[10]),
        is_meal=bool(row[11]),
        unbroken_ms=row[12],
        search_earned_ms=row[13],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """Where an annotator's clock stands, in which work session, and where its person lives."""

    state: ClockState
    work_session_id: int
    time_zone: str


def running_clock(tx: Transaction, person_id: int) -> RunningClock | None:
    """Return a person's clock without turning it, or None before their first act."""
    row = tx.one(_RUNNING, person_id=person_id)
    return None if row is None else RunningClock(state=state_of(row), work_session_id=row[14], time_zone=row[15])


# What was offered before a pilot was measured keeps its own estimate, and three times that for a silence.
_OFFERED = """
SELECT assignment.floor_hourly_micros, assignment.estimated_ms, assignment.currency,
       CASE WHEN assignment.estimated_ms = project.estimated_ms THEN project.p95_ms END
FROM assignment JOIN project ON project.id = assignment.project_id WHERE assignment.id = :assignment_id
"""


def offered_at(tx: Transaction, assignment_id: int | None) -> Offered | None:
    """Return what an assignment fixed about its time, or None for no assignment."""
    if assignment_id is None:
        return None
    row = tx.one(_OFFERED, assignment_id=assignment_id)
    return None if row is None else Offered(assignment_id, *row)


def floors_of(tx: Transaction, *, person_id: int, rulebook: Rulebook, latest: Row) -> Callable[[date], Floor]:
    """Return what tells a person's floor on a day, by where they lived that day.

    Args:
        tx: an open transaction.
        person_id: whose.
        rulebook: gives the floors.
        latest: jurisdiction, zone and first day of where they live last, read with the clock; None where nowhere.
    """

    def floor_on(day: date) -> Floor:
        if latest[2] is not None and latest[2] <= day.isoformat():
            return rulebook.floor(latest[0], zone=latest[1], on=day)
        residence = residence_on(tx, person_id, on=day)
        if residence is None:
            raise Refusal("no_residence", Kind.CONFLICT, on=day.isoformat())
        return rulebook.floor(residence.jurisdiction, zone=residence.zone, on=day)

    known: dict[date, Floor] = {}

    def remembered(day: date) -> Floor:
        if day not in known:
            known[day] = floor_on(day)
        return known[day]

    return remembered
