"""Every file of law is asked the same questions, and its worked examples come out as written."""

from datetime import date

import pytest

from policies.explained_data import explained
from policies.explaining import explanation
from policies.money import decimal_text, exponent_of
from policies.periods import day_start_ms
from policies.rulebook import Rulebook, check
from policies.rulebook_check import PACKAGED_FOLDER, example_findings
from policies.rulebook_reading import read_law_file

RULEBOOK = Rulebook.load_with(None)
PLACES = [pytest.param(place, id=place.code) for place in RULEBOOK.jurisdictions()]
FILES = {
    path.stem: read_law_file(path.read_text(encoding="utf-8"), name=path.name)
    for path in sorted(PACKAGED_FOLDER.glob("*.toml"))
}
EXAMPLES = [
    pytest.param(law, example, id=f"{name}-{example.zone}-{example.on}-{decimal_text(example.owed_micros)}")
    for name, law in FILES.items()
    for example in law.examples
]
TODAY = date(2026, 11, 21)


def test_no_file_of_law_has_a_finding():
    assert check() == []


@pytest.mark.parametrize(("law", "example"), EXAMPLES)
def test_a_worked_example_comes_out_as_written(law, example):
    assert example_findings(law, example) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_jurisdiction_has_worked_examples(place):
    assert FILES[place.code.lower()].examples


@pytest.mark.parametrize("place", PLACES)
def test_a_jurisdiction_has_a_floor_today_in_every_zone_and_says_where_it_comes_from(place):
    floors = [RULEBOOK.floor(place.code, zone=zone, on=TODAY) for zone in place.zones]

    assert all(floor.hourly_micros > 0 and floor.source and floor.formula for floor in floors)
    assert {floor.currency for floor in floors} == {place.currency}
    assert RULEBOOK.floor(place.code, on=TODAY).zone == place.default_zone


@pytest.mark.parametrize("place", PLACES)
def test_a_jurisdiction_limits_the_day_and_the_week_and_lets_people_rest(place):
    limits = RULEBOOK.limits(place.code, on=TODAY)

    assert 0 < limits.max_day_ms <= limits.max_week_ms
    assert 0 < limits.rest.length_ms < limits.rest.after_ms


@pytest.mark.parametrize("place", [pytest.param(place, id=place.code) for place in RULEBOOK.all_jurisdictions()])
def test_a_place_without_a_wage_can_be_read_and_explained_like_any_other(place):
    limits = RULEBOOK.limits(place.code, on=TODAY)

    assert limits.daily_rest_ms > 0
    assert limits.weekly_rest_ms > 0
    assert explanation(RULEBOOK, place.code, zone=place.default_zone, on=TODAY)
    assert explained(RULEBOOK, place.code, zone=place.default_zone, on=TODAY)["rulebook_digest"]


@pytest.mark.parametrize("place", PLACES)
def test_a_floor_is_the_chosen_row_of_its_trace(place):
    trace = RULEBOOK.trace(place.code, on=TODAY)

    assert trace.chosen.row.rule == trace.floor.rule
    assert trace.chosen.hourly_micros == trace.floor.hourly_micros
    assert sum(tracked.is_chosen for tracked in trace.rows) == 1


@pytest.mark.parametrize("law", [pytest.param(law, id=name) for name, law in FILES.items()])
def test_every_row_names_its_sources_and_how_its_figure_was_read(law):
    assert all(row.sources and row.confidence for row in law.rows())
    assert len({row.rule for row in law.rows()}) == len(list(law.rows()))


@pytest.mark.parametrize("place", PLACES)
def test_a_jurisdiction_has_a_currency_a_time_zone_and_names_for_its_zones(place):
    assert exponent_of(place.currency) in {0, 2, 3}
    assert day_start_ms(TODAY, place.time_zone) > 0
    assert all(zone.name != zone.code for zone in RULEBOOK.zones(place.code))


@pytest.mark.parametrize("place", PLACES)
def test_a_jurisdiction_can_be_rebuilt_offline_from_its_texts(place):
    digest = RULEBOOK.digest(place.code)

    rebuilt = Rulebook.from_texts(RULEBOOK.texts(digest), digest)

    assert rebuilt.floor(place.code, on=TODAY) == RULEBOOK.floor(place.code, on=TODAY)
    assert rebuilt.jurisdictions() == (place,)
