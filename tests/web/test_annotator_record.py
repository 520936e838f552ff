"""An annotator's own record: everything, in one file, and nobody else's."""

from starlette.testclient import TestClient

from tests.cast import Clock
from tests.work import running_project
from web.wiring import House


def test_ada_carries_away_everything_recorded_about_her(
    house: House, clock: Clock, ada_id: int, ben_id: int, ada: TestClient
) -> None:
    work = running_project(house.db, clock)
    work.answer(ada_id, seconds=70)
    work.answer(ben_id, seconds=70)

    record = ada.get("/me/record.json").json()

    assert record["person"]["name"] == "Ada"
    assert record["residences"][0]["jurisdiction"] == "MX"
    assert sum(part["ended_ms"] - part["started_ms"] for part in record["time"]) == 70_000
    assert [earning["amount_micros"] for earning in record["earnings"]] == [1_150_000]
    assert "lost" in record["earnings"][0]["answer"]
    assert [entry["sequence"] for entry in record["log"]] == list(range(1, len(record["log"]) + 1))
    assert record["claims"] == []


def test_the_page_says_what_is_recorded_and_what_never_is(ada: TestClient) -> None:
    page = ada.get("/me/record").text

    assert 'href="/me/record.json"' in page
    assert "none of that is ever recorded" in page


def test_mallory_has_no_record_to_read(mallory: TestClient) -> None:
    assert mallory.get("/me/record.json").status_code == 404
