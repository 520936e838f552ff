"""The clock that runs while Ada works and the partition that anyone re-runs afterwards come to the same, always."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from annotate.timeclock.rules import Act, ClockState, Place, new_clock, turn
from policies.partition import partition
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook
from policies.stamps import Silence, Stamp, StampKind, in_order, outages
from policies.stretches import Where
from policies.working_time import Bucket
from tests.how_often import examples

LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2))
P95_MS = 240_000
SILENCE = Silence(LIMITS.idle_grace_ms, P95_MS)
NEVER = 10_000 * MS_PER_HOUR
ACT_OF = {
    StampKind.START: Act.START,
    StampKind.INSTRUCTIONS: Act.LOOK,
    StampKind.QUALIFICATION: Act.QUALIFY,
    StampKind.QUEUE_EMPTY: Act.WAIT,
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
            [
                *("next", "next", "submit", "submit", "release", "heartbeat", "heartbeat", "pause", "meal", "resume"),
                *("look", "qualify", "wait", "held", "admin", "search", "down"),
            ]
        ),
        st.sampled_from(["a", "a", "b"]),
        st.sampled_from([0, 15_000, 59_000, 61_000, 280_000, 300_000, 1_200_000, 1_500_000, 1_800_000, 7_200_001])
        | st.integers(0, 90_000)
        | st.integers(0, 4 * MS_PER_HOUR),
    ),
    max_size=40,
)
_PLAIN = {"heartbeat": StampKind.HEARTBEAT, "pause": StampKind.PAUSE, "meal": StampKind.MEAL}
_PLAIN |= {"resume": StampKind.RESUME, "look": StampKind.INSTRUCTIONS, "qualify": StampKind.QUALIFICATION}
_PLAIN |= {"wait": StampKind.QUEUE_EMPTY, "held": StampKind.QUEUE_EMPTY}
_PLAIN |= {"admin": StampKind.PAGE, "search": StampKind.PAGE}
_ABOUT_NO_ITEM = {StampKind.INSTRUCTIONS, StampKind.QUALIFICATION, StampKind.QUEUE_EMPTY, StampKind.PAGE}
_THE_HOUSE_S = {"held", "admin", "search"}


def stamps_of(acts: list[tuple[str, str, int]]) -> tuple[Stamp, ...]:
    """Return what a server would have noted of two tabs, each on a project of its own with at most one item open.

    While it is down it notes nothing; it knows afterwards from when to when that was.
    """
    at_ms, number = 0, 0
    open_in: dict[str, int] = {}
    stamps: list[Stamp] = []
    for word, tab, wait_ms in acts:
        if word == "down":
            stamps.append(Stamp(kind=StampKind.OUTAGE_FROM, at_ms=at_ms + 1, tab="house"))
            at_ms += wait_ms + 2
            stamps.append(Stamp(kind=StampKind.OUTAGE_TO, at_ms=at_ms, tab="house"))
            at_ms += 1
            continue
        at_ms += wait_ms
        kind = _PLAIN.get(word, StampKind.HEARTBEAT)
        item = open_in.get(tab)
        if word == "next" and item is None:
            number += 1
            open_in[tab] = item = number
            kind = StampKind.START
        elif word in {"submit", "release"} and item is not None:
            kind = StampKind(open_in.pop(tab) and word)
        is_the_house_s = word in _THE_HOUSE_S
        stamps.append(
            Stamp(
                kind=kind,
                at_ms=at_ms,
                tab=tab,
                organisation_id=0 if is_the_house_s else 3,
                project_id=0 if is_the_house_s else 12 if tab == "a" else 13,
                assignment_id=None if kind in _ABOUT_NO_ITEM else item,
                is_search=word == "search",
                silence=SILENCE,
            )
        )
    return in_order(stamps, now_ms=NEVER)


def where_of(place: Place) -> Where:
    return Where(place.organisation_id, place.project_id, place.assignment_id)


def played(stamps: tuple[Stamp, ...]) -> tuple[Counter[Bucket], Counter[Where], int]:
    """Play stamps on the running clock; what is sure of the open item at the end is added as it will be."""
    state: ClockState | None = None
    buckets: Counter[Bucket] = Counter()
    places: Counter[Where] = Counter()
    sessions = 1
    down = outages(stamps, now_ms=NEVER)
    for stamp in (one for one in stamps if one.tab != "house"):
        state = state or new_clock(stamp.at_ms)
        page = Act.SEARCH if stamp.is_search else Act.ADMIN
        act = page if stamp.kind is StampKind.PAGE else ACT_OF[stamp.kind]
        is_about_one = stamp.assignment_id is not None or stamp.kind in {*_ABOUT_NO_ITEM, StampKind.START}
        place = Place(stamp.organisation_id, stamp.project_id, stamp.assignment_id) if is_about_one else None
        turned = turn(state, act, now_ms=stamp.at_ms, place=place, limits=LIMITS, p95_ms=P95_MS, down=down)
        for piece in turned.pieces:
            buckets[piece.bucket] += piece.ended_ms - piece.started_ms
            places[where_of(piece.place)] += piece.ended_ms - piece.started_ms
        sessions += turned.is_new_session
        state = turned.state
    if state is not None and state.bucket is not None:
        sure = turn(state, Act.PAUSE, now_ms=state.seen_ms, place=None, limits=LIMITS)
        for piece in sure.pieces:
            buckets[piece.bucket] += piece.ended_ms - piece.started_ms
            places[where_of(piece.place)] += piece.ended_ms - piece.started_ms
    return +buckets, +places, sessions


@examples(400)
@given(acts=ACTS)
def test_the_running_clock_and_the_partition_come_to_the_same(acts: list[tuple[str, str, int]]) -> None:
    stamps = stamps_of(acts)

    spans = partition(stamps, now_ms=NEVER, time_zone="America/Mexico_City", limits=LIMITS)
    buckets, places, sessions = played(stamps)

    by_bucket: Counter[Bucket] = Counter()
    by_place: Counter[Where] = Counter()
    for span in spans:
        by_bucket[span.bucket] += span.ms
        by_place[span.where] += span.ms
    assert by_bucket == buckets
    assert by_place == places
    assert max((span.work_session for span in spans), default=1) <= sessions
