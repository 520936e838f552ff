"""Ada rates, compares, orders, writes, and chooses in a tree: by mouse, by finger, by keyboard, and without script too."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.text_pages import Desk, desk_at, texts
from tests.browser.waiting import becomes, tap

REPLIES = [
    {"id": "a", "text": "Wait."},
    {"id": "b", "text": "Please bring your old passport, then we can help you at once."},
    {"id": "c", "text": "<img src=x onerror=alert(1)> שלום"},
]
TREE = [
    {"value": "papers", "children": [{"value": "passport"}, {"value": "visa"}, {"value": "café & <b>“ñ”</b>"}]},
    {"value": "money", "children": [{"value": "fees", "children": [{"value": "late fees"}]}, {"value": "refunds"}]},
    *({"value": f"office {number}"} for number in range(1, 9)),
]


@pytest.fixture
def come(site: Site, visit: Callable[..., Visit]) -> Callable[..., Desk]:
    """Opens the first of two items of a kind of work in a window of some size."""

    def at(size: dict[str, object], task_type: str, contents: Any = None, **schema: object) -> Desk:
        asked: dict[str, Any] = {
            "task_type": task_type,
            "schema": schema,
            "contents": contents or texts("Bring the form.", "Go home."),
        }
        return desk_at(site, visit, size, **asked)

    return at


def plain_page(desk: Desk, site: Site) -> Page:
    """Return the same item in a browser that runs no scripts."""
    browser = desk.page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=desk.page.context.storage_state())
    page = plain.new_page()
    page.goto(f"{site.url}/work/1")
    return page


def order(desk: Desk) -> list[str]:
    """Return the ids of the rows as they stand."""
    rows: list[str] = desk.page.locator("[data-row]").evaluate_all("rows => rows.map((row) => row.dataset.row)")
    return rows


def said(desk: Desk) -> list[object]:
    """Return what each kept answer says, each found to be one."""
    return [next(iter(one["value"].values())) for answer in desk.kept() for one in answer]


def test_ada_rates_by_key_and_by_tap(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, "rating", question="How kind is it?", most=7)

    desk.press("6")
    expect(desk.page.get_by_role("radio", name="6")).to_be_checked()
    desk.visit.look("rating")
    desk.submit()

    assert said(desk) == [6]


def test_ada_rates_on_her_phone(come: Callable[..., Desk]) -> None:
    desk = come(PHONE, "rating", most=10)

    tap(desk.page.get_by_text("10", exact=True))
    desk.visit.look("rating-phone")
    assert desk.visit.small_targets() == []
    desk.submit()

    assert said(desk) == [10]


def test_ada_writes_and_sees_how_much_is_left(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, "free_text", question="What is it about?", characters_most=40, lines=2)
    field = desk.page.get_by_label("What is it about?")

    field.click()
    desk.page.keyboard.type("Papers 🚌")
    expect(desk.page.get_by_text("8 of 40 characters")).to_be_visible()
    desk.visit.look("free-text")
    desk.submit()

    assert said(desk) == [["Papers 🚌"]]


def test_ada_compares_by_key(come: Callable[..., Desk]) -> None:
    pairs = [{"left": "Bring the form.", "right": "Please bring the form."}, {"left": "A", "right": "B"}]
    desk = come(LAPTOP, "pairwise", pairs, question="Which is kinder?", allow_tie=True)

    desk.press("2")
    expect(desk.page.get_by_role("radio", name="The second")).to_be_checked()
    desk.visit.look("pairwise")
    desk.press("Escape")
    desk.submit()
    desk.visit.ready()
    desk.press("0")
    desk.submit()

    assert said(desk) == ["right", "tie"]


def test_ada_compares_on_her_phone(come: Callable[..., Desk]) -> None:
    pairs = [{"left": "word " * 80, "right": "שלום " * 40}, {"left": "A", "right": "B"}]
    desk = come(PHONE, "pairwise", pairs)

    tap(desk.page.get_by_role("radio", name="The first"))
    desk.visit.look("pairwise-phone")
    assert desk.visit.small_targets() == []
    desk.submit()

    assert said(desk) == ["left"]


def test_ada_orders_by_dragging_and_by_buttons(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, "ranking", [{"items": REPLIES}, {"items": REPLIES}], question="The kindest first")
    expect(desk.page.get_by_text("Not yet put in order")).to_be_visible()
    grip = desk.page.get_by_role("button", name="Move with the arrow keys: Wait.")
    last = desk.page.locator("[data-row=c]").bounding_box()
    assert last is not None

    grip.hover()
    desk.page.mouse.down()
    desk.page.mouse.move(last["x"] + 20, last["y"] + last["height"] - 3, steps=8)
    desk.page.mouse.up()
    becomes(desk.page, lambda: order(desk), ["b", "c", "a"])
    desk.page.get_by_role("button", name="Up: <img").click()
    desk.visit.look("ranking")
    desk.submit()

    assert said(desk) == [{"label": ["c", "b", "a"]}]


def test_ada_orders_by_keyboard_alone(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, "ranking", [{"items": REPLIES}, {"items": REPLIES}])

    desk.page.get_by_role("button", name="Move with the arrow keys: Wait.").focus()
    desk.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp")
    assert desk.said == "Wait.: place 2 of 3"
    desk.page.reload()
    expect(desk.page.locator("[data-rows] > li").first).to_contain_text("Please bring")
    desk.visit.ready()
    desk.submit()

    assert said(desk) == [{"label": ["b", "a", "c"]}]


def test_an_order_counts_only_once_it_was_touched(come: Callable[..., Desk]) -> None:
    labels = [{"value": "price"}, {"value": "safety"}]
    desk = come(PHONE, "ranking", [{"text": "The first."}, {"text": "The second."}], labels=labels)
    desk.visit.wrong.clear()

    tap(desk.page.get_by_role("button", name="Submit and next"))
    expect(desk.page.locator("#answer-problem")).to_be_visible()
    desk.visit.ready()
    tap(desk.page.get_by_role("button", name="The order is right as it is"))
    desk.visit.look("ranking-phone")
    assert desk.visit.small_targets() == []
    desk.submit()

    assert said(desk) == [{"label": ["price", "safety"]}]


def test_ada_searches_in_a_tree_and_ticks_several(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, "taxonomy", labels=TREE, is_several=True, allow_nothing=True, question="What about?")
    search = desk.page.get_by_label("Search in the labels")

    search.fill("CAFE")
    expect(desk.page.get_by_text("Found: 1")).to_be_visible()
    desk.press("Enter")
    desk.page.get_by_role("checkbox", name="café").check()
    search.fill("late")
    desk.page.get_by_role("checkbox", name="late fees").check()
    search.fill("")
    expect(desk.page.get_by_text("Chosen: papers / café")).to_be_visible()
    desk.visit.look("taxonomy")
    desk.page.reload()
    expect(desk.page.get_by_role("checkbox", name="late fees")).to_be_checked()
    desk.visit.ready()
    desk.submit()

    assert said(desk) == [[["papers", "café & <b>“ñ”</b>"], ["money", "fees", "late fees"]]]


def test_ada_goes_through_a_tree_by_keyboard_alone(come: Callable[..., Desk]) -> None:
    desk = come(LAPTOP, "taxonomy", labels=TREE[:2], leaves_only=True)

    desk.page.get_by_text("papers", exact=True).focus()
    desk.page.locator("summary", has_text="papers").focus()
    desk.press("Enter", "Tab", "ArrowDown")
    expect(desk.page.get_by_role("radio", name="visa")).to_be_checked()
    desk.submit()

    assert said(desk) == [[["papers", "visa"]]]


def test_ada_opens_a_tree_on_her_phone(come: Callable[..., Desk]) -> None:
    desk = come(PHONE, "taxonomy", labels=TREE)

    tap(desk.page.locator("summary", has_text="money"), desk.page.get_by_text("refunds", exact=True))
    desk.visit.look("taxonomy-phone")
    assert desk.visit.small_targets() == []
    desk.submit()

    assert said(desk) == [[["money", "refunds"]]]


def test_an_order_can_be_given_without_script(come: Callable[..., Desk], site: Site) -> None:
    desk = come(LAPTOP, "ranking", [{"items": REPLIES[:2]}, {"items": REPLIES}])
    page = plain_page(desk, site)

    page.get_by_label("Place 1").select_option("b")
    page.get_by_label("Place 2").select_option("a")
    page.get_by_role("button", name="Submit and next").click()
    expect(page.get_by_text("Received")).to_be_visible()

    assert said(desk) == [{"label": ["b", "a"]}]
    page.context.close()


def test_a_tree_can_be_chosen_in_without_script(come: Callable[..., Desk], site: Site) -> None:
    desk = come(LAPTOP, "taxonomy", labels=TREE)
    page = plain_page(desk, site)

    page.locator("summary", has_text="papers").click()
    page.get_by_role("radio", name="café").check()
    page.get_by_role("button", name="Submit and next").click()
    expect(page.get_by_text("Received")).to_be_visible()

    assert said(desk) == [[["papers", "café & <b>“ñ”</b>"]]]
    page.context.close()
