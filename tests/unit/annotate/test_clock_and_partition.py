"""The clock that runs while Ada works and the partition that anyone re-runs afterwards come to the same, always."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.timeclock.rules import Act, ClockState, Doing, Place, new_clock, turn
from policies.partition import partition
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook
from policies.stamps import Silence, Stamp, StampKind, in_order
from policies.working_time import Bucket

LIMITS = Rulebook.load().limits("MX", on=date(2026, 3, 2))
P95_MS = 240_000
SILENCE = Silence(LIMITS.idle_grace_ms, P95_MS)
NEVER = 10_000 * MS_PER_HOUR
ACT_OF = {
    StampKind.START: Act.START,
    StampKind.INSTRUCTIONS: Act.LOOK,
    StampKind.HEARTBEAT: Act.HEARTBEAT,
    StampKind.SUBMIT: Act.SUBMIT,
    StampKind.RELEASE: Act.RELEASE,
    StampKind.PAUSE: Act.PAUSE,
    StampKind.MEAL: Act.MEAL,
    StampKind.RESUME: Act.RESUME,
}
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["next", "next", "submit", "submit", "release", "heartbeat", "pause", "meal", "resume", "look"]
        ),
        st.sampled_from(["a", "a", "b"]),
        st.sampled_from([0, 15_000, 59_000, 61_000, 280_000, 300_000, 1_200_000, 1_500_000, 1_800_000, 7_200_001])
        | st.integers(0, 90_000)
        | st.integers(0, 4 * MS_PER_HOUR),
    ),
    max_size=40,
)
_PLAIN = {"heartbeat": StampKind.HEARTBEAT, "pause": StampKind.PAUSE, "meal": StampKind.MEAL}
_PLAIN |= {"resume": StampKind.RESUME, "look": StampKind.INSTRUCTIONS}


def stamps_of(acts: list[tuple[str, str, int]]) -> tuple[Stamp, ...]:
    """Return what a server would have noted of two tabs, each on a project of its own with at most one item open."""
    at_ms, number = 0, 0
    open_in: dict[str, int] = {}
    stamps: list[Stamp] = []
    for word, tab, wait_ms in acts:
        at_ms += wait_ms
        kind = _PLAIN.get(word, StampKind.HEARTBEAT)
        item = open_in.get(tab)
        if word == "next" and item is None:
            number += 1
            open_in[tab] = item = number
            kind = StampKind.START
        elif word in {"submit", "release"} and item is not None:
            kind = StampKind(open_in.pop(tab) and word)
        about = None if kind is StampKind.INSTRUCTIONS else item
        project_id = 12 if tab == "a" else 13
        stamps.append(
            Stamp(
                kind=kind,
                at_ms=at_ms,
                tab=tab,
                organisation_id=3,
                project_id=project_id,
                assignment_id=about,
                silence=SILENCE,
            )
        )
    return in_order(stamps, now_ms=NEVER)


def played(stamps: tuple[Stamp, ...]) -> tuple[Counter[Bucket], Counter[int | None], int]:
    """Play stamps on the running clock; what is sure of the open item at the end is added as it will be."""
    state: ClockState | None = None
    buckets: Counter[Bucket] = Counter()
    items: Counter[int | None] = Counter()
    sessions = 1
    for stamp in stamps:
        state = state or new_clock(stamp.at_ms)
        act = ACT_OF[stamp.kind]
        if act is Act.LOOK and state.doing is Doing.TASK and state.place.project_id == stamp.project_id:
            act = Act.HEARTBEAT
        is_about_one = stamp.assignment_id is not None or act in {Act.LOOK, Act.START}
        place = Place(stamp.organisation_id, stamp.project_id, stamp.assignment_id) if is_about_one else None
        turned = turn(state, act, now_ms=stamp.at_ms, place=place, limits=LIMITS, p95_ms=P95_MS)
        for piece in turned.pieces:
            buckets[piece.bucket] += piece.ended_ms - piece.started_ms
            items[piece.place.assignment_id] += piece.ended_ms - piece.started_ms
        sessions += turned.is_new_session
        state = turned.state
    if state is not None and state.doing in {Doing.TASK, Doing.INSTRUCTIONS}:
        buckets[Bucket(state.doing.value)] += state.seen_ms - state.stretch_from_ms
        items[state.place.assignment_id] += state.seen_ms - state.stretch_from_ms
    return +buckets, +items, sessions


@settings(max_examples=400)
@given(acts=ACTS)
def test_the_running_clock_and_the_partition_come_to_the_same(acts: list[tuple[str, str, int]]) -> None:
    stamps = stamps_of(acts)

    spans = partition(stamps, now_ms=NEVER, time_zone="America/Mexico_City", limits=LIMITS)
    buckets, items, sessions = played(stamps)

    by_bucket: Counter[Bucket] = Counter()
    by_item: Counter[int | None] = Counter()
    for span in spans:
        by_bucket[span.bucket] += span.ms
        by_item[span.where.assignment_id] += span.ms
    assert by_bucket == buckets
    assert by_item == items
    assert max((span.work_session for span in spans), default=1) <= sessions
