"""Hours beyond the ordinary ones are paid at a multiple, once each, and where texts disagree the better one is paid."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.money import micros_of
from policies.overtime import Paid, WorkDay, overtime_of
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook
from policies.rulebook_rows import Applicability, Status
from policies.rulebook_rows_pay import CountedFrom, OvertimePer, OvertimeRow

MONDAY = date(2026, 3, 2)
RULEBOOK = Rulebook.load_with(None)
MEXICO = RULEBOOK.pay_rules("MX", on=date(2026, 3, 9)).overtimes
FEDERAL = RULEBOOK.pay_rules("US", on=MONDAY).overtimes
DAYS = st.lists(st.integers(0, 16 * MS_PER_HOUR), min_size=1, max_size=7)


def row_of(name, *, per, over_hours, percent, counted_from=CountedFrom.ZERO, status=Status.IN_FORCE):
    return OvertimeRow(
        rule=f"test/{name}/{per}/{over_hours}",
        effective_from=date(2000, 1, 1),
        published_on=None,
        status=status,
        applicability=Applicability.LAW,
        sources=("Labor Code 510",),
        confidence="V2",
        is_single_source=False,
        applies_while_suspended=False,
        note="",
        name=name,
        per=per,
        counted_from=counted_from,
        over_ms=over_hours * MS_PER_HOUR,
        multiplier_percent=percent,
    )


CALIFORNIA = (
    row_of("time and a half", per=OvertimePer.DAY, over_hours=8, percent=150),
    row_of("time and a half", per=OvertimePer.WEEK, over_hours=40, percent=150),
    row_of("double", per=OvertimePer.DAY, over_hours=12, percent=200),
)


def week_of(*hours, ordinary=8):
    return [
        WorkDay(on=MONDAY + timedelta(number), counted_ms=length * MS_PER_HOUR, ordinary_ms=ordinary * MS_PER_HOUR)
        for number, length in enumerate(hours)
    ]


def overtime_at_ten_an_hour(days, rows, *, ordinary_week=48):
    counted_ms = sum(day.counted_ms for day in days)
    paid = Paid(micros=micros_of("10") * counted_ms // MS_PER_HOUR, counted_ms=counted_ms)
    return overtime_of(days=days, ordinary_week_ms=ordinary_week * MS_PER_HOUR, paid=paid, rows=rows)


def hours_by_multiple(reading):
    return {tier.multiplier_percent: tier.counted_ms // MS_PER_HOUR for tier in reading.tiers}


@pytest.mark.parametrize(
    ("hours", "rows", "by_multiple", "amount", "why"),
    [
        ((9,), MEXICO, {200: 1}, "10", "one hour beyond the shift of eight is paid double"),
        ((8, 8, 8, 8, 8, 8, 2), MEXICO, {200: 2}, "20", "no day is too long, the week is"),
        ((9, 9, 9, 9, 9, 9), MEXICO, {200: 6}, "60", "an hour beyond the shift is not one beyond the week again"),
        ((12, 12, 12), MEXICO, {200: 9, 300: 3}, "150", "beyond nine hours of overtime a week: triple, article 68"),
        ((10, 10, 10, 10, 10), FEDERAL, {150: 10}, "50", "ten beyond forty, half as much on top"),
        ((13,), FEDERAL, None, "0", "federal law knows no long day"),
        ((13,), CALIFORNIA, {150: 4, 200: 1}, "30", "eight to twelve, and beyond twelve"),
        ((8, 8, 8, 8, 8, 8), CALIFORNIA, {150: 8}, "40", "the sixth day is beyond forty"),
        ((10, 8, 8, 8, 8), CALIFORNIA, {150: 2}, "10", "hours that the day took do not count for the week again"),
        ((8,), MEXICO, None, "0", "an ordinary day"),
    ],
)
def test_hours_are_overtime_as_the_law_of_the_place_counts_them(hours, rows, by_multiple, amount, why):
    found = overtime_at_ten_an_hour(week_of(*hours), rows)

    assert (found and hours_by_multiple(found.chosen)) == by_multiple, why
    assert (found.chosen.amount_micros if found else 0) == micros_of(amount), why


def test_mexico_s_two_caps_stand_side_by_side_and_the_better_one_for_the_worker_is_paid():
    found = overtime_at_ten_an_hour(week_of(12, 12, 12), MEXICO)

    by_cap = {reading.rules[-1]: hours_by_multiple(reading) for reading in found.readings}
    assert by_cap == {
        "mx/overtime/triple-week/1970-05-01": {200: 9, 300: 3},
        "mx/overtime/triple-week/2026-03-03": {200: 12},
    }
    assert found.chosen.amount_micros == max(reading.amount_micros for reading in found.readings) == micros_of("150")


def test_a_shorter_night_shift_makes_overtime_an_hour_earlier():
    found = overtime_at_ten_an_hour(week_of(8, ordinary=7), MEXICO)

    assert hours_by_multiple(found.chosen) == {200: 1}


def test_the_regular_rate_is_what_the_hours_were_really_worth():
    days = week_of(10, 10, 10, 10, 10)
    paid = Paid(micros=micros_of("1000"), counted_ms=50 * MS_PER_HOUR)

    found = overtime_of(days=days, ordinary_week_ms=0, paid=paid, rows=FEDERAL)

    assert found.regular_rate_micros == micros_of("20")
    assert found.chosen.tiers[0].premium_rate_micros == micros_of("10")


def test_where_the_law_has_no_overtime_there_is_none():
    assert overtime_at_ten_an_hour(week_of(16, 16), ()) is None


@pytest.mark.parametrize(
    ("days", "paid", "why"),
    [
        ([*week_of(1), *week_of(2)], 0, "the same Monday twice"),
        (week_of(-1), 0, "negative time"),
        (week_of(1), -1, "negative pay"),
    ],
)
def test_overtime_of_impossible_figures_is_not_reckoned(days, paid, why):
    with pytest.raises(ValueError, match=r"negative|twice"):
        overtime_of(days=days, ordinary_week_ms=0, paid=Paid(micros=paid, counted_ms=1), rows=MEXICO)


@given(DAYS, st.sampled_from([MEXICO, FEDERAL, CALIFORNIA]), st.integers(0, 6), st.integers(1, 4 * MS_PER_HOUR))
def test_a_longer_day_never_has_less_overtime(lengths, rows, which, more_ms):
    ordinary_ms = 8 * MS_PER_HOUR
    days = [WorkDay(on=MONDAY + timedelta(n), counted_ms=ms, ordinary_ms=ordinary_ms) for n, ms in enumerate(lengths)]
    at = which % len(days)
    longer = [*days[:at], WorkDay(on=days[at].on, counted_ms=days[at].counted_ms + more_ms, ordinary_ms=ordinary_ms)]
    longer += days[at + 1 :]
    paid = Paid(micros=micros_of("10"), counted_ms=MS_PER_HOUR)

    before = overtime_of(days=days, ordinary_week_ms=48 * MS_PER_HOUR, paid=paid, rows=rows)
    after = overtime_of(days=longer, ordinary_week_ms=48 * MS_PER_HOUR, paid=paid, rows=rows)

    assert (after.chosen.amount_micros if after else 0) >= (before.chosen.amount_micros if before else 0)


@given(DAYS, st.randoms())
def test_the_order_in_which_days_are_told_changes_nothing(lengths, random):
    days = [
        WorkDay(on=MONDAY + timedelta(n), counted_ms=ms, ordinary_ms=8 * MS_PER_HOUR) for n, ms in enumerate(lengths)
    ]

    assert overtime_at_ten_an_hour(random.sample(days, len(days)), MEXICO) == overtime_at_ten_an_hour(days, MEXICO)
