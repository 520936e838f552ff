"""Whenever a visitor comes, the demonstration has its past: at the turn of a week, of a year, and of the clocks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotate.demo_plan import first_monday
from policies.periods import week_of
from tests.cast import Clock
from tests.web.test_demo import ONCE
from web.demo import demo_settings, put_in_place
from web.running import the_house_of

CLOSED = "SELECT period, count(*) FROM period_close WHERE total_micros >= pooled_micros GROUP BY 1"


@pytest.mark.stress
@pytest.mark.parametrize(
    "at",
    [
        pytest.param(datetime(2026, 11, 23, 0, 3, tzinfo=UTC), id="Monday in London, Sunday in Mexico"),
        pytest.param(datetime(2027, 1, 1, 6, 30, tzinfo=UTC), id="New Year in Mexico"),
        pytest.param(datetime(2027, 3, 29, 20, 0, tzinfo=UTC), id="Monday after the clocks went on in Europe"),
    ],
)
def test_whenever_a_visitor_comes_there_is_everything_to_find_and_two_weeks_are_closed(
    tmp_path: Path, at: datetime
) -> None:
    settings, clock = demo_settings(tmp_path, port=8000), Clock(at)
    over = [week_of(first_monday(at) + timedelta(weeks=number)) for number in range(2)]

    put_in_place(settings, now=clock)

    with the_house_of(settings, now=clock) as demo, demo.db.reading() as tx:
        closed = dict(tx.run(CLOSED))
        missing = [what for what, statement in ONCE.items() if tx.one(statement) is None]
    assert missing == []
    assert set(over) <= set(closed)
    assert closed[over[1]] >= 20
