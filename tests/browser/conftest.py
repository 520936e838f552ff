"""Browsers: a real Chromium, a real Jornal on a free port, and windows of the sizes that people have."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.looking import Visit
from tests.browser.site import Site, open_site
from tests.second_tries import SECOND_TRY

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}

PATIENCE_MS = 30_000
"""A machine that runs several of these beside one another is slow; a page that is broken stays so."""
expect.set_options(timeout=PATIENCE_MS)

ALWAYS = {"test_boxes.py", "test_annotator_by_keyboard.py"}
"""The walks that every run takes; `.ci/run` takes all of them, so that the rest need not wait for it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker(SECOND_TRY)
            if item.path.name not in ALWAYS:
                item.add_marker("stress")


def chromium_path() -> str:
    """Return where Chromium is; without one the tests are skipped, unless they were required."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not found:
        is_required = os.environ.get("CI") == "true" or os.environ.get("JORNAL_REQUIRE_BROWSER")
        (pytest.fail if is_required else pytest.skip)("no Chromium here: on Debian, apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    with open_site(sqlite_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Opens windows, each with cookies of its own; whatever goes wrong in one of them fails the test at its end."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def another(size: dict[str, object]) -> Visit:
        asked = {"locale": "en-GB", "accept_downloads": True} | size
        contexts.append(chromium.new_context(**asked))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(PATIENCE_MS)
        visits.append(Visit(contexts[-1].new_page(), site.url))
        return visits[-1]

    yield another
    for context in contexts:
        context.close()
    assert [wrong for one in visits for wrong in one.wrong] == []
