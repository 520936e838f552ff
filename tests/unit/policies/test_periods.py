"""A person's day and week begin where the person lives, also when clocks change."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.periods import (
    MS_PER_HOUR,
    MS_PER_MINUTE,
    day_start_ms,
    from_ms,
    local_day,
    split_at_midnights,
    split_at_most,
    to_ms,
    week_days,
    week_of,
)

MEXICO = "America/Mexico_City"
ZONES = ("Etc/UTC", MEXICO, "Europe/London", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu")


def test_parts_of_a_millisecond_are_cut_off():
    instant = datetime(2026, 11, 21, 12, 0, 0, 1999, tzinfo=UTC)

    assert from_ms(to_ms(instant)) == datetime(2026, 11, 21, 12, 0, 0, 1000, tzinfo=UTC)


def test_an_instant_is_the_same_in_every_zone():
    in_mexico = datetime(2026, 11, 21, 6, tzinfo=timezone(timedelta(hours=-6)))

    assert to_ms(in_mexico) == to_ms(datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_an_instant_without_a_zone_is_not_guessed_at():
    with pytest.raises(ValueError, match="time zone"):
        to_ms(datetime(2026, 11, 21))  # noqa: DTZ001 - this is what must be caught


def test_ada_works_on_her_own_day_not_on_greenwich_s():
    at_ms = to_ms(datetime(2026, 11, 22, 3, tzinfo=UTC))

    assert local_day(at_ms, MEXICO) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "week", "why"),
    [
        (date(2026, 11, 21), "2026-W47", "an ordinary Saturday"),
        (date(2027, 1, 1), "2026-W53", "a Friday that still belongs to the old year's last week"),
        (date(2025, 12, 29), "2026-W01", "a Monday that already belongs to the new year's first week"),
    ],
)
def test_a_day_belongs_to_one_iso_week(day, week, why):
    assert week_of(day) == week, why


def test_a_week_runs_from_monday_to_the_monday_after():
    assert week_days("2026-W47") == (date(2026, 11, 16), date(2026, 11, 23))


@pytest.mark.parametrize("week", ["", "2026", "2026-47", "2026-W7", "2026-W60", "26-W07", "2025-W53", "2026-W4x"])
def test_what_is_not_a_week_is_not_guessed_at(week):
    with pytest.raises(ValueError, match=r"week|Week"):
        week_days(week)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_own_week(day):
    monday, next_monday = week_days(week_of(day))

    assert monday <= day < next_monday


@pytest.mark.parametrize(
    ("zone", "day", "hours", "why"),
    [
        ("Europe/London", date(2026, 3, 29), 23, "clocks go forward at one"),
        ("Europe/London", date(2026, 10, 25), 25, "clocks go back at two"),
        ("America/Sao_Paulo", date(2018, 11, 4), 23, "clocks jump over midnight itself"),
        ("America/Sao_Paulo", date(2018, 2, 17), 25, "midnight comes back as eleven"),
        (MEXICO, date(2026, 4, 5), 24, "Mexico no longer changes its clocks"),
    ],
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(zone, day, hours, why):
    length_ms = day_start_ms(day + timedelta(days=1), zone) - day_start_ms(day, zone)

    assert length_ms == hours * MS_PER_HOUR, why


def test_work_over_midnight_is_cut_at_the_midnight_of_the_place():
    start_ms = to_ms(datetime(2026, 11, 22, 5, 30, tzinfo=UTC))
    midnight_ms = start_ms + 30 * MS_PER_MINUTE
    end_ms = start_ms + MS_PER_HOUR

    pieces = split_at_midnights(start_ms, end_ms, MEXICO)

    assert pieces == [(start_ms, midnight_ms, date(2026, 11, 21)), (midnight_ms, end_ms, date(2026, 11, 22))]


@given(st.integers(0, 2 * 10**12), st.integers(0, 10 * 24 * MS_PER_HOUR), st.sampled_from(ZONES))
def test_cutting_at_midnights_loses_no_time_anywhere(start_ms, length_ms, zone):
    pieces = split_at_midnights(start_ms, start_ms + length_ms, zone)

    assert sum(end - start for start, end, _ in pieces) == length_ms
    assert all(earlier[1] == later[0] for earlier, later in pairwise(pieces))
    assert all(local_day(start, zone) == day == local_day(end - 1, zone) for start, end, day in pieces)


def test_a_span_is_cut_into_pieces_of_at_most_a_minute():
    assert split_at_most(0, 150_000, MS_PER_MINUTE) == [(0, 60_000), (60_000, 120_000), (120_000, 150_000)]
    assert split_at_most(5, 5, MS_PER_MINUTE) == []


def test_a_span_cannot_be_cut_into_pieces_of_nothing():
    with pytest.raises(ValueError, match="length"):
        split_at_most(0, 1, 0)
