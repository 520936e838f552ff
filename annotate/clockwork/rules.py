"""What an annotator's clock can count, what turns it, and what comes of that: the words that time is told in."""

from dataclasses import dataclass
from enum import StrEnum

from policies.breaks import is_long_enough
from policies.limits import Limits
from policies.working_time import ON_SCREEN, SEARCH_EARNED_AT_FIRST_MS, Bucket

P95_IN_ESTIMATES = 3
"""Without a pilot, silence that an answer closes counts up to three times the estimate, as hourly escrow sets aside."""


class Doing(StrEnum):
    """What an annotator's clock is counting."""

    NOTHING = "nothing"
    INSTRUCTIONS = "instructions"
    TASK = "task"
    PAUSE = "pause"
    QUALIFICATION = "qualification"
    WAITING = "waiting"
    ADMIN = "admin"
    SEARCH = "search"


_BUCKETS = {
    Doing.TASK: Bucket.TASK,
    Doing.INSTRUCTIONS: Bucket.INSTRUCTIONS,
    Doing.QUALIFICATION: Bucket.QUALIFICATION,
    Doing.ADMIN: Bucket.ADMIN,
    Doing.SEARCH: Bucket.SEARCH,
}


class Act(StrEnum):
    """What an annotator does that the clock hears of."""

    LOOK = "look"
    START = "start"
    HEARTBEAT = "heartbeat"
    SUBMIT = "submit"
    RELEASE = "release"
    PAUSE = "pause"
    MEAL = "meal"
    RESUME = "resume"
    QUALIFY = "qualify"
    WAIT = "wait"
    """They asked for the next item, there was none at that moment, and they stay to wait for it."""
    ADMIN = "admin"
    """They opened a page that the house causes: messages, payment, their own record."""
    SEARCH = "search"
    """They opened the page where work is chosen."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the time is spent on: a project's instructions, or one of its assignments.

    Args:
        organisation_id: who caused the time; 0 is the platform.
        project_id: 0 is no project.
        assignment_id: None while none is open.
    """

    organisation_id: int
    project_id: int
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What an open assignment fixed about its time when it was offered.

    Args:
        assignment_id: which assignment.
        floor_hourly_micros: the floor offered; the day's floor counts instead where it is higher.
        estimated_ms: how long an item is said to take.
        currency: of that floor.
        measured_p95_ms: the time within which 95 of 100 answers of the project's pilot came, where it was offered
            after that was measured.
    """

    assignment_id: int
    floor_hourly_micros: int
    estimated_ms: int
    currency: str
    measured_p95_ms: int | None = None

    @property
    def p95_ms(self) -> int:
        """How long a silence that its answer closes may last and count."""
        if self.measured_p95_ms is not None:
            return self.measured_p95_ms
        return self.estimated_ms * P95_IN_ESTIMATES


@dataclass(frozen=True, slots=True)
class ClockState:
    """Where a clock stands. Everything before `stretch_from_ms` is in segments; `seen_ms` is the last sign of life."""

    doing: Doing
    place: Place
    stretch_from_ms: int
    seen_ms: int
    screen_ms: int = 0
    session_counted_ms: int = 0
    session_rest_ms: int = 0
    rest_required_ms: int = 0
    is_rest_moved: bool = False
    is_meal: bool = False
    unbroken_ms: int = 0
    search_earned_ms: int = SEARCH_EARNED_AT_FIRST_MS
    """Other counted time that no looking for work was set against yet; it outlives a work session."""

    @property
    def bucket(self) -> Bucket | None:
        """What its time is while there are signs of life; None while nothing is open."""
        if self.doing is Doing.WAITING:
            return Bucket.WAITING_REQUESTER if self.place.organisation_id else Bucket.WAITING_PLATFORM
        return _BUCKETS.get(self.doing)


@dataclass(frozen=True, slots=True)
class Piece:
    """A half-open span of time in one bucket, milliseconds since 1970."""

    bucket: Bucket
    started_ms: int
    ended_ms: int
    place: Place


@dataclass(frozen=True, slots=True)
class Turned:
    """What an act made of the clock: the time that is now decided, and whether a new work session began."""

    state: ClockState
    pieces: tuple[Piece, ...]
    is_new_session: bool = False


def new_clock(now_ms: int) -> ClockState:
    """Return the clock of somebody who begins now."""
    return ClockState(Doing.NOTHING, Place(0, 0), stretch_from_ms=now_ms, seen_ms=now_ms)


def resting_since_ms(state: ClockState) -> int | None:
    """Return since when nothing has been on the person's screen, or None while something is."""
    return state.stretch_from_ms if state.bucket is None else None


def screen_ms_at(state: ClockState, now_ms: int, limits: Limits) -> int:
    """Return screen work since the last rest as it stands now, the open stretch included; zero after a whole rest."""
    now_ms = max(now_ms, state.seen_ms)
    if state.bucket is None:
        return 0 if is_long_enough(now_ms - state.stretch_from_ms, limits.rest) else state.screen_ms
    silent_ms = max(0, now_ms - state.seen_ms - limits.idle_grace_ms)
    worked_ms = now_ms - silent_ms - state.stretch_from_ms if state.bucket in ON_SCREEN else 0
    return 0 if is_long_enough(silent_ms, limits.rest) else state.screen_ms + worked_ms
