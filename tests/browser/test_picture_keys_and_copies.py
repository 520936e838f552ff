"""On a picture: the page's own keys are not the tools', and what is copied from the item before stays on the picture."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP
from tests.browser.drawing_place import STREETS, comes, drag, drawn, kept, street_of, submit
from tests.browser.looking import Visit
from tests.browser.site import Site


def test_shift_and_s_skip_from_the_picture_and_s_alone_stops_the_snapping(
    site: Site, visit: Callable[..., Visit]
) -> None:
    street_of(site, task_type="boxes")
    page = comes(visit, site, LAPTOP).page
    before = page.locator("form[data-assignment]").get_attribute("data-assignment")
    page.locator("#answer").focus()

    page.keyboard.press("s")
    expect(page.locator("[data-said]")).to_contain_text("do not snap")
    page.keyboard.press("Shift+S")

    expect(page.locator(f"form[data-assignment='{before}']")).to_have_count(0)


def test_leaving_a_corner_and_then_its_shape_is_said(site: Site, visit: Callable[..., Visit]) -> None:
    street_of(site, task_type="polygons")
    page = comes(visit, site, LAPTOP).page
    page.locator("#answer").focus()
    page.keyboard.press("n")
    page.keyboard.press("]")
    expect(page.locator("[data-said]")).to_contain_text("Corner 1 of 3")

    page.keyboard.press("Escape")
    expect(page.locator("[data-said]")).to_contain_text("Polygon 1: 256 by 192")
    page.keyboard.press("Escape")

    expect(page.locator("[data-said]")).to_have_text("Cancelled.")


def test_a_turned_box_that_is_copied_onto_a_lower_picture_stays_on_it(
    site: Site, visit: Callable[..., Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    lower = io.BytesIO()
    Image.new("RGB", (1600, 400), "#9ab").save(lower, "PNG")
    monkeypatch.setitem(STREETS, "calle 2.png", lower.getvalue())
    work = street_of(site, task_type="rotated_boxes")
    page = comes(visit, site, LAPTOP).page
    drag(page, (0.6, 0.75), (0.9, 0.8))
    page.locator("#answer").focus()
    page.keyboard.press(".")
    page.keyboard.press(".")
    page.keyboard.press(".")
    page.keyboard.press(".")
    before = drawn(page)[0]["value"]

    submit(page)
    page.get_by_role("button", name="Copy from the item before").click()
    expect(page.locator("[data-said]")).to_contain_text("Copied from the item before: 1")
    copied = drawn(page)[0]["value"]

    assert copied["rotation"] == before["rotation"] == 20
    assert copied["width"] == before["width"]
    assert copied["y"] < before["y"] - 10
    assert len(kept(work)) == 1
