"""Raw stamps become segments: every second in one bucket, rests and meals told apart, silence asked about."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policies.periods import MS_PER_SECOND, to_ms
from policies.stamps import Silence, Stamp, StampKind
from tests.unit.policies.stamped import (
    BEAT,
    NINE,
    START,
    SUBMIT,
    page,
    seconds_by_bucket,
    spans_of,
    stamp,
    three_hours_of_answers,
)


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


def test_segments_end_at_a_minute_and_at_midnight_where_she_lives():
    midnight = to_ms(datetime(2026, 3, 3, 6, tzinfo=UTC))
    began = (midnight - NINE) // MS_PER_SECOND - 30

    found = spans_of(stamp(START, began), stamp(SUBMIT, began + 150))

    assert [(span.worked_on.day, span.ms // 1000) for span in found] == [(2, 30), (3, 60), (3, 60)]
