"""Ada is asked whether Rita's office employs her; only her own yes opens salaried work, and no page says 0.00 of it."""

import re

import pytest
from starlette.testclient import TestClient

from tests.cast import ADA, Clock
from tests.programs import program_of
from tests.staff import employ, salaried_project, say_employed
from tests.work import Work
from web.wiring import House

NOUGHT = re.compile(r"\b0[.]00\b(?!%)")
"""An amount of nothing; percentages of pictures are not meant."""
DESCRIBED = {
    "name": "Passport questions",
    "language": "es",
    "question": "¿Qué quiere la persona?",
    "instructions": "Read the whole sentence.",
    "label": ["Renewal", "Lost"],
    "overlap": "1",
    "place": ["MX"],
    "estimated_seconds": "90",
    "pay_basis": "salaried",
    "amount": "",
    "act": "save",
}


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return salaried_project(house.db, clock)


def test_ada_is_asked_and_her_yes_opens_the_work(work: Work, ada_id: int, ada: TestClient) -> None:
    stated = say_employed(work, ada_id)
    asked = ada.get("/home").text

    ada.post(f"/account/employments/{stated}/accept")

    page = ada.get("/home").text
    assert "says that you work for them on a salary. Is that so?" in asked
    assert "Look and start" not in asked
    assert "says that you work for them" not in page
    assert "by your salary" in page
    assert "Look and start" in page


def test_ada_says_no_and_nothing_changes_for_her(work: Work, ada_id: int, ada: TestClient) -> None:
    stated = say_employed(work, ada_id)

    ada.post(f"/account/employments/{stated}/end")

    page = ada.get("/home").text
    assert "says that you work for them" not in page
    assert "Look and start" not in page


def test_mallory_cannot_answer_for_ada(work: Work, ada_id: int, ben: TestClient, ada: TestClient) -> None:
    stated = say_employed(work, ada_id)

    replies = [ben.post(f"/account/employments/{stated}/{act}").status_code for act in ("accept", "end")]

    assert replies == [404, 404]
    assert "Is that so?" in ada.get("/home").text


@pytest.mark.parametrize("path", ["look", "next"])
def test_a_stranger_finds_no_salaried_work_behind_its_address(work: Work, ada: TestClient, path: str) -> None:
    reply = ada.post(f"/work/{work.project_id}/{path}")

    assert reply.status_code == 404
    assert work.value("SELECT count(*) FROM clock WHERE doing <> 'nothing'") == 0


def test_neither_does_her_program(work: Work, house: House, ada_id: int) -> None:
    program = program_of(house, ada_id)

    by_name = program.post("work/next", json={"project_id": work.project_id})
    any_work = program.post("work/next", json={})

    assert by_name.status_code == 404
    assert any_work.status_code == 204
    assert work.value("SELECT count(*) FROM assignment") == 0


def test_no_page_of_ada_says_nought_of_salaried_work(work: Work, ada_id: int, ada: TestClient) -> None:
    employ(work, ada_id)
    work.answer(ada_id, seconds=60)
    work.next(ada_id)

    pages = [ada.get(path).text for path in ("/home", f"/work/{work.project_id}", "/earnings", "/time", "/rest")]

    assert [NOUGHT.findall(page) for page in pages] == [[]] * 5
    assert all("salary" in page for page in pages[:3])


def test_a_program_is_told_that_it_earned_nothing_here(work: Work, house: House, ada_id: int) -> None:
    employ(work, ada_id)
    program = program_of(house, ada_id)

    offer = program.post("work/next", json={}).json()["offer"]

    assert offer["pay"] == {"amount": "0.00", "currency": "MXN", "basis": "salaried"}


def test_rita_describes_a_project_on_salary_and_has_nothing_to_set_aside(rita: TestClient) -> None:
    made = rita.post("/projects/new", data=DESCRIBED)

    page = rita.get(made.headers["location"]).text
    again = rita.get(made.headers["location"] + "/edit").text
    quote = rita.get(made.headers["location"] + "/quote").text

    assert made.status_code == 303
    assert "Nothing to set aside" in page
    assert NOUGHT.findall(page + quote) == []
    assert 'value="salaried" checked' in again


def test_rita_names_staff_and_sees_who_has_answered(rita: TestClient, ada: TestClient, mobility_id: int) -> None:
    path = f"/organisations/{mobility_id}/staff"

    named = rita.post(path, data={"email": ADA.email})
    asked = rita.get(path).text
    ada.post("/account/employments/1/accept")
    answered = rita.get(path).text

    assert named.status_code == 303
    assert "has not answered yet" in asked
    assert "ada@example.org" in asked
    assert ">Ada<" not in asked
    assert "confirmed" in answered
    assert ">Ada<" in answered


def test_an_address_of_nobody_is_refused_and_stays_typed(rita: TestClient, mobility_id: int) -> None:
    reply = rita.post(f"/organisations/{mobility_id}/staff", data={"email": "nobody@example.org"})

    assert reply.status_code == 422
    assert "nobody@example.org" in reply.text


def test_paz_cannot_name_staff_of_another_organisation(work: Work, paz: TestClient, ada_id: int) -> None:
    path = f"/organisations/{work.organisation_id}/staff"
    stated = say_employed(work, ada_id)

    replies = [
        paz.get(path).status_code,
        paz.post(path, data={"email": ADA.email}).status_code,
        paz.post(f"{path}/{stated}/end").status_code,
    ]

    assert replies == [404, 404, 404]


def test_a_program_makes_a_project_on_salary_without_an_amount(house: House, rita_id: int) -> None:
    program = program_of(house, rita_id)
    described = {
        "name": "Passport questions",
        "schema": {"question": "What is asked?", "labels": ["renewal", "lost"]},
        "instructions": "Choose.",
        "estimated_seconds": 80,
        "pay": {"basis": "salaried", "currency": "MXN", "jurisdictions": ["MX"]},
    }

    made = program.post("projects", json=described)
    priced = program.post("projects", json=described | {"pay": described["pay"] | {"amount": "1.00"}})

    assert (made.status_code, made.json()["pay"]["basis"]) == (201, "salaried")
    assert (priced.status_code, priced.json()["code"]) == (422, "salaried_has_price")


@pytest.mark.parametrize("page", ["price", "money"])
def test_no_page_speaks_of_prices_where_a_salary_pays(rita: TestClient, page: str) -> None:
    made = rita.post("/projects/new", data=DESCRIBED).headers["location"]

    reply = rita.get(f"{made}/{page}")

    assert reply.status_code == 409
    assert "This project has no price" in reply.text
    assert f"{made}/{page}" not in rita.get(made).text
