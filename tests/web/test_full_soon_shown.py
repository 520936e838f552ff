"""Ada reads in good time that her hard content is nearly full, and her time away from it is a paid rest to its end."""

import pytest
from starlette.testclient import TestClient

from annotate.willingness.service import choose
from tests.cast import Clock
from tests.web.test_annotator_work import open_item
from tests.work import RULEBOOK, Work, running_project
from web.wiring import House


@pytest.fixture
def work(house: House, clock: Clock, ada_id: int) -> Work:
    made = running_project(
        house.db, clock, items=9, content_risks=("blood",), estimated_ms=3_600_000, price_micros=60_000_000
    )
    with house.db.writing() as tx:
        choose(tx, person_id=ada_id, willing=("blood",), now=clock(), rulebook=RULEBOOK)
    return made


def work_and_rest(ada: TestClient, work: Work, *, minutes: int) -> str:
    """Answer one item after some minutes, rest as long as is asked for, and return the page that asked."""
    address = open_item(ada, work)
    work.clock.advance(minutes=minutes)
    ada.post(address, data={"label": "lost"})
    asked = ada.get(f"/work/{work.project_id}").text
    ada.post("/work/pause")
    work.clock.advance(minutes=10)
    return asked


def test_after_half_an_hour_ada_rests_ten_paid_minutes_and_comes_back(
    work: Work, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    clock.advance(minutes=31)
    ada.post(address, data={"label": "lost"})
    stopped = ada.post(f"/work/{work.project_id}/next").text
    begun = ada.get("/rest").text
    ada.post("/work/pause")
    clock.advance(minutes=4)

    resting = ada.get("/rest").text
    clock.advance(minutes=6)
    back = ada.post(f"/work/{work.project_id}/next")

    assert 'data-stop="decompression_due"' in stopped
    assert "Time away from hard content: 10 paid minutes." in stopped
    assert "Time away: 10 paid minutes." in begun
    assert 'data-left-ms="360000"' in resting
    assert "These 10 minutes pay you" in resting
    assert back.status_code == 303
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'rest'") == [(600_000,)]
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'unconfirmed'") == []


def test_ada_reads_how_much_of_the_day_s_hard_content_is_left(work: Work, ada: TestClient) -> None:
    for minutes in (32, 32, 32):
        work_and_rest(ada, work, minutes=minutes)
    open_item(ada, work)

    pages = [ada.get(path).text for path in ("/home", "/rest", f"/work/{work.project_id}")]

    assert ["80 % of today's hard content, 24\u00a0min left" in page for page in pages] == [True] * 3


def test_when_it_is_enough_the_page_says_until_when_and_that_other_work_goes_on(work: Work, ada: TestClient) -> None:
    for minutes in (32, 32, 32, 30):
        work_and_rest(ada, work, minutes=minutes)

    stopped = ada.post(f"/work/{work.project_id}/next").text

    assert 'data-stop="exposure_cap_reached"' in stopped
    assert "That is enough of hard content for today." in stopped
    assert "Enough hard content for today; other work goes on" in ada.get("/home").text
