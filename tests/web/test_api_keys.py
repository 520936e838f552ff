"""The Idempotency-Key: what a program sends twice is done once, and answered alike for a day."""

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.programs import DESCRIBED, LOST, program_of
from tests.work import Work, running_project
from web.regular.replies import forget
from web.wiring import House

KEY = {"Idempotency-Key": "a-1"}


@pytest.fixture
def rita(house: House, rita_id: int) -> TestClient:
    return program_of(house, rita_id)


@pytest.fixture
def ada(house: House, ada_id: int) -> TestClient:
    return program_of(house, ada_id)


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=3)


def test_a_project_sent_twice_under_a_key_is_made_once(rita: TestClient) -> None:
    first, again = (rita.post("projects", json=DESCRIBED, headers=KEY) for _ in "12")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again.headers["location"]) == (first.json(), first.headers["location"])
    assert len(rita.get("projects").json()["projects"]) == 1


def test_without_a_key_two_projects_are_two(rita: TestClient) -> None:
    first, second = (rita.post("projects", json=DESCRIBED).json()["project_id"] for _ in "12")

    assert first != second


def test_another_project_under_the_same_key_is_refused(rita: TestClient) -> None:
    rita.post("projects", json=DESCRIBED, headers=KEY)

    other = rita.post("projects", json=DESCRIBED | {"name": "Another"}, headers=KEY)

    assert (other.status_code, other.json()["code"]) == (409, "key_for_something_else")


def test_what_was_refused_leaves_its_key_free(rita: TestClient) -> None:
    refused = rita.post("projects", json=DESCRIBED | {"name": ""}, headers=KEY)

    made = rita.post("projects", json=DESCRIBED, headers=KEY)

    assert (refused.status_code, made.status_code) == (422, 201)


def test_another_amount_under_the_same_key_is_refused_and_no_money_moves(rita: TestClient) -> None:
    fund = f"projects/{rita.post('projects', json=DESCRIBED).json()['project_id']}/fund"
    rita.post(fund, json={"amount": "5"}, headers=KEY)

    other = rita.post(fund, json={"amount": "6"}, headers=KEY)

    assert (other.status_code, other.json()["code"]) == (409, "key_for_something_else")
    assert (
        rita.post(fund, json={"amount": "1"}, headers={"Idempotency-Key": "b"}).json()["available"]["amount"] == "6.00"
    )


def test_an_answer_sent_again_under_its_key_gets_the_same_reply_to_the_letter(
    work: Work, ada: TestClient, clock: Clock
) -> None:
    task = f"work/{ada.post('work/next').json()['assignment_id']}"
    clock.advance(seconds=70)
    first = ada.post(f"{task}/answer", json=LOST, headers=KEY)
    clock.advance(seconds=20)

    again = ada.post(f"{task}/answer", json=LOST, headers=KEY)
    other = ada.post(f"{task}/answer", json={"result": []}, headers=KEY)

    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "key_for_something_else")
    assert work.value("SELECT count(*) FROM earning") == 1


def test_another_person_s_key_of_the_same_letters_is_another_key(house: House, ada_id: int, rita: TestClient) -> None:
    rita.post("projects", json=DESCRIBED, headers=KEY)

    reply = program_of(house, ada_id).post("work/1/answer", json=LOST, headers=KEY)

    assert reply.status_code == 404


def test_after_a_day_a_key_is_free_again(house: House, rita: TestClient, clock: Clock) -> None:
    first = rita.post("projects", json=DESCRIBED, headers=KEY).json()["project_id"]
    clock.advance(hours=24, seconds=1)

    forget(house)

    assert rita.post("projects", json=DESCRIBED, headers=KEY).json()["project_id"] != first
