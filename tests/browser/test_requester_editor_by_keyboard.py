"""Rita builds a schema with the keyboard alone: adds, moves and takes away questions, tries one, and saves the draft."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import arrives
from tests.cast import RITA
from tests.make import make_member, make_organisation

pytestmark = pytest.mark.stress
TABS_MOST = 120
OPTIONS_MOST = 200
HERE = "one => one === document.activeElement"
CHOSEN = "one => one.selectedOptions[0].text"


@pytest.fixture
def rita(site: Site, visit: Callable[..., Visit]) -> Visit:
    with site.house.db.writing() as tx:
        make_member(tx, RITA, organisation_id=make_organisation(tx))
    opened = visit(LAPTOP)
    opened.log_in(RITA)
    opened.go("/projects/new")
    opened.ready()
    return opened


def reach(page: Page, wanted: Locator, *, key: str = "Tab") -> None:
    """Press Tab until the keyboard is there."""
    wanted.wait_for()
    for _ in range(TABS_MOST):
        if wanted.evaluate(HERE):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard never comes to {wanted}")


def write(page: Page, label: str, text: str, *, inside: Locator | None = None) -> None:
    """Go to a field and write into it, in place of what stands there."""
    reach(page, (inside or page).get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    """Go to a button and press it."""
    reach(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def choose(page: Page, label: str, option: str) -> None:
    """Go to a list and walk down to an option; letters typed slowly begin a new word, and a busy machine types so."""
    choices = page.get_by_label(label, exact=True)
    reach(page, choices)
    for _ in range(OPTIONS_MOST):
        if choices.evaluate(CHOSEN) == option:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label} has no {option}")


def asked(page: Page, name: str) -> Locator:
    """The part of the editor about one question; the keyboard is there."""
    part = page.get_by_role("group", name=name, exact=True)
    expect(part).to_be_focused()
    return part


def test_rita_builds_a_schema_without_a_mouse(site: Site, rita: Visit) -> None:
    page = rita.page
    choose(page, "A common job", "Rate a reply")
    with arrives(page):
        press(page, "Begin with it")
    expect(page.get_by_role("heading", name="What is shown and asked")).to_be_visible()

    choose(page, "One more question", "One label")
    press(page, "Ask it too")
    third = asked(page, "3. One label")
    write(page, "Question", "Does it answer?", inside=third)
    write(page, "Labels", "Yes | y\nNo | n", inside=third)
    press(page, "Move up: question 3")
    asked(page, "2. One label")
    press(page, "Take away: question 2")
    asked(page, "2. Free text")
    choose(page, "One more question", "Text, stretches and relations")
    press(page, "Ask it too")
    asked(page, "3. Text, stretches and relations")
    press(page, "Ask something about each one")
    inner = asked(page, "About each one, 1")
    write(page, "Question", "How sure?", inside=inner)
    rita.look("editor-by-keyboard")
    press(page, "Take away: question 3")
    asked(page, "2. Free text")
    press(page, "Show as Label Studio configuration")
    expect(page.get_by_label("As Label Studio configuration")).to_be_focused()

    assert rita.wrong == []


def test_rita_describes_and_saves_a_project_without_a_mouse(site: Site, rita: Visit) -> None:
    page = rita.page
    with arrives(page):
        press(page, "Ask several questions, or show several things")
    write(page, "Name", "Replies to letters")
    write(page, "Labels", "Yes | y\nNo | n")
    choose(page, "Language of the items", "English")
    write(page, "Instructions", "Read both. Then say what you think.")
    reach(page, page.get_by_role("checkbox", name=re.compile("Mexico")))
    page.keyboard.press("Space")
    write(page, "Seconds that one item takes", "90")
    write(page, "Amount", "1.20")
    reach(page, page.get_by_role("button", name="Save the draft").last)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/projects/\d+$"))

    with site.house.db.reading() as tx:
        ((name, schema),) = tx.run("SELECT name, label_schema FROM project")
    assert name == "Replies to letters"
    assert [one["value"] for one in json.loads(str(schema))["labels"]] == ["Yes", "No"]
    assert rita.wrong == []
