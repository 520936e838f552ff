"""What Ada has begun leaves for the server within three seconds: by the page's own clock, which stands still meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.work import Work, running_project

PROMISED_MS = 3_000


@pytest.fixture
def work(site: Site) -> Work:
    work = running_project(site.house.db, site.clock, items=2)
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    return work


@pytest.fixture
def page(work: Work, visit: Callable[..., Visit]) -> Page:
    """The first item, on a page whose clock moves only when it is told to."""
    ada = visit(LAPTOP)
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start").click()
    expect(ada.page.locator("#answer")).to_be_visible()
    ada.ready()
    ada.page.clock.install()
    ada.page.clock.pause_at(datetime.now() + timedelta(hours=1))  # noqa: DTZ005 - the browser's own clock, as it has it
    return ada.page


def test_what_ada_chose_leaves_for_the_server_within_three_seconds(page: Page) -> None:
    drafts: list[str] = []
    page.on("request", lambda one: drafts.append(one.url) if one.url.endswith("/draft") else None)
    page.get_by_role("radio", name="lost").check()
    before = list(drafts)

    with page.expect_request_finished(lambda one: one.url.endswith("/draft")) as saving:
        page.clock.run_for(PROMISED_MS)

    assert before == []
    assert saving.value.post_data == "label=lost"
    assert len(drafts) == 1


def test_what_ada_changes_again_at_once_leaves_in_one_message(page: Page) -> None:
    page.get_by_role("radio", name="lost").check()
    page.clock.run_for(1_000)
    page.get_by_role("radio", name="renewal").check()

    with page.expect_request_finished(lambda one: one.url.endswith("/draft")) as saving:
        page.clock.run_for(PROMISED_MS - 1_000)

    assert saving.value.post_data == "label=renewal"
    expect(page.get_by_text("Saved as you go.")).to_be_visible()
