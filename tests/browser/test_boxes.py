"""Ada draws boxes on pictures of streets: by mouse, by finger, by keyboard alone, and nothing she drew is lost."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import becomes, felt
from tests.cast import ADA
from tests.make import make_annotator
from tests.picture_work import street_project, two_streets
from tests.work import Work

STREETS = two_streets()


@pytest.fixture
def work(site: Site) -> Work:
    return street_project(site.house, site.clock, pictures=STREETS)


@pytest.fixture
def come(work: Work, site: Site, visit: Callable[..., Visit]) -> Callable[[dict[str, object]], Visit]:
    """Opens Ada's first picture in a window of some size."""
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)

    def open_first(size: dict[str, object]) -> Visit:
        ada = visit(size)
        ada.log_in(ADA)
        ada.go("/work/1")
        ada.page.get_by_role("button", name="Start", exact=True).click()
        expect(ada.page.get_by_role("toolbar")).to_be_visible()  # picture_annotator.js has begun
        expect(ada.page.locator("#answer")).to_be_visible()
        expect(ada.page.locator(".canvas-sheet img")).to_have_js_property("complete", True)
        ada.ready()
        site.clock.advance(seconds=50)
        return ada

    return open_first


def spot(page: Page, across: float, down: float) -> tuple[float, float]:
    """Return where on the screen a place of the picture is; shares from 0 to 1."""
    frame = page.locator(".canvas-lines").bounding_box()
    assert frame is not None
    return frame["x"] + frame["width"] * across, frame["y"] + frame["height"] * down


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*spot(page, *start))
    page.mouse.down()
    page.mouse.move(*spot(page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    page.mouse.move(*spot(page, *end))
    page.mouse.up()


def width_of(part: Locator) -> float:
    """Return how wide something is on the screen, in pixels."""
    frame = part.bounding_box()
    assert frame is not None
    return frame["width"]


def drawn(page: Page) -> list[dict[str, Any]]:
    """Return the boxes as the form would send them."""
    value: list[dict[str, Any]] = json.loads(page.evaluate("document.querySelector('picture-annotator').value"))
    return value


def sides(page: Page) -> list[tuple[int, ...]]:
    """Return each box's x, y, width and height in whole percents."""
    return [tuple(round(one["value"][side]) for side in ("x", "y", "width", "height")) for one in drawn(page)]


def labels(page: Page) -> list[str]:
    return [one["value"]["rectanglelabels"][0] for one in drawn(page)]


def submit(page: Page) -> None:
    before = page.locator("form[data-assignment]").get_attribute("data-assignment")
    page.get_by_role("button", name="Submit and next").click()
    expect(page.locator(f"form[data-assignment='{before}']")).to_have_count(0)
    expect(page.get_by_role("toolbar")).to_be_visible()


def kept(work: Work) -> list[list[dict[str, Any]]]:
    return [json.loads(str(row[0])) for row in work.rows("SELECT result FROM answer ORDER BY assignment_id")]


def test_ada_draws_by_mouse_submits_and_gets_the_next(work: Work, come: Callable[..., Visit]) -> None:
    ada = come(LAPTOP)
    page = ada.page

    drag(page, (0.4, 0.6), (0.6, 0.7))
    page.get_by_role("radio", name="kerb").check()
    page.keyboard.press("Escape")
    drag(page, (0.75, 0.5), (0.9, 0.68))
    ada.look("boxes-drawn")
    submit(page)

    (answer,) = kept(work)
    assert [round(one["value"]["x"]) for one in answer] == [40, 75]
    assert [one["value"]["rectanglelabels"] for one in answer] == [["kerb"], ["kerb"]]
    assert drawn(page) == []
    expect(page.locator("#answer")).to_be_focused()
    ada.look("boxes-next")


@pytest.mark.stress
def test_ada_moves_and_resizes_with_the_mouse(come: Callable[..., Visit]) -> None:
    page = come(LAPTOP).page
    drag(page, (0.4, 0.4), (0.6, 0.6))

    drag(page, (0.6, 0.6), (0.7, 0.8))
    assert sides(page) == [(40, 40, 30, 40)]
    page.get_by_role("button", name="Move", exact=True).click()
    drag(page, (0.5, 0.5), (0.4, 0.3))

    assert sides(page) == [(30, 20, 30, 40)]


def test_ada_draws_with_two_taps_on_her_phone(work: Work, come: Callable[..., Visit]) -> None:
    ada = come(PHONE)
    page = ada.page

    page.touchscreen.tap(*spot(page, 0.3, 0.5))
    expect(page.locator("[data-said]")).to_contain_text("First corner set")
    with felt(page, "pointerup"):
        page.touchscreen.tap(*spot(page, 0.6, 0.7))
    becomes(page, lambda: sides(page), [(30, 50, 30, 20)])
    ada.look("boxes-phone")
    assert ada.small_targets() == []
    page.get_by_label("Label of box 1").select_option("obstacle")
    submit(page)

    assert kept(work)[0][0]["value"]["rectanglelabels"] == ["obstacle"]


def test_ada_draws_by_keyboard_alone(work: Work, come: Callable[..., Visit]) -> None:
    page = come(LAPTOP).page
    page.locator("#answer").focus()

    page.keyboard.press("n")
    assert sides(page) == [(40, 40, 20, 20)]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-said]")).to_contain_text("Box 1: 269 by")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_be_empty()

    (answer,) = kept(work)
    assert [one["value"]["rectanglelabels"] for one in answer] == [["kerb"]]


@pytest.mark.stress
def test_ada_undoes_and_does_again(come: Callable[..., Visit]) -> None:
    page = come(LAPTOP).page
    drag(page, (0.1, 0.1), (0.3, 0.3))
    drag(page, (0.5, 0.5), (0.7, 0.7))

    page.keyboard.press("Delete")
    assert sides(page) == [(10, 10, 20, 20)]
    page.keyboard.press("Control+z")
    assert sides(page) == [(10, 10, 20, 20), (50, 50, 20, 20)]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert sides(page) == []
    page.get_by_role("button", name="Redo").click()
    assert sides(page) == [(10, 10, 20, 20)]
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")

    expect(page.locator("[data-said]")).to_contain_text("There is nothing to do again")
    assert sides(page) == [(10, 10, 20, 20)]


@pytest.mark.stress
def test_what_ada_drew_is_there_again_after_a_reload(work: Work, come: Callable[..., Visit]) -> None:
    ada = come(LAPTOP)
    page = ada.page
    drag(page, (0.4, 0.6), (0.6, 0.7))
    page.keyboard.press("3")
    before = drawn(page)

    page.reload()

    expect(page.locator("[data-regions] li")).to_have_count(1)
    ada.ready()
    assert drawn(page) == before
    submit(page)
    assert kept(work) == [before]


@pytest.mark.stress
def test_a_refused_answer_shows_the_boxes_again(come: Callable[..., Visit]) -> None:
    ada = come(LAPTOP)
    page = ada.page

    page.get_by_role("button", name="Submit and next").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing is marked yet")).to_be_visible()
    expect(page.locator("#answer")).to_be_focused()  # from here on the page scrolls no more
    drag(page, (0.4, 0.6), (0.6, 0.7))
    page.get_by_role("checkbox", name="There is nothing to box here").check()
    page.get_by_role("button", name="Submit and next").click()

    expect(page.get_by_role("alert").filter(has_text="You marked something and ticked")).to_be_visible()
    assert sides(page) == [(40, 60, 20, 10)]
    expect(page.get_by_role("checkbox", name="There is nothing to box here")).to_be_checked()
    ada.look("boxes-refused")


@pytest.mark.stress
def test_nothing_to_box_is_said_on_purpose(work: Work, come: Callable[..., Visit]) -> None:
    page = come(PHONE).page

    page.get_by_role("checkbox", name="There is nothing to box here").check()
    submit(page)

    assert kept(work)[0][0]["value"] == {"choices": ["nothing"]}


@pytest.mark.stress
def test_ada_looks_closer_and_a_box_stays_where_it_is(come: Callable[..., Visit]) -> None:
    ada = come(LAPTOP)
    page = ada.page
    drag(page, (0.4, 0.4), (0.6, 0.6))

    page.get_by_role("button", name="Closer").click()
    page.get_by_role("button", name="Closer").click()
    expect(page.locator("[data-said]")).to_contain_text("200 percent")
    ada.at_rest()
    assert width_of(page.locator(".canvas-lines")) > 1.9 * width_of(page.locator(".canvas-sheet"))
    ada.look("boxes-closer")
    page.get_by_role("button", name="The whole picture").click()

    assert sides(page) == [(40, 40, 20, 20)]


@pytest.mark.stress
def test_a_picture_that_does_not_come_is_said_and_tried_again(site: Site, come: Callable[..., Visit]) -> None:
    ada = come(LAPTOP)
    page = ada.page
    page.route("**/pictures/**", lambda route: route.fulfill(status=404))  # the storage lost it
    page.reload()

    expect(page.get_by_text("The picture did not come.")).to_be_visible()
    ada.look("boxes-no-picture")
    page.unroute("**/pictures/**")
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".canvas-sheet img")).to_be_visible()
    expect(page.get_by_role("button", name="Skip")).to_be_visible()


def test_without_script_the_page_says_what_can_be_done(site: Site, come: Callable[..., Visit], chromium: Any) -> None:
    ada = come(LAPTOP)
    plain = chromium.new_context(java_script_enabled=False, storage_state=ada.page.context.storage_state())
    page = plain.new_page()

    page.goto(f"{site.url}/work/1")

    expect(page.get_by_text("Drawing on pictures needs JavaScript")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_be_hidden()
    expect(page.get_by_role("button", name="Skip")).to_be_visible()
    plain.close()
