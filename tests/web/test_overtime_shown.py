"""Overtime on pages: Ada reads why her ninth hour paid twice, and an auditor finds the same arithmetic."""

import pytest
from starlette.testclient import TestClient

from policies.working_time import Bucket
from tests.cast import Clock
from tests.wages import Work as Worked
from tests.wages import later, make_time
from tests.work import Work, running_project
from web.pages.overtime_view import overtimes_shown
from web.wiring import House

TUESDAY_MINUTES = 24 * 60


@pytest.fixture
def long_tuesday(house: House, clock: Clock, ada_id: int) -> Work:
    """Ada read instructions for nine hours of a Tuesday."""
    work = running_project(house.db, clock, items=10)
    with house.db.writing() as tx:
        reading = Worked(ada_id, project_id=work.project_id, bucket=Bucket.INSTRUCTIONS, seconds=9 * 3600)
        make_time(tx, later(reading, minutes=TUESDAY_MINUTES))
    clock.advance(days=2)
    return work


def test_ada_reads_how_her_overtime_came_about(long_tuesday: Work, ada: TestClient) -> None:
    page = ada.get("/earnings").text

    assert "Overtime" in page
    assert "Before overtime this week paid 413.490006" in page
    assert "so an hour was worth 45.943334" in page
    assert "Jornal pays it, not a requester." in page
    assert "mx/overtime/double-day/1970-05-01" in page
    assert "was fixed when the work was offered" not in page


def test_where_texts_disagree_only_the_reading_that_pays_less_is_named_beside_hers() -> None:
    rates = {"paid_micros": 1, "paid_ms": 1, "regular_rate_micros": 1, "rules": ["mx/overtime/a"]}
    readings = [{"rules": ["mx/overtime/a"], "amount_micros": 9}, {"rules": ["mx/overtime/b"], "amount_micros": 7}]

    (shown,) = overtimes_shown({"overtime": [rates | {"readings": readings}]})

    assert (shown.jurisdiction, shown.other_micros) == ("MX", (7,))


def test_one_hour_is_no_matter_of_dispute(long_tuesday: Work, ada: TestClient) -> None:
    page = ada.get("/earnings").text

    assert "The texts of the law disagree" not in page


def test_ada_is_not_told_that_overtime_is_her_floor(long_tuesday: Work, ada: TestClient) -> None:
    page = ada.get("/earnings").text

    assert page.count("On top of this time") == 1
    assert page.count("Your floor for this time") == 1
