"""How a test looks at a page: with axe in light and dark, at its errors, and with a picture for whoever wants to see it."""

import os
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

from tests.cast import PASSWORD, Who

REFUSED_ON_PURPOSE = re.compile(r"Failed to load resource: .* status of 4\d\d|Response Status Error Code 4\d\d")
"""What the browser itself and htmx say of a page that refuses; the page says it better."""

STILL = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
"""A function, not a text: what has to be asked a second time is a text that our pages' policy forbids to evaluate."""

AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TARGET_PIXELS = 44
PATIENCE_SECONDS = 30
_AT_REST = """new Promise((done) => {
  let [before, times] = ['', 0];
  const look = () => {
    const places = [...document.querySelectorAll('.canvas-lines')].map((one) => Object.values(one.getBoundingClientRect().toJSON()));
    const now = JSON.stringify([places, scrollX, scrollY]);
    times = now === before && !document.querySelector('[data-gliding]') ? times + 1 : 0;
    before = now;
    return times > 5 ? done() : requestAnimationFrame(look);
  };
  look();
})"""
"""Six frames in a row that show the same."""


@cache
def folder_for_pictures() -> Path:
    """Return where pictures go: a temporary folder, or where JORNAL_SCREENSHOTS says."""
    folder = Path(os.environ.get("JORNAL_SCREENSHOTS") or tempfile.mkdtemp(prefix="jornal-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Visit:
    """One person's window: what they see, and everything that went wrong in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("response", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSED_ON_PURPOSE.search(message.text):
            self.wrong.append(f"console: {message.text} at {message.location}")

    def _watch(self, response: Response) -> None:
        is_ours = response.url.startswith(self.url)
        if not is_ours or response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.wrong.append(f"{response.status} {response.url}")

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.url + path)

    def log_in(self, who: Who) -> None:
        """Come in through the door."""
        self.go("/door")
        self.page.get_by_label("E-mail").fill(who.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Come in").click()
        self.page.wait_for_url(lambda url: "/door" not in url)

    def look(self, name: str) -> None:
        """Take a picture of the page and ask axe about it, in light and in dark; nothing may be wrong."""
        self.ready()
        width = (self.page.viewport_size or {"width": 0})["width"]
        place = self.page.evaluate("scrollY")
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            picture = folder_for_pictures() / f"{name}-{width}-{scheme}.png"
            self.page.screenshot(path=picture, full_page=True, caret="initial")  # hiding it would style our fields
            self.to_the_top()
            found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
            wrong = told(found)
            assert wrong == [], f"axe on {name} in {scheme}: {wrong}"
        self.page.evaluate("place => scrollTo({ top: place, behavior: 'instant' })", place)
        assert self.overflow() <= 0, f"{name} is wider than its window"
        assert self.wrong == [], f"on {name}"

    def to_the_top(self) -> None:
        """Scroll up: the bar that stays in sight lies over half of what was scrolled under it; people go on, axe does not."""
        self.page.wait_for_function("() => (scrollTo({ top: 0, behavior: 'instant' }), scrollY === 0)")

    def ready(self) -> None:
        """Wait until the page's scripts hear keys: what is pressed before is pressed for nobody."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(STILL)

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait until something is so that the page does not show, such as what it has sent; fail where it never is."""
        gives_up = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert time.monotonic() < gives_up, f"never came about: {what}"
            self.page.wait_for_timeout(20)  # meanwhile the browser's events reach us

    def at_rest(self) -> None:
        """Wait until nothing of a picture moves or glides any more, nor the page under it."""
        self.page.evaluate(_AT_REST)

    def overflow(self) -> int:
        """Return how many pixels the page is wider than its window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide

    def small_targets(self) -> list[str]:
        """Return the controls of the main part that a thumb would miss: lower than 44 pixels."""
        small: list[str] = self.page.evaluate(
            """least => [...document.querySelectorAll(
                 'main button, main select, main summary, main label.choice, main input:not([type=radio]):not([type=checkbox]):not([type=hidden])')]
               .filter(one => one.checkVisibility() && !one.closest('.hidden') && !one.matches('.hidden, .link'))
               .filter(one => one.getBoundingClientRect().height + 0.5 < least).map(one => one.outerHTML.slice(0, 90))""",
            TARGET_PIXELS,
        )
        return small


def told(violations: list[dict[str, object]]) -> list[str]:
    """Return what axe found, in a line each: the rule, and the first places that break it."""
    return [f"{one['id']}: {[node['html'] for node in one['nodes']][:3]}" for one in violations]  # type: ignore[attr-defined]
