"""What a pilot needs and what follows from it: samples, spreads, whom a price protects, and the reserve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.pilots.rules import ITEMS_EACH, Sample, compared, people_below, reserve_percent, sample_for, sample_of
from annotate.price_looks.rules import PersonTime, Times, proposed, spread_of, times_of

FLOOR = 45_943_334
EIGHT = tuple(seconds * 1_000 for seconds in (60, 90, 120, 120, 150, 180, 200, 240))


def times(people_ms: tuple[int, ...]) -> Times:
    return Times(people_ms=people_ms, answers_ms=people_ms)


@pytest.mark.parametrize(
    ("items", "overlap", "pool", "sample"),
    [
        (2_000, 1, 500, Sample(item_count=200, each_most=20, people_aimed=10)),  # ten people, twenty items each
        (2_000, 3, 500, Sample(item_count=67, each_most=20, people_aimed=10)),  # each item is answered three times
        (2_000, 9, 500, Sample(item_count=23, each_most=20, people_aimed=10)),
        (2_000, 9, 3, Sample(item_count=20, each_most=20, people_aimed=3)),  # nobody answers an item twice
        (300, 1, 500, Sample(item_count=150, each_most=15, people_aimed=10)),  # never more than half
        (40, 1, 500, Sample(item_count=20, each_most=2, people_aimed=10)),
        (12, 1, 500, Sample(item_count=10, each_most=1, people_aimed=10)),  # but never fewer than ten
        (2_000, 1, 4, Sample(item_count=80, each_most=20, people_aimed=4)),  # all there are
        (2_000, 1, 1, Sample(item_count=60, each_most=20, people_aimed=3)),
        (2_000, 1, 0, Sample(item_count=200, each_most=20, people_aimed=10)),  # nobody yet: ten may come
    ],
)
def test_a_sample_is_enough_for_the_people_it_aims_at(items: int, overlap: int, pool: int, sample: Sample) -> None:
    assert sample_for(item_count=items, overlap=overlap, pool=pool) == sample


@given(st.integers(10, 5_000), st.integers(1, 9), st.integers(0, 300))
def test_the_aimed_people_can_always_answer_the_whole_of_a_small_sample(items: int, overlap: int, pool: int) -> None:
    sample = sample_of(items, overlap=overlap, pool=pool)

    together = sample.people_aimed * sample.each_most
    assert together >= min(items * overlap, sample.people_aimed * ITEMS_EACH, sample.people_aimed * items)


def test_the_worked_example_leaves_four_at_the_mean_and_two_at_the_proposal() -> None:
    found = proposed(times(EIGHT), floor_hourly_micros=FLOOR, pool=100)

    assert found is not None
    below = [
        people_below(price, times(EIGHT), floor_hourly_micros=FLOOR) for price in (1_860_996, 2_297_167, 3_062_889)
    ]
    assert (found.by_mean_micros, found.launch.price_micros) == (1_860_996, 2_297_167)
    assert below == [4, 2, 0]


def test_of_two_people_nothing_is_proposed_and_of_three_something() -> None:
    assert proposed(times(EIGHT[:2]), floor_hourly_micros=FLOOR, pool=100) is None
    assert proposed(times(EIGHT[:3]), floor_hourly_micros=FLOOR, pool=100) is not None


@given(st.lists(st.integers(1_000, 3_600_000), min_size=3, max_size=30))
def test_a_proposal_never_leaves_more_than_a_quarter_below_the_floor(people_ms: list[int]) -> None:
    measured = times(tuple(sorted(people_ms)))

    found = proposed(measured, floor_hourly_micros=FLOOR, pool=100)

    assert found is not None
    below = people_below(found.launch.price_micros, measured, floor_hourly_micros=FLOOR)
    assert 4 * below <= len(people_ms)


def test_the_prices_that_are_compared_rise_and_the_last_protects_everyone() -> None:
    found = proposed(times(EIGHT), floor_hourly_micros=FLOOR, pool=100)
    assert found is not None

    rows = compared(found, times(EIGHT), now_micros=1_150_000, floor_hourly_micros=FLOOR)

    assert [row.price_micros for row in rows] == [1_150_000, 1_860_996, 2_297_167, 3_062_889]
    assert rows[-1].protected_share == 1


def test_times_are_kept_sorted_and_by_the_average_of_each_person() -> None:
    people = [PersonTime(answer_count=4, counted_ms=400_001), PersonTime(answer_count=1, counted_ms=5_000)]

    kept = times_of(people, answers_ms=[9, 0, 3])

    assert kept.people_ms == (5_000, 100_001)  # rounded up: that favours whoever is paid
    assert kept.answers_ms == (3, 9)


def test_every_figure_of_a_spread_was_really_measured() -> None:
    spread = spread_of(EIGHT)

    assert spread is not None
    assert (spread.median_ms, spread.p75_ms, spread.p90_ms, spread.p95_ms) == (120_000, 180_000, 240_000, 240_000)
    assert spread_of(()) is None


@pytest.mark.parametrize(
    ("price", "beside", "is_hourly", "percent"),
    [
        (10_000_000, 0, False, 15),  # nothing on top: the least
        (1_000_000, 0, False, 719),  # ten items paid 10 and the hour owes 45.943334: twice 359.43 %
        (10_000_000, 10_000_000, False, 20),  # 10 beside 100 of pay, twice
        (10_000_000, 9_000_001, False, 19),  # rounded up
        (50_000_000, 10_000_000, True, 40),  # an hour at 50, 10 beside it, twice
    ],
)
def test_the_reserve_is_twice_what_came_on_top(*, price: int, beside: int, is_hourly: bool, percent: int) -> None:
    people = [PersonTime(answer_count=10, counted_ms=3_600_000)]

    found = reserve_percent(
        people, price_micros=price, floor_hourly_micros=FLOOR, beside_micros=beside, is_hourly=is_hourly
    )

    assert found == percent


def test_a_higher_price_never_needs_a_larger_reserve() -> None:
    people = [PersonTime(answer_count=2, counted_ms=2 * ms) for ms in EIGHT]

    found = [
        reserve_percent(people, price_micros=price, floor_hourly_micros=FLOOR, beside_micros=3_000_000, is_hourly=False)
        for price in (1_150_000, 1_860_996, 2_297_167, 3_062_889)
    ]

    assert found == sorted(found, reverse=True)
    assert min(found) >= 15
