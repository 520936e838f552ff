"""The offer that stands first on Ada's first page, and what a program is given that asks for any work: the same."""

from starlette.testclient import TestClient

from tests.cast import Clock
from tests.work import running_project
from web.wiring import House


def test_the_better_pay_stands_first_and_the_page_says_why(house: House, clock: Clock, ada: TestClient) -> None:
    running_project(house.db, clock, name="Well paid", price_micros=2_000_000)
    running_project(house.db, clock, name="Usual")

    page = ada.get("/home").text

    assert page.index("Well paid") < page.index("Usual")
    assert page.count("Next best") == 1
    assert "it pays you most: about 90.00" in page


def test_after_twenty_answers_something_that_pays_nearly_as_much_is_named_for_a_change(
    house: House, clock: Clock, ada_id: int, ada: TestClient
) -> None:
    work = running_project(house.db, clock, name="Well paid", items=30, price_micros=1_180_000)
    running_project(house.db, clock, name="Usual")
    for _ in range(20):
        work.answer(ada_id, seconds=80)

    page = ada.get("/home").text

    assert page.index("Usual") < page.index("Well paid")
    assert "nearly as much as Well paid, of which you answered 20 today" in page


def test_the_page_on_how_work_is_allotted_says_the_same_figures(ada: TestClient) -> None:
    page = ada.get("/help/algorithm").text

    assert "After 20 answers of it in a day, something that pays at most 5 % less" in page
