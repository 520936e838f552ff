"""The pages that the benchmarks measure are the real widgets at work; what the figures say is for people to judge."""

import pytest
from playwright.sync_api import Browser, Page

from web.bench import drawing, marking


@pytest.fixture
def page(chromium: Browser) -> Page:
    return chromium.new_context(**drawing.LAPTOP).new_page()


def test_the_shapes_that_are_dragged_are_drawn_by_the_work_pages_own_widget(chromium: Browser) -> None:
    pictures = dict.fromkeys(("screen", "full"), drawing.photograph((400, 300)))

    found = drawing.drag(drawing.opened(chromium, drawing.LAPTOP, 12, pictures))

    assert found.count > 10


def test_the_text_that_is_marked_is_drawn_by_the_work_pages_own_widget(page: Page) -> None:
    html = marking.page_with("Ana went to Oaxaca. " * 40, 3)
    page.route("**/*", lambda route: route.fulfill(**marking._answer(route.request.url, html)))

    page.goto(marking.ADDRESS)

    assert page.evaluate("JSON.parse(document.querySelector('text-annotator').value).length") == 3
