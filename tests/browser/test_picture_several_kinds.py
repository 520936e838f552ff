"""One picture, several questions: turned boxes asked about, polygons and points; locks, copies, light and zoom."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.drawing_place import BOTH, HOSTILE, click, comes, drag, drawn, kept, street_of, submit, tap
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import tap as press

NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def test_ada_turns_a_box_by_mouse_and_answers_about_it(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="combined", schema=BOTH)
    ada = comes(visit, site, LAPTOP)
    page = ada.page

    drag(page, (0.4, 0.4), (0.6, 0.6))
    handle = page.locator("[data-over] .shape-handle").nth(4).bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(handle["x"] + 60, handle["y"] + 30, steps=4)
    page.mouse.up()
    page.get_by_role("radio", name="broken").check()
    page.get_by_label("Why?").fill("A wheel is gone")
    page.locator("#answer").focus()
    page.keyboard.press("3")
    click(page, (0.1, 0.1), (0.3, 0.1), (0.2, 0.3), (0.1, 0.1))
    page.keyboard.press("4")
    click(page, (0.8, 0.2))
    ada.look("several-kinds")
    before = drawn(page)
    submit(page)

    assert kept(work) == before
    assert [one["from_name"] for one in before] == ["thing", "state", "why", "area", "spot"]
    assert 5 < before[0]["value"]["rotation"] < 90
    assert before[1]["value"] == {"choices": ["broken"]}
    assert before[2]["value"] == {"text": ["A wheel is gone"]}


def test_ada_turns_a_box_by_keyboard_alone(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="rotated_boxes")
    page = comes(visit, site, LAPTOP).page
    page.locator("#answer").focus()

    page.keyboard.press("n")
    page.keyboard.press(".")
    page.keyboard.press(".")
    page.keyboard.press(",")
    page.keyboard.press(".")
    expect(page.locator("[data-said]")).to_contain_text("turned by 10 degrees")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    before = drawn(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_be_empty()

    assert kept(work) == before
    assert before[0]["value"]["rotation"] == 10


def test_a_hostile_label_is_only_text(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="combined", schema=BOTH)
    ada = comes(visit, site, PHONE)
    page = ada.page

    press(page.locator("label.choice", has_text="onerror").first)
    tap(page, (0.2, 0.2), (0.5, 0.5))
    expect(page.locator("[data-said]")).to_contain_text(HOSTILE)
    ada.look("hostile-label")
    assert page.locator("img[src=x]").count() == 0
    assert "owned" not in page.title()
    before = drawn(page)
    submit(page)

    assert kept(work) == before
    assert before[0]["value"]["rectanglelabels"] == [HOSTILE]


def test_ada_hides_locks_and_copies_from_the_item_before(site: Site, visit: Callable[..., Visit]) -> None:
    street_of(site, task_type="boxes")
    page = comes(visit, site, LAPTOP).page
    drag(page, (0.4, 0.4), (0.6, 0.6))

    page.get_by_role("button", name="Lock Box 1").click()
    page.get_by_role("button", name="Remove Box 1").click()
    expect(page.locator("[data-said]")).to_contain_text("is locked; unlock it")
    page.get_by_role("button", name="Hide Box 1").click()
    expect(page.locator("[data-region]")).to_be_hidden()
    before = drawn(page)
    submit(page)
    expect(page.locator("[data-count]")).to_be_empty()
    page.get_by_role("button", name="Copy from the item before").click()

    assert [one["value"] for one in drawn(page)] == [one["value"] for one in before]
    expect(page.locator("[data-said]")).to_contain_text("Copied from the item before: 1")


def test_ada_makes_a_dark_picture_lighter_on_a_narrow_phone(site: Site, visit: Callable[..., Visit]) -> None:
    street_of(site, task_type="boxes")
    ada = comes(visit, site, NARROW)
    page = ada.page

    press(page.get_by_text("Light of the picture"))
    page.get_by_label("Brightness").fill("200")
    expect(page.locator(".canvas-sheet img")).to_have_css("filter", re.compile(r"brightness\(2\)"))
    ada.look("narrow-light")
    press(page.get_by_role("button", name="As it was"))

    expect(page.locator(".canvas-sheet img")).to_have_css("filter", "none")
    page.emulate_media(forced_colors="active")
    ada.look("narrow-forced-colours")


def test_two_fingers_zoom_and_the_wheel_pans(site: Site, visit: Callable[..., Visit]) -> None:
    street_of(site, task_type="boxes")
    ada = comes(visit, site, PHONE)
    page = ada.page
    page.locator(".canvas-sheet").scroll_into_view_if_needed()
    sheet = page.locator(".canvas-sheet").bounding_box()
    assert sheet is not None
    middle = (sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] / 2)
    line = page.context.new_cdp_session(page)

    def fingers(kind: str, gap: float) -> None:
        places = [{"x": middle[0] - gap, "y": middle[1], "id": 0}, {"x": middle[0] + gap, "y": middle[1], "id": 1}]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places if gap else []})

    fingers("touchStart", 30)
    fingers("touchMove", 60)
    fingers("touchMove", 90)
    fingers("touchEnd", 0)
    ada.at_rest()
    zoomed = page.locator(".canvas-lines").bounding_box()
    assert zoomed is not None
    assert zoomed["width"] > 2.5 * sheet["width"]
    page.mouse.move(*middle)
    page.mouse.wheel(0, 60)
    page.wait_for_function(
        "above => document.querySelector('.canvas-lines').getBoundingClientRect().y < above", arg=zoomed["y"] - 20
    )
    ada.at_rest()
    panned = page.locator(".canvas-lines").bounding_box()

    assert panned is not None
    assert panned["y"] < zoomed["y"] - 20
    assert drawn(page) == []
