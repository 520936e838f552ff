"""A pilot shows whom a price protects; a price is looked at again, and only ever rises within a batch."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.money import micros_of
from policies.periods import MS_PER_HOUR
from policies.pilot import checkpoint_due, curve, item_ms_of_people, point_at, proposal, reproposed_micros

MX_FLOOR = 45_943_334
PILOT_MS = [seconds * 1_000 for seconds in (60, 90, 120, 120, 150, 180, 200, 240)]
PEOPLE = st.lists(st.integers(1_000, MS_PER_HOUR), min_size=1, max_size=12)
FLOORS = st.integers(1_000, 100_000_000)


def test_six_of_eight_people_are_protected_by_the_launch_price_and_the_rest_cost_a_twentieth():
    found = proposal(item_ms=PILOT_MS, floor_hourly_micros=MX_FLOOR, pool=8)

    assert found.launch.protected_share == Fraction(6, 8)
    assert found.launch.top_up_share < Fraction(1, 20)
    assert found.is_enough


@pytest.mark.parametrize(
    ("people", "pool", "is_enough", "why"),
    [
        (10, 5_000, True, "ten people are enough of any pool"),
        (9, 5_000, False, "fewer than ten of many say little"),
        (4, 40, True, "a tenth of the pool"),
        (3, 40, False, "less than a tenth of the pool"),
        (1, 0, True, "nobody else may work on it"),
    ],
)
def test_a_pilot_says_whether_enough_people_took_part(people, pool, is_enough, why):
    found = proposal(item_ms=[60_000] * people, floor_hourly_micros=MX_FLOOR, pool=pool)

    assert found.is_enough is is_enough, why


def test_a_price_of_half_the_floor_leaves_half_of_it_to_top_ups():
    point = point_at(micros_of("20"), item_ms=[MS_PER_HOUR], floor_hourly_micros=micros_of("40"))

    assert (point.protected_share, point.top_up_share) == (0, Fraction(1, 2))


@given(PEOPLE, FLOORS)
def test_along_the_curve_more_people_are_protected_and_top_ups_shrink_to_nothing(item_ms, floor):
    points = curve(item_ms=item_ms, floor_hourly_micros=floor, mark_micros=floor)

    assert all(a.protected_share <= b.protected_share and a.top_up_share >= b.top_up_share for a, b in pairwise(points))
    assert len(points) <= 26
    assert (points[-1].protected_share, points[-1].top_up_share) == (1, 0)


def test_the_curve_shows_the_launch_price_among_its_points():
    launch = proposal(item_ms=PILOT_MS, floor_hourly_micros=MX_FLOOR, pool=8).launch

    assert launch in curve(item_ms=PILOT_MS, floor_hourly_micros=MX_FLOOR, mark_micros=launch.price_micros)


@pytest.mark.parametrize(
    ("completed", "looked_at", "due"),
    [(29, 0, None), (30, 0, 30), (99, 30, None), (100, 30, 100), (500, 0, 300), (500, 300, None)],
)
def test_a_price_is_looked_at_again_after_30_100_and_300_items_once_each(completed, looked_at, due):
    assert checkpoint_due(completed=completed, looked_at=looked_at) == due


@given(PEOPLE, st.lists(PEOPLE, min_size=1, max_size=3), FLOORS)
def test_a_price_never_falls_within_a_batch_however_fast_people_get(pilot, later, floor):
    prices = [proposal(item_ms=pilot, floor_hourly_micros=floor, pool=1).launch.price_micros]
    prices += [reproposed_micros(price_micros=prices[0], item_ms=ms, floor_hourly_micros=floor) for ms in later]

    assert min(prices) == prices[0]


def test_slower_work_than_in_the_pilot_raises_the_price():
    price = reproposed_micros(price_micros=micros_of("2.297167"), item_ms=[300_000] * 30, floor_hourly_micros=MX_FLOOR)

    assert price == micros_of("4.594334")


def test_each_person_counts_once_however_many_items_they_did():
    assert item_ms_of_people({1: (600_000, 10), 2: (100_001, 1), 3: (0, 0)}) == [60_000, 100_001]


@pytest.mark.parametrize(("item_ms", "floor", "price"), [([], 1, 1), ([1], 0, 1), ([1], 1, -1)])
def test_there_is_no_point_without_people_a_floor_and_a_price(item_ms, floor, price):
    with pytest.raises(ValueError, match="nothing to compare"):
        point_at(price, item_ms=item_ms, floor_hourly_micros=floor)
