"""May new work begin: every cap and rest is asked, the longest wait is named, and each says until when and why."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.notices import Breach, Fill, NoticeKind, breaches_of, notices_of
from policies.periods import MS_PER_HOUR, MS_PER_MINUTE, to_ms
from policies.permission import Allowed, History, Refused, block_start_ms, may_start
from policies.rulebook import Rulebook
from policies.working_time import CapKind

LIMITS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2))
CITY = "America/Mexico_City"


def at(day: int, hour: int, minute: int = 0) -> int:
    """Return an instant of March 2026 in Mexico City; the 2nd is a Monday."""
    return to_ms(datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(CITY)))


NOON = at(2, 12)
FRESH = History(time_zone=CITY, day_ms=0, week_ms=0, spans=((at(2, 11), NOON),))
A_WEEK = tuple((at(day, 9), at(day, 17)) for day in range(2, 8))


def hours(number: float) -> int:
    return int(number * MS_PER_HOUR)


@pytest.mark.parametrize(
    ("changes", "now_ms", "code", "until_ms", "why"),
    [
        ({"day_ms": hours(8)}, NOON, "day_cap_reached", at(3, 0), "the day is full"),
        ({"day_ms": hours(8), "week_ms": hours(48)}, NOON, "week_cap_reached", at(9, 0), "the longer wait is named"),
        ({"screen_ms": hours(1)}, NOON, "rest_due", at(2, 12, 5), "a rest from the screen, if she begins now"),
        (
            {"screen_ms": hours(1), "resting_since_ms": at(2, 11, 57)},
            NOON,
            "rest_due",
            at(2, 12, 2),
            "a rest that has begun is counted from its beginning",
        ),
        (
            {"screen_ms": hours(1.2), "is_rest_moved": True},
            NOON,
            "rest_due",
            at(2, 12, 5),
            "it can be put off once, by a quarter of an hour",
        ),
        ({"unbroken_ms": hours(6)}, NOON, "meal_due", at(2, 12, 30), "six hours without a break as long as a meal"),
        (
            {"unbroken_ms": hours(6), "screen_ms": hours(1)},
            NOON,
            "meal_due",
            at(2, 12, 30),
            "the meal is the rest as well",
        ),
        (
            {"spans": ((at(2, 6), at(2, 9)), (at(2, 15), at(2, 19)))},
            at(2, 19),
            "daily_rest_due",
            at(3, 6),
            "thirteen hours after the day began",
        ),
        (
            {"spans": ((at(2, 9), at(2, 17)), (at(3, 3), at(3, 3))), "resting_since_ms": at(3, 3)},
            at(3, 3),
            "daily_rest_due",
            at(3, 14),
            "ten hours between two days are too few, once work has begun again",
        ),
        (
            {"spans": ((at(2, 9), at(2, 17)),), "resting_since_ms": at(2, 17)},
            at(3, 3),
            "daily_rest_due",
            at(3, 4),
            "ten hours of rest: one more",
        ),
        (
            {"spans": A_WEEK, "resting_since_ms": at(7, 17)},
            at(8, 9),
            "weekly_rest_due",
            at(9, 4),
            "six days without thirty-five hours of rest",
        ),
        (
            {"spans": ((at(2, 15), at(2, 23)),), "shift_ms": hours(7.5), "resting_since_ms": at(2, 23)},
            at(2, 23),
            "shift_cap_reached",
            at(3, 10),
            "three hours of night: a mixed shift ends after seven and a half hours",
        ),
        (
            {"is_distressing": True, "exposure_day_ms": hours(2), "exposure_ms": hours(0.2)},
            NOON,
            "exposure_cap_reached",
            at(3, 0),
            "two hours a day of content that distresses",
        ),
        (
            {"is_distressing": True, "exposure_day_ms": hours(0.5), "exposure_ms": hours(0.5)},
            NOON,
            "decompression_due",
            at(2, 12, 10),
            "ten minutes away from it after thirty",
        ),
    ],
)
def test_new_work_waits(changes, now_ms, code, until_ms, why):
    answer = may_start(replace(FRESH, **changes), now_ms=now_ms, limits=LIMITS)

    assert isinstance(answer, Refused), why
    assert (answer.code, answer.until_ms) == (code, until_ms), why
    assert answer.rule, "every refusal names its rule"
    assert answer.source, "and where the rule comes from"


@pytest.mark.parametrize(
    ("changes", "now_ms", "why"),
    [
        ({}, NOON, "she has just begun"),
        ({"day_ms": hours(8) - 1}, NOON, "a millisecond is left"),
        ({"unbroken_ms": hours(6), "resting_since_ms": at(2, 11, 30)}, NOON, "she has eaten for half an hour"),
        ({"spans": ((at(2, 9), at(2, 17)),), "resting_since_ms": at(2, 17)}, at(3, 4), "eleven hours of rest"),
        ({"spans": A_WEEK[:5], "resting_since_ms": at(6, 17)}, at(8, 9), "a whole Saturday off"),
        ({"spans": A_WEEK, "resting_since_ms": at(7, 17)}, at(9, 9), "Sunday was hers"),
        ({"exposure_day_ms": hours(3), "exposure_ms": hours(3)}, NOON, "this work holds nothing that distresses"),
        (
            {"spans": ((at(2, 16), at(2, 23)),), "shift_ms": hours(7), "resting_since_ms": at(2, 23)},
            at(2, 23),
            "three hours of night: mixed, and half an hour is left of seven and a half",
        ),
    ],
)
def test_new_work_may_begin(changes, now_ms, why):
    assert isinstance(may_start(replace(FRESH, **changes), now_ms=now_ms, limits=LIMITS), Allowed), why


def test_a_night_shift_ends_after_seven_hours():
    night = replace(FRESH, spans=((at(2, 20), at(3, 3, 30)),), shift_ms=hours(7), day_ms=hours(3))

    answer = may_start(night, now_ms=at(3, 3, 30), limits=LIMITS)

    assert isinstance(answer, Refused)
    assert (answer.code, answer.until_ms) == ("shift_cap_reached", at(3, 14, 30))
    assert answer.details == {"hours": 7, "minutes": 0, "shift": "night"}
    assert "articles 60 and 61" in answer.source


def test_who_may_begin_is_told_what_stops_them_next():
    answer = may_start(replace(FRESH, screen_ms=hours(0.5)), now_ms=NOON, limits=LIMITS)

    assert isinstance(answer, Allowed)
    assert (answer.code, answer.until_ms) == ("rest_due", NOON + 25 * MS_PER_MINUTE)


@given(
    day=st.integers(0, hours(12)),
    week=st.integers(0, hours(60)),
    screen=st.integers(0, hours(3)),
    unbroken=st.integers(0, hours(9)),
    more=st.integers(0, hours(3)),
)
def test_more_work_never_opens_what_was_closed(day, week, screen, unbroken, more):
    less = replace(FRESH, day_ms=day, week_ms=week, screen_ms=screen, unbroken_ms=unbroken)
    later = replace(less, day_ms=day + more, week_ms=week + more, screen_ms=screen + more, unbroken_ms=unbroken + more)

    before, after = (may_start(one, now_ms=NOON, limits=LIMITS) for one in (less, later))

    assert isinstance(before, Allowed) or isinstance(after, Refused)


@given(day=st.integers(0, hours(12)), week=st.integers(0, hours(60)), screen=st.integers(0, hours(3)))
def test_whoever_waits_until_then_is_not_refused_for_the_same_reason(day, week, screen):
    history = replace(FRESH, day_ms=day, week_ms=week, screen_ms=screen, resting_since_ms=NOON)

    answer = may_start(history, now_ms=NOON, limits=LIMITS)

    assert answer.until_ms > NOON


@pytest.mark.parametrize(
    ("spans", "now_ms", "since_ms", "why"),
    [
        ((), NOON, None, "nobody worked"),
        (((at(2, 9), at(2, 11)),), at(2, 12), at(2, 9), "this morning"),
        (((at(1, 9), at(1, 17)), (at(2, 9), at(2, 11))), at(2, 12), at(2, 9), "yesterday's rest was long enough"),
        (((at(1, 9), at(1, 23)), (at(2, 9), at(2, 11))), at(2, 12), at(1, 9), "ten hours are not"),
        (((at(1, 9), at(1, 17)),), at(2, 12), None, "she is rested now"),
    ],
)
def test_a_block_of_work_ends_with_a_whole_rest(spans, now_ms, since_ms, why):
    assert block_start_ms(spans, rest_ms=hours(11), now_ms=now_ms) == since_ms, why


@pytest.mark.parametrize(
    ("day", "week", "shift", "exposure", "notices", "why"),
    [
        (6.39, 20, 5.5, 1.5, [], "not yet"),
        (6.4, 20, 0, 0, [(NoticeKind.DAY, 80, 1.6)], "four fifths of eight hours"),
        (7.2, 20, 0, 0, [(NoticeKind.DAY, 90, 0.8)], "nine tenths"),
        (8, 20, 0, 0, [(NoticeKind.DAY, 100, 0)], "full"),
        (9, 20, 0, 0, [(NoticeKind.DAY, 100, 0)], "over: nothing is left, and nothing less than nothing"),
        (1, 38.4, 0, 0, [(NoticeKind.WEEK, 80, 9.6)], "the week"),
        (6.4, 43.2, 0, 0, [(NoticeKind.WEEK, 90, 4.8), (NoticeKind.DAY, 80, 1.6)], "the higher step first"),
        (7.2, 43.2, 0, 0, [(NoticeKind.DAY, 90, 0.8), (NoticeKind.WEEK, 90, 4.8)], "of equal steps what ends first"),
        (6.3, 20, 6.3, 0, [(NoticeKind.SHIFT, 90, 0.7)], "a night of seven hours is full before a day of eight"),
        (1, 20, 7.5, 0, [(NoticeKind.SHIFT, 100, 0)], "a shift that began the day before"),
        (2, 20, 2, 1.6, [(NoticeKind.EXPOSURE, 80, 0.4)], "hard content of two hours a day"),
        (2, 20, 2, 2.5, [(NoticeKind.EXPOSURE, 100, 0)], "enough of it"),
    ],
)
def test_what_fills_up_is_announced(day, week, shift, exposure, notices, why):
    found = notices_of(
        day_ms=hours(day),
        week_ms=hours(week),
        limits=LIMITS,
        shift=Fill(used_ms=hours(shift), max_ms=hours(7)),
        exposure=Fill(used_ms=hours(exposure), max_ms=hours(2)),
    )

    assert [(one.kind, one.percent, one.left_ms) for one in found] == [
        (kind, percent, hours(left)) for kind, percent, left in notices
    ], why


def test_without_a_short_shift_or_hard_content_nothing_is_said_of_them():
    assert notices_of(day_ms=hours(1), week_ms=hours(1), limits=LIMITS) == ()


@pytest.mark.parametrize(
    ("day", "week", "over", "why"),
    [
        (8, 48, [], "exactly full is not over"),
        (8.5, 40, [(CapKind.DAY, 0.5)], "half an hour too long"),
        (9, 50, [(CapKind.DAY, 1), (CapKind.WEEK, 2)], "both"),
    ],
)
def test_time_over_a_limit_is_the_platforms_breach(day, week, over, why):
    found = breaches_of(day_ms=hours(day), week_ms=hours(week), limits=LIMITS)

    assert [(breach.kind, breach.over_ms) for breach in found] == [(kind, hours(ms)) for kind, ms in over], why
    assert all(isinstance(breach, Breach) and breach.rule for breach in found)
