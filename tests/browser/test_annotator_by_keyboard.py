"""Ada labels ten questions without ever touching a mouse."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.work import running_project


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText ?? ''").strip().startswith(name):
            return
    raise AssertionError(f"no way to {name!r} by Tab")


def answer_by_key(page: Page, site: Site, number: int) -> None:
    """Choose by a digit, submit by Enter, and find oneself in the next item."""
    before = page.locator("form[data-assignment]").get_attribute("data-assignment")
    site.clock.advance(seconds=60)
    page.keyboard.press(str(number % 3 + 1))
    page.keyboard.press("Enter")
    expect(page.locator("form[data-assignment]")).not_to_have_attribute("data-assignment", str(before))
    expect(page.locator("#answer")).to_be_focused()


def test_ada_answers_ten_questions_by_keyboard_alone(site: Site, visit: Callable[..., Visit]) -> None:
    running_project(site.house.db, site.clock, items=12)
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    ada = visit(LAPTOP)
    ada.go("/door")
    page = ada.page

    page.get_by_label("E-mail").focus()
    page.keyboard.type(ADA.email)
    page.keyboard.press("Tab")
    page.keyboard.type("maiz-azul-y-comal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    ada.look("home")
    tab_to(page, "Look and start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/1")
    ada.look("instructions")
    site.clock.advance(seconds=40)
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    expect(page.locator("#offer")).to_be_visible()
    ada.look("work")
    for number in range(10):
        answer_by_key(page, site, number)

    expect(page.locator("#workbar")).to_contain_text("12.02")  # 10 x 1.15, and 0.52 for reading 40 seconds
    expect(page.locator("#receipt")).to_contain_text("Received")
    with site.house.db.reading() as tx:
        assert tx.value("SELECT count(*) FROM answer") == 10
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    ada.look("work-keys")


def test_ada_reads_how_her_day_adds_up(site: Site, visit: Callable[..., Visit]) -> None:
    work = running_project(site.house.db, site.clock, items=12)
    with site.house.db.writing() as tx:
        ada_id = make_annotator(tx, ADA)
    work.answer_many(ada_id, 8, seconds=100)
    ada = visit(LAPTOP)

    ada.log_in(ADA)
    ada.go("/earnings")

    expect(ada.page.locator("main")).to_contain_text("9.20")  # 8 answers of 1.15
    ada.look("earnings")
    ada.go("/time")
    ada.look("time")
