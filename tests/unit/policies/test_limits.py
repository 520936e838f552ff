"""Ada's day, week, rest and meals are limited by her place's law or by the house, whichever protects her more."""

from datetime import date

import pytest

from policies.money import micros_of
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE
from policies.rulebook import Rulebook
from policies.rulebook_rows_pay import CountedFrom

ON = date(2026, 11, 22)
RULEBOOK = Rulebook.load_with(None)


def hours(text):
    return micros_of(text) * MS_PER_HOUR // 1_000_000


@pytest.mark.parametrize(
    ("place", "daily", "weekly", "why"),
    [
        ("MX", 11, 35, "the house's; the law of Mexico asks for one day"),
        ("GB", 11, 35, "the house's weekly rest is longer than the law's 24 hours"),
        ("US", 11, 35, "the law has none"),
        ("EU", 11, 35, "the directive's, and the house's after it"),
    ],
)
def test_how_long_ada_rests_between_days_and_once_a_week(place, daily, weekly, why):
    limits = RULEBOOK.limits(place, on=ON)

    assert (limits.daily_rest_ms, limits.weekly_rest_ms) == (daily * MS_PER_HOUR, weekly * MS_PER_HOUR), why


@pytest.mark.parametrize(
    ("place", "length", "is_paid", "why"),
    [
        ("MX", 30, False, "the law asks for half an hour, by the house's six hours at the latest"),
        ("GB", 20, True, "law and house ask for twenty minutes; the house pays them"),
        ("ZA", 20, True, "the house's alone"),
    ],
)
def test_when_ada_s_meal_is_due_and_how_long_it_is(place, length, is_paid, why):
    meal = RULEBOOK.limits(place, on=ON).meal

    assert meal is not None
    assert (meal.after_ms, meal.length_ms, meal.is_paid) == (6 * MS_PER_HOUR, length * MS_PER_MINUTE, is_paid), why


def test_california_asks_for_the_meal_an_hour_sooner():
    meal = RULEBOOK.limits("US-CA", on=ON).meal

    assert meal is not None
    assert (meal.after_ms, meal.length_ms) == (5 * MS_PER_HOUR, 30 * MS_PER_MINUTE)


def test_distressing_content_has_a_daily_limit_and_paid_time_away_everywhere():
    exposures = {RULEBOOK.limits(place.code, on=ON).exposure for place in RULEBOOK.all_jurisdictions()}

    assert len(exposures) == 1
    exposure = exposures.pop()
    assert exposure is not None
    assert (exposure.max_day_ms, exposure.after_ms, exposure.length_ms) == (
        120 * MS_PER_MINUTE,
        30 * MS_PER_MINUTE,
        10 * MS_PER_MINUTE,
    )


def test_mexico_tells_day_mixed_and_night_shifts_apart():
    shifts = RULEBOOK.limits("MX", on=ON).shifts

    assert [(row.name, row.max_ms) for row in shifts] == [
        ("day", hours("8")),
        ("mixed", hours("7.5")),
        ("night", hours("7")),
    ]
    assert {(row.night_from_ms, row.night_to_ms) for row in shifts} == {(hours("20"), hours("6"))}
    assert {row.night_makes_night_ms for row in shifts} == {hours("3.5")}
    assert RULEBOOK.limits("GB", on=ON).shifts == ()


def test_every_limit_says_where_it_comes_from():
    reasons = RULEBOOK.limits("MX", on=ON).reasons

    assert all(reason.rule and reason.source and reason.shown for reason in reasons)
    assert {reason.name for reason in reasons} == {
        "max_day_hours",
        "max_week_hours",
        "screen_rest",
        "daily_rest_hours",
        "weekly_rest_hours",
        "meal",
        "exposure",
        "shift_day",
        "shift_mixed",
        "shift_night",
    }


@pytest.mark.parametrize(
    ("place", "on", "expected", "why"),
    [
        (
            "MX",
            date(2026, 3, 2),
            {("double-day", 0, 200), ("double-week", 0, 200), ("triple-week", 9, 300)},
            "the statute alone",
        ),
        (
            "MX",
            date(2026, 3, 3),
            {("double-day", 0, 200), ("double-week", 0, 200), ("triple-week", 9, 300), ("triple-week", 12, 300)},
            "the constitutional text beside it: both are held",
        ),
        ("US", ON, {("time-and-a-half-week", 40, 150)}, "federal"),
        (
            "US-CA",
            ON,
            {("time-and-a-half-day", 8, 150), ("time-and-a-half-week", 40, 150), ("double-day", 12, 200)},
            "California counts the day too",
        ),
        ("GB", ON, set(), "the law has no multiple"),
    ],
)
def test_which_hours_are_paid_at_a_multiple(place, on, expected, why):
    rows = RULEBOOK.pay_rules(place, on=on).overtimes

    assert {
        (f"{row.name}-{row.per}", row.over_ms // MS_PER_HOUR, row.multiplier_percent) for row in rows
    } == expected, why


def test_overtime_counts_from_the_ordinary_hours_in_mexico_and_from_the_first_hour_in_the_united_states():
    mexico, states = (RULEBOOK.pay_rules(place, on=ON).overtimes for place in ("MX", "US"))

    assert {row.counted_from for row in mexico} == {CountedFrom.ORDINARY}
    assert {row.counted_from for row in states} == {CountedFrom.ZERO}


@pytest.mark.parametrize(
    ("place", "bases"),
    [
        ("MX", {("rest", "floor"), ("other", "floor")}),
        ("US-CA", {("rest", "average or floor"), ("rest", "floor"), ("other", "floor")}),
    ],
)
def test_at_which_rate_rest_and_other_time_without_pieces_are_paid(place, bases):
    assert {(row.name, row.basis) for row in RULEBOOK.pay_rules(place, on=ON).rest_pays} == bases


def test_rated_output_is_held_as_information_for_great_britain():
    assert [row.factor_percent for row in RULEBOOK.pay_rules("GB", on=ON).output_works] == [120]
