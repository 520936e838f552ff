"""An answer that cannot be taken is refused with everything that is wrong with it, and stays in Ada's hands."""

import re

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.programs import program_of
from tests.work import Work, running_project
from web.wiring import House

WRONG_TWICE = [
    {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["renewal", "abolished", "gone"]}}
]


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    """A project in which several labels may be chosen, so that several may be wrong."""
    return running_project(house.db, clock, items=2, task_type="choices")


@pytest.fixture
def program(house: House, ada_id: int) -> TestClient:
    return program_of(house, ada_id)


def taken(program: TestClient, work: Work) -> int:
    return int(program.post("work/next", json={"project_id": work.project_id}).json()["assignment_id"])


def test_a_program_is_told_each_problem_with_its_code_words_and_values(work: Work, program: TestClient) -> None:
    here = taken(program, work)

    reply = program.post(f"work/{here}/answer", json={"result": WRONG_TWICE})
    said = reply.json()

    assert reply.status_code == 422
    assert said["code"] == "label_unknown"
    assert [(one["code"], one["params"]["label"]) for one in said["problems"]] == [
        ("label_unknown", "abolished"),
        ("label_unknown", "gone"),
    ]
    assert len({one["text"] for one in said["problems"]}) == 2
    assert taken(program, work) == here


def test_the_page_names_each_problem_and_keeps_what_was_ticked(work: Work, ada: TestClient) -> None:
    page = ada.post(f"/work/{work.project_id}/next", follow_redirects=True).text
    here = re.search(r'data-assignment="(\d+)"', page)
    assert here is not None

    reply = ada.post(f"/work/{work.project_id}/answers/{here[1]}", data={"label": ["renewal", "abolished", "gone"]})

    assert reply.status_code == 422
    assert "abolished" in reply.text
    assert "gone" in reply.text
    assert re.search(r'value="renewal"[^>]* checked', reply.text)


def test_a_plain_refusal_lists_no_problems(work: Work, program: TestClient) -> None:
    reply = program.post("work/999/answer", json={"result": WRONG_TWICE})

    assert reply.status_code == 404
    assert "problems" not in reply.json()
