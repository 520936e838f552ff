"""How a test works on a text as Ada does: selects with the mouse, taps, presses keys, sends, and reads what was kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.looking import Visit
from tests.browser.site import Site
from tests.browser.waiting import felt
from tests.cast import ADA
from tests.make import make_annotator
from tests.text_work import asked_project
from tests.work import TASK_TYPES, Work

Open = Callable[..., "Desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Ada at her work: the window, and the house behind it."""

    visit: Visit
    work: Work

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def value(self) -> list[dict[str, Any]]:
        """What the form would send for the text, once everything is done that the last event has begun."""
        value: list[dict[str, Any]] = json.loads(self.page.evaluate(_VALUE))
        return value

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Each mark's words and label, in the order in which they were made."""
        return [(one["value"]["text"], one["value"]["labels"][0]) for one in self.value if one["type"] == "labels"]

    @property
    def said(self) -> str:
        return self.page.locator("[data-said]").first.text_content() or ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def spot(self, words: str, *, end: bool = False, nth: int = 0) -> tuple[float, float]:
        """Return where on the screen words of the text begin, or end; within the first or the last character."""
        found = self.page.evaluate(_SPOT, [words, end, nth])
        return found["x"], found["y"]

    def drag(self, first: str, last: str) -> None:
        """Select with the mouse from the beginning of some words to the end of others."""
        self.page.mouse.move(*self.spot(first))
        self.page.mouse.down()
        x, y = self.spot(last, end=True)
        self.page.mouse.move(x - 5, y)
        self.page.mouse.move(x, y)
        self.page.mouse.up()
        self.page.evaluate(_DONE)

    def click(self, words: str) -> None:
        """Click with the mouse where some words begin."""
        self.page.mouse.click(*self.spot(words))
        self.page.evaluate(_DONE)

    def tap(self, words: str) -> None:
        """Tap in the middle of a word."""
        (left, top), (right, _) = self.spot(words), self.spot(words, end=True)
        with felt(self.page):
            self.page.touchscreen.tap((left + right) / 2, top)

    def submit(self) -> None:
        """Send the answer and wait until it was taken."""
        before = self.page.locator("form[data-assignment]").get_attribute("data-assignment")
        self.page.get_by_role("button", name="Submit and next").click()
        expect(self.page.locator(f"form[data-assignment='{before}']")).to_have_count(0)

    def kept(self) -> list[list[dict[str, Any]]]:
        """Return every answer that the house keeps, each found by its kind of work to be one."""
        rows = self.work.rows(_KEPT)
        for task_type, schema, content, result in rows:
            found = TASK_TYPES[str(task_type)].problems(
                json.loads(str(schema)), json.loads(str(content)), json.loads(str(result))
            )
            assert found == []
        return [json.loads(str(row[3])) for row in rows]


def desk_at(
    site: Site, visit: Callable[..., Visit], size: Mapping[str, object], *, waits_for: str = "", **asked: Any
) -> Desk:
    """Publish a project that asks something, and open its first item in Ada's window."""
    with site.house.db.writing() as tx:
        make_annotator(tx, ADA)
    work = asked_project(site.house.db, site.clock, **asked)
    ada = visit(size)
    ada.log_in(ADA)
    ada.go(f"/work/{work.project_id}")
    ada.page.get_by_role("button", name="Start", exact=True).click()
    expect(ada.page.locator("form[data-assignment]")).to_be_visible()
    ada.ready()
    site.clock.advance(seconds=50)
    return Desk(ada, work)


def texts(*written: str) -> Sequence[Mapping[str, object]]:
    """Return items that are one text each."""
    return [{"text": text} for text in written]


_KEPT = (
    "SELECT project.task_type, project.label_schema, item.content, answer.result FROM answer"
    " JOIN assignment ON assignment.id = answer.assignment_id JOIN item ON item.id = assignment.item_id"
    " JOIN project ON project.id = item.project_id ORDER BY answer.assignment_id"
)
_DONE = "new Promise((done) => setTimeout(done, 1))"
"""Comes after whatever the page put off until its event was over: timers of one millisecond come in their order."""
_VALUE = "new Promise((tell) => setTimeout(() => tell(document.querySelector('text-annotator').value), 1))"
_SPOT = """([words, isEnd, nth]) => {
  const sheet = document.querySelector('[data-sheet]');
  let found = 0;
  for (const part of sheet.querySelectorAll('.marks-words')) {
    const text = part.firstChild.data;
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      if (found++ < nth) continue;
      const range = document.createRange();
      range.setStart(part.firstChild, at);
      range.setEnd(part.firstChild, at + words.length);
      part.scrollIntoView({ block: 'nearest' });
      const rects = [...range.getClientRects()].filter((one) => one.width > 0);
      const rect = isEnd ? rects.at(-1) : rects[0];
      return { x: isEnd ? rect.right : rect.left, y: rect.top + rect.height / 2 };
    }
  }
  throw new Error(`not in the text: ${words}`);
}"""
