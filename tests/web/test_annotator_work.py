"""Working: reading the instructions, answering, skipping, reporting; nothing sent is lost, and nothing is paid twice."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from payments.people.service import move_residence
from tests import make
from tests.cast import OTTO, Clock, Who
from tests.work import Work, running_project
from web.wiring import House

HTMX = {"HX-Request": "true"}


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=5)


def open_item(client: TestClient, work: Work) -> str:
    """Start, and return the address to which the answer goes."""
    client.post(f"/work/{work.project_id}/look")
    client.post(f"/work/{work.project_id}/next")
    return action_of(client.get(f"/work/{work.project_id}").text)


def action_of(page: str) -> str:
    found = re.search(r'id="offer" method="post" action="([^"]+)"', page)
    assert found, page
    return found.group(1)


def test_ada_reads_the_instructions_on_paid_time_before_her_first_item(
    work: Work, clock: Clock, ada: TestClient
) -> None:
    looked = ada.post(f"/work/{work.project_id}/look")
    page = ada.get(looked.headers["location"]).text
    clock.advance(seconds=40)
    ada.post(f"/work/{work.project_id}/next")

    assert "Choose what the person asks." in page
    assert "Reading them is paid" in page
    assert work.rows("SELECT bucket, counted_ms FROM time_total") == [("instructions", 40_000)]


def test_an_answer_brings_its_receipt_the_next_item_and_todays_pay_in_one_round_trip(
    work: Work, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=60)

    reply = ada.post(address, data={"label": "lost"}, headers=HTMX)

    assert reply.status_code == 200
    assert "<!doctype" not in reply.text
    assert "Received" in reply.text
    assert f'data-received="{address.split("/")[-1]}"' in reply.text
    assert "Question number 1?" in reply.text
    assert "<strong>1.15</strong>" in reply.text


def test_without_script_an_answer_leads_to_the_page_of_the_next_item(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=60)

    reply = ada.post(address, data={"label": "lost"})
    page = ada.get(reply.headers["location"]).text

    assert reply.status_code == 303
    assert "Question number 1?" in page
    assert "Received" in page


def test_a_double_click_is_paid_once_and_shows_the_same_next_item(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=60)

    first = ada.post(address, data={"label": "lost"}, headers=HTMX)
    second = ada.post(address, data={"label": "renewal"}, headers=HTMX)

    assert action_of(first.text) == action_of(second.text)
    assert work.rows("SELECT amount_micros FROM earning") == [(1_150_000,)]


def test_nothing_chosen_shows_the_item_again_and_says_what_to_do(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)

    reply = ada.post(address, data={}, headers=HTMX)

    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert action_of(reply.text) == address
    assert work.rows("SELECT * FROM answer") == []


def test_a_label_that_does_not_exist_is_not_taken(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)

    reply = ada.post(address, data={"label": "<b>new</b>"})

    assert reply.status_code == 422
    assert "Question number 0?" in reply.text
    assert "<b>new</b>" not in reply.text


def test_ben_cannot_answer_what_is_in_adas_hands(work: Work, ada: TestClient, ben: TestClient) -> None:
    address = open_item(ada, work)

    reply = ben.post(address, data={"label": "lost"})

    assert reply.status_code == 404
    assert work.rows("SELECT * FROM answer") == []


def test_skipping_brings_another_item_and_keeps_the_time(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=30)

    reply = ada.post(f"{address}/skip", headers=HTMX)

    assert "Question number 1?" in reply.text
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'task'") == [(30_000,)]


def test_a_report_keeps_its_note_and_brings_another_item(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=30)

    reply = ada.post(f"{address}/report", data={"note": "This is not a question."})
    page = ada.get(reply.headers["location"]).text

    assert "Question number 1?" in page
    assert work.rows("SELECT reason, note FROM assignment WHERE state = 'released'") == [
        ("report", "This is not a question.")
    ]


def test_an_empty_report_asks_what_is_wrong(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)

    reply = ada.post(f"{address}/report", data={"note": "  "}, headers=HTMX)

    assert reply.status_code == 422
    assert 'aria-describedby="note-problem"' in reply.text


def test_after_the_last_item_ada_is_thanked(house: House, clock: Clock, ada: TestClient) -> None:
    work = running_project(house.db, clock, items=1)
    address = open_item(ada, work)
    clock.advance(seconds=60)

    reply = ada.post(address, data={"label": "lost"}, headers=HTMX)

    assert 'data-stop="nothing_left"' in reply.text
    assert "Received" in reply.text


def test_an_answer_that_waited_for_signal_is_taken_and_starts_nothing_new(
    work: Work, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    clock.advance(hours=1)
    work.expire()

    reply = ada.post(address, data={"label": "lost", "then": "stay"}, headers=HTMX)

    assert f'data-received="{address.split("/")[-1]}"' in reply.text
    assert work.rows("SELECT state FROM assignment") == [("submitted",)]


@pytest.mark.parametrize(("headers", "told"), [(HTMX, "hx-redirect"), ({}, "location")])
def test_an_answer_of_somebody_who_moved_away_meanwhile_is_taken_and_leads_to_its_pay(
    headers: dict[str, str], told: str, house: House, work: Work, clock: Clock, ada: TestClient
) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=60)
    with house.db.writing() as tx:
        ada_id = int(tx.value("SELECT person_id FROM annotator"))
        move_residence(tx, ada_id, jurisdiction="KE", zone="general", from_on=clock().date(), now=clock())

    reply = ada.post(address, data={"label": "lost"}, headers=headers)

    assert reply.headers[told] == "/earnings"
    assert work.rows("SELECT count(*) FROM answer") == [(1,)]


def test_a_sign_of_life_sends_no_time_and_keeps_the_clock_going(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    clock.advance(seconds=50)
    beat = ada.post("/work/heartbeat")
    clock.advance(seconds=50)

    ada.post(address, data={"label": "lost"})

    assert beat.status_code == 204
    assert work.rows("SELECT sum(counted_ms) FROM time_total WHERE bucket = 'task'") == [(100_000,)]


def test_leaving_stops_the_clock_and_keeps_what_is_open(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    ada.post("/work/leave")
    clock.advance(minutes=40)

    home = ada.get("/home").text
    ada.post(f"/work/{work.project_id}/next")

    assert "Go on" in home
    assert action_of(ada.get(f"/work/{work.project_id}").text) == address
    assert work.rows("SELECT bucket FROM time_segment WHERE bucket = 'unconfirmed'") == []


def test_a_paused_project_keeps_what_is_open_and_offers_nothing_new(work: Work, clock: Clock, ada: TestClient) -> None:
    address = open_item(ada, work)
    work.pause()
    clock.advance(seconds=60)

    reply = ada.post(address, data={"label": "lost"}, headers=HTMX)

    assert "Received" in reply.text
    assert 'data-stop="project_paused"' in reply.text


def test_what_is_open_in_a_paused_project_waits_on_the_first_page(work: Work, ada: TestClient) -> None:
    address = open_item(ada, work)
    work.pause()

    home = ada.get("/home").text
    ada.post(f"/work/{work.project_id}/next")

    assert "You have one open" in home
    assert action_of(ada.get(f"/work/{work.project_id}").text) == address


def test_otto_finds_nothing_where_he_does_not_live(
    work: Work, house: House, log_in: Callable[[Who], TestClient]
) -> None:
    with house.db.writing() as tx:
        make.make_annotator(tx, OTTO, jurisdiction="GB", zone="21+")
    otto = log_in(OTTO)

    page, act = otto.get(f"/work/{work.project_id}"), otto.post(f"/work/{work.project_id}/next")

    assert (page.status_code, act.status_code) == (404, 404)
