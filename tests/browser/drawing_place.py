"""A street to draw on, asked about in any way, and the hands that draw: mouse, finger and what the page would send."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Page, expect

from annotate.label_schema import parts_of
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import felt
from tests.cast import ADA
from tests.make import make_annotator
from tests.picture_work import HEIGHT, WIDTH, street_project, two_streets
from tests.work import TASK_TYPES, Work

STREETS = two_streets()
HOSTILE = "<img src=x onerror=document.title='owned'>"
BOTH: dict[str, Any] = {
    "objects": [{"name": "image", "kind": "image"}],
    "controls": [
        {
            "name": "thing",
            "kind": "rotated_boxes",
            "about": "image",
            "question": "Things",
            "labels": [{"value": "cart", "key": "1"}, {"value": HOSTILE, "key": "2"}],
            "attributes": [
                {
                    "name": "state",
                    "kind": "choice",
                    "question": "In which state?",
                    "labels": [{"value": "whole"}, {"value": "broken"}],
                },
                {"name": "why", "kind": "free_text", "question": "Why?", "when_labels": ["cart"]},
            ],
        },
        {
            "name": "area",
            "kind": "polygons",
            "about": "image",
            "question": "Areas",
            "labels": [{"value": "رصيف", "key": "3"}],
            "is_required": False,
        },
        {
            "name": "spot",
            "kind": "keypoints",
            "about": "image",
            "question": "Spots",
            "labels": [{"value": "lamp", "key": "4"}],
            "is_required": False,
        },
    ],
}
"""Turned boxes with questions about each, polygons and points, all on one picture."""


def street_of(site: Site, *, task_type: str, schema: dict[str, Any] | None = None) -> Work:
    """Publish a project about two streets that asks in this way; a schema of its own makes it a combined one."""
    work = street_project(site.house, site.clock, pictures=STREETS, task_type="boxes" if schema else task_type)
    if schema:
        change = "UPDATE project SET task_type = :task_type, label_schema = :schema"
        with work.db.writing() as tx:
            tx.run(change, task_type=task_type, schema=json.dumps(schema))
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    return work


def comes(visit: Callable[..., Visit], site: Site, size: Mapping[str, Any]) -> Visit:
    """Let Ada open the first picture."""
    ada = visit(dict(size))
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start", exact=True).click()
    expect(ada.page.get_by_role("toolbar").first).to_be_visible()
    expect(ada.page.locator(".canvas-sheet img")).to_have_js_property("complete", True)
    ada.ready()
    ada.page.locator(".canvas-sheet").scroll_into_view_if_needed()
    site.clock.advance(seconds=50)
    return ada


def spot(page: Page, across: float, down: float) -> tuple[float, float]:
    """Return where on the screen a place of the picture is; shares from 0 to 1."""
    frame = page.locator(".canvas-lines").bounding_box()
    assert frame is not None
    return frame["x"] + frame["width"] * across, frame["y"] + frame["height"] * down


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse from one place of the picture to another."""
    page.mouse.move(*spot(page, *start))
    page.mouse.down()
    page.mouse.move(*spot(page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    page.mouse.move(*spot(page, *end))
    page.mouse.up()


def click(page: Page, *places: tuple[float, float]) -> None:
    """Click on places of the picture, one after the other."""
    for place in places:
        page.mouse.click(*spot(page, *place))


def tap(page: Page, *places: tuple[float, float]) -> None:
    """Tap on places of the picture with a finger."""
    for place in places:
        with felt(page, "pointerup"):
            page.touchscreen.tap(*spot(page, *place))


def drawn(page: Page) -> list[dict[str, Any]]:
    """Return what the form would send."""
    value: list[dict[str, Any]] = json.loads(page.evaluate("document.querySelector('picture-annotator').value"))
    return value


def corners(page: Page, place: int = 0) -> list[tuple[int, int]]:
    """Return the corners of one polygon in whole percents."""
    return [(round(x), round(y)) for x, y in drawn(page)[place]["value"]["points"]]


_WHY_NOT = """() => JSON.stringify({
  sent: document.querySelector('form[data-assignment]').className,
  unanswered: [...document.querySelectorAll('form[data-assignment] :invalid')].map(one => one.outerHTML.slice(0, 80)),
  said: [...document.querySelectorAll('[role=alert], [role=status], [data-said]')].filter(one => one.checkVisibility()).map(one => one.innerText),
})"""


def submit(page: Page) -> None:
    """Send the answer and wait for the next item; where it never comes, say what the page says."""
    before = page.locator("form[data-assignment]").get_attribute("data-assignment")
    page.get_by_role("button", name="Submit and next").click()
    try:
        expect(page.locator(f"form[data-assignment='{before}']")).to_have_count(0)
    except AssertionError as late:
        raise AssertionError(f"{late}\n{page.evaluate(_WHY_NOT)}") from None


def kept(work: Work) -> list[dict[str, Any]]:
    """Return the one answer that the database holds; it is one that its kind of work takes."""
    ((task_type, schema, content, result),) = work.rows(
        "SELECT project.task_type, project.label_schema, item.content, answer.result FROM answer"
        " JOIN assignment ON assignment.id = answer.assignment_id JOIN item ON item.id = assignment.item_id"
        " JOIN project ON project.id = item.project_id"
    )
    found: list[dict[str, Any]] = json.loads(str(result))
    kind = TASK_TYPES[str(task_type)]
    parts = parts_of(str(task_type), json.loads(str(schema)), TASK_TYPES)
    own = parts.controls[0].schema if task_type != "combined" else json.loads(str(schema))
    assert kind.problems(own, json.loads(str(content)), found) == []
    assert {(one.get("original_width", WIDTH), one.get("original_height", HEIGHT)) for one in found} == {
        (WIDTH, HEIGHT)
    }
    return found
