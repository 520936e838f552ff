"""The real browser in which pages are measured: Playwright and Chromium where they are found, or what to install."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
NEEDS_PLAYWRIGHT = "this measurement needs Playwright and Chromium: install the development dependencies."


class NoBrowserError(Exception):
    """Playwright or Chromium is not installed; the text says what to do."""


@contextmanager
def opened_browser() -> Iterator[Any]:  # Playwright's Browser; Jornal runs without Playwright, so it has no type here
    """Open Chromium and close it again.

    Raises:
        NoBrowserError: there is no Playwright or no Chromium here.
    """
    chromium = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    try:
        playwright = import_module("playwright.sync_api")
    except ModuleNotFoundError as missing:
        raise NoBrowserError(NEEDS_PLAYWRIGHT) from missing
    if not chromium:
        raise NoBrowserError(NEEDS_PLAYWRIGHT)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()
