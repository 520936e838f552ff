"""Two pictures and a text in one item, with places that a model suggests: none counts until Ada says so, and what she removes stays away."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.drawing_place import STREETS, drawn, kept, street_of, submit, tap
from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.cast import ADA
from tests.make import make_annotator
from tests.picture_work import street_project
from tests.work import Work

HOSTILE = "\"'><img src=x onerror=document.title='owned'>.png"
SIZES = {"original_width": 1280, "original_height": 960, "image_rotation": 0}
SCHEMA: dict[str, Any] = {
    "objects": [
        {"name": "before", "kind": "image", "title": "Before"},
        {"name": "after", "kind": "image", "title": "After"},
        {"name": "text", "kind": "text", "title": "What was reported"},
    ],
    "controls": [
        {
            "name": f"in_{about}",
            "kind": "boxes",
            "about": about,
            "question": f"What is there {about}?",
            "labels": [{"value": f"ramp {about}", "key": "1"}, {"value": f"kerb {about}", "key": "2"}],
        }
        for about in ("before", "after")
    ]
    + [
        {
            "name": "words",
            "kind": "spans",
            "about": "text",
            "question": "Which words say so?",
            "labels": [{"value": "place", "key": "3"}],
            "is_required": False,
        }
    ],
}


def suggested(about: str, number: int) -> dict[str, Any]:
    value = {"x": 10 * number, "y": 20, "width": 8, "height": 30, "rotation": 0, "rectanglelabels": [f"ramp {about}"]}
    entry = {
        "id": f"s{number}",
        "from_name": f"in_{about}",
        "to_name": about,
        "type": "rectanglelabels",
        "value": value,
    }
    return {"entry": entry | SIZES, "percent": 60 + number}


def two_pictures(site: Site) -> Work:
    """Publish items of two pictures and a text each; a model has looked at all of them."""
    work = street_project(site.house, site.clock, pictures=STREETS, task_type="boxes")
    found = [suggested(about, number) for about in ("before", "after") for number in (1, 2, 3)]
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
        change = "UPDATE project SET task_type = 'combined', label_schema = :schema, instructions = :hostile"
        tx.run(change, schema=json.dumps(SCHEMA), hostile=f"Look twice. {HOSTILE}")
        for item_id, content in tx.run("SELECT id, content FROM item"):
            picture = json.loads(str(content)) | {"name": HOSTILE}
            both = {"before": picture, "after": picture, "text": f"A ramp is missing at the corner. {HOSTILE}"}
            tx.run("UPDATE item SET content = :content WHERE id = :id", content=json.dumps(both), id=item_id)
        tx.run(
            "INSERT INTO suggestion (item_id, result, model) SELECT id, :found, 'm1' FROM item", found=json.dumps(found)
        )
    return work


def comes(visit: Callable[..., Visit], site: Site, size: Mapping[str, object]) -> Visit:
    ada = visit(dict(size))
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start", exact=True).click()
    expect(ada.page.get_by_role("toolbar")).to_have_count(3)
    ada.ready()
    site.clock.advance(seconds=50)
    return ada


def about(page: Page, name: str) -> Locator:
    return page.locator(f"[name='regions.{name}']")


def ids(page: Page, name: str) -> list[str]:
    """Return the ids of what the form would send about one picture."""
    value: str = about(page, name).evaluate("one => one.value")
    return [str(one["id"]) for one in json.loads(value)]


def test_suggested_boxes_count_once_confirmed_and_removed_ones_stay_away_by_mouse(
    site: Site, visit: Callable[..., Visit]
) -> None:
    work = two_pictures(site)
    ada = comes(visit, site, LAPTOP)
    page = ada.page
    before, after = about(page, "before"), about(page, "after")
    assert (ids(page, "before"), ids(page, "after")) == ([], [])
    ada.look("two-pictures")

    before.get_by_role("button", name="Remove Box 2").click()
    expect(before.locator("[data-regions] li")).to_have_count(2)
    before.get_by_role("button", name="Confirm Box 1").click()
    ada.until(lambda: ids(page, "before") == ["s1"], "the first suggestion taken")
    after.get_by_role("button", name="Confirm all suggestions").click()
    ada.until(lambda: ids(page, "after") == ["s1", "s2", "s3"], "three suggestions taken")
    after.get_by_role("button", name="Remove Box 3").click()
    expect(after.locator("[data-regions] li")).to_have_count(2)
    page.reload()
    expect(before.locator("[data-regions] li")).to_have_count(2)
    expect(after.locator("[data-regions] li")).to_have_count(2)
    assert (ids(page, "before"), ids(page, "after")) == (["s1"], ["s1", "s2"])
    submit(page)
    expect(page.locator("#answer")).to_be_focused()
    expect(before.locator("#answer")).to_have_count(1)

    assert [(one["to_name"], one["id"]) for one in kept(work)] == [("before", "s1"), ("after", "s1"), ("after", "s2")]
    assert page.title() != "owned"
    assert page.locator("img[src=x]").count() == 0


def test_suggested_boxes_are_confirmed_and_removed_by_keys_alone_and_undoing_brings_them_back(
    site: Site, visit: Callable[..., Visit]
) -> None:
    two_pictures(site)
    ada = comes(visit, site, LAPTOP)
    page = ada.page
    page.locator("#answer").focus()

    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    page.keyboard.press("Delete")
    expect(about(page, "before").locator("[data-regions] li")).to_have_count(2)
    assert ids(page, "before") == ["s1"]
    page.reload()
    expect(about(page, "before").locator("[data-regions] li")).to_have_count(2)
    ada.ready()
    page.locator("#answer").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    expect(about(page, "before").locator("[data-regions] li")).to_have_count(2)
    page.reload()

    expect(about(page, "before").locator("[data-regions] li")).to_have_count(2)
    assert ids(page, "before") == ["s1"]


def test_two_pictures_and_a_text_fit_a_phone_and_a_suggestion_is_taken_by_finger(
    site: Site, visit: Callable[..., Visit]
) -> None:
    work = two_pictures(site)
    ada = comes(visit, site, PHONE)
    page = ada.page

    about(page, "before").get_by_role("button", name="Confirm all suggestions").tap()
    ada.until(lambda: ids(page, "before") == ["s1", "s2", "s3"], "three suggestions taken")
    ada.at_rest()
    about(page, "after").get_by_role("button", name="Remove Box 1").tap()
    expect(about(page, "after").locator("[data-regions] li")).to_have_count(2)
    ada.at_rest()
    about(page, "after").get_by_role("button", name="Confirm Box 1").tap()
    ada.until(lambda: ids(page, "after") == ["s2"], "the second suggestion taken")
    ada.look("two-pictures")
    assert ada.small_targets() == []
    submit(page)

    assert [one["id"] for one in kept(work)] == ["s1", "s2", "s3", "s2"]


def test_ada_turns_a_box_by_finger_and_undoes(site: Site, visit: Callable[..., Visit]) -> None:
    work = street_of(site, task_type="rotated_boxes")
    ada = visit(PHONE)
    ada.log_in(ADA)
    ada.go("/work/1")
    ada.page.get_by_role("button", name="Start", exact=True).tap()
    page = ada.page
    expect(page.locator(".canvas-sheet img")).to_have_js_property("complete", True)
    ada.ready()
    page.locator(".canvas-sheet").evaluate("one => one.scrollIntoView({ block: 'center' })")
    site.clock.advance(seconds=50)

    tap(page, (0.3, 0.5), (0.6, 0.7))
    expect(page.locator("[data-said]")).to_contain_text("added")
    ada.at_rest()
    handle = page.locator("[data-over] .shape-handle").nth(4).bounding_box()
    assert handle is not None
    swipe(page, (handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2), (60, 30))
    page.wait_for_function("() => JSON.parse(document.querySelector('picture-annotator').value)[0].value.rotation > 0")
    ada.at_rest()
    turned = drawn(page)
    assert 5 < turned[0]["value"]["rotation"] < 90, turned
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("[data-said]")).to_contain_text("Undone")
    assert drawn(page)[0]["value"]["rotation"] == 0
    page.get_by_role("button", name="Redo").tap()
    expect(page.locator("[data-said]")).to_contain_text("Done again")
    assert drawn(page) == turned
    ada.look("turned-by-finger")
    submit(page)

    assert kept(work) == turned


def swipe(page: Page, start: tuple[float, float], by: tuple[float, float]) -> None:
    """Drag with one finger."""
    line = page.context.new_cdp_session(page)
    for kind, share in (("touchStart", 0.0), ("touchMove", 0.3), ("touchMove", 0.7), ("touchMove", 1.0)):
        place = {"x": start[0] + by[0] * share, "y": start[1] + by[1] * share, "id": 0}
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(600)  # a tap any sooner is a part of the same gesture to Chromium, and presses nothing
