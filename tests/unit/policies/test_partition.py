"""Raw stamps become segments: every second in one bucket, two tabs never twice, nothing guessed where they contradict."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from policies.errors import Refusal
from policies.partition import Span, partition
from policies.periods import MS_PER_HOUR, MS_PER_SECOND, to_ms
from policies.rulebook import Rulebook
from policies.stamps import Silence, Stamp, StampKind, stamp_kind
from policies.working_time import Bucket

LIMITS = Rulebook.load().limits("MX", on=date(2026, 3, 2))
NINE = to_ms(datetime(2026, 3, 2, 15, tzinfo=UTC))  # 09:00 in Mexico City
READING = Silence(grace_ms=60_000, p95_ms=240_000)
START, SUBMIT, BEAT = StampKind.START, StampKind.SUBMIT, StampKind.HEARTBEAT


def stamp(kind: StampKind, seconds: float, **other: object) -> Stamp:
    """Return a stamp so many seconds after nine, of organisation 3, project 12, item 1, unless said otherwise."""
    usual: dict[str, object] = {"organisation_id": 3, "project_id": 12, "assignment_id": 1, "silence": READING}
    return Stamp(kind=kind, at_ms=NINE + int(seconds * MS_PER_SECOND), **(usual | other))  # type: ignore[arg-type]


def page(kind: StampKind, seconds: float, **other: object) -> Stamp:
    return stamp(kind, seconds, **({"assignment_id": None} | other))


def spans_of(*stamps: Stamp) -> tuple[Span, ...]:
    return partition(stamps, now_ms=NINE + 24 * MS_PER_HOUR, time_zone="America/Mexico_City", limits=LIMITS)


def seconds_by_bucket(*stamps: Stamp) -> dict[str, float]:
    sums: Counter[str] = Counter()
    for span in spans_of(*stamps):
        sums[span.bucket.value] += span.ms
    return {bucket: ms / MS_PER_SECOND for bucket, ms in sums.items()}


def three_hours_of_answers() -> list[Stamp]:
    """Three hours of items, one a minute, with a whole rest of five minutes after every 50."""
    begins = [minute * 60 + minute // 50 * 300 for minute in range(180)]
    return [
        made
        for number, second in enumerate(begins)
        for made in (
            stamp(START, second, assignment_id=100 + number),
            stamp(SUBMIT, second + 60, assignment_id=100 + number),
        )
    ]


@pytest.mark.parametrize(
    ("stamps", "expected", "why"),
    [
        ((stamp(START, 0), stamp(SUBMIT, 45)), {"task": 45}, "work is work"),
        ((stamp(START, 0), stamp(SUBMIT, 200)), {"task": 200}, "an answer closes the silence, within the p95"),
        ((stamp(START, 0), stamp(SUBMIT, 300)), {"task": 240, "unconfirmed": 60}, "beyond the p95 she is asked"),
        (
            (stamp(START, 0), stamp(StampKind.RELEASE, 90)),
            {"task": 60, "unconfirmed": 30},
            "a skip does not say that she was reading all the time",
        ),
        (
            (stamp(START, 0, silence=Silence(90_000)), stamp(BEAT, 85), stamp(BEAT, 200)),
            {"task": 175, "unconfirmed": 25},
            "an image may be looked at for longer than a text: the grace is the task type's",
        ),
        (
            (page(StampKind.INSTRUCTIONS, 0), stamp(START, 50), stamp(SUBMIT, 80)),
            {"instructions": 50, "task": 30},
            "reading instructions is a line of its own",
        ),
        (
            (page(StampKind.QUALIFICATION, 0), page(BEAT, 55), stamp(START, 100), stamp(SUBMIT, 130)),
            {"qualification": 100, "task": 30},
            "a test is work",
        ),
        ((stamp(StampKind.REWORK, 0), stamp(SUBMIT, 30)), {"rework": 30}, "a correction that was asked for is work"),
        ((stamp(START, 0), stamp(StampKind.OFFER, 10, assignment_id=2), stamp(SUBMIT, 40)), {"task": 40}, "preloaded"),
        ((stamp(START, 0),), {}, "nobody knows yet what comes after the last sign of life"),
        (
            (
                stamp(START, 0),
                stamp(SUBMIT, 60),
                stamp(START, 10_800, assignment_id=2),
                stamp(SUBMIT, 10_830, assignment_id=2),
            ),
            {"task": 90},
            "never returned: her own time, and a new work session",
        ),
        ((stamp(START, 0), stamp(SUBMIT, 3 * 3600)), {"task": 240}, "an item left open over night"),
        (
            (stamp(START, 0), stamp(SUBMIT, 40), page(StampKind.QUEUE_EMPTY, 40), page(BEAT, 80), page(BEAT, 120)),
            {"task": 40, "waiting_requester": 80},
            "held because the queue was empty: the requester's time",
        ),
        (
            (page(StampKind.QUEUE_EMPTY, 0, organisation_id=0, project_id=0), page(BEAT, 30)),
            {"waiting_platform": 30},
            "held by nobody in particular: the platform's time",
        ),
        (
            (page(StampKind.PAGE, 0, organisation_id=0, project_id=0), stamp(START, 50), stamp(SUBMIT, 90)),
            {"admin": 50, "task": 40},
            "payment set-up, messages, disputes",
        ),
        (
            (page(StampKind.PAGE, 0, is_search=True), stamp(START, 50), stamp(SUBMIT, 150)),
            {"search": 50, "task": 100},
            "looking for work before the first item of a day is part of the work",
        ),
        (
            (page(StampKind.PAGE, 0, is_search=True), *(page(BEAT, 50 * n) for n in range(1, 9)), stamp(START, 420)),
            {"search": 360, "unconfirmed": 60},
            "looking for work counts six minutes an hour; beyond it she is asked",
        ),
        (
            (
                page(StampKind.PAGE, 0, organisation_id=0, project_id=0),
                page(BEAT, 50, organisation_id=0, project_id=0),
                page(StampKind.INSTRUCTIONS, 2500),
            ),
            {"admin": 110, "meal": 2390},
            "a page that she left open while she ate asks nothing: no item was open",
        ),
        (
            (stamp(START, 0), stamp(StampKind.PAGE, 20, assignment_id=None), stamp(SUBMIT, 50)),
            {"task": 50},
            "a message read beside an open item belongs to the item",
        ),
    ],
)
def test_what_the_stamps_come_to(stamps, expected, why):
    assert seconds_by_bucket(*stamps) == expected, why


@pytest.mark.parametrize(
    ("gap_seconds", "kind", "bucket", "why"),
    [
        (300, StampKind.PAUSE, "rest", "G10: 5:00"),
        (1200, StampKind.PAUSE, "rest", "G10: 20:00, about twenty minutes is still a rest"),
        (1201, StampKind.PAUSE, "rest", "G10: 20:01, nobody said it was a meal"),
        (1500, StampKind.PAUSE, "rest", "G10: 25:00, nobody said it was a meal"),
        (1800, StampKind.PAUSE, "meal", "G10: 30:00, half an hour, relieved of duty"),
        (1500, StampKind.MEAL, "meal", "G10: 25:00, marked as a meal"),
    ],
)
def test_what_a_gap_was_after_three_hours_of_work(gap_seconds, kind, bucket, why):
    work = three_hours_of_answers()
    ended = (work[-1].at_ms - NINE) // MS_PER_SECOND
    gap = [page(kind, ended), page(StampKind.RESUME, ended + gap_seconds)]

    before = seconds_by_bucket(*work)
    after = seconds_by_bucket(*work, *gap)

    assert after.get(bucket, 0) - before.get(bucket, 0) == gap_seconds, why


def test_an_answer_every_19_minutes_is_not_a_paid_day():
    stamps = [
        made
        for number in range(24)
        for made in (
            stamp(START, number * 1140, assignment_id=number),
            stamp(SUBMIT, number * 1140 + 30, assignment_id=number),
        )
    ]

    found = seconds_by_bucket(*stamps)

    assert found["task"] == 24 * 30
    assert found["rest"] <= 24 * 30 / 4
    assert found["unconfirmed"] > 7 * 3600 - 24 * 40


def test_a_rest_that_was_due_counts_whole_also_before_a_meal():
    work = [stamp(START, 0), *(stamp(BEAT, 60 * minute) for minute in range(1, 56)), stamp(SUBMIT, 3360)]

    found = seconds_by_bucket(*work, stamp(START, 3360 + 2400, assignment_id=2), stamp(SUBMIT, 5790, assignment_id=2))

    assert found == {"task": 3390, "rest": 300, "meal": 2100}


def test_a_rest_that_she_moved_is_not_due_yet():
    work = [stamp(START, 0), *(stamp(BEAT, 60 * minute) for minute in range(1, 57)), stamp(StampKind.REST_MOVED, 3400)]
    gap = [stamp(SUBMIT, 3420), stamp(START, 3420 + 30, assignment_id=2), stamp(SUBMIT, 3480, assignment_id=2)]

    found = seconds_by_bucket(*work, *gap)

    assert found == {"task": 3480}


def test_seconds_in_which_the_next_item_loads_belong_to_it():
    found = spans_of(
        stamp(START, 0), stamp(SUBMIT, 20), stamp(START, 24, assignment_id=2), stamp(SUBMIT, 30, assignment_id=2)
    )

    assert [(span.where.assignment_id, span.ms // MS_PER_SECOND) for span in found] == [(1, 20), (2, 10)]


def test_the_platform_being_down_is_waiting_and_never_silence():
    found = seconds_by_bucket(
        stamp(START, 0),
        stamp(BEAT, 30),
        Stamp(kind=StampKind.OUTAGE_FROM, at_ms=NINE + 40_000, tab="house"),
        Stamp(kind=StampKind.OUTAGE_TO, at_ms=NINE + 640_000, tab="house"),
        stamp(BEAT, 660),
        stamp(SUBMIT, 700),
    )

    assert found == {"task": 100, "waiting_platform": 600}


def test_a_rest_stays_a_rest_while_the_platform_is_down():
    work = three_hours_of_answers()
    ended = (work[-1].at_ms - NINE) // MS_PER_SECOND
    down = Stamp(kind=StampKind.OUTAGE_FROM, at_ms=NINE + ended * MS_PER_SECOND + 1_000, tab="house")

    found = seconds_by_bucket(
        *work, page(StampKind.PAUSE, ended), page(StampKind.RESUME, ended + 600), replace(down, at_ms=down.at_ms)
    )

    assert found["rest"] == 3 * 300 + 600
    assert "waiting_platform" not in found


def test_two_tabs_are_a_union_and_the_one_begun_last_has_the_time():
    one, other = {"tab": "a", "assignment_id": 1}, {"tab": "b", "assignment_id": 2, "project_id": 13}

    found = spans_of(
        stamp(START, 0, **one),
        stamp(START, 10, **other),
        stamp(BEAT, 15, **one),
        stamp(BEAT, 20, **other),
        stamp(SUBMIT, 60, **other),
        stamp(BEAT, 75, **one),
        stamp(SUBMIT, 120, **one),
    )

    assert [(span.bucket, span.where.project_id, span.ms // 1000) for span in found] == [
        (Bucket.TASK, 12, 10),
        (Bucket.TASK, 13, 50),
        (Bucket.REST, 0, 15),
        (Bucket.TASK, 12, 45),
    ]


def test_a_forgotten_tab_says_nothing_while_she_rests():
    found = seconds_by_bucket(
        *three_hours_of_answers(),
        stamp(START, 11_700, tab="a"),
        stamp(START, 11_710, tab="b", assignment_id=2, project_id=13),
        stamp(StampKind.PAUSE, 11_740, tab="b"),
        stamp(BEAT, 11_755, tab="a"),
        stamp(StampKind.RESUME, 12_040, tab="b"),
    )

    assert found["rest"] == 3 * 300 + 300


@pytest.mark.parametrize(
    ("stamps", "code", "why"),
    [
        ((stamp(START, 25 * 3600),), "stamp_from_the_future", "no clock is ahead of the server's"),
        ((stamp(START, 60), stamp(SUBMIT, 30)), "stamps_backwards", "one tab cannot go back in time"),
        ((stamp(SUBMIT, 30),), "stamps_contradict", "an answer to an item that was never begun"),
        ((stamp(START, 0), stamp(SUBMIT, 30), stamp(SUBMIT, 40)), "stamps_contradict", "answered twice"),
        ((stamp(START, 0), stamp(SUBMIT, 30), stamp(START, 40)), "stamps_contradict", "begun again after its end"),
        ((stamp(StampKind.OUTAGE_TO, 0),), "outages_overlap", "an outage that never began"),
        (
            (stamp(StampKind.OUTAGE_FROM, 0), stamp(StampKind.OUTAGE_FROM, 9)),
            "outages_overlap",
            "an outage within another",
        ),
    ],
)
def test_stamps_that_cannot_be_are_refused_never_guessed_at(stamps, code, why):
    with pytest.raises(Refusal) as refused:
        spans_of(*stamps)

    assert refused.value.code == code, why


def test_an_unknown_kind_of_stamp_is_refused():
    with pytest.raises(Refusal) as refused:
        stamp_kind("blink")

    assert (refused.value.code, refused.value.params["kind"]) == ("stamp_kind_unknown", "blink")


def test_segments_end_at_a_minute_and_at_midnight_where_she_lives():
    midnight = to_ms(datetime(2026, 3, 3, 6, tzinfo=UTC))
    began = (midnight - NINE) // MS_PER_SECOND - 30

    found = spans_of(stamp(START, began), stamp(SUBMIT, began + 150))

    assert [(span.worked_on.day, span.ms // 1000) for span in found] == [(2, 30), (3, 60), (3, 60)]


def test_the_order_in_which_stamps_of_one_instant_were_written_changes_nothing():
    at_once = (
        stamp(SUBMIT, 60, tab="a"),
        stamp(START, 60, tab="a", assignment_id=2),
        stamp(BEAT, 60, tab="b", assignment_id=None),
        page(StampKind.INSTRUCTIONS, 60, tab="c"),
    )

    found = {
        spans_of(stamp(START, 0, tab="a"), *order, stamp(SUBMIT, 90, tab="a", assignment_id=2))
        for order in permutations(at_once)
    }

    assert len(found) == 1
