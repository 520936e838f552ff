"""Asking and reporting from the work page: nothing is lost by it, nothing counts against anybody, nobody else reads it."""

import re

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import HTMX, open_item
from tests.work import Work, running_project
from web.wiring import House


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=5)


def test_a_question_about_the_open_item_leaves_it_open_and_its_writing_is_paid(
    work: Work, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=45)

    reply = ada.post(
        f"/work/{work.project_id}/questions", data={"text": "Is this lost?", "is_about_item": "true"}, headers=HTMX
    )
    clock.advance(seconds=15)
    ada.post(address, data={"label": "lost", "then": "stay"})

    assert "Sent." in reply.text
    assert work.value("SELECT count(*) FROM question WHERE item_id IS NOT NULL") == 1
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'task'") == [(60_000,)]


def test_ada_reads_her_question_and_its_answer_on_her_own_page(work: Work, ada: TestClient) -> None:
    ada.post(f"/work/{work.project_id}/questions", data={"text": "What is <b>lost</b>?"})
    waiting = ada.get("/questions").text
    answered = "UPDATE question SET answer = 'Stolen counts too.', answered_by_id = :by, answered_at = :now"
    with work.db.writing() as tx:
        tx.run(answered, by=work.requester_id, now=work.clock())

    page = ada.get("/questions").text

    assert "What is &lt;b&gt;lost&lt;/b&gt;?" in waiting
    assert "No answer yet" in waiting
    assert "Stolen counts too." in page
    assert "One of your questions was answered." in ada.get("/home").text


def test_an_answer_for_everybody_stands_beside_the_instructions_of_all(
    work: Work, ada: TestClient, ben: TestClient
) -> None:
    ada.post(f"/work/{work.project_id}/questions", data={"text": "Does stolen count?"})
    with work.db.writing() as tx:
        tx.run("UPDATE question SET answer = 'Yes', answered_by_id = 1, answered_at = 5, is_for_all = 1")

    page = ben.get(f"/work/{work.project_id}").text

    assert "Does stolen count?" in page
    assert re.search(r"\bAda\b", page) is None  # without their ends, three letters stand in a nonce now and then


def test_an_empty_question_is_asked_for_its_words(work: Work, ada: TestClient) -> None:
    reply = ada.post(f"/work/{work.project_id}/questions", data={"text": "  "}, headers=HTMX)

    assert reply.status_code == 422
    assert 'aria-describedby="question-problem"' in reply.text


def test_a_question_that_is_too_long_keeps_what_was_typed(work: Work, ada: TestClient) -> None:
    reply = ada.post(f"/work/{work.project_id}/questions", data={"text": "why " * 600})

    assert reply.status_code == 422
    assert "why why" in reply.text
    assert "<!doctype" in reply.text


def test_a_report_may_keep_the_item_and_says_thank_you(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=20)

    reply = ada.post(f"{address}/report", data={"problem": "personal_data", "then": "stay"}, headers=HTMX)

    assert "Reported. Thank you." in reply.text
    assert reply.headers["HX-Retarget"] == "#report"
    assert work.rows("SELECT state FROM assignment") == [("started",)]
    assert work.rows("SELECT kind, problem FROM question") == [("problem", "personal_data")]


def test_a_report_that_gives_the_item_back_brings_another_and_keeps_the_time(
    work: Work, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=20)

    reply = ada.post(f"{address}/report", data={"problem": "not_loading", "then": "next"}, headers=HTMX)

    assert "Question number 1?" in reply.text
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'task'") == [(20_000,)]
    assert "It does not load, or cannot be read" in ada.get("/questions").text


def test_an_unknown_problem_is_asked_again(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)

    reply = ada.post(f"{address}/report", data={"problem": "ugly", "note": "x"}, headers=HTMX)

    assert reply.status_code == 422
    assert work.value("SELECT count(*) FROM question") == 0


def test_ben_reads_none_of_adas_questions_and_reports_none_of_her_items(
    work: Work, ada: TestClient, ben: TestClient
) -> None:
    address = open_item(ada, work)
    ada.post(f"/work/{work.project_id}/questions", data={"text": "Between us?"})

    reply = ben.post(f"{address}/report", data={"problem": "harmful"})

    assert reply.status_code == 404
    assert "Between us?" not in ben.get("/questions").text


def test_mallory_asks_nothing_and_reads_nothing(work: Work, mallory: TestClient) -> None:
    assert mallory.get("/questions").status_code == 404
    assert mallory.post(f"/work/{work.project_id}/questions", data={"text": "Who?"}).status_code == 404


def test_a_report_is_not_taken_for_another_project(house: House, clock: Clock, work: Work, ada: TestClient) -> None:
    other = running_project(house.db, clock, name="Other")
    assignment_id = open_item(ada, work).split("/")[-1]

    reply = ada.post(f"/work/{other.project_id}/answers/{assignment_id}/report", data={"problem": "harmful"})

    assert reply.status_code == 404
