"""Choosing between projects: the best pay for an hour first, in a language one reads, and what is open stays open."""

from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import open_item
from tests.work import Work, running_project
from web.wiring import House


def names_in_order(page: str) -> list[str]:
    return [part.split(">")[1].split("<")[0] for part in page.split('<h3 class="offer-name"')[1:]]


def test_what_pays_most_for_an_hour_stands_first_and_the_page_says_so(
    house: House, clock: Clock, ada: TestClient
) -> None:
    running_project(house.db, clock, name="Slow", price_micros=1_100_000)
    running_project(house.db, clock, name="Quick", price_micros=2_000_000)

    page = ada.get("/home").text

    assert names_in_order(page) == ["Quick", "Slow"]
    assert "What pays you most for an hour stands first" in page


def test_each_offer_leads_to_the_rule_that_holds_its_pay_up(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock)

    page = ada.get("/home").text

    assert "Never less than" in page
    assert 'href="/rules/mx#mx/minimum_pay/general/2026-01-01"' in page


def test_adas_own_pace_says_more_than_the_estimate(house: House, clock: Clock, ada_id: int, ada: TestClient) -> None:
    running_project(house.db, clock, name="Dear by estimate", price_micros=1_500_000)
    mine = running_project(house.db, clock, items=20, name="Quick for Ada")
    mine.answer_many(ada_id, 10, seconds=40)

    page = ada.get("/home").text

    assert names_in_order(page)[0] == "Quick for Ada"
    assert "an hour, at your own pace" in page
    assert "103.50 <abbr" in page


def test_ada_keeps_only_the_language_that_she_asks_for(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock, name="En español", language="es")
    running_project(house.db, clock, name="In Nahuatl", language="nah")

    page = ada.get("/home?language=nah").text

    assert names_in_order(page) == ["In Nahuatl"]
    assert 'href="/home?language=es"' in page


def test_a_language_that_nobody_offers_shows_everything(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock)

    assert names_in_order(ada.get("/home?language=%3Cb%3E").text) == ["Passport questions"]


def test_a_day_over_three_projects_pays_each_for_its_own_time_and_loses_nothing(
    house: House, clock: Clock, ada: TestClient
) -> None:
    first, second, third = (running_project(house.db, clock, name=name) for name in ("One", "Two", "Three"))
    left_open = open_item(ada, first)
    clock.advance(seconds=30)
    taken = open_item(ada, second)
    clock.advance(seconds=50)
    ada.post(taken, data={"label": "lost", "then": "stay"})
    ada.post(f"/work/{third.project_id}/look")
    clock.advance(seconds=20)
    home = ada.get("/home").text
    ada.post(f"/work/{first.project_id}/next")
    clock.advance(seconds=25)
    ada.post(left_open, data={"label": "lost", "then": "stay"})

    assert "You have one open" in home
    assert time_of(first) == [("task", 55_000)]
    assert time_of(second) == [("task", 50_000)]
    assert time_of(third) == [("instructions", 20_000)]
    assert first.value("SELECT sum(amount_micros) FROM earning WHERE kind = 'piece'") == 2_300_000


def time_of(work: Work) -> list[tuple[object, ...]]:
    return work.rows(
        "SELECT bucket, sum(counted_ms) FROM time_total WHERE project_id = :id GROUP BY bucket ORDER BY bucket",
        id=work.project_id,
    )


def test_the_page_of_one_project_leads_back_to_what_is_open_in_another(
    house: House, clock: Clock, ada: TestClient
) -> None:
    first, second = running_project(house.db, clock, name="One"), running_project(house.db, clock, name="Two")
    open_item(ada, first)
    open_item(ada, second)

    page = ada.get(f"/work/{second.project_id}").text

    assert "You also have one open" in page
    assert f'action="/work/{first.project_id}/next"' in page


def test_reading_anothers_instructions_is_not_charged_to_the_item_that_is_open(
    house: House, clock: Clock, ada: TestClient
) -> None:
    first, second = running_project(house.db, clock, name="One"), running_project(house.db, clock, name="Two")
    open_item(ada, first)
    clock.advance(seconds=10)
    ada.post(f"/work/{second.project_id}/look")
    clock.advance(seconds=40)
    ada.post(f"/work/{second.project_id}/next")

    assert time_of(first) == [("task", 10_000)]
    assert time_of(second) == [("instructions", 40_000)]


def test_ada_reads_what_the_week_came_to_and_where_her_payments_are(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    running_project(house.db, clock).answer(ada_id, seconds=60)

    page = ada.get("/home").text

    assert "This week" in page
    assert "Your payments" in page


def test_a_delegate_is_named_only_where_one_was_elected(ada: TestClient, delia: TestClient) -> None:
    assert delia.get("/account").status_code == 200

    page = ada.get("/home").text

    assert "My delegate" in page
    assert 'href="mailto:delia@example.org"' in page


def test_without_a_delegate_nothing_is_said_of_one(ada: TestClient) -> None:
    assert "My delegate" not in ada.get("/home").text
