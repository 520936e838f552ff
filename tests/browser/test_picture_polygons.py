"""Ada draws polygons and points by mouse, by finger and by keyboard alone; what the page sent is what is kept."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.drawing_place import click, comes, corners, drag, drawn, kept, spot, street_of, submit, tap
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import becomes
from tests.browser.waiting import tap as press

LONGER_THAN_A_DOUBLE_CLICK_MS = 400
"""Two clicks in less than 350 ms are a double one to the page; a busy machine only makes the pause longer."""


def double_click(page: Page, across: float, down: float) -> None:
    """Click twice within a tenth of a second, as the page is told it was, however busy the machine."""
    x, y = spot(page, across, down)
    page.mouse.move(x, y)
    line, began = page.context.new_cdp_session(page), time.time()
    for kind, count, after in (
        ("mousePressed", 1, 0.0),
        ("mouseReleased", 1, 0.02),
        ("mousePressed", 2, 0.08),
        ("mouseReleased", 2, 0.1),
    ):
        told = {"x": x, "y": y, "button": "left", "clickCount": count, "timestamp": began + after}
        line.send("Input.dispatchMouseEvent", {"type": kind, **told})


def test_ada_draws_a_polygon_by_mouse_and_edits_its_corners(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="polygons")
    ada = comes(visit, site, LAPTOP)
    page = ada.page

    click(page, (0.2, 0.3), (0.6, 0.3), (0.6, 0.7), (0.2, 0.7), (0.2, 0.3))
    assert corners(page) == [(20, 30), (60, 30), (60, 70), (20, 70)]
    drag(page, (0.6, 0.7), (0.8, 0.8))  # a corner moves
    drag(page, (0.4, 0.3), (0.4, 0.1))  # an edge gets one more
    assert corners(page) == [(20, 30), (40, 10), (60, 30), (80, 80), (20, 70)]
    click(page, (0.2, 0.7))
    page.wait_for_timeout(LONGER_THAN_A_DOUBLE_CLICK_MS)
    page.keyboard.press("Escape")
    drag(page, (0.8, 0.8), (0.7, 0.7))
    page.get_by_role("button", name="Remove the corner").click()
    ada.look("polygon-drawn")
    before = drawn(page)
    submit(page)

    assert kept(work) == before
    assert len(before[0]["value"]["points"]) == 4


def test_a_polygon_closes_by_enter_and_by_double_click_and_snaps(site: Site, visit: Callable[..., Visit]) -> None:
    street_of(site, task_type="polygons")
    page = comes(visit, site, LAPTOP).page

    click(page, (0.3, 0.3), (0.5, 0.3))
    page.wait_for_timeout(LONGER_THAN_A_DOUBLE_CLICK_MS)
    click(page, (0.5, 0.5))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    click(page, (0.504, 0.504), (0.998, 0.6))
    page.wait_for_timeout(LONGER_THAN_A_DOUBLE_CLICK_MS)
    double_click(page, 0.7, 0.9)

    assert corners(page) == [(30, 30), (50, 30), (50, 50)]
    assert corners(page, 1)[:2] == [(50, 50), (100, 60)]
    assert drawn(page)[0]["value"]["points"][2] == drawn(page)[1]["value"]["points"][0]


def test_ada_draws_a_polygon_by_keyboard_alone(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="polygons")
    page = comes(visit, site, LAPTOP).page
    page.locator("#answer").focus()

    page.keyboard.press("n")
    assert corners(page) == [(50, 40), (60, 60), (40, 60)]
    page.keyboard.press("]")
    expect(page.locator("[data-said]")).to_contain_text("Corner 1 of 3")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Insert")
    page.keyboard.press("ArrowRight")
    assert len(corners(page)) == 4
    page.keyboard.press("[")
    page.keyboard.press("Delete")
    assert len(corners(page)) == 3
    page.keyboard.press("Delete")
    expect(page.locator("[data-said]")).to_contain_text("at least three corners")
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("2")
    before = drawn(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_be_empty()

    assert kept(work) == before
    assert before[0]["value"]["polygonlabels"] == ["kerb"]
    assert len(before[0]["value"]["points"]) == 4


def test_ada_taps_a_polygon_on_her_phone(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="polygons")
    ada = comes(visit, site, PHONE)
    page = ada.page

    tap(page, (0.2, 0.2), (0.7, 0.2), (0.7, 0.8), (0.2, 0.2))
    becomes(page, lambda: len(drawn(page)), 1)
    assert corners(page) == [(20, 20), (70, 20), (70, 80)]
    ada.look("polygon-phone")
    assert ada.small_targets() == []
    before = drawn(page)
    submit(page)

    assert kept(work) == before


def test_ada_sets_points_by_finger_moves_one_and_undoes(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="keypoints")
    ada = comes(visit, site, PHONE)
    page = ada.page

    tap(page, (0.2, 0.3), (0.7, 0.6))
    expect(page.locator("[data-regions] li")).to_have_count(2)
    press(page.get_by_role("button", name="Undo"))
    expect(page.locator("[data-regions] li")).to_have_count(1)
    press(page.get_by_role("button", name="Redo"))
    expect(page.locator("[data-regions] li")).to_have_count(2)
    page.locator("[data-region]").last.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    ada.look("points-phone")
    before = drawn(page)
    submit(page)

    assert kept(work) == before
    assert [(round(one["value"]["x"]), round(one["value"]["y"])) for one in before] == [(20, 30), (71, 60)]
    assert before[1]["value"]["width"] == 0.75


def test_ada_sets_points_by_mouse_and_by_key(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="keypoints")
    page = comes(visit, site, LAPTOP).page

    click(page, (0.25, 0.25))
    drag(page, (0.25, 0.25), (0.3, 0.4))
    page.keyboard.press("n")
    page.keyboard.press("3")
    before = drawn(page)
    submit(page)

    assert kept(work) == before
    assert [(round(one["value"]["x"]), round(one["value"]["y"])) for one in before] == [(30, 40), (50, 50)]
    assert [one["value"]["keypointlabels"] for one in before] == [["ramp"], ["obstacle"]]
