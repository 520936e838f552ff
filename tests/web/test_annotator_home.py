"""What an annotator sees first: the day so far, the next rest, and offers with everything known before saying yes."""

from starlette.testclient import TestClient

from tests.cast import Clock
from tests.work import Work, draft_project, running_project
from web.wiring import House


def test_ada_reads_pay_time_and_who_asks_before_she_says_yes(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock, items=40, content_note="")

    page = ada.get("/home").text

    assert "Passport questions" in page
    assert "Mobility Office" in page
    assert "1.15 <abbr" in page
    assert "51.75 <abbr" in page
    assert "80\u00a0s" in page
    assert "about 53\u00a0min" in page
    assert "No hard content" in page
    assert "kB for 10 answers" in page


def test_hard_content_is_said_before_ada_says_yes(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock, content_note="Photos with blood follow, blurred.")

    page = ada.get("/home").text

    assert "Photos with blood follow, blurred." in page
    assert "Skipping never counts against you." in page
    assert "No hard content" not in page


def test_without_offers_ada_is_told_kindly(house: House, clock: Clock, ada: TestClient) -> None:
    draft_project(house.db, clock)

    page = ada.get("/home").text

    assert "No tasks now." in page
    assert "Look and start" not in page


def test_ada_sees_what_the_day_brought_and_what_an_hour_of_it_is(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work = running_project(house.db, clock)
    work.answer(ada_id, seconds=60)

    page = ada.get("/home").text

    assert '<p class="sum-amount">1.15' in page
    assert "69.00</span> an hour" in page
    assert 'Your floor is <span class="money">45.95</span> an hour.' in page


def test_quiet_minutes_are_on_the_first_page(house: House, clock: Clock, ada_id: int, ada: TestClient) -> None:
    work: Work = running_project(house.db, clock)
    offer = work.next(ada_id)
    clock.advance(minutes=20)
    work.submit(ada_id, offer.assignment_id)

    page = ada.get("/home").text

    assert "16\u00a0min to confirm" in page
    assert 'href="/earnings#to-confirm"' in page


def test_rita_has_no_annotators_page(rita: TestClient) -> None:
    assert rita.get("/home").status_code == 404


def test_a_stranger_is_shown_the_door(stranger: TestClient) -> None:
    reply = stranger.get("/home")

    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/door")
