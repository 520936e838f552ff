"""Rita says in which order items go out, how many more people are asked, and how many items each may answer."""

import json

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.programs import DESCRIBED as BY_PROGRAM
from tests.programs import program_of
from tests.web.test_requester_project_form import DESCRIBED
from tests.work import running_project
from web.cli.project import draft_from
from web.wiring import House

SAID = "6.90 MXN of it for up to 3 more people per item"
COUNTS = {"overlap": "2", "extra_answers_most": "3", "person_answers_most": "200", "item_order": "uncertainty"}


def test_what_rita_chose_stands_on_her_draft_and_in_its_form_again(rita: TestClient) -> None:
    there = rita.post("/projects/new", data=DESCRIBED | COUNTS).headers["location"]

    page, form = rita.get(there).text, rita.get(f"{there}/edit").text

    assert "up to 3 more, one at a time" in page
    assert "at most 200 items" in page
    assert "What a model is least sure of first" in page
    assert "<option selected>3</option>" in form
    assert 'value="200"' in form
    assert '<option value="uncertainty" selected>' in form


def test_a_form_without_these_fields_asks_for_none_of_them(rita: TestClient) -> None:
    there = rita.post("/projects/new", data=DESCRIBED).headers["location"]

    page = rita.get(there).text

    assert "one at a time" not in page
    assert "As they stand in the file" in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("extra_answers_most", {"extra_answers_most": "6"}, "Choose from 0 to 5"),
        ("extra_answers_most", {"extra_answers_most": "-1"}, "Choose from 0 to 5"),
        ("extra_answers_most", {"extra_answers_most": "2", "overlap": "1"}, "none to disagree with"),
        ("person_answers_most", {"person_answers_most": "0"}, "Write a whole number"),
        ("person_answers_most", {"person_answers_most": "1e3"}, "Write a whole number"),
        ("item_order", {"item_order": "alphabet"}, "in which order"),
    ],
)
def test_a_number_that_nobody_could_ask_for_is_objected_to_beside_its_field(
    rita: TestClient, field: str, typed: dict[str, str], said: str
) -> None:
    reply = rita.post("/projects/new", data=DESCRIBED | {"content_note": "My own words stay"} | typed)

    assert reply.status_code == 422
    assert said in reply.text
    assert f'id="{field}-problem"' in reply.text
    assert "My own words stay" in reply.text


def test_a_program_says_the_same_and_reads_it_back(house: House, rita_id: int) -> None:
    program = program_of(house, rita_id)

    seen = program.post("projects", json=BY_PROGRAM | {"overlap": 2, "extra_answers_most": 1, "person_answers_most": 9})

    assert seen.status_code == 201
    assert (seen.json()["extra_answers_most"], seen.json()["person_answers_most"]) == (1, 9)


@pytest.mark.parametrize(
    "changes", [{"extra_answers_most": 6}, {"extra_answers_most": "1"}, {"person_answers_most": 0}]
)
def test_a_program_cannot_ask_for_what_nobody_could(house: House, rita_id: int, changes: dict[str, object]) -> None:
    assert program_of(house, rita_id).post("projects", json=BY_PROGRAM | changes).status_code == 422


def test_the_command_line_reads_it_from_the_description() -> None:
    said = {
        "name": "Passport questions",
        "labels": ["renewal", "lost"],
        "instructions": "Choose.",
        "estimated_seconds": 80,
        "pay": {"currency": "MXN", "amount": "1.20", "jurisdictions": ["MX"]},
        "overlap": 2,
        "extra_answers_most": 2,
        "person_answers_most": 50,
    }

    draft = draft_from(json.dumps(said).encode())

    assert (draft.extra_answers_most, draft.person_answers_most) == (2, 50)


def test_the_quote_says_what_extra_answers_may_cost(house: House, rita: TestClient, mobility_id: int) -> None:
    there = rita.post("/projects/new", data=DESCRIBED | COUNTS).headers["location"]
    rows = b"text,uncertainty\nWhen?,0.5\nWhere?,1\n"
    sent = rita.post(f"{there}/uploads", files={"file": ("q.csv", rows, "text/csv")})
    rita.post(sent.headers["location"], data={"text_column": "text"})

    page, paper = rita.get(there).text, rita.get(f"{there}/quote").text

    assert SAID in " ".join(page.split())
    assert SAID in " ".join(paper.split())


def test_ada_reads_why_no_new_task_comes_and_where_her_languages_are(
    house: House, clock: Clock, ada: TestClient, ada_id: int
) -> None:
    work = running_project(house.db, clock, language="nah")
    ada.post("/account/languages", data={"reads": ["es"]})

    page = ada.get(f"/work/{work.project_id}").text

    assert 'data-stop="language_not_read"' in page
    assert 'href="/account#reads"' in page


def test_ada_reads_that_she_answered_all_that_one_person_may(
    house: House, clock: Clock, ada: TestClient, ada_id: int
) -> None:
    work = running_project(house.db, clock, person_answers_most=1)
    work.answer(ada_id, seconds=10)

    page = ada.post(f"/work/{work.project_id}/next", headers={"HX-Request": "true"})

    assert 'data-stop="person_answers_full"' in page.text
