"""A day in somebody's own language: they read, press and fill in what their page says, and every page is looked at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.looking import AXE_OPTIONS, Visit, folder_for_pictures, told
from tests.browser.waiting import arrives, felt
from tests.cast import PASSWORD, Who
from web.words import Language, load_languages

LOCALES = {"es": "es-MX", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Window:
    """How somebody looks at Jornal: in which language, on what, and whether the room is dark."""

    language: str
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.scheme}"

    @property
    def options(self) -> dict[str, object]:
        """What a browser is told of it."""
        size = PHONE if self.width == PHONE_WIDTH else LAPTOP
        return {**size, "locale": LOCALES[self.language], "color_scheme": self.scheme, "reduced_motion": "reduce"}

    def who(self, name: str) -> Who:
        """Somebody of this name who reads this language; each window has people of its own."""
        return Who(f"{name}-{self}", language=self.language)


PHONE_WIDTH = 390
ESSENTIAL = (Window("es", PHONE_WIDTH, "dark"),)
"""In every run; English is walked in every run by the other tests of this folder."""
BEYOND = (Window("en", 1280, "light"), Window("es", 1280, "light"), Window("en", PHONE_WIDTH, "dark"))


@dataclass
class Day:
    """One person's window through a day; texts are given in English and looked up in the person's language."""

    visit: Visit
    window: Window
    story: str
    pages: int = 0

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def language(self) -> Language:
        return load_languages()[self.window.language]

    def word(self, text: str, **values: object) -> str:
        """Return what the page says for an English text."""
        return self.language.say(text, **values)

    def begins(self, text: str) -> re.Pattern[str]:
        """Return what finds a text by its words up to the first value in it."""
        return re.compile(re.escape(re.split(r"%\(", self.word(text))[0].strip()))

    def go(self, path: str) -> None:
        self.visit.go(path)

    def come_in(self, who: Who) -> None:
        """Come in through the door."""
        self.go("/door")
        self.label("E-mail").fill(who.email)
        self.label("Password").fill(PASSWORD)
        self.press("Come in")
        self.page.wait_for_url(lambda url: "/door" not in url)

    def label(self, text: str) -> Locator:
        """Return the field with this label."""
        return self.page.get_by_label(self.word(text), exact=True).first

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=self.word(text), exact=True)

    def press(self, text: str) -> None:
        """Press the first button that says so."""
        self.button(text).first.click()

    def go_on(self, text: str) -> None:
        """Press the first button that says so, and wait for the page that it leads to."""
        with arrives(self.page):
            self.press(text)

    def open(self, text: str) -> None:
        """Open what is folded away under a line."""
        self.page.locator("summary").filter(has_text=self.begins(text)).first.click()

    def follow(self, text: str) -> None:
        """Follow the first link that says so."""
        with arrives(self.page):
            self.page.get_by_role("link", name=self.word(text), exact=True).first.click()

    def reads(self, text: str) -> None:
        """Wait until the page says so; values in the text are not compared."""
        self.page.locator("main").get_by_text(self.begins(text)).filter(visible=True).first.wait_for()

    def look(self, name: str) -> None:
        """Take a picture and ask axe; the page speaks the person's language and fits its window."""
        self.visit.ready()
        self.pages += 1
        file_name = f"{self.story}-{self.pages:02}-{name}-{self.window}.png"
        self.page.screenshot(path=folder_for_pictures() / file_name, full_page=True, caret="initial")
        self.visit.to_the_top()
        found = told(Axe().run(self.page, options=AXE_OPTIONS).response["violations"])
        assert found == [], f"axe on {file_name}: {found}"
        assert self.page.locator("html").get_attribute("lang") == self.window.language
        assert self.visit.overflow() <= 0, f"{file_name} is wider than its window"
        assert self.visit.wrong == [], f"on {file_name}"

    def ends(self) -> None:
        """Say that a thumb could press everything that was on the last page."""
        assert self.visit.small_targets() == []


def begin(visit: Callable[..., Visit], window: Window, *, story: str) -> Day:
    """Open a window."""
    return Day(visit(window.options), window, story)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw over a picture from one place to another, by finger where there is one; shares from 0 to 1."""
    page.locator(".canvas-lines").scroll_into_view_if_needed()
    frame: Any = page.locator(".canvas-lines").bounding_box()
    first, last = ((frame["x"] + frame["width"] * x, frame["y"] + frame["height"] * y) for x, y in (start, end))
    if page.evaluate("navigator.maxTouchPoints"):
        for place in (first, last):
            with felt(page, "pointerup"):
                page.touchscreen.tap(*place)
        return
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=3)
    page.mouse.up()
