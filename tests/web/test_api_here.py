"""Ada's program is there without a task: it says which page, of three, and nothing else; nobody speaks for somebody else."""

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.programs import LOST, program_of
from tests.work import Work, running_project
from web.wiring import House

TIMES = "SELECT bucket, organisation_id, sum(counted_ms) FROM time_total GROUP BY bucket, organisation_id ORDER BY 1"


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=1, overlap=1)


@pytest.fixture
def ada(house: House, ada_id: int) -> TestClient:
    return program_of(house, ada_id)


@pytest.fixture
def ben(house: House, ben_id: int) -> TestClient:
    return program_of(house, ben_id)


def here_for_a_minute(program: TestClient, clock: Clock, **said: object) -> None:
    for _ in range(5):
        assert program.post("work/here", json=said).status_code == 200
        clock.advance(seconds=15)


@pytest.mark.parametrize(("page", "doing"), [("search", "search"), ("admin", "admin")])
def test_a_program_says_where_ada_is_and_reads_her_clock(ada: TestClient, page: str, doing: str) -> None:
    reply = ada.post("work/here", json={"page": page})

    assert (reply.status_code, reply.json()["doing"]) == (200, doing)


def test_time_that_a_program_told_of_counts_as_time_of_a_page_does(work: Work, ada: TestClient, clock: Clock) -> None:
    here_for_a_minute(ada, clock, page="search")
    here_for_a_minute(ada, clock, page="admin")

    ada.post("work/pause")

    assert work.rows(TIMES) == [("admin", 0, 75_000), ("search", 0, 75_000)]


def test_a_program_that_waits_for_more_waits_at_the_requester_s_cost(
    work: Work, ada: TestClient, ben: TestClient, clock: Clock
) -> None:
    ben.post("work/next")

    here_for_a_minute(ada, clock, page="wait", project_id=work.project_id)
    ada.post("work/pause")

    assert work.rows(TIMES) == [("waiting_requester", work.organisation_id, 75_000)]


@pytest.mark.parametrize(
    "said",
    [
        {"page": "overtime"},
        {"page": "admin", "seconds": 3600},
        {"page": "admin", "started_at": "2026-03-02T15:00:00Z"},
        {"page": "wait", "project_id": "all"},
        {},
    ],
    ids=["a word of its own", "a length", "a time", "no project", "nothing"],
)
def test_a_program_says_one_of_three_words_and_no_time(work: Work, ada: TestClient, said: dict[str, object]) -> None:
    reply = ada.post("work/here", json=said)

    assert reply.status_code == 422
    assert work.value("SELECT count(*) FROM clock") == 0


@pytest.mark.parametrize("said", [{"page": "wait"}, {"page": "wait", "project_id": 999}], ids=["no", "none such"])
def test_nobody_waits_by_program_where_there_is_no_such_project(
    work: Work, ada: TestClient, said: dict[str, object]
) -> None:
    reply = ada.post("work/here", json=said)

    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    assert work.value("SELECT count(*) FROM clock") == 0


def test_a_program_cannot_be_there_for_somebody_else_s_task(
    work: Work, ada: TestClient, ben: TestClient, clock: Clock
) -> None:
    task = f"work/{ada.post('work/next').json()['assignment_id']}"
    until = work.value("SELECT lease_until_at FROM assignment")
    clock.advance(seconds=20)

    reply = ben.post(f"{task}/heartbeat")
    ben.post("work/here", json={"page": "admin"})

    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    assert work.value("SELECT lease_until_at FROM assignment") == until
    assert ada.post(f"{task}/answer", json=LOST).json()["earning"]["counted_ms"] == 20_000
