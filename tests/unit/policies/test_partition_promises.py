"""Whatever a person does in two tabs: no second twice or lost, never more than the time on the wall."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policies.partition import partition
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE
from policies.rulebook import Rulebook
from policies.stamps import Silence, Stamp, StampKind
from policies.working_time import SESSION_GAP_MS, Bucket

LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2))
NINE = 1_772_463_600_000
READING = Silence(grace_ms=60_000, p95_ms=240_000)
START, BEAT = StampKind.START, StampKind.HEARTBEAT

KINDS = st.sampled_from(["next", "submit", "release", "beat", "pause", "meal", "resume", "read", "page", "empty"])
DAYS = st.lists(
    st.tuples(KINDS, st.sampled_from(["a", "b"]), st.integers(0, 90_000) | st.integers(0, 3 * MS_PER_HOUR)), max_size=30
)
_SIMPLE = {
    "beat": BEAT,
    "pause": StampKind.PAUSE,
    "meal": StampKind.MEAL,
    "resume": StampKind.RESUME,
    "read": StampKind.INSTRUCTIONS,
    "page": StampKind.PAGE,
    "empty": StampKind.QUEUE_EMPTY,
}


def day_of(acts: list[tuple[str, str, int]], *, silence: Silence = READING) -> list[Stamp]:
    """Return lawful stamps of a day in two tabs, each tab with at most one item open."""
    at_ms, number = NINE, 0
    open_in: dict[str, int] = {}
    stamps: list[Stamp] = []
    for word, tab, wait_ms in acts:
        at_ms += wait_ms
        here = {"tab": tab, "organisation_id": 3, "project_id": 12 if tab == "a" else 13, "silence": silence}
        kind = _SIMPLE.get(word)
        if kind is None and (word == "next") is (tab in open_in):
            kind = BEAT
        if kind is None and word == "next":
            number += 1
            open_in[tab] = number
            stamps.append(Stamp(kind=START, at_ms=at_ms, assignment_id=number, **here))
        elif kind is None:
            stamps.append(Stamp(kind=StampKind(word), at_ms=at_ms, assignment_id=open_in.pop(tab), **here))
        else:
            stamps.append(Stamp(kind=kind, at_ms=at_ms, assignment_id=open_in.get(tab), **here))
    return stamps


@given(acts=DAYS)
def test_every_second_of_a_work_session_is_in_exactly_one_bucket(acts):
    spans = partition(day_of(acts), now_ms=NINE + 1000 * MS_PER_HOUR, time_zone="America/Mexico_City", limits=LIMITS)

    joints = [(before, after) for before, after in pairwise(spans) if before.ended_ms != after.started_ms]
    assert all(before.ended_ms <= after.started_ms for before, after in pairwise(spans))
    assert all(after.work_session > before.work_session for before, after in joints)
    assert all(after.started_ms - before.ended_ms > SESSION_GAP_MS - MS_PER_HOUR for before, after in joints)
    assert all(0 < span.ms <= MS_PER_MINUTE for span in spans)


@given(acts=DAYS)
def test_two_tabs_never_count_more_than_the_time_on_the_wall(acts):
    stamps = day_of(acts)

    spans = partition(stamps, now_ms=NINE + 1000 * MS_PER_HOUR, time_zone="Etc/UTC", limits=LIMITS)

    wall_ms = stamps[-1].at_ms - stamps[0].at_ms if stamps else 0
    assert sum(span.ms for span in spans) <= wall_ms


AT_WORK = st.lists(st.tuples(st.sampled_from(["beat", "submit", "next"]), st.just("a"), st.integers(0, 400_000)))


@given(acts=AT_WORK, grace_seconds=st.integers(60, 250), more_seconds=st.integers(0, 250))
def test_a_longer_grace_never_counts_less_of_an_open_item(acts, grace_seconds, more_seconds):
    one, other = (
        sum(
            span.ms
            for span in partition(
                day_of(acts, silence=Silence(seconds * 1000, 240_000)),
                now_ms=NINE + 1000 * MS_PER_HOUR,
                time_zone="Etc/UTC",
                limits=LIMITS,
            )
            if span.bucket is Bucket.TASK
        )
        for seconds in (grace_seconds, grace_seconds + more_seconds)
    )

    assert one <= other


@given(acts=DAYS)
def test_tabs_may_arrive_one_after_the_other(acts):
    stamps = day_of(acts)
    by_tab = [one for one in stamps if one.tab == "a"] + [one for one in stamps if one.tab == "b"]
    now_ms = NINE + 1000 * MS_PER_HOUR

    merged = partition(by_tab, now_ms=now_ms, time_zone="Etc/UTC", limits=LIMITS)

    assert merged == partition(stamps, now_ms=now_ms, time_zone="Etc/UTC", limits=LIMITS)
