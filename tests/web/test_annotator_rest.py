"""Rest: due after an hour at the screen, gentle, paid, movable once; a cap on the day and the week; meals are one's own."""

import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import HTMX, open_item
from tests.work import Work, running_project
from web.wiring import House


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    return running_project(house.db, clock, items=700)


def test_after_an_hour_ada_finishes_what_is_open_and_is_then_asked_to_rest(
    work: Work, ada_id: int, ada: TestClient
) -> None:
    address = open_item(ada, work)
    work.heartbeats(ada_id, 56, seconds=60)

    reply = ada.post(address, data={"label": "lost"}, headers=HTMX)

    assert "Received" in reply.text
    assert 'data-stop="rest_due"' in reply.text
    assert "Time to rest: 5 paid minutes." in reply.text
    assert "Move it by up to 15 minutes" in reply.text
    assert work.value("SELECT count(*) FROM assignment") == 1


def test_a_rest_that_is_due_is_offered_with_the_open_item_first(work: Work, ada_id: int, ada: TestClient) -> None:
    open_item(ada, work)
    work.heartbeats(ada_id, 56, seconds=60)

    page = ada.get("/rest").text

    assert "Time to rest: 5 paid minutes." in page
    assert "Finish this one first if you like." in page
    assert "New work waits until you have rested; what you have open you may finish, and it is paid." in page


def test_moving_the_rest_opens_work_again_once(work: Work, ada_id: int, ada: TestClient) -> None:
    address = open_item(ada, work)
    work.heartbeats(ada_id, 56, seconds=60)
    ada.post(address, data={"label": "lost"})

    moved = ada.post("/rest/later")
    offered = ada.post(f"/work/{work.project_id}/next")
    again = ada.post("/rest/later")

    assert moved.headers["location"] == f"/work/{work.project_id}"
    assert offered.status_code == 303
    assert again.status_code == 409
    assert "This rest was moved once already" in again.text


def test_a_rest_says_until_when_without_script_and_is_paid(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    address = open_item(ada, work)
    work.heartbeats(ada_id, 56, seconds=60)
    ada.post(address, data={"label": "lost"})
    ada.post("/work/pause")
    clock.advance(minutes=1)

    page = ada.get("/rest").text
    clock.advance(minutes=4)
    back = ada.post(f"/work/{work.project_id}/next")

    assert "You are resting." in page
    assert 'data-left-ms="240000"' in page
    assert ">4:00<" in page
    assert "until" in page
    assert back.headers["location"] == f"/work/{work.project_id}"
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'rest'") == [(300_000,)]


def test_coming_back_too_soon_says_kindly_until_when(work: Work, clock: Clock, ada_id: int, ada: TestClient) -> None:
    address = open_item(ada, work)
    work.heartbeats(ada_id, 56, seconds=60)
    ada.post(address, data={"label": "lost"})
    clock.advance(minutes=2)

    reply = ada.post(f"/work/{work.project_id}/next")

    assert reply.status_code == 200
    assert 'data-stop="rest_due"' in reply.text
    assert "10:01" in reply.text


def test_a_meal_is_the_persons_own_time(work: Work, clock: Clock, ada: TestClient) -> None:
    open_item(ada, work)
    ada.post("/work/pause", data={"is_meal": "1"})
    clock.advance(minutes=25)

    page = ada.get("/rest").text
    ada.post(f"/work/{work.project_id}/next")

    assert "Enjoy your meal." in page
    assert work.rows("SELECT counted_ms FROM time_total WHERE bucket = 'meal'") == [(1_500_000,)]


def test_somebody_who_rests_is_shown_their_rest_instead_of_the_item(work: Work, ada: TestClient) -> None:
    open_item(ada, work)
    ada.post("/work/pause")

    reply = ada.get(f"/work/{work.project_id}")

    assert reply.headers["location"] == "/rest"


def work_hours(work: Work, ada_id: int, hours: int) -> None:
    """Work blocks of 52 minutes with a rest after each, and a meal after the fourth."""
    for block in range(hours):
        work.answer_many(ada_id, 13, seconds=240)
        work.clock.advance(minutes=35 if block == 3 else 5)


def test_after_eight_hours_new_tasks_wait_until_tomorrow(
    work: Work, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work_hours(work, ada_id, 8)
    work.answer_many(ada_id, 8, seconds=240)

    reply = ada.post(f"/work/{work.project_id}/next")

    assert 'data-stop="day_cap_reached"' in reply.text
    assert "That is 8 hours today." in reply.text
    assert "what you have open you may finish, and it is paid" in reply.text
    assert "Today's hours are full" in reply.text
    assert 'href="/rules/mx#mx/limit/max_day_hours/1970-05-01"' in reply.text


def test_a_longer_break_is_asked_for_after_six_hours_and_says_whose_time_it_is(
    work: Work, ada_id: int, ada: TestClient
) -> None:
    work_hours(work, ada_id, 3)
    work_hours(work, ada_id, 3)
    work.answer_many(ada_id, 5, seconds=240)

    reply = ada.post(f"/work/{work.project_id}/next")

    assert 'data-stop="meal_due"' in reply.text
    assert "Time for a longer break: 30 minutes." in reply.text
    assert "It is your own time" in reply.text
    assert "articles 63 and 64" in reply.text


def test_a_nearly_full_day_is_told_in_one_calm_line(work: Work, ada_id: int, ada: TestClient) -> None:
    work_hours(work, ada_id, 7)

    page = ada.get(f"/work/{work.project_id}").text

    assert "80 % of today's hours" in page
