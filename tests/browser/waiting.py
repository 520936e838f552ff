"""How a test waits for what people wait for: a tap that was felt, a page that has come, an answer that was sent."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.browser.looking import PATIENCE_SECONDS, STILL

_LISTEN = """what => {
  window.wasFelt = false;
  addEventListener(what, () => setTimeout(() => { window.wasFelt = true; }), { once: true, capture: true });
}"""
_FELT = "() => window.wasFelt !== false"
"""So it is, too, on a page that has come since."""
_OTHER = "() => !window.isLeft && document.readyState === 'complete'"
"""Functions, not texts: what has to be asked a second time is a text that our pages' policy forbids to evaluate."""
_BY_ITSELF = ("/heartbeat", "/draft")


@contextmanager
def felt(page: Page, what: str = "click") -> Iterator[None]:
    """Wait at the end until the page has done what it does when a finger touches it: Chromium tells it after the tap."""
    page.evaluate(_LISTEN, what)
    yield
    page.wait_for_function(_FELT)


def tap(*targets: Locator) -> None:
    """Tap with a finger on one after the other, each once the one before was felt."""
    for target in targets:
        target.wait_for()
        with felt(target.page):
            target.tap()


@contextmanager
def arrives(page: Page) -> Iterator[None]:
    """Wait at the end until another page has come, whole, with its scripts."""
    page.evaluate("window.isLeft = true")
    yield
    page.wait_for_function(_OTHER)


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Wait at the end until what a part of the page sends meanwhile was answered, and the answer stands there."""

    def is_meant(response: Response) -> bool:
        return response.request.method == "POST" and not response.url.endswith(_BY_ITSELF)

    with page.expect_response(is_meant):
        yield
    page.wait_for_function(STILL)


def becomes(page: Page, read: Callable[[], Any], wanted: object) -> None:
    """Wait until something is as wanted that no locator shows; where it never is, say what it was.

    Args:
        read: returns it; Any, because it is of whatever type `wanted` is.
    """
    gives_up = time.monotonic() + PATIENCE_SECONDS
    while (found := read()) != wanted and time.monotonic() < gives_up:
        page.wait_for_timeout(20)  # meanwhile the browser's events reach us
    assert found == wanted
