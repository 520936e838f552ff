"""Every figure of the guide to pay, in each language, is what the policies really compute."""

import re
from datetime import date
from pathlib import Path

import pytest

from policies.floors import Floor
from policies.minimum_pay import floor_owed_micros
from policies.money import coins_down, coins_up, decimal_text, micros_of
from policies.pricing import hourly_equivalent_micros, lawful_minimum_micros, lawful_minimum_shown_micros
from policies.rulebook import Rulebook
from policies.rulebook_check import PACKAGED_FOLDER
from policies.settlement import LineKind, PieceTotal, Settlement, TimeTotal, settle
from policies.working_time import Bucket

DOCS = Path(__file__).parents[3] / "web" / "docs"
FIGURE = re.compile(r"\d+\.\d+")
MINISTRY, MOBILITY = 1, 2
HOUR_MS = 3_600_000
ITEM_MS = 90_000


def figures_of(name: str) -> set[int]:
    """Return the amounts of a guide in micro-units; thousands and decimals are written as its language does."""
    text = (DOCS / name).read_text("utf-8")
    plain = re.sub(r"(?<=\d),(?=\d)", ".", text) if name.endswith(".fr.md") else re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return {micros_of(figure) for figure in FIGURE.findall(re.sub(r"(?<=\d)[\u202f\u00a0 ](?=\d{3}\.)", "", plain))}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load(PACKAGED_FOLDER)


@pytest.fixture(scope="module")
def floor(rulebook: Rulebook) -> Floor:
    return rulebook.floor("MX", zone="general", on=date(2026, 3, 2))


@pytest.fixture(scope="module")
def week(floor: Floor) -> Settlement:
    """Ada's week in the guide: two requesters, two hours of rest after the first one's work, ten minutes of reading."""

    def time(bucket: Bucket, organisation_id: int, counted_ms: int) -> TimeTotal:
        return TimeTotal(
            work_session_id=organisation_id,
            worked_on=date(2026, 3, 2),
            organisation_id=organisation_id,
            project_id=organisation_id,
            bucket=bucket,
            floor_hourly_micros=floor.hourly_micros,
            rulebook_digest=floor.rulebook_digest,
            counted_ms=counted_ms,
        )

    times = [
        time(Bucket.TASK, MINISTRY, 20 * HOUR_MS),
        time(Bucket.REST, MINISTRY, 2 * HOUR_MS),
        time(Bucket.INSTRUCTIONS, MINISTRY, 600_000),
        time(Bucket.TASK, MOBILITY, 2 * HOUR_MS),
    ]
    pieces = [
        PieceTotal(organisation_id=MINISTRY, project_id=MINISTRY, amount_micros=835 * micros_of("1.15")),
        PieceTotal(organisation_id=MOBILITY, project_id=MOBILITY, amount_micros=50 * micros_of("1.20")),
    ]
    return settle(times=times, pieces=pieces, currency="MXN")


def of_prices(rulebook: Rulebook, floor: Floor) -> set[int]:
    """Return what the guide says of the floor and of a price."""
    hourly = floor.hourly_micros
    return {
        micros_of("315.04"),  # as published; the row of the rulebook is looked at below
        hourly,
        rulebook.floor("MX", zone="general", on=date(2027, 1, 4)).hourly_micros,
        micros_of("0.90"),
        hourly_equivalent_micros(price_micros=micros_of("0.90"), estimated_ms=ITEM_MS),
        lawful_minimum_micros(floor_hourly_micros=hourly, estimated_ms=ITEM_MS, currency="MXN"),
        lawful_minimum_shown_micros(floor_hourly_micros=hourly, estimated_ms=ITEM_MS, currency="MXN"),
    }


def of_week(week: Settlement, floor: Floor) -> set[int]:
    """Return what the guide says of Ada's week."""
    ministry, mobility = week.requesters
    shown = [coins_up(line.amount_micros, "MXN") for line in week.lines]
    return {
        micros_of("1.20"),
        ministry.piece_micros,
        ministry.floor_owed_micros,
        mobility.piece_micros,
        mobility.floor_owed_micros,
        mobility.top_up_micros,
        *shown,
        *(line.amount_micros for line in week.lines),
        week.piece_micros + sum(shown),
        coins_down(week.effective_hourly_micros, "MXN"),
        floor_owed_micros(counted_ms=2 * HOUR_MS, hourly_micros=floor.hourly_micros),
    }


@pytest.mark.parametrize("name", ["pay.md", "pay.es.md", "pay.fr.md"])
def test_the_guide_to_pay_shows_the_figures_that_are_computed_and_no_others(
    name: str, rulebook: Rulebook, floor: Floor, week: Settlement
) -> None:
    computed = of_prices(rulebook, floor) | of_week(week, floor)

    shown = figures_of(name)

    assert {decimal_text(figure) for figure in shown} == {decimal_text(figure) for figure in computed}


def test_the_week_of_the_guide_has_the_lines_and_the_time_that_it_says(week: Settlement) -> None:
    lines = {(line.kind, line.organisation_id) for line in week.lines}

    assert lines == {
        (LineKind.TOP_UP, MOBILITY),
        (LineKind.REST, MINISTRY),
        (LineKind.INSTRUCTIONS, MINISTRY),
    }
    assert week.counted_ms == 24 * HOUR_MS + 600_000


def test_the_wage_in_the_guide_is_the_one_that_the_law_file_states(floor: Floor) -> None:
    assert (floor.reckoning.value_micros, floor.reckoning.paid_days) == (micros_of("315.04"), 7)
