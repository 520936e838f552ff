"""Only "I am here" leaves Ada's browser: which of four pages, no time and no length; nobody speaks for somebody else."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import open_item
from tests.work import Work, running_project
from web.wiring import House

STATIC = Path(__file__).parents[2] / "web" / "static"
A_TIME = re.compile(r"(_ms|_at|_seconds|_minutes|_hours|duration|elapsed|timestamp|started|ended)$")
HER_OWN_WORD = {"/api/v1/me/claims"}
"""Where a person says which recorded stretch they mean: it must be one, to the millisecond, or it is refused."""
WHOSE_WORK = ("/api/v1/work", "/api/v1/me")


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock)


def fields_of(schema: dict[str, object], node: object) -> set[str]:
    """Return every property name that a JSON schema reaches."""
    if isinstance(node, list):
        return {name for part in node for name in fields_of(schema, part)}
    if not isinstance(node, dict):
        return set()
    reference = node.get("$ref")
    if isinstance(reference, str):
        components = schema["components"]["schemas"]  # type: ignore[index]
        return fields_of(schema, components[reference.rpartition("/")[2]])
    names = set(node.get("properties", {}))
    return names | {name for part in node.values() for name in fields_of(schema, part)}


def test_no_call_of_an_annotator_takes_a_time_or_a_length(ada: TestClient) -> None:
    schema = ada.get("/api/v1/openapi.json").json()

    taken = {
        (path, name)
        for path, calls in schema["paths"].items()
        if path.startswith(WHOSE_WORK) and path not in HER_OWN_WORD
        for call in calls.values()
        for name in fields_of(schema, call.get("requestBody", {}))
        if A_TIME.search(name)
    }

    assert taken == set()


def test_the_script_that_says_here_sends_an_address_and_no_body() -> None:
    script = (STATIC / "heartbeat.js").read_text("utf-8")

    sent = re.findall(r"fetch\(([^;]*?)\)\.catch", script, re.DOTALL)

    assert sent == ['url(), { method: "POST", keepalive: true, credentials: "same-origin" }']
    assert "Date" not in script


@pytest.mark.parametrize("page", ["search", "admin"])
def test_each_page_without_an_item_says_which_it_is(ada: TestClient, ada_id: int, work: Work, page: str) -> None:
    shown = ada.get({"search": "/home", "admin": "/time"}[page]).text

    reply = ada.post(f"/here/{page}")

    assert f'data-url="/here/{page}"' in shown
    assert (reply.status_code, reply.content) == (204, b"")
    assert work.rows("SELECT doing FROM clock WHERE person_id = :ada", ada=ada_id) == [(page,)]


def test_what_else_a_browser_would_like_to_say_is_not_heard(ada: TestClient, ada_id: int, work: Work) -> None:
    ada.post("/here/admin", data={"seconds": 3600, "started_ms": 1})
    reply = ada.post("/here/overtime")

    assert reply.status_code == 404
    assert work.value("SELECT count(*) FROM time_segment") == 0
    assert ada_id > 0


def test_nobody_waits_where_there_is_no_such_project(ada: TestClient, work: Work) -> None:
    assert ada.post(f"/here/wait/{work.project_id + 7}").status_code == 404


def test_a_sign_of_life_after_logging_out_is_nobody_s(ada: TestClient, ada_id: int, work: Work, clock: Clock) -> None:
    open_item(ada, work)
    ada.post("/leave")
    clock.advance(seconds=30)

    replies = [ada.post(path) for path in ("/work/heartbeat", "/here/search", "/here/admin")]

    assert {reply.status_code for reply in replies} <= {303, 401, 404}
    assert work.value("SELECT seen_at FROM clock WHERE person_id = :ada", ada=ada_id) == work.value(
        "SELECT max(offered_at) FROM assignment"
    )


def test_a_clock_that_goes_back_between_two_servers_takes_nothing_and_counts_nothing_twice(
    ada: TestClient, ada_id: int, work: Work, clock: Clock
) -> None:
    address = open_item(ada, work)
    work.heartbeats(ada_id, 3, seconds=20)
    clock.advance(seconds=-40)
    ada.post("/work/heartbeat")

    reply = ada.post(address, data={"label": "lost"})

    assert reply.status_code == 303
    assert work.rows("SELECT bucket, sum(ended_at - started_at) FROM time_segment GROUP BY bucket") == [
        ("task", 60_000)
    ]


def test_ben_s_page_does_not_hold_ada_s_item(ada: TestClient, ben: TestClient, ben_id: int, work: Work) -> None:
    open_item(ada, work)
    lease = work.value("SELECT lease_until_at FROM assignment")

    ben.post("/work/heartbeat")

    assert work.value("SELECT lease_until_at FROM assignment") == lease
    assert ben_id > 0
