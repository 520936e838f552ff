"""A whole day through the pages, once on each database: the same pages, the same pay."""

import pytest
from starlette.testclient import TestClient

from tests import make
from tests.cast import ADA, PASSWORD, Clock
from tests.conftest import SAME_ORIGIN
from tests.web.test_annotator_work import HTMX, open_item
from tests.work import running_project
from web.app import create_app
from web.wiring import House


@pytest.fixture
def ada_anywhere(each_house: House) -> TestClient:
    """Ada at her browser, on each database."""
    with each_house.db.writing() as tx:
        make.make_annotator(tx, ADA)
    client = TestClient(create_app(each_house), headers=SAME_ORIGIN, follow_redirects=False)
    client.post("/door", data={"email": ADA.email, "password": PASSWORD})
    return client


def test_a_day_is_worked_rested_paid_and_explained_on_each_database(
    each_house: House, clock: Clock, ada_anywhere: TestClient
) -> None:
    work = running_project(each_house.db, clock, items=5)
    address = open_item(ada_anywhere, work)
    clock.advance(minutes=10)
    answered = ada_anywhere.post(address, data={"label": "lost"}, headers=HTMX)
    ada_anywhere.post("/work/pause")
    clock.advance(minutes=1)
    resting = ada_anywhere.get("/rest")
    ada_anywhere.post(f"/work/{work.project_id}/next")
    clock.advance(seconds=30)
    skipped = ada_anywhere.post(f"/work/{work.project_id}/answers/2/skip", headers=HTMX)

    home, earnings, time, record = (
        ada_anywhere.get(page) for page in ("/home", "/earnings", "/time", "/me/record.json")
    )

    assert "Question number 1?" in answered.text
    assert "You are resting." in resting.text
    assert "Question number 2?" in skipped.text
    assert "6\u00a0min to confirm" in home.text
    assert "1 answer × 1.15" in earnings.text
    assert "Raised to your floor" in earnings.text
    assert "Rest" in time.text
    assert record.json()["earnings"][0]["amount_micros"] == 1_150_000
