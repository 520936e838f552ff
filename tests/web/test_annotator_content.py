"""Hard content: nobody is offered it who has not said yes to each kind, and a no takes it off their hands at once."""

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import HTMX, action_of, open_item
from tests.work import Work, running_project
from web.wiring import House


@pytest.fixture
def bloody(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, name="Crash reports", content_risks=("blood", "violence"))


def say_yes(client: TestClient, *risks: str) -> str:
    reply = client.post("/account/content", data={"risk": list(risks)})
    assert reply.status_code == 200, reply.text
    return reply.text


def test_without_a_yes_it_is_not_offered_and_the_page_says_where_to_change_that(bloody: Work, ada: TestClient) -> None:
    page = ada.get("/home").text

    assert bloody.project_id
    assert "Crash reports" not in page
    assert "Blood and injuries, Violence" in page
    assert 'href="/account#hard"' in page


def test_a_yes_to_one_kind_is_no_yes_to_the_other(bloody: Work, ada: TestClient) -> None:
    say_yes(ada, "blood")

    reply = ada.post(f"/work/{bloody.project_id}/next", headers=HTMX)

    assert "Crash reports" not in ada.get("/home").text
    assert 'data-stop="content_not_chosen"' in reply.text


def test_a_program_is_told_why_and_what_to_do(bloody: Work, house: House, ada: TestClient) -> None:
    key = ada.post("/account/tokens", data={"name": "phone"}).text.split("<code>")[1].split("<")[0]
    asked = {"Authorization": f"Bearer {key}", "Accept": "application/json"}

    reply = ada.post("/api/v1/work/next", json={"project_id": bloody.project_id}, headers=asked)
    anywhere = ada.post("/api/v1/work/next", json={}, headers=asked)

    assert (reply.status_code, reply.json()["code"]) == (409, "content_not_chosen")
    assert "Blood and injuries" in reply.json()["detail"]
    assert anywhere.status_code == 204


def test_after_a_yes_each_item_is_covered_until_ada_opens_it(bloody: Work, ada: TestClient) -> None:
    say_yes(ada, "blood", "violence")
    home = ada.get("/home").text
    open_item(ada, bloody)

    page = ada.get(f"/work/{bloody.project_id}").text

    assert "Each one stays covered until you open it." in home
    assert '<input type="checkbox" class="uncover">' in page
    assert 'aria-describedby="item-text' not in page


def test_a_no_gives_back_what_is_open_as_if_skipped_and_keeps_the_time(
    bloody: Work, clock: Clock, ada: TestClient
) -> None:
    say_yes(ada, "blood", "violence")
    open_item(ada, bloody)
    clock.advance(seconds=30)

    said = say_yes(ada, "blood")

    assert "was given back for you" in said
    assert bloody.rows("SELECT state, reason, note FROM assignment") == [("released", "skip", None)]
    assert bloody.rows("SELECT counted_ms FROM time_total WHERE bucket = 'task'") == [(30_000,)]


def test_a_no_leaves_alone_what_shows_nothing_hard(house: House, clock: Clock, bloody: Work, ada: TestClient) -> None:
    mild = running_project(house.db, clock)
    open_item(ada, mild)

    said = say_yes(ada)

    assert bloody.project_id != mild.project_id
    assert "given back" not in said.split('role="status"')[1].split("</p>")[0]
    assert mild.rows("SELECT state FROM assignment") == [("started",)]


def test_an_item_without_hard_content_is_not_covered(house: House, clock: Clock, ada: TestClient) -> None:
    mild = running_project(house.db, clock)
    open_item(ada, mild)

    page = ada.get(f"/work/{mild.project_id}").text

    assert action_of(page)
    assert "uncover" not in page


def test_an_unknown_kind_is_refused_and_changes_nothing(ada: TestClient, bloody: Work) -> None:
    say_yes(ada, "blood")

    reply = ada.post("/account/content", data={"risk": ["gore"]})

    assert reply.status_code == 422
    assert "This kind of content is not known here" in reply.text
    assert bloody.rows("SELECT risk FROM content_choice WHERE is_willing = 1") == [("blood",)]


def test_mallory_has_no_choice_to_make(mallory: TestClient) -> None:
    assert mallory.post("/account/content", data={"risk": ["blood"]}).status_code == 404
    assert "Hard content" not in mallory.get("/account").text
