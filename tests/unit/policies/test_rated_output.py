"""The British rule for rated output is told as information, and only about workers who were really tested."""

from fractions import Fraction

import pytest

from policies.rated_output import mean_items_per_hour


def test_the_mean_is_that_of_the_workers_rates_not_of_their_times():
    assert mean_items_per_hour([60_000, 120_000]) == Fraction(45), "60 and 30 an hour; HMRC NMWM03130"


@pytest.mark.parametrize("item_ms", [[], [60_000, 0]])
def test_nobody_tested_and_no_time_taken_give_no_mean(item_ms):
    with pytest.raises(ValueError, match="at least one worker"):
        mean_items_per_hour(item_ms)
