"""A price is never below the floor, and a pilot's proposal protects the slower people too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.periods import MS_PER_HOUR
from policies.pricing import (
    hourly_equivalent_micros,
    lawful_minimum_micros,
    lawful_minimum_shown_micros,
    p75_ms,
    p95_ms,
    pilot_price_micros,
    reserve_micros,
)

MX_FLOOR = 45_943_334
PILOT_MS = [seconds * 1_000 for seconds in (60, 90, 120, 120, 150, 180, 200, 240)]


def test_the_least_price_of_a_ninety_second_item_in_mexico_is_one_peso_fifteen():
    arguments = {"floor_hourly_micros": MX_FLOOR, "estimated_ms": 90_000, "currency": "MXN"}

    assert lawful_minimum_micros(**arguments) == 1_148_584
    assert lawful_minimum_shown_micros(**arguments) == 1_150_000


def test_the_least_price_in_yen_is_a_whole_yen():
    shown = lawful_minimum_shown_micros(floor_hourly_micros=1_055_000_000, estimated_ms=90_000, currency="JPY")

    assert shown == 27_000_000


@given(st.integers(1, 10**10), st.integers(1, 24 * MS_PER_HOUR))
def test_a_price_at_the_lawful_minimum_reaches_the_floor_in_an_hour(floor_micros, estimated_ms):
    price = lawful_minimum_micros(floor_hourly_micros=floor_micros, estimated_ms=estimated_ms, currency="MXN")

    assert hourly_equivalent_micros(price_micros=price, estimated_ms=estimated_ms) >= floor_micros
    assert price == 0 or (price - 1) * MS_PER_HOUR < floor_micros * estimated_ms


def test_an_hourly_equivalent_never_promises_more_than_is_paid():
    assert hourly_equivalent_micros(price_micros=1, estimated_ms=7_200_001) == 0


@pytest.mark.parametrize("estimated_ms", [0, -1])
def test_a_task_that_takes_no_time_has_no_price(estimated_ms):
    with pytest.raises(ValueError, match="takes some time"):
        lawful_minimum_micros(floor_hourly_micros=1, estimated_ms=estimated_ms, currency="MXN")


@pytest.mark.parametrize(
    ("item_ms", "floor_micros", "price", "why"),
    [
        (PILOT_MS, MX_FLOOR, 2_297_167, "G13: the third quarter needs 180 seconds; 1.2 x the mean would be 1.8610"),
        ([300_000], 12_710_000, 1_271_000, "G01: gov.uk's shirts, 12 an hour / 1.2 = 10, at 12.71 an hour"),
        ([360_000], 5_050_000, 606_000, "G02: HMRC, 5.05 an hour and 10 an hour on average: 0.606"),
    ],
)
def test_a_pilot_proposes_the_larger_of_both_prices(item_ms, floor_micros, price, why):
    assert pilot_price_micros(item_ms=item_ms, floor_hourly_micros=floor_micros) == price, why


def test_at_the_pilot_price_six_of_eight_people_reach_the_floor_instead_of_four():
    by_mean_alone = 1_861_001
    price = pilot_price_micros(item_ms=PILOT_MS, floor_hourly_micros=MX_FLOOR)

    assert (
        sum(hourly_equivalent_micros(price_micros=by_mean_alone, estimated_ms=ms) >= MX_FLOOR for ms in PILOT_MS) == 4
    )
    assert sum(hourly_equivalent_micros(price_micros=price, estimated_ms=ms) >= MX_FLOOR for ms in PILOT_MS) == 6


def test_a_quantile_is_a_time_somebody_really_took():
    assert (p75_ms(PILOT_MS), p95_ms(PILOT_MS)) == (180_000, 240_000)


@pytest.mark.parametrize("item_ms", [[], [60_000, 0]])
def test_a_pilot_of_nobody_or_of_no_time_proposes_nothing(item_ms):
    with pytest.raises(ValueError, match=r"at least one person|takes some time"):
        pilot_price_micros(item_ms=item_ms, floor_hourly_micros=MX_FLOOR)


def test_the_reserve_is_35_in_a_hundred_rounded_up():
    assert reserve_micros(piece_micros=100_000_000) == 35_000_000
    assert reserve_micros(piece_micros=1) == 1
