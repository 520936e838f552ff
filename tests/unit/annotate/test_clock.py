"""The clock's rules: every act decides the time before it, and no second is in two buckets or in none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.timeclock.rules import (
    Act,
    ClockState,
    Doing,
    Piece,
    Place,
    new_clock,
    screen_ms_at,
    turn,
)
from policies.periods import split_at_most
from policies.rulebook import Rulebook
from policies.working_time import SESSION_GAP_MS, Bucket, is_counted

LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2))
HERE = Place(organisation_id=3, project_id=12, assignment_id=99)
MINUTE = 60_000
HOUR = 60 * MINUTE


def clock(doing: Doing, *, at: int = 0, counted: int = 0, screen: int = 0, required: int = 0) -> ClockState:
    return ClockState(
        doing,
        HERE,
        stretch_from_ms=at,
        seen_ms=at,
        session_counted_ms=counted,
        screen_ms=screen,
        rest_required_ms=required,
    )


def spans(state: ClockState, act: Act, *, at: int, p95_ms: int = 0) -> list[tuple[Bucket, int]]:
    pieces = turn(state, act, now_ms=at, place=HERE, limits=LIMITS, p95_ms=p95_ms).pieces
    return [(piece.bucket, piece.ended_ms - piece.started_ms) for piece in pieces]


@pytest.mark.parametrize(
    ("doing", "act", "gap_ms", "decided", "reason"),
    [
        (Doing.TASK, Act.SUBMIT, 45_000, [(Bucket.TASK, 45_000)], "work is work"),
        (Doing.TASK, Act.SUBMIT, 200_000, [(Bucket.TASK, 200_000)], "an answer closes the silence, within the p95"),
        (
            Doing.TASK,
            Act.SUBMIT,
            300_000,
            [(Bucket.TASK, 240_000), (Bucket.UNCONFIRMED, 60_000)],
            "beyond the p95 Ada is asked",
        ),
        (
            Doing.TASK,
            Act.RELEASE,
            90_000,
            [(Bucket.TASK, 60_000), (Bucket.UNCONFIRMED, 30_000)],
            "a skip does not say that she was reading all the time",
        ),
        (Doing.INSTRUCTIONS, Act.START, 50_000, [(Bucket.INSTRUCTIONS, 50_000)], "reading instructions is paid"),
        (Doing.PAUSE, Act.RESUME, 25 * MINUTE, [(Bucket.REST, 25 * MINUTE)], "under half an hour is rest"),
        (Doing.PAUSE, Act.RESUME, 31 * MINUTE, [(Bucket.MEAL, 31 * MINUTE)], "relieved of duty"),
        (Doing.NOTHING, Act.START, 3 * HOUR, [], "never came back: her own time"),
        (Doing.TASK, Act.SUBMIT, 3 * HOUR, [(Bucket.TASK, 240_000)], "she left it open overnight"),
    ],
)
def test_what_a_silence_becomes(
    doing: Doing, act: Act, gap_ms: int, decided: list[tuple[Bucket, int]], reason: str
) -> None:
    state = clock(doing, counted=2 * HOUR)

    found = spans(state, act, at=gap_ms, p95_ms=240_000)

    assert found == decided, reason


def test_rest_beyond_a_quarter_of_an_hour_an_hour_is_asked_about_not_lost() -> None:
    state = clock(Doing.PAUSE, counted=20 * MINUTE)

    found = spans(state, Act.RESUME, at=19 * MINUTE)

    assert found == [(Bucket.REST, 5 * MINUTE), (Bucket.UNCONFIRMED, 14 * MINUTE)]


def test_a_rest_that_was_due_counts_whole() -> None:
    state = clock(Doing.TASK, screen=LIMITS.rest.after_ms)
    resting = turn(state, Act.PAUSE, now_ms=0, place=None, limits=LIMITS).state

    found = spans(resting, Act.RESUME, at=5 * MINUTE)

    assert resting.rest_required_ms == LIMITS.rest.length_ms
    assert found == [(Bucket.REST, 5 * MINUTE)]


def test_a_rest_that_was_due_is_paid_also_when_ada_goes_on_to_a_meal() -> None:
    state = clock(Doing.TASK, screen=LIMITS.rest.after_ms)
    resting = turn(state, Act.PAUSE, now_ms=0, place=None, limits=LIMITS).state

    found = spans(resting, Act.RESUME, at=40 * MINUTE)

    assert found == [(Bucket.REST, 5 * MINUTE), (Bucket.MEAL, 35 * MINUTE)]


def test_five_minutes_away_begin_the_screen_anew() -> None:
    state = clock(Doing.PAUSE, counted=HOUR, screen=50 * MINUTE)

    back = turn(state, Act.RESUME, now_ms=5 * MINUTE, place=None, limits=LIMITS).state

    assert back.screen_ms == 0


def test_four_minutes_away_do_not() -> None:
    state = clock(Doing.PAUSE, counted=HOUR, screen=50 * MINUTE)

    back = turn(state, Act.RESUME, now_ms=4 * MINUTE, place=None, limits=LIMITS).state

    assert back.screen_ms == 50 * MINUTE


def test_pressing_rest_after_a_gap_began_keeps_one_gap() -> None:
    state = clock(Doing.NOTHING, counted=HOUR, screen=50 * MINUTE)
    paused = turn(state, Act.PAUSE, now_ms=3 * MINUTE, place=None, limits=LIMITS).state

    back = turn(paused, Act.RESUME, now_ms=6 * MINUTE, place=None, limits=LIMITS).state

    assert back.screen_ms == 0


def test_a_heartbeat_within_a_minute_decides_nothing_yet() -> None:
    turned = turn(clock(Doing.TASK), Act.HEARTBEAT, now_ms=15_000, place=None, limits=LIMITS)

    assert turned.pieces == ()
    assert turned.state.seen_ms == 15_000


def test_an_open_tab_says_nothing_while_ada_rests() -> None:
    state = clock(Doing.PAUSE)

    turned = turn(state, Act.HEARTBEAT, now_ms=15_000, place=None, limits=LIMITS)

    assert turned.state == state


def test_the_screen_count_goes_on_between_segments() -> None:
    state = clock(Doing.TASK, screen=10 * MINUTE)

    assert screen_ms_at(state, 30_000, LIMITS) == 10 * MINUTE + 30_000


ACTS = st.lists(
    st.tuples(st.sampled_from(list(Act)), st.integers(-5_000, 4 * HOUR) | st.integers(0, 90_000)), max_size=40
)


def played(acts: list[tuple[Act, int]]) -> tuple[list[Piece], list[tuple[int, int]], ClockState]:
    """Play acts and return all pieces, the spans that were time off, and the last state."""
    state, now_ms = new_clock(0), 0
    pieces: list[Piece] = []
    off: list[tuple[int, int]] = []
    for act, wait_ms in acts:
        now_ms += wait_ms
        turned = turn(state, act, now_ms=now_ms, place=HERE, limits=LIMITS, p95_ms=240_000)
        pieces += turned.pieces
        if turned.is_new_session:
            began = turned.pieces[-1].ended_ms if turned.pieces else state.stretch_from_ms
            off.append((began, turned.state.stretch_from_ms))
        state = turned.state
    return pieces, off, state


@given(acts=ACTS)
def test_buckets_and_time_off_partition_everything_whatever_ada_does(acts: list[tuple[Act, int]]) -> None:
    pieces, off, state = played(acts)

    found = sorted([(piece.started_ms, piece.ended_ms) for piece in pieces] + off)
    edges = [0, *(edge for span in found for edge in span), state.stretch_from_ms]

    assert edges[::2] == edges[1::2]


@given(acts=ACTS)
def test_no_segment_is_longer_than_a_minute_or_empty(acts: list[tuple[Act, int]]) -> None:
    pieces, _, _ = played(acts)

    lengths = [
        end - start for piece in pieces for start, end in split_at_most(piece.started_ms, piece.ended_ms, MINUTE)
    ]

    assert all(0 < length <= MINUTE for length in lengths)
    assert sum(lengths) == sum(piece.ended_ms - piece.started_ms for piece in pieces)


@given(acts=ACTS)
def test_time_off_is_always_a_long_silence(acts: list[tuple[Act, int]]) -> None:
    _, off, _ = played(acts)

    assert all(end - start > SESSION_GAP_MS for start, end in off)


@given(acts=ACTS)
def test_rest_that_was_not_due_never_passes_a_quarter_of_other_counted_time(acts: list[tuple[Act, int]]) -> None:
    _, _, state = played(acts)

    assert state.session_rest_ms * HOUR <= state.session_counted_ms * LIMITS.rest.paid_per_hour_ms + HOUR


@given(acts=ACTS)
def test_the_screen_count_is_never_negative_and_never_more_than_was_counted(acts: list[tuple[Act, int]]) -> None:
    pieces, _, state = played(acts)

    counted = sum(piece.ended_ms - piece.started_ms for piece in pieces if is_counted(piece.bucket))
    assert 0 <= state.screen_ms <= counted
