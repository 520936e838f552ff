"""Rests are paid, silence is not lost, and limits on a day and a week hold new offers back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.breaks import RestRule, is_long_enough, rest_due_in_ms
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE
from policies.rulebook import Rulebook
from policies.working_time import (
    Bucket,
    Cap,
    CapKind,
    cap_reached,
    classify_gap,
    is_counted,
    rest_counted_ms,
    search_allowed_ms,
    search_earned_ms,
    split_open_gap,
)

RULE = RestRule(
    after_ms=55 * MS_PER_MINUTE,
    movable_ms=15 * MS_PER_MINUTE,
    length_ms=5 * MS_PER_MINUTE,
    paid_per_hour_ms=15 * MS_PER_MINUTE,
)
LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 11, 21))
UP_TO_A_DAY = st.integers(0, 24 * MS_PER_HOUR)


@pytest.mark.parametrize(
    ("screen_minutes", "is_moved", "due_in_minutes", "why"),
    [
        (0, False, 55, "she has just rested"),
        (54, False, 1, "one minute left"),
        (55, False, 0, "due now"),
        (55, True, 15, "she put it off once"),
        (70, True, 0, "it cannot be put off further"),
        (80, False, -25, "overdue; work in hand may be finished"),
    ],
)
def test_a_rest_falls_due_after_55_minutes_at_the_screen(screen_minutes, is_moved, due_in_minutes, why):
    due_in_ms = rest_due_in_ms(screen_ms=screen_minutes * MS_PER_MINUTE, is_moved=is_moved, rule=RULE)

    assert due_in_ms == due_in_minutes * MS_PER_MINUTE, why


@pytest.mark.parametrize(("gap_ms", "is_rest"), [(299_999, False), (300_000, True)])
def test_a_gap_of_five_minutes_is_a_whole_rest(gap_ms, is_rest):
    assert is_long_enough(gap_ms, RULE) is is_rest


@pytest.mark.parametrize(
    ("minutes", "seconds", "is_marked_meal", "is_relieved", "bucket", "why"),
    [
        (5, 0, False, True, Bucket.REST, "G10: a short rest"),
        (20, 0, False, True, Bucket.REST, "G10: about twenty minutes is still a rest"),
        (20, 1, False, True, Bucket.REST, "G10: nobody said it was a meal"),
        (25, 0, False, True, Bucket.REST, "G10: nobody said it was a meal"),
        (30, 0, False, True, Bucket.MEAL, "G10: half an hour, free to leave"),
        (25, 0, True, True, Bucket.MEAL, "G10: she said it was a meal"),
        (30, 0, False, False, Bucket.REST, "G10: half an hour, but not free to leave"),
        (19, 59, True, True, Bucket.REST, "too short for a meal, whatever it is called"),
        (0, 0, False, True, Bucket.REST, "no gap at all"),
    ],
)
def test_what_a_gap_was_follows_from_its_length(minutes, seconds, is_marked_meal, is_relieved, bucket, why):
    gap_ms = minutes * MS_PER_MINUTE + seconds * 1_000

    found = classify_gap(gap_ms=gap_ms, is_marked_meal=is_marked_meal, is_relieved=is_relieved)

    assert found is bucket, why


def test_only_meals_time_off_and_unconfirmed_time_are_not_counted():
    assert {bucket for bucket in Bucket if not is_counted(bucket)} == {Bucket.MEAL, Bucket.OFF, Bucket.UNCONFIRMED}


@pytest.mark.parametrize(
    ("rest", "required", "counted", "already", "expected", "why"),
    [
        (5, 5, 55, 0, 5, "the rest that was due"),
        (5, 5, 0, 60, 5, "a rest that was due counts, however much she rested before"),
        (10, 0, 60, 0, 10, "a rest of her own choice, within a quarter of an hour"),
        (19, 0, 60, 0, 15, "more than a quarter of an hour for one hour's work"),
        (19, 0, 1, 0, 0.25, "an answer every 19 minutes is not a paid day"),
        (10, 0, 60, 15, 0, "the quarter of an hour was used before"),
        (20, 5, 60, 10, 10, "the required five, and the five left of the quarter of an hour"),
        (10, 0, 60, 30, 0, "a rest counted too generously before is not taken back"),
    ],
)
def test_rest_beyond_the_required_counts_up_to_15_minutes_an_hour(rest, required, counted, already, expected, why):
    found = rest_counted_ms(
        rest_ms=rest * MS_PER_MINUTE,
        required_ms=required * MS_PER_MINUTE,
        counted_ms=counted * MS_PER_MINUTE,
        already_rested_ms=already * MS_PER_MINUTE,
        rule=RULE,
    )

    assert found == expected * MS_PER_MINUTE, why


@given(rest_ms=UP_TO_A_DAY, required_ms=UP_TO_A_DAY, counted_ms=UP_TO_A_DAY, already_rested_ms=UP_TO_A_DAY)
def test_a_required_rest_always_counts_and_no_rest_counts_twice(rest_ms, required_ms, counted_ms, already_rested_ms):
    found = rest_counted_ms(
        rest_ms=rest_ms,
        required_ms=required_ms,
        counted_ms=counted_ms,
        already_rested_ms=already_rested_ms,
        rule=RULE,
    )

    assert min(rest_ms, required_ms) <= found <= rest_ms


@pytest.mark.parametrize(
    ("gap", "is_submit", "p95", "expected", "why"),
    [
        (45, False, 0, (45, 0), "within the grace"),
        (90, False, 200, (60, 30), "beyond the grace, and nothing closed it"),
        (90, True, 200, (90, 0), "she was reading: an answer closed it"),
        (300, True, 200, (200, 100), "longer than 95 of 100 answers took"),
        (90, True, 0, (60, 30), "no pilot has told how long an answer takes"),
        (50, True, 10, (50, 0), "a quick task does not shorten the grace"),
    ],
)
def test_silence_beyond_the_grace_is_unconfirmed_unless_an_answer_closes_it(gap, is_submit, p95, expected, why):
    counted_ms, unconfirmed_ms = split_open_gap(
        gap_ms=gap * 1_000, grace_ms=60_000, is_submit=is_submit, p95_ms=p95 * 1_000
    )

    assert (counted_ms, unconfirmed_ms) == (expected[0] * 1_000, expected[1] * 1_000), why


@given(gap_ms=UP_TO_A_DAY, grace_ms=UP_TO_A_DAY, is_submit=st.booleans(), p95_ms=UP_TO_A_DAY)
def test_no_silence_is_lost(gap_ms, grace_ms, is_submit, p95_ms):
    counted_ms, unconfirmed_ms = split_open_gap(gap_ms=gap_ms, grace_ms=grace_ms, is_submit=is_submit, p95_ms=p95_ms)

    assert counted_ms + unconfirmed_ms == gap_ms
    assert min(counted_ms, unconfirmed_ms) >= 0


@pytest.mark.parametrize(
    ("day_ms", "week_ms", "cap", "why"),
    [
        (8 * MS_PER_HOUR - 1, 40 * MS_PER_HOUR, None, "a millisecond is left"),
        (8 * MS_PER_HOUR, 40 * MS_PER_HOUR, Cap(CapKind.DAY, 8 * MS_PER_HOUR), "the day is full"),
        (1, 48 * MS_PER_HOUR, Cap(CapKind.WEEK, 48 * MS_PER_HOUR), "the week is full"),
        (9 * MS_PER_HOUR, 49 * MS_PER_HOUR, Cap(CapKind.WEEK, 48 * MS_PER_HOUR), "the longer wait is named"),
    ],
)
def test_no_new_offer_after_the_longest_day_or_week(day_ms, week_ms, cap, why):
    assert cap_reached(day_ms=day_ms, week_ms=week_ms, limits=LIMITS) == cap, why


def test_looking_for_work_counts_up_to_six_minutes_an_hour():
    earned_ms = search_earned_ms(0, bucket=Bucket.TASK, ms=MS_PER_HOUR // 2, limits=LIMITS)

    assert search_allowed_ms(earned_ms, LIMITS) == 3 * MS_PER_MINUTE


def test_looking_for_work_uses_up_what_was_earned_of_it_and_no_search_earns_more():
    left_ms = search_earned_ms(MS_PER_HOUR, bucket=Bucket.SEARCH, ms=4 * MS_PER_MINUTE, limits=LIMITS)

    assert search_allowed_ms(left_ms, LIMITS) == 2 * MS_PER_MINUTE


def test_at_most_an_hour_s_share_of_looking_for_work_is_kept():
    earned_ms = search_earned_ms(0, bucket=Bucket.TASK, ms=9 * MS_PER_HOUR, limits=LIMITS)

    assert search_allowed_ms(earned_ms, LIMITS) == 6 * MS_PER_MINUTE


def test_a_meal_earns_no_looking_for_work():
    assert search_earned_ms(7, bucket=Bucket.MEAL, ms=MS_PER_HOUR, limits=LIMITS) == 7
