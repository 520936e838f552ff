"""Questions by program: who may ask, who may answer, and whom a report reaches."""

import pytest
from starlette.testclient import TestClient

from payments.people.rules import Role
from tests import make
from tests.cast import OTTO, PAZ, PIA, Clock
from tests.programs import program_of, published
from web.wiring import House


@pytest.fixture
def rita(house: House, rita_id: int) -> TestClient:
    return program_of(house, rita_id)


@pytest.fixture
def ada(house: House, ada_id: int) -> TestClient:
    return program_of(house, ada_id)


@pytest.fixture
def project_id(rita: TestClient) -> int:
    return published(rita)


def test_a_report_reaches_the_project_under_a_pseudonym_and_gives_the_item_back(
    rita: TestClient, ada: TestClient, project_id: int
) -> None:
    task = ada.post("work/next").json()["assignment_id"]

    given = ada.post(f"work/{task}/release", json={"reason": "report", "note": "cut off"})

    waiting = rita.get(f"projects/{project_id}/questions").json()["waiting"]
    assert given.status_code == 204
    assert [(one["problem"], one["text"]) for one in waiting] == [("other", "cut off")]
    assert "Ada" not in str(waiting)


def test_a_report_may_keep_the_item(ada: TestClient, project_id: int) -> None:
    task = ada.post("work/next").json()["assignment_id"]

    asked = ada.post("me/questions", json={"project_id": project_id, "assignment_id": task, "problem": "personal_data"})

    assert asked.status_code == 201
    assert ada.post("work/next").json()["assignment_id"] == task
    assert ada.get("me/questions").json()["questions"][0]["problem"] == "personal_data"


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"text": ""}, 422, "question_empty"),
        ({"text": "?", "problem": "ugly"}, 422, "request_unreadable"),
        ({"problem": "other", "text": "?"}, 422, "problem_needs_an_item"),
        ({"text": "?", "assignment_id": 99}, 404, "not_found"),
        ({"text": "?", "project_id": 99}, 404, "not_found"),
    ],
)
def test_what_nobody_could_answer_is_refused(
    ada: TestClient, project_id: int, asked: dict[str, object], status: int, code: str
) -> None:
    reply = ada.post("me/questions", json={"project_id": project_id} | asked)

    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_whoever_is_not_offered_a_project_cannot_ask_it(house: House, project_id: int) -> None:
    with house.db.writing() as tx:
        person_id = make.make_annotator(tx, OTTO, jurisdiction="GB", zone="21+")

    reply = program_of(house, person_id).post("me/questions", json={"project_id": project_id, "text": "Hello?"})

    assert reply.status_code == 404


def test_only_the_project_s_own_people_read_and_answer(
    house: House, mobility_id: int, ada: TestClient, project_id: int, clock: Clock
) -> None:
    with house.db.writing() as tx:
        paz_id = make.make_member(tx, PAZ, organisation_id=make.make_organisation(tx, "Water Board"))
        pia_id = make.make_member(tx, PIA, organisation_id=mobility_id, role=Role.REVIEWER)
    paz, pia = program_of(house, paz_id), program_of(house, pia_id)
    question = ada.post("me/questions", json={"project_id": project_id, "text": "Why?"}).json()["question_id"]
    answer = f"projects/{project_id}/questions/{question}/answer"

    refused = [paz.get(f"projects/{project_id}/questions"), paz.post(answer, json={"text": "No."})]
    first, again, other = (pia.post(answer, json={"text": text}) for text in ("Because.", "Because.", "Never mind."))

    assert [reply.status_code for reply in refused] == [404, 404]
    assert (first.status_code, again.status_code) == (200, 200)
    assert (other.status_code, other.json()["code"]) == (409, "question_answered")


def test_a_no_to_hard_content_gives_back_what_is_open_of_it(rita: TestClient, ada: TestClient) -> None:
    published(rita, content_risks=["blood"])
    nothing = ada.post("work/next")
    ada.post("me/content", json={"willing": ["blood"]})
    task = ada.post("work/next").json()["assignment_id"]

    changed = ada.post("me/content", json={"willing": []})

    assert nothing.status_code == 204
    assert changed.json() == {"willing": [], "given_back": [task]}
    assert ada.post("me/content", json={"willing": ["spiders"]}).json()["code"] == "risk_unknown"
