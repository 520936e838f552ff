"""One page with every question that is answered beside an item: by mouse, by finger and by keys alone, each made and changed."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.text_pages import Desk, desk_at
from tests.browser.waiting import tap

HOSTILE = "<img src=x onerror=document.title='owned'>"
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
"""A laptop of 1280 by 800 at 200 %."""
COLOURS = [{"value": "blue", "key": "1"}, {"value": "red", "key": "2"}]
SCHEMA: Mapping[str, Any] = {
    "objects": [
        {"name": "text", "kind": "text"},
        {"name": "reply", "kind": "text", "title": "الرد"},
        {"name": "rows", "kind": "list"},
    ],
    "controls": [
        {"name": "one", "kind": "choice", "about": "text", "question": "Which?", "labels": COLOURS},
        {
            "name": "some",
            "kind": "choices",
            "about": "text",
            "question": f"Which ones? {HOSTILE}",
            "labels": [{"value": "ñandú", "key": "3"}, {"value": HOSTILE, "key": "4"}],
        },
        {
            "name": "tree",
            "kind": "taxonomy",
            "about": "text",
            "question": "Where?",
            "labels": [{"value": "land", "children": [{"value": "hill"}, {"value": "field"}]}, {"value": "sea"}],
        },
        {"name": "grade", "kind": "rating", "about": "text", "question": "How good?", "most": 5},
        {"name": "words", "kind": "free_text", "about": "text", "question": "In a word?"},
        {"name": "better", "kind": "pairwise", "about": "text,reply", "question": "Which is better?"},
        {"name": "order", "kind": "ranking", "about": "rows", "question": "In which order?"},
    ],
}
ROWS = [{"id": "a", "text": "First"}, {"id": "b", "text": "Second"}, {"id": "c", "text": "Third"}]
CONTENT = {"text": f"A hill by the sea. {HOSTILE}", "reply": "تل قرب البحر", "rows": ROWS}
ANSWER = {
    "one": ["red"],
    "some": [HOSTILE],
    "tree": [["land", "field"]],
    "grade": 4,
    "words": ["calm"],
    "better": "right",
    "order": {"order": ["b", "a", "c"]},
}


def opened(site: Site, visit: Callable[..., Visit], size: Mapping[str, object], *, language: str = "es") -> Desk:
    contents = [CONTENT, CONTENT]
    return desk_at(site, visit, size, task_type="combined", schema=SCHEMA, contents=contents, language=language)


def group(page: Page, question: str) -> Locator:
    return page.get_by_role("group", name=question, exact=True)


def answered(desk: Desk) -> dict[str, object]:
    """Return what the one answer says to each question, each found to be an answer."""
    (answer,) = desk.kept()
    return {one["from_name"]: next(iter(one["value"].values())) for one in answer}


def mouse(*targets: Locator) -> None:
    for target in targets:
        target.click()


def answer_by_pointing(page: Page, press: Callable[..., None]) -> None:
    """Answer every question, each first in another way, as people who change their minds do."""
    ticks = page.locator("[data-control=some] label.choice")
    press(group(page, "Which?").get_by_text("blue"), group(page, "Which?").get_by_text("red"))
    press(ticks.nth(0), ticks.nth(1), ticks.nth(0))
    press(page.get_by_text("sea", exact=True), page.locator("summary", has_text="land"))
    press(page.get_by_text("field", exact=True))
    press(group(page, "How good?").get_by_text("2", exact=True))
    press(group(page, "How good?").get_by_text("4", exact=True))
    press(page.get_by_label("In a word?"))
    page.keyboard.type("calmer")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    press(page.get_by_role("radio", name="The first"), page.get_by_role("radio", name="الرد"))
    press(page.get_by_role("button", name="Down: Second"), page.get_by_role("button", name="Up: Second"))
    press(page.get_by_role("button", name="Up: Second"))


def test_ada_answers_every_question_with_the_mouse(site: Site, visit: Callable[..., Visit]) -> None:
    desk = opened(site, visit, LAPTOP)

    answer_by_pointing(desk.page, mouse)
    desk.visit.look("every-question")
    desk.submit()

    assert answered(desk) == ANSWER
    assert desk.page.title() != "owned"


def test_ada_answers_every_question_with_her_finger(site: Site, visit: Callable[..., Visit]) -> None:
    desk = opened(site, visit, PHONE)

    answer_by_pointing(desk.page, tap)
    desk.visit.look("every-question")
    assert desk.visit.small_targets() == []
    desk.submit()

    assert answered(desk) == ANSWER
    assert desk.page.title() != "owned"


def drafted(sent: list[tuple[str, str | None]]) -> set[str]:
    """Return which questions are answered in the drafts that left the page."""
    drafts = [set(parse_qs(body or "")) for url, body in sent if url.endswith("/draft")]
    return set().union(*drafts)


def test_ada_answers_every_question_by_keys_alone_and_only_her_answers_leave(
    site: Site, visit: Callable[..., Visit]
) -> None:
    desk = opened(site, visit, LAPTOP)
    page = desk.page
    sent: list[tuple[str, str | None]] = []
    page.on("request", lambda one: sent.append((one.url, one.post_data)) if one.method == "POST" else None)

    desk.press("1", "2", "3", "4", "3")
    desk.press("Tab", "Tab", "Enter", "Tab", "Space", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("radio", name="field")).to_be_checked()
    desk.press("Tab", "Space", "ArrowRight", "ArrowRight", "ArrowRight")
    expect(group(page, "How good?").get_by_role("radio", name="4")).to_be_checked()
    desk.press("Tab")
    page.keyboard.type("calm")
    desk.press("Tab", "Space", "ArrowDown")
    expect(page.get_by_role("radio", name="الرد")).to_be_checked()
    desk.press("Tab", "ArrowDown")
    expect(page.locator("[data-row]").first).to_have_attribute("data-row", "b")
    desk.visit.until(lambda: drafted(sent) == set(ANSWER), "drafts of all that she filled in")
    desk.press("Escape")
    page.keyboard.press("Control+Home")
    page.get_by_role("button", name="Submit and next").focus()
    desk.press("Enter")
    expect(page.locator("#receipt")).to_contain_text("Received")

    assert answered(desk) == ANSWER
    assert drafted(sent) == set(ANSWER)
    assert {body for url, body in sent if url.endswith("/heartbeat")} <= {None}


def test_every_question_fits_at_twice_the_size_from_right_to_left_and_in_forced_colours(
    site: Site, visit: Callable[..., Visit]
) -> None:
    desk = opened(site, visit, ZOOMED, language="ar")
    page = desk.page

    desk.visit.look("every-question-200")
    page.emulate_media(forced_colors="active")
    desk.visit.look("every-question-forced")

    assert desk.visit.small_targets() == []
    assert page.locator("#item-reply").evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.locator("img[src=x]").count() == 0
