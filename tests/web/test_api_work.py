"""Ada's program: tasks taken, held, answered and given back, and every reason why there is none now."""

import pytest
from starlette.testclient import TestClient

from tests import make
from tests.cast import OTTO, Clock
from tests.programs import LOST, program_of
from tests.work import Work, running_project
from web.wiring import House


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=3)


@pytest.fixture
def ada(house: House, ada_id: int) -> TestClient:
    return program_of(house, ada_id)


@pytest.fixture
def ben(house: House, ben_id: int) -> TestClient:
    return program_of(house, ben_id)


def taken(ada: TestClient) -> str:
    """Take a task and return its address."""
    return f"work/{ada.post('work/next').json()['assignment_id']}"


def test_ada_sees_the_whole_contract_with_her_task(work: Work, ada: TestClient) -> None:
    reply = ada.post("work/next", json={"project_id": work.project_id})

    task = reply.json()
    assert reply.status_code == 200
    assert task["item"] == {"text": "Question number 0?"}
    assert [label["value"] for label in task["schema"]["labels"]] == ["renewal", "lost", "appointment"]
    assert task["offer"] == {
        "pay": {"amount": "1.15", "currency": "MXN", "basis": "item"},
        "estimated_ms": 80_000,
        "floor_hourly": {"amount": "45.943334", "currency": "MXN"},
        "offered_at": "2026-03-02T15:00:00Z",
    }
    assert task["expires_at"] == "2026-03-02T15:13:20Z"


def test_what_is_in_her_hands_comes_back_as_it_is(work: Work, ada: TestClient) -> None:
    first, again = ada.post("work/next", json={}), ada.post("work/next", json={"project_id": work.project_id})

    assert again.json()["assignment_id"] == first.json()["assignment_id"]


def test_a_task_in_a_paused_project_is_found_without_naming_the_project(work: Work, ada: TestClient) -> None:
    held = taken(ada)
    work.pause()

    assert taken(ada) == held


def test_an_answer_earns_its_price_and_brings_the_next_task(work: Work, ada: TestClient, clock: Clock) -> None:
    task = taken(ada)
    clock.advance(seconds=70)

    reply = ada.post(f"{task}/answer", json=LOST, headers={"Idempotency-Key": "a-1"}).json()

    assert reply["earning"] == {
        "amount": "1.15", "currency": "MXN", "counted_ms": 70_000, "is_surplus": False, "is_repeat": False,
    }  # fmt: skip
    assert reply["next"]["item"] == {"text": "Question number 1?"}
    assert reply["why_no_next"] is None


def test_an_answer_sent_again_gets_the_first_receipt_and_earns_nothing_more(
    work: Work, ada: TestClient, clock: Clock
) -> None:
    task = taken(ada)
    clock.advance(seconds=70)
    first = ada.post(f"{task}/answer", json=LOST).json()

    again = ada.post(f"{task}/answer", json={"result": []}).json()

    assert again["earning"] == first["earning"] | {"is_repeat": True}
    assert again["next"]["assignment_id"] == first["next"]["assignment_id"]
    assert work.value("SELECT count(*) FROM earning") == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"result": []}, "nothing_chosen"),
        ({"result": [{"value": "lost"}]}, "answer_unreadable"),
        ({"result": [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["?"]}}]},
         "label_unknown"),
        ({"result": "lost"}, "request_unreadable"),
        ({}, "request_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_and_the_task_stays_hers(
    work: Work, ada: TestClient, body: dict[str, object], code: str
) -> None:
    task = taken(ada)

    reply = ada.post(f"{task}/answer", json=body)

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert taken(ada) == task


def test_half_a_letter_in_an_answer_is_refused_in_words(work: Work, ada: TestClient) -> None:
    half = (
        b'{"result": [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["\\ud800"]}}]}'
    )

    reply = ada.post(f"{taken(ada)}/answer", content=half, headers={"Content-Type": "application/json"})

    assert (reply.status_code, reply.json()["code"]) == (422, "label_unknown")


def test_an_answer_that_fills_a_megabyte_is_refused(work: Work, ada: TestClient) -> None:
    reply = ada.post(f"{taken(ada)}/answer", json={"result": [{"value": "x" * 1_000_000}]})

    assert (reply.status_code, reply.json()["code"]) == (413, "body_too_large")


def test_ben_cannot_touch_what_ada_holds(work: Work, ada: TestClient, ben: TestClient) -> None:
    task = taken(ada)

    replies = [
        ben.post(f"{task}/answer", json=LOST),
        ben.post(f"{task}/start"),
        ben.post(f"{task}/heartbeat"),
        ben.post(f"{task}/release"),
        ben.post("work/999/answer", json=LOST),
    ]

    assert [reply.json()["code"] for reply in replies] == ["not_found"] * 5


def test_the_next_task_of_an_answer_is_started_by_saying_so(work: Work, ada: TestClient, clock: Clock) -> None:
    following = ada.post(f"{taken(ada)}/answer", json=LOST).json()["next"]
    clock.advance(seconds=5)

    started = ada.post(f"work/{following['assignment_id']}/start")

    assert started.status_code == 200
    assert started.json()["item"] == following["item"]


def test_a_heartbeat_holds_a_task_longer(work: Work, ada: TestClient, clock: Clock) -> None:
    task = taken(ada)
    clock.advance(seconds=15)

    reply = ada.post(f"{task}/heartbeat")

    assert reply.json()["expires_at"] == "2026-03-02T15:13:35Z"


def test_a_task_that_was_answered_is_neither_held_nor_started_nor_given_back(work: Work, ada: TestClient) -> None:
    task = taken(ada)
    ada.post(f"{task}/answer", json=LOST)

    replies = [ada.post(f"{task}/{act}") for act in ("heartbeat", "start", "release")]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(409, "assignment_state")] * 3


def test_a_task_given_back_goes_to_somebody_else_and_cannot_be_answered_any_more(
    work: Work, ada: TestClient, ben: TestClient
) -> None:
    task = taken(ada)

    given, again = (ada.post(f"{task}/release", json={"reason": "report", "note": "cut off"}) for _ in "12")
    late = ada.post(f"{task}/answer", json=LOST)

    assert (given.status_code, given.content, again.status_code) == (204, b"", 204)
    assert (late.status_code, late.json()["code"]) == (409, "assignment_released")
    assert ben.post("work/next").status_code == 200


def test_a_report_without_a_note_is_refused(work: Work, ada: TestClient) -> None:
    reply = ada.post(f"{taken(ada)}/release", json={"reason": "report"})

    assert (reply.status_code, reply.json()["code"]) == (422, "note_missing")


def test_a_due_rest_says_until_when(work: Work, ada: TestClient, clock: Clock) -> None:
    task = taken(ada)
    work.heartbeats(work.value("SELECT person_id FROM assignment"), 220, seconds=15)  # type: ignore[arg-type]

    answered = ada.post(f"{task}/answer", json=LOST).json()
    refused = ada.post("work/next")

    assert (answered["next"], answered["why_no_next"]["code"]) == (None, "rest_due")
    assert (refused.status_code, refused.json()["code"]) == (409, "rest_due")
    assert refused.json()["rule"].startswith("/rules/house#house/rest")
    assert refused.json()["params"]["until"] == "2026-03-02T16:00:00+00:00"


def test_a_rest_is_begun_and_ended(work: Work, ada: TestClient, clock: Clock) -> None:
    taken(ada)
    clock.advance(seconds=20)

    resting = ada.post("work/pause").json()
    clock.advance(minutes=5)
    back = ada.post("work/resume").json()
    meal = ada.post("work/pause", json={"is_meal": True}).json()

    assert (resting["is_paused"], resting["is_meal"], resting["rest_until_at"]) == (True, False, "2026-03-02T15:05:20Z")
    assert (back["is_paused"], back["doing"]) == (False, "task")
    assert (meal["is_paused"], meal["is_meal"]) == (True, True)


@pytest.mark.parametrize("where", ["here", "anywhere"])
def test_tasks_in_the_hands_of_others_may_return(
    work: Work, house: House, ada: TestClient, ben: TestClient, where: str
) -> None:
    named = {"here": {"project_id": work.project_id}, "anywhere": {}}[where]
    ben.post(f"{taken(ben)}/answer", json=LOST)
    ben.post("work/next")
    ada.post(f"{taken(ada)}/answer", json=LOST)

    reply = ada.post("work/next", json=named)

    assert (reply.status_code, reply.json()["code"]) == (409, "more_may_return")
    assert reply.json()["params"]["until"] > "2026-03-02T15:"


@pytest.mark.parametrize("where", ["here", "anywhere"])
def test_when_nothing_is_left_and_nothing_can_return_the_answer_is_empty(
    work: Work, ada: TestClient, where: str
) -> None:
    named = {"here": {"project_id": work.project_id}, "anywhere": {}}[where]
    ada.post(f"{taken(ada)}/answer", json=LOST)
    ada.post(f"{taken(ada)}/answer", json=LOST)
    ada.post(f"{taken(ada)}/answer", json=LOST)

    reply = ada.post("work/next", json=named)

    assert (reply.status_code, reply.content) == (204, b"")


def test_a_paused_project_says_so_and_another_project_is_found(
    work: Work, house: House, ada: TestClient, clock: Clock
) -> None:
    work.pause()

    here, anywhere = ada.post("work/next", json={"project_id": work.project_id}), ada.post("work/next")

    assert (here.status_code, here.json()["code"]) == (409, "project_paused")
    assert anywhere.status_code == 204


def test_a_project_that_is_not_open_where_somebody_lives_is_not_there(work: Work, house: House) -> None:
    with house.db.writing() as tx:
        person_id = make.make_annotator(tx, OTTO, jurisdiction="GB", zone="21+")
    otto = program_of(house, person_id)

    named, missing = (otto.post("work/next", json={"project_id": key}) for key in (work.project_id, 999))

    assert (named.status_code, missing.status_code) == (404, 404)
    assert otto.post("work/next").status_code == 204
