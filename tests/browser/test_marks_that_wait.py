"""Boxes and marks that are asked for only after an answer: put away while they are not asked, back when they are."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.drawing_place import comes, drag, drawn, kept, street_of
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.work import Work

pytestmark = pytest.mark.stress
AFTER_YES = {"control": "damaged", "labels": ["yes"]}
SCHEMA: dict[str, Any] = {
    "objects": [{"name": "image", "kind": "image"}, {"name": "report", "kind": "text", "title": "The report"}],
    "controls": [
        {
            "name": "damaged",
            "kind": "choice",
            "about": "image",
            "question": "Is anything broken?",
            "labels": [{"value": "yes", "key": "y"}, {"value": "no", "key": "x"}],
        },
        {
            "name": "places",
            "kind": "boxes",
            "about": "image",
            "question": "Where?",
            "labels": [{"value": "dent", "key": "1"}],
            "when": AFTER_YES,
        },
        {
            "name": "words",
            "kind": "spans",
            "about": "report",
            "question": "Which words say so?",
            "labels": [{"value": "part", "key": "2"}],
            "when": AFTER_YES,
        },
    ],
}


def reported_street(site: Site, schema: dict[str, Any]) -> Work:
    """Publish streets; the first comes with a report that says what is broken there."""
    work = street_of(site, task_type="combined", schema=schema)
    with work.db.writing() as tx:
        rows = [json.loads(str(row)) for (row,) in work.rows("SELECT content FROM item ORDER BY id")]
        content = json.dumps(rows[0] | {"report": "The ramp is cracked."})
        tx.run("UPDATE item SET content = :content WHERE id = (SELECT min(id) FROM item)", content=content)
    return work


@pytest.fixture
def work(site: Site) -> Work:
    return reported_street(site, SCHEMA)


def marked(page: Page) -> list[str]:
    """The words that the page would send as marked."""
    entries = json.loads(page.evaluate("document.querySelector('text-annotator').value"))
    return [one["value"]["text"] for one in entries if one["type"] == "labels"]


def select_a_word(page: Page) -> None:
    page.get_by_role("textbox", name="The text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowRight")


def test_boxes_and_marks_are_asked_for_after_yes_put_away_after_no_and_back_after_yes(
    work: Work, site: Site, visit: Callable[..., Visit]
) -> None:
    ada = comes(visit, site, LAPTOP)
    page = ada.page
    where, words = page.get_by_role("group", name="Where?"), page.get_by_role("group", name="Which words say so?")
    expect(where).to_be_hidden()
    expect(page.get_by_text("There is nothing to box here")).to_be_hidden()

    drag(page, (0.2, 0.2), (0.4, 0.4))
    assert drawn(page) == []
    page.get_by_role("radio", name="yes").check()
    expect(where).to_be_visible()
    expect(words).to_be_visible()
    page.locator(".canvas-sheet").scroll_into_view_if_needed()
    drag(page, (0.2, 0.2), (0.4, 0.4))
    select_a_word(page)
    page.keyboard.press("2")
    ada.look("work-marks-that-wait")
    assert (len(drawn(page)), marked(page)) == (1, ["The"])

    page.get_by_role("radio", name="no", exact=True).check()
    expect(page.locator("[data-regions] li")).to_have_count(0)
    assert (drawn(page), marked(page)) == ([], [])

    page.get_by_role("radio", name="yes").check()
    expect(page.locator("[data-regions] li")).to_have_count(1)
    assert (len(drawn(page)), marked(page)) == (1, ["The"])
    page.get_by_role("button", name="Submit and next").click()
    expect(page.locator("#receipt")).to_contain_text("Received")
    assert [one["from_name"] for one in kept(work)] == ["damaged", "places", "words"]
    assert ada.wrong == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_who_says_no_sends_no_and_none_of_the_boxes_that_were_drawn_before(
    work: Work, site: Site, visit: Callable[..., Visit], size: dict[str, object]
) -> None:
    ada = comes(visit, site, size)
    page = ada.page
    page.get_by_role("radio", name="yes").check()
    page.get_by_role("button", name="New box").click()
    page.get_by_role("radio", name="no", exact=True).check()
    page.get_by_role("button", name="New box").click()
    expect(page.get_by_text("Nothing is to be marked here now.").first).to_be_attached()
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_role("button", name="Redo", exact=True).first.click()

    page.get_by_role("button", name="Submit and next").click()
    expect(page.locator("#receipt")).to_contain_text("Received")

    assert [one["from_name"] for one in kept(work)] == ["damaged"]
    assert ada.wrong == []


def test_what_was_drawn_after_yes_comes_back_after_a_reload(
    work: Work, site: Site, visit: Callable[..., Visit]
) -> None:
    ada = comes(visit, site, LAPTOP)
    ada.page.get_by_role("radio", name="yes").check()
    ada.page.get_by_role("button", name="New box").click()
    assert len(drawn(ada.page)) == 1

    ada.page.reload()

    expect(ada.page.locator("[data-regions] li")).to_have_count(1)
    expect(ada.page.get_by_role("group", name="Where?")).to_be_visible()
    assert work.value("SELECT count(*) FROM answer") == 0
