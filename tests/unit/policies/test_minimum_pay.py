"""Task time is raised to the floor, never taken below it, and never raised twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.minimum_pay import floor_owed_micros, top_up_micros, top_up_of
from policies.money import micros_of
from policies.periods import MS_PER_HOUR
from policies.rulebook import Rulebook

FLOOR = Rulebook.load_with(None).floor("MX", on=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("piece", "task_seconds", "top_up", "why"),
    [
        ("0.90", 90, "0.248584", "ninety slow seconds, from STYLE.md"),
        ("0", 3600, "45.943334", "an hour without any piece pay"),
        ("45.943334", 3600, "0", "exactly the floor"),
        ("210", 12240, "0", "G19: above the floor nothing is added"),
        ("60", 7200, "31.886668", "G11: two hours with 60 pesos"),
        ("0", 0, "0", "no time, nothing owed"),
    ],
)
def test_task_time_is_raised_to_the_floor(piece, task_seconds, top_up, why):
    found = top_up_micros(piece_micros=micros_of(piece), task_ms=task_seconds * 1_000, floor=FLOOR)

    assert found == micros_of(top_up), why


@pytest.mark.parametrize(
    ("rate", "top_up", "why"),
    [
        ("0.76", "0", "G03: 525 items at 0.76 are 399.00, above 63 hours at 6.31"),
        ("0.757", "0.105", "G03: at 0.757 they are 397.425 and fall short of 397.53"),
    ],
)
def test_a_piece_rate_rounded_down_falls_short_and_is_topped_up(rate, top_up, why):
    owed = floor_owed_micros(counted_ms=63 * MS_PER_HOUR, hourly_micros=micros_of("6.31"))

    assert top_up_of(piece_micros=525 * micros_of(rate), owed_micros=owed) == micros_of(top_up), why


@given(st.integers(0, 10**12), st.integers(0, 100 * MS_PER_HOUR))
def test_pay_and_top_up_together_always_reach_the_floor(piece_micros, task_ms):
    total = piece_micros + top_up_micros(piece_micros=piece_micros, task_ms=task_ms, floor=FLOOR)

    assert total * MS_PER_HOUR >= FLOOR.hourly_micros * task_ms
    assert total == piece_micros or (total - 1) * MS_PER_HOUR < FLOOR.hourly_micros * task_ms


@pytest.mark.parametrize(("piece_micros", "task_ms"), [(-1, 0), (0, -1)])
def test_negative_pay_or_time_cannot_happen(piece_micros, task_ms):
    with pytest.raises(ValueError, match="negative input"):
        top_up_micros(piece_micros=piece_micros, task_ms=task_ms, floor=FLOOR)
