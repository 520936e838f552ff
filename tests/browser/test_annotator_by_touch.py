"""Ada works on her phone: she taps, she rests when it is time, and her earnings explain themselves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import tap
from tests.cast import ADA
from tests.make import make_annotator
from tests.work import Work, running_project


@pytest.fixture
def work(site: Site) -> Work:
    return running_project(site.house.db, site.clock, items=60)


@pytest.fixture
def ada_id(site: Site) -> int:
    with site.house.db.writing() as tx:
        return make_annotator(tx, ADA)


@pytest.fixture
def ada(work: Work, ada_id: int, visit: Callable[..., Visit]) -> Visit:
    opened = visit(PHONE)
    opened.log_in(ADA)
    return opened


def tap_an_answer(page: Page, site: Site, label: str) -> None:
    """Choose a label and submit, each with one tap."""
    before = page.locator("form[data-assignment]").get_attribute("data-assignment")
    site.clock.advance(seconds=50)
    tap(page.locator("label.choice", has_text=label), page.get_by_role("button", name="Submit and next"))
    expect(page.locator(f"form[data-assignment='{before}']")).to_have_count(0)


def skip(page: Page) -> None:
    """Give the item back, and wait for the next one."""
    before = page.locator("form[data-assignment]").get_attribute("data-assignment")
    tap(page.get_by_role("button", name="Skip"))
    expect(page.locator("form[data-assignment]")).not_to_have_attribute("data-assignment", str(before))


def test_ada_answers_by_touch_on_a_small_screen(site: Site, ada: Visit) -> None:
    page = ada.page

    ada.look("home")
    assert ada.small_targets() == []
    tap(page.get_by_role("button", name="Look and start"))
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    ada.look("instructions")
    tap(page.get_by_role("button", name="Start", exact=True))
    expect(page.locator("#offer")).to_be_visible()
    ada.look("work")
    assert ada.small_targets() == []
    tap_an_answer(page, site, "lost")
    tap_an_answer(page, site, "renewal")
    skip(page)
    tap_an_answer(page, site, "appointment")

    expect(page.locator("#workbar")).to_contain_text("3.45")
    with site.house.db.reading() as tx:
        assert tx.value("SELECT count(*) FROM answer") == 3
        assert tx.value("SELECT count(*) FROM assignment WHERE state = 'released'") == 1


def test_ada_is_told_kindly_that_it_is_time_to_rest_and_comes_back_rested(
    site: Site, work: Work, ada_id: int, ada: Visit
) -> None:
    page = ada.page
    work.answer_many(ada_id, 36, seconds=90)  # 54 minutes at the screen
    ada.go("/home")
    tap(page.get_by_role("button", name="Look and start"), page.get_by_role("button", name="Start", exact=True))
    expect(page.locator("#offer")).to_be_visible()
    ada.ready()

    site.clock.advance(seconds=70)
    tap(page.locator("label.choice", has_text="lost"), page.get_by_role("button", name="Submit and next"))
    expect(page.get_by_role("heading", name="Time to rest: 5 paid minutes.")).to_be_visible()
    ada.look("rest-due")
    tap(page.get_by_role("button", name="Rest now"))
    expect(page.get_by_role("heading", name="You are resting.")).to_be_visible()
    ada.look("resting")
    assert ada.small_targets() == []
    site.clock.advance(minutes=5)
    tap(page.get_by_role("button", name="Back to work"))

    expect(page.locator("#offer")).to_be_visible()
    with site.house.db.reading() as tx:
        assert tx.value("SELECT sum(ended_at - started_at) FROM time_segment WHERE bucket = 'rest'") == 300_000


def test_adas_earnings_fit_her_phone(site: Site, work: Work, ada_id: int, ada: Visit) -> None:
    work.answer_many(ada_id, 20, seconds=100)

    ada.go("/earnings")

    expect(ada.page.locator("main")).to_contain_text("23.00")  # 20 answers of 1.15
    ada.look("earnings")
    assert ada.small_targets() == []
