"""Which sort of shift it was: by day, mixed or by night, by how much of it the night took."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from policies.errors import Refusal
from policies.periods import MS_PER_HOUR, to_ms
from policies.rulebook import Rulebook
from policies.shifts import shift_of

ROWS = Rulebook.load_with(None).limits("MX", on=date(2026, 3, 2)).shifts


def at(day: int, hour: int, minute: int = 0, *, month: int = 3, time_zone: str = "America/Mexico_City") -> int:
    return to_ms(datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(time_zone)))


@pytest.mark.parametrize(
    ("spans", "name", "hours", "night_hours", "why"),
    [
        ([(at(2, 16), at(2, 22))], "mixed", 7.5, 2, "G09: two hours of night"),
        ([(at(2, 18), at(3, 0))], "night", 7, 4, "G09: four hours of night are at least three and a half"),
        ([(at(2, 9), at(2, 17))], "day", 8, 0, "G09: all by day"),
        ([(at(2, 17), at(2, 23, 29))], "mixed", 7.5, 3.4833, "a minute less than three and a half hours"),
        ([(at(2, 17), at(2, 23, 30))], "night", 7, 3.5, "three and a half hours exactly"),
        ([(at(2, 21), at(2, 23))], "night", 7, 2, "short, but all of it by night"),
        ([(at(2, 4), at(2, 12))], "mixed", 7.5, 2, "the night ends at six"),
        ([(at(2, 22), at(3, 6))], "night", 7, 8, "over midnight"),
        ([(at(2, 9), at(2, 13)), (at(2, 19), at(2, 21))], "mixed", 7.5, 1, "the hours between were her own"),
        ([(at(2, 6), at(2, 20))], "day", 8, 0, "from the end of the night to its beginning"),
    ],
)
def test_a_shift_is_named_by_its_night(spans, name, hours, night_hours, why):
    found = shift_of(spans, time_zone="America/Mexico_City", rows=ROWS)

    assert found is not None
    assert (found.name, found.max_ms) == (name, int(hours * MS_PER_HOUR)), why
    assert round(found.night_ms / MS_PER_HOUR, 4) == night_hours, why
    assert "articles 60 and 61" in found.source


def test_where_clocks_go_forward_the_night_is_an_hour_shorter():
    spans = [(at(7, 20, time_zone="America/Tijuana"), at(8, 6, time_zone="America/Tijuana"))]

    found = shift_of(spans, time_zone="America/Tijuana", rows=ROWS)

    assert found is not None
    assert found.night_ms == 9 * MS_PER_HOUR


def test_a_law_that_knows_no_shifts_names_none():
    assert shift_of([(at(2, 9), at(2, 17))], time_zone="Europe/London", rows=()) is None


@pytest.mark.parametrize("spans", [[(at(2, 17), at(2, 9))], [(at(2, 9), at(2, 12)), (at(2, 11), at(2, 13))]])
def test_spans_that_run_backwards_are_refused(spans):
    with pytest.raises(Refusal) as refused:
        shift_of(spans, time_zone="America/Mexico_City", rows=ROWS)

    assert refused.value.code == "spans_backwards"
