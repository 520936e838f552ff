"""Stamps of several tabs, of one instant, and such as cannot be: joined, told apart, or refused; never guessed at."""

from itertools import permutations

import pytest

from policies.errors import Refusal
from policies.stamps import StampKind, stamp_kind
from policies.working_time import Bucket
from tests.unit.policies.stamped import (
    BEAT,
    START,
    SUBMIT,
    page,
    seconds_by_bucket,
    spans_of,
    stamp,
    three_hours_of_answers,
)


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
