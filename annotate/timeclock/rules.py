"""The clock of one annotator: what each act makes of the time before it; every second is in exactly one bucket."""

from dataclasses import dataclass, replace
from enum import StrEnum

from policies.breaks import is_long_enough
from policies.limits import Limits
from policies.working_time import SESSION_GAP_MS, Bucket, gap_parts, is_meal_long, rest_required_ms, split_open_gap

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
    """

    assignment_id: int
    floor_hourly_micros: int
    estimated_ms: int
    currency: str

    @property
    def p95_ms(self) -> int:
        """How long a silence that its answer closes may last and count."""
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


_OPEN = {Doing.TASK: Bucket.TASK, Doing.INSTRUCTIONS: Bucket.INSTRUCTIONS}
_GAP_GOES_ON = {Act.PAUSE, Act.MEAL, Act.RELEASE}
"""Acts that bring nobody back to the screen: a rest that has begun is one rest, however it is called on the way."""
_ABOUT_AN_ITEM = {Act.SUBMIT, Act.RELEASE, Act.HEARTBEAT}
_SEGMENT_MS = 60_000


def new_clock(now_ms: int) -> ClockState:
    """Return the clock of somebody who begins now."""
    return ClockState(Doing.NOTHING, Place(0, 0), stretch_from_ms=now_ms, seen_ms=now_ms)


def turn(state: ClockState, act: Act, *, now_ms: int, place: Place | None, limits: Limits, p95_ms: int = 0) -> Turned:
    """Return the clock after an act, and the pieces of time it decided.

    Args:
        state: the clock before.
        act: what the person did.
        now_ms: when; an instant before the last sign of life counts as that one, so time never runs backwards.
        place: where LOOK and START begin, and which item SUBMIT, RELEASE and HEARTBEAT are about, where that is known;
            other acts keep the clock's own place.
        limits: the limits and the rest that apply today.
        p95_ms: how long a silence may last and still count when an answer closes it.

    Returns:
        Pieces partition the span from `state.stretch_from_ms` to the new `stretch_from_ms`; what lies in none of them
        is time off, after a silence that ended the work session.
    """
    now_ms = max(now_ms, state.seen_ms)
    if act in _ABOUT_AN_ITEM and place is not None and place.assignment_id != state.place.assignment_id:
        return _in_another_tab(state, act, now_ms=now_ms, place=place, limits=limits)
    if act is Act.HEARTBEAT and state.doing not in _OPEN:
        return Turned(state, ())
    if act is Act.HEARTBEAT and _is_short(state, now_ms=now_ms, limits=limits):
        return Turned(replace(state, seen_ms=now_ms), ())
    if act in _GAP_GOES_ON and state.doing not in _OPEN and now_ms - state.stretch_from_ms <= SESSION_GAP_MS:
        return Turned(_begin(state, act, place=place, limits=limits), ())
    if place is not None and _is_on_the_way(state, act, now_ms=now_ms, place=place, limits=limits):
        return Turned(replace(_begin(state, act, place=place, limits=limits), seen_ms=now_ms), ())
    settled = _open_stretch if state.doing in _OPEN else _gap
    turned = settled(state, now_ms=now_ms, is_submit=act is Act.SUBMIT, limits=limits, p95_ms=p95_ms)
    return replace(turned, state=_begin(turned.state, act, place=place, limits=limits))


def _in_another_tab(state: ClockState, act: Act, *, now_ms: int, place: Place, limits: Limits) -> Turned:
    """Return the clock after an act about an item that it is not on.

    While something else is open it is a sign of life. While nothing is, the other tab's item goes on from here; while
    the person rests a tab says nothing, but an answer says that they are back.
    """
    is_back = act is Act.SUBMIT or (act is Act.HEARTBEAT and state.doing is Doing.NOTHING)
    if state.doing in _OPEN or not is_back:
        return turn(state, Act.HEARTBEAT, now_ms=now_ms, place=None, limits=limits)
    begun = turn(state, Act.START, now_ms=now_ms, place=place, limits=limits)
    if act is Act.HEARTBEAT:
        return begun
    ended = turn(begun.state, Act.SUBMIT, now_ms=now_ms, place=place, limits=limits)
    return replace(ended, pieces=begun.pieces + ended.pieces, is_new_session=begun.is_new_session)


def _is_short(state: ClockState, *, now_ms: int, limits: Limits) -> bool:
    """Whether nothing has to be decided yet: no silence beyond the grace, and less than a segment."""
    return now_ms - state.seen_ms <= limits.idle_grace_ms and now_ms - state.stretch_from_ms < _SEGMENT_MS


def _is_on_the_way(state: ClockState, act: Act, *, now_ms: int, place: Place, limits: Limits) -> bool:
    """Whether a gap was the way from one item to the next of the same project: it belongs to what begins now.

    Seconds in which a page loads are work, no rest: as rest they would use up what is paid of a real one.
    """
    is_short = now_ms - state.stretch_from_ms <= limits.idle_grace_ms
    is_here = state.doing is Doing.NOTHING and state.place.project_id == place.project_id != 0
    return act in {Act.LOOK, Act.START} and is_here and is_short and state.rest_required_ms == 0


def _open_stretch(state: ClockState, *, now_ms: int, is_submit: bool, limits: Limits, p95_ms: int) -> Turned:
    """Decide the time since the last segment while instructions or an assignment were open."""
    counted_ms, silent_ms = split_open_gap(
        gap_ms=now_ms - state.seen_ms, grace_ms=limits.idle_grace_ms, is_submit=is_submit, p95_ms=p95_ms
    )
    sure_until_ms = state.seen_ms + counted_ms
    work = Piece(_OPEN[state.doing], state.stretch_from_ms, sure_until_ms, state.place)
    if silent_ms > SESSION_GAP_MS:
        return Turned(_restarted(state, now_ms), _not_empty(work), is_new_session=True)
    silence = Piece(Bucket.UNCONFIRMED, sure_until_ms, now_ms, state.place)
    worked_ms = sure_until_ms - state.stretch_from_ms
    after = replace(
        state,
        stretch_from_ms=now_ms,
        seen_ms=now_ms,
        screen_ms=state.screen_ms + worked_ms,
        session_counted_ms=state.session_counted_ms + worked_ms,
        unbroken_ms=state.unbroken_ms + worked_ms,
    )
    return Turned(_away(after, silent_ms, limits), _not_empty(work, silence))


def _gap(state: ClockState, *, now_ms: int, is_submit: bool, limits: Limits, p95_ms: int) -> Turned:
    """Decide a pause, or a time with nothing open, now that the person is back."""
    del is_submit, p95_ms  # nothing was open that an answer could confirm
    gap_ms = now_ms - state.stretch_from_ms
    if gap_ms > SESSION_GAP_MS:
        return Turned(_restarted(state, now_ms), (), is_new_session=True)
    after = replace(state, stretch_from_ms=now_ms, seen_ms=now_ms, rest_required_ms=0, is_meal=False)
    (rest, rest_ms), (other, _) = gap_parts(
        gap_ms=gap_ms,
        is_marked_meal=state.is_meal,
        required_ms=state.rest_required_ms,
        counted_ms=state.session_counted_ms,
        already_rested_ms=state.session_rest_ms,
        rule=limits.rest,
    )
    cut_ms = state.stretch_from_ms + rest_ms
    is_meal = other is Bucket.MEAL
    beyond_place = _nobody() if is_meal else replace(state.place, assignment_id=None)
    if not is_meal:
        beyond_required_ms = max(0, rest_ms - state.rest_required_ms)
        after = replace(after, session_rest_ms=state.session_rest_ms + beyond_required_ms)
    after = _away(replace(after, unbroken_ms=state.unbroken_ms + rest_ms), gap_ms, limits)
    pieces = Piece(rest, state.stretch_from_ms, cut_ms, _nobody()), Piece(other, cut_ms, now_ms, beyond_place)
    return Turned(after, _not_empty(*pieces))


def _away(state: ClockState, away_ms: int, limits: Limits) -> ClockState:
    """Return the clock that counts anew what a time away from the screen was long enough for."""
    if is_long_enough(away_ms, limits.rest):
        state = replace(state, screen_ms=0, is_rest_moved=False)
    return replace(state, unbroken_ms=0) if is_meal_long(away_ms, limits) else state


def _begin(state: ClockState, act: Act, *, place: Place | None, limits: Limits) -> ClockState:
    """Return the clock counting what the act begins; the time before it is decided."""
    if act is Act.LOOK and place is not None:
        return replace(state, doing=Doing.INSTRUCTIONS, place=place)
    if act is Act.START and place is not None:
        return replace(state, doing=Doing.TASK, place=place)
    if act in {Act.PAUSE, Act.MEAL}:
        return replace(_resting(state, limits=limits), doing=Doing.PAUSE, is_meal=act is Act.MEAL)
    if act in {Act.SUBMIT, Act.RELEASE}:
        nothing_open = replace(state.place, assignment_id=None)
        doing = Doing.PAUSE if act is Act.RELEASE and state.doing is Doing.PAUSE else Doing.NOTHING
        return replace(_resting(state, limits=limits), doing=doing, place=nothing_open)
    if act is Act.RESUME and state.doing not in _OPEN:
        # A rest that is still due when nothing goes on is due in the gap that begins here as well.
        return replace(_resting(state, limits=limits), doing=_resumed(state.place))
    return state


def _resumed(place: Place) -> Doing:
    """Return what goes on after a pause: the open assignment, else nothing until the person chooses."""
    return Doing.TASK if place.assignment_id is not None else Doing.NOTHING


def _resting(state: ClockState, *, limits: Limits) -> ClockState:
    """Return the clock at the start of a gap: a rest that is due by now counts whole, and stays due until its end."""
    required_ms = rest_required_ms(
        screen_ms=state.screen_ms, is_moved=state.is_rest_moved, unbroken_ms=state.unbroken_ms, limits=limits
    )
    before_ms = 0 if state.doing in _OPEN else state.rest_required_ms
    return replace(state, rest_required_ms=max(before_ms, required_ms))


def _restarted(state: ClockState, now_ms: int) -> ClockState:
    """Return the clock in a new work session; what is open stays open."""
    return replace(new_clock(now_ms), doing=state.doing, place=state.place)


def _nobody() -> Place:
    """Return the place of rest: settlement shares it among the requesters of the work session."""
    return Place(0, 0)


def _not_empty(*pieces: Piece) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.ended_ms > piece.started_ms)


def resting_since_ms(state: ClockState) -> int | None:
    """Return since when nothing has been on the person's screen, or None while something is."""
    return state.stretch_from_ms if state.doing not in _OPEN else None


def screen_ms_at(state: ClockState, now_ms: int, limits: Limits) -> int:
    """Return screen work since the last rest as it stands now, the open stretch included; zero after a whole rest."""
    now_ms = max(now_ms, state.seen_ms)
    if state.doing in _OPEN:
        silent_ms = max(0, now_ms - state.seen_ms - limits.idle_grace_ms)
        worked_ms = now_ms - silent_ms - state.stretch_from_ms
        return 0 if is_long_enough(silent_ms, limits.rest) else state.screen_ms + worked_ms
    return 0 if is_long_enough(now_ms - state.stretch_from_ms, limits.rest) else state.screen_ms
