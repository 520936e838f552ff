"""What Ada answered to questions that wait for another answer is kept with what she began, and never sent as an answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.drawing_place import comes, drag, drawn, kept
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.test_marks_that_wait import AFTER_YES, SCHEMA, marked, reported_street, select_a_word
from tests.work import Work

pytestmark = pytest.mark.stress
WHY: dict[str, Any] = {
    "name": "why",
    "kind": "free_text",
    "about": "image",
    "question": "What happened?",
    "is_required": False,
    "when": AFTER_YES,
}
RELATIONS = {"kind": "relations", "relations": [{"value": "of", "key": "3"}]}


@pytest.fixture
def work(site: Site) -> Work:
    damaged, places, words = SCHEMA["controls"]
    return reported_street(site, {**SCHEMA, "controls": [damaged, places, words | RELATIONS, WHY]})


def answer_everything_and_say_no(ada: Visit) -> None:
    """Draw a box, mark two words, relate them, write a reason; then say that nothing is broken after all."""
    page = ada.page
    page.get_by_role("radio", name="yes").check()
    page.locator(".canvas-sheet").scroll_into_view_if_needed()
    drag(page, (0.2, 0.2), (0.4, 0.4))
    select_a_word(page)
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_label("What happened?").fill("A cart ran into it.")
    assert (len(drawn(page)), marked(page), relations_in(page)) == (1, ["The", "ramp"], 1)
    with page.expect_request_finished(lambda one: one.url.endswith("/draft")):
        page.get_by_role("radio", name="no", exact=True).check()
    assert (drawn(page), marked(page), relations_in(page)) == ([], [], 0)


def relations_in(page: Page) -> int:
    """How many relations the page would send."""
    entries = json.loads(page.evaluate("document.querySelector('text-annotator').value"))
    return sum(entry["type"] == "relation" for entry in entries)


def everything_is_back(page: Page) -> None:
    """Say yes again: all of it is there as it was."""
    expect(page.get_by_role("radio", name="no", exact=True)).to_be_checked()
    assert drawn(page) == []
    page.get_by_role("radio", name="yes").check()
    expect(page.locator("[data-regions] li")).to_have_count(1)
    assert (len(drawn(page)), relations_in(page)) == (1, 1)
    expect(page.get_by_label("What happened?")).to_have_value("A cart ran into it.")


def test_a_reload_keeps_what_was_put_away(work: Work, site: Site, visit: Callable[..., Visit]) -> None:
    ada = comes(visit, site, LAPTOP)
    answer_everything_and_say_no(ada)

    ada.page.reload()

    everything_is_back(ada.page)
    assert ada.wrong == []


def test_another_device_shows_what_was_put_away_and_no_answer_is_made_of_it(
    work: Work, site: Site, visit: Callable[..., Visit]
) -> None:
    ada = comes(visit, site, LAPTOP)
    answer_everything_and_say_no(ada)
    ada.page.add_init_script("localStorage.clear()")

    ada.page.reload()
    everything_is_back(ada.page)
    ada.page.get_by_role("radio", name="no", exact=True).check()
    ada.page.get_by_role("button", name="Submit and next").click()
    expect(ada.page.locator("#receipt")).to_contain_text("Received")

    assert [one["from_name"] for one in kept(work)] == ["damaged"]
    assert ada.wrong == []
