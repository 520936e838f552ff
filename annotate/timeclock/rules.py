"""The clock of one annotator: what each act makes of the time before it; every second is in exactly one bucket."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotate.clockwork.rules import (
    P95_IN_ESTIMATES,
    Act,
    ClockState,
    Doing,
    Offered,
    Piece,
    Place,
    Turned,
    new_clock,
    resting_since_ms,
    screen_ms_at,
)
from policies.breaks import is_long_enough
from policies.limits import Limits
from policies.working_time import (
    ON_SCREEN,
    PAGES,
    SESSION_GAP_MS,
    Bucket,
    down_within,
    gap_parts,
    is_counted,
    is_meal_long,
    lay,
    rest_required_ms,
    search_allowed_ms,
    search_earned_ms,
    split_open_gap,
)

# The words of a clock and what they do are one thing to whoever asks.
__all__ = [
    "P95_IN_ESTIMATES",
    "Act",
    "ClockState",
    "Doing",
    "Offered",
    "Piece",
    "Place",
    "Turned",
    "new_clock",
    "resting_since_ms",
    "screen_ms_at",
    "turn",
]

_GAP_GOES_ON = {Act.PAUSE, Act.MEAL, Act.RELEASE}
"""Acts that bring nobody back to the screen: a rest that has begun is one rest, however it is called on the way."""
_ABOUT_AN_ITEM = {Act.SUBMIT, Act.RELEASE, Act.HEARTBEAT}
_OPENS_A_PAGE = {Act.WAIT: Doing.WAITING, Act.ADMIN: Doing.ADMIN, Act.SEARCH: Doing.SEARCH}
_OPENS_A_TEXT = {Act.LOOK: Doing.INSTRUCTIONS, Act.QUALIFY: Doing.QUALIFICATION}
_BEGINS = {**_OPENS_A_PAGE, **_OPENS_A_TEXT, Act.START: Doing.TASK}
_SEGMENT_MS = 60_000


def turn(  # noqa: PLR0913 - the act, its place and time, and what decides about silence
    state: ClockState,
    act: Act,
    *,
    now_ms: int,
    place: Place | None,
    limits: Limits,
    p95_ms: int = 0,
    down: Sequence[tuple[int, int]] = (),
) -> Turned:
    """Return the clock after an act, and the pieces of time it decided.

    Args:
        state: the clock before.
        act: what the person did. While an item is open, pages and its own project's texts beside it belong to the item.
        now_ms: when; an instant before the last sign of life counts as that one, so time never runs backwards.
        place: where an act begins something, and which item SUBMIT, RELEASE and HEARTBEAT are about, where that is
            known; other acts keep the clock's own place.
        limits: the limits and the rest that apply today.
        p95_ms: how long a silence may last and still count when an answer closes it.
        down: when the platform was down since the last sign of life, in order: waiting, never silence.

    Returns:
        Pieces partition the span from `state.stretch_from_ms` to the new `stretch_from_ms`; what lies in none of them
        is time off, after a silence that ended the work session.
    """
    now_ms = max(now_ms, state.seen_ms)
    act = _beside_an_item(state, act, place)
    ways = _Ways(limits, p95_ms, tuple(down))
    left_ms = state.seen_ms + limits.idle_grace_ms
    if state.bucket in PAGES and now_ms > left_ms:
        return _after_a_page(state, act, now_ms=now_ms, left_ms=left_ms, place=place, ways=ways)
    if act in _ABOUT_AN_ITEM and place is not None and place.assignment_id != state.place.assignment_id:
        return _in_another_tab(state, act, now_ms=now_ms, place=place, ways=ways)
    if act is Act.HEARTBEAT and (state.bucket is None or _is_short(state, now_ms=now_ms, ways=ways)):
        return Turned(state if state.bucket is None else replace(state, seen_ms=now_ms), ())
    if act in _GAP_GOES_ON and state.bucket is None and now_ms - state.stretch_from_ms <= SESSION_GAP_MS:
        return Turned(_begin(state, act, place=place, limits=limits), ())
    if place is not None and _is_on_the_way(state, act, now_ms=now_ms, place=place, limits=limits):
        return Turned(replace(_begin(state, act, place=place, limits=limits), seen_ms=now_ms), ())
    settled = _gap if state.bucket is None else _open_stretch
    turned = settled(state, now_ms=now_ms, is_submit=act is Act.SUBMIT, ways=ways)
    return Turned(_begin(turned.state, act, place=place, limits=limits), turned.pieces, turned.is_new_session)


@dataclass(frozen=True, slots=True)
class _Ways:
    """What decides about a silence, beside what was open in it."""

    limits: Limits
    p95_ms: int
    down: tuple[tuple[int, int], ...]

    def turn(self, state: ClockState, act: Act, *, now_ms: int, place: Place | None) -> Turned:
        return turn(state, act, now_ms=now_ms, place=place, limits=self.limits, p95_ms=self.p95_ms, down=self.down)


def _beside_an_item(state: ClockState, act: Act, place: Place | None) -> Act:
    """Return what an act is while an item is open: a page, or its own project's text, is one more sign of life."""
    is_own_text = act in _OPENS_A_TEXT and place is not None and place.project_id == state.place.project_id
    is_beside = state.doing is Doing.TASK and (act in _OPENS_A_PAGE or is_own_text)
    return Act.HEARTBEAT if is_beside else act


def _after_a_page(
    state: ClockState, act: Act, *, now_ms: int, left_ms: int, place: Place | None, ways: _Ways
) -> Turned:
    """Return the clock after an act that follows a page left alone: from the grace on that was a gap like any other."""
    page = _open_stretch(state, now_ms=left_ms, is_submit=False, ways=ways)
    gap = replace(_resting(page.state, limits=ways.limits), doing=Doing.NOTHING)
    return _one_after_another(page, ways.turn(gap, act, now_ms=now_ms, place=place))


def _one_after_another(first: Turned, then: Turned) -> Turned:
    is_new = first.is_new_session or then.is_new_session
    return replace(then, pieces=first.pieces + then.pieces, is_new_session=is_new)


def _in_another_tab(state: ClockState, act: Act, *, now_ms: int, place: Place, ways: _Ways) -> Turned:
    """Return the clock after an act about an item that it is not on.

    While something else is open it is a sign of life. While nothing is, the other tab's item goes on from here; while
    the person rests a tab says nothing, but an answer says that they are back.
    """
    is_back = act is Act.SUBMIT or (act is Act.HEARTBEAT and state.doing is Doing.NOTHING)
    if state.bucket is not None or not is_back:
        return ways.turn(state, Act.HEARTBEAT, now_ms=now_ms, place=None)
    begun = ways.turn(state, Act.START, now_ms=now_ms, place=place)
    if act is Act.HEARTBEAT:
        return begun
    return _one_after_another(begun, ways.turn(begun.state, Act.SUBMIT, now_ms=now_ms, place=place))


def _is_short(state: ClockState, *, now_ms: int, ways: _Ways) -> bool:
    """Whether nothing has to be decided yet: no silence beyond the grace, no outage, and less than a segment."""
    is_up = not down_within(ways.down, state.seen_ms, now_ms)
    is_heard = now_ms - state.seen_ms <= ways.limits.idle_grace_ms
    return is_up and is_heard and now_ms - state.stretch_from_ms < _SEGMENT_MS


def _is_on_the_way(state: ClockState, act: Act, *, now_ms: int, place: Place, limits: Limits) -> bool:
    """Whether a gap was the way from one item to the next of the same project: it belongs to what begins now.

    Seconds in which a page loads are work, no rest: as rest they would use up what is paid of a real one.
    """
    is_short = now_ms - state.stretch_from_ms <= limits.idle_grace_ms
    is_here = state.doing is Doing.NOTHING and state.place.project_id == place.project_id != 0
    return act in {Act.START, *_OPENS_A_TEXT} and is_here and is_short and state.rest_required_ms == 0


def _open_stretch(state: ClockState, *, now_ms: int, is_submit: bool, ways: _Ways) -> Turned:
    """Decide the time since the last segment while something was open."""
    assert state.bucket is not None, "nothing is open"
    down = down_within(ways.down, state.seen_ms, now_ms)
    down_ms = sum(end_ms - start_ms for start_ms, end_ms in down)
    counted_ms, silent_ms = split_open_gap(
        gap_ms=now_ms - state.seen_ms - down_ms,
        grace_ms=ways.limits.idle_grace_ms,
        is_submit=is_submit,
        p95_ms=ways.p95_ms,
    )
    if silent_ms + down_ms > SESSION_GAP_MS:
        sure = Piece(state.bucket, state.stretch_from_ms, state.seen_ms + counted_ms, state.place)
        return _restarted(_taken_in(state, (sure,), limits=ways.limits), now_ms)
    seen_part = Piece(state.bucket, state.stretch_from_ms, state.seen_ms, state.place)
    parts = ((state.bucket, counted_ms), (Bucket.UNCONFIRMED, silent_ms))
    laid = lay(state.seen_ms, now_ms, parts, down=down)
    since = [
        Piece(each, start_ms, end_ms, _nobody() if (start_ms, end_ms) in down else state.place)
        for each, start_ms, end_ms in laid
    ]
    after = replace(state, stretch_from_ms=now_ms, seen_ms=now_ms)
    turned = _taken_in(after, (seen_part, *since), limits=ways.limits)
    return Turned(_away(turned.state, silent_ms + down_ms, ways.limits), turned.pieces, turned.is_new_session)


def _gap(state: ClockState, *, now_ms: int, is_submit: bool, ways: _Ways) -> Turned:
    """Decide a pause, or a time with nothing open, now that the person is back."""
    del is_submit  # nothing was open that an answer could confirm
    gap_ms = now_ms - state.stretch_from_ms
    if gap_ms > SESSION_GAP_MS:
        return _restarted(Turned(state, ()), now_ms)
    down = [] if state.doing is Doing.PAUSE else down_within(ways.down, state.stretch_from_ms, now_ms)
    parts = gap_parts(
        gap_ms=gap_ms - sum(end_ms - start_ms for start_ms, end_ms in down),
        is_marked_meal=state.is_meal,
        required_ms=state.rest_required_ms,
        counted_ms=state.session_counted_ms,
        already_rested_ms=state.session_rest_ms,
        rule=ways.limits.rest,
    )
    after = replace(state, stretch_from_ms=now_ms, seen_ms=now_ms, rest_required_ms=0, is_meal=False)
    (_, rest_ms), (other, _) = parts
    if other is Bucket.UNCONFIRMED:
        beyond_required_ms = max(0, rest_ms - state.rest_required_ms)
        after = replace(after, session_rest_ms=state.session_rest_ms + beyond_required_ms)
    beyond = replace(state.place, assignment_id=None)
    pieces = [
        Piece(each, start_ms, end_ms, beyond if each is Bucket.UNCONFIRMED else _nobody())
        for each, start_ms, end_ms in lay(state.stretch_from_ms, now_ms, parts, down=down)
    ]
    turned = _taken_in(after, pieces, limits=ways.limits)
    return Turned(_away(turned.state, gap_ms, ways.limits), turned.pieces, turned.is_new_session)


def _taken_in(state: ClockState, pieces: Sequence[Piece], *, limits: Limits) -> Turned:
    """Return the clock with pieces added to its sums; looking for work beyond what was earned of it is asked about."""
    kept: list[Piece] = []
    for piece in pieces:
        parts: tuple[Piece, ...] = (piece,)
        if piece.bucket is Bucket.SEARCH:
            cut_ms = min(piece.ended_ms, piece.started_ms + search_allowed_ms(state.search_earned_ms, limits))
            parts = replace(piece, ended_ms=cut_ms), replace(piece, bucket=Bucket.UNCONFIRMED, started_ms=cut_ms)
        for part in parts:
            ms = part.ended_ms - part.started_ms
            if ms > 0:
                kept.append(part)
                state = _summed(state, part.bucket, ms, limits)
    return Turned(state, tuple(kept))


def _summed(state: ClockState, bucket: Bucket, ms: int, limits: Limits) -> ClockState:
    is_work = is_counted(bucket) and bucket not in {Bucket.REST, Bucket.SEARCH}
    return replace(
        state,
        screen_ms=state.screen_ms + (ms if bucket in ON_SCREEN else 0),
        session_counted_ms=state.session_counted_ms + (ms if is_work else 0),
        unbroken_ms=state.unbroken_ms + (ms if is_counted(bucket) else 0),
        search_earned_ms=search_earned_ms(state.search_earned_ms, bucket=bucket, ms=ms, limits=limits),
    )


def _away(state: ClockState, away_ms: int, limits: Limits) -> ClockState:
    """Return the clock that counts anew what a time away from the screen was long enough for."""
    if is_long_enough(away_ms, limits.rest):
        state = replace(state, screen_ms=0, is_rest_moved=False)
    return replace(state, unbroken_ms=0) if is_meal_long(away_ms, limits) else state


def _begin(state: ClockState, act: Act, *, place: Place | None, limits: Limits) -> ClockState:
    """Return the clock counting what the act begins; the time before it is decided."""
    if act in _BEGINS and place is not None:
        return replace(state, doing=_BEGINS[act], place=place)
    if act in {Act.PAUSE, Act.MEAL}:
        return replace(_resting(state, limits=limits), doing=Doing.PAUSE, is_meal=act is Act.MEAL)
    if act in {Act.SUBMIT, Act.RELEASE}:
        nothing_open = Place(state.place.organisation_id, state.place.project_id)
        doing = Doing.PAUSE if act is Act.RELEASE and state.doing is Doing.PAUSE else Doing.NOTHING
        return replace(_resting(state, limits=limits), doing=doing, place=nothing_open)
    if act is Act.RESUME and state.bucket is None:
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
    due_ms = required_ms if state.bucket is not None else max(state.rest_required_ms, required_ms)
    return state if due_ms == state.rest_required_ms else replace(state, rest_required_ms=due_ms)


def _restarted(turned: Turned, now_ms: int) -> Turned:
    """Return the clock in a new work session; what is open stays open."""
    before = turned.state
    after = replace(new_clock(now_ms), doing=before.doing, place=before.place, search_earned_ms=before.search_earned_ms)
    return replace(turned, state=after, is_new_session=True)


def _nobody() -> Place:
    """Return the place of rest: settlement shares it among the requesters of the work session."""
    return Place(0, 0)
