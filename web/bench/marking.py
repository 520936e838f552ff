"""How soon words of a very long text are marked, and how smoothly it scrolls, in a browser, with the page's element."""

import json
import os
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlsplit

from web.bench.browser import opened_browser
from web.bench.drawing import LAPTOP
from web.bundles import static_bytes
from web.render import Pages
from web.words import load_languages

ADDRESS = "http://marking.invalid"
SIZES = (0, 900)
CHARACTERS = 1_000_000
SELECTIONS, STEPS = 60, 120
SETTLE_MS = 300
"""As long as nobody is quicker: from a look at the next part of the text to the next selection."""
LABELS = ("person", "place", "paper")
WORDS = ("Ana", "went", "to", "Oaxaca", "with", "her", "passport", "and", "José", "🚌", "waited", "שלום", "there")

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="stylesheet" href="/static/jornal.css"><link rel="stylesheet" href="/static/text_annotator.bundle.css">
<script src="/static/item.bundle.js" defer></script><script src="/static/text_annotator.bundle.js" defer></script>
<main class="page"><form class="slip stack" data-assignment="1">{widget}</form></main>"""
_WATCH = """() => {
  window.took = [];
  const painted = (began) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.took.push(performance.now() - began);
    channel.port2.postMessage(0);
  });
  let pressed = 0;
  addEventListener('mouseup', () => { pressed = performance.now(); }, true);
  addEventListener('keydown', () => painted(performance.now()), true);
  document.addEventListener('change', () => { if (pressed) painted(pressed); pressed = 0; });
}"""
"""Keeps how long it took from letting go, or from a key, until the page was painted."""
_SCROLL = """async (steps) => {
  const frame = document.querySelector('[data-frame]'), waits = [];
  let last = performance.now();
  for (let step = 0; step < steps; step += 1) {
    frame.scrollTop += frame.clientHeight * (step % 10 === 9 ? 40 : 0.4);
    await new Promise((next) => requestAnimationFrame(next));
    waits.push(performance.now() - last);
    last = performance.now();
  }
  return waits;
}"""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long somebody waited, in milliseconds."""

    count: int
    p50_ms: float
    p95_ms: float


def measure(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Mark words of a long text that has so many marks already, walk and scroll in it; return figures for JSON.

    Args:
        sizes: how many marks there are before.

    Raises:
        NoBrowserError: there is no Playwright or no Chromium here.
    """
    found: dict[str, Any] = {}
    with opened_browser() as browser:
        for name, text in (("lines", long_text()), ("one line", long_text().replace("\n", " "))):
            for size in sizes:
                found[f"{name}, {size} marks"] = _acts(browser, text, size)
    return {"characters": CHARACTERS, **found, "load": [round(one, 2) for one in os.getloadavg()]}


def long_text() -> str:
    """Return a text of about a megabyte: lines of many lengths, emoji, and words from right to left."""
    chance, words, length = Random(7), [], 0  # noqa: S311 - the same text each time
    while length < CHARACTERS:
        word = chance.choice(WORDS) + ("\n" if chance.random() < 0.04 else " ")
        words.append(word)
        length += len(word)
    return "".join(words)


def marks_in(text: str, count: int) -> list[dict[str, Any]]:
    """Return so many marks spread over a text, two in five of them over another."""
    step = len(text) // max(count, 1)
    places = [(number * step, number * step + (30 if number % 5 else step + 20)) for number in range(count)]
    return [
        {
            "id": f"r{number}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [LABELS[number % 3]]},
        }
        for number, (start, end) in enumerate(places)
    ]


def page_with(text: str, count: int) -> str:
    """Return a page with the work page's own element, its style, the text, and so many marks."""
    labels = [{"value": label, "key": str(number)} for number, label in enumerate(LABELS, start=1)]
    schema = {"question": "Who and where?", "labels": labels}
    shown = {
        "name": "text",
        "content": text,
        "region_controls": [{"name": "label", "kind": "spans", "schema": schema, "when": None}],
    }
    languages = load_languages()
    widget = Pages(languages).environment("en").get_template("widgets/text_annotator.html")
    drawn = widget.render(
        shown=shown,
        offer={"language": "en", "is_blurred": False, "objects": [shown]},
        typed={"fields": {"regions.text": (json.dumps(marks_in(text, count)),)}, "problem": ""},
        suggested={},
        language=languages["en"],
    )
    return _PAGE.format(widget=drawn)


def _acts(browser: Any, text: str, count: int) -> dict[str, Any]:
    """Open the text, then mark, walk and scroll."""
    page = browser.new_context(**LAPTOP).new_page()
    html = page_with(text, count)
    page.route("**/*", lambda route: route.fulfill(**_answer(route.request.url, html)))
    page.goto(ADDRESS)
    opened = page.evaluate("performance.now()")
    page.evaluate(_WATCH)
    marked = _marked(page)
    page.evaluate("() => { window.took = []; document.querySelector('[data-sheet]').focus(); }")
    for _ in range(STEPS // 2):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("ArrowDown")
    walked = page.evaluate("window.took")
    scrolled = page.evaluate(_SCROLL, STEPS)
    page.context.close()
    return {
        "open_ms": round(opened),
        "mark": _shown(marked),
        "walk": _shown(walked),
        "scroll_frame": _shown(scrolled),
    }


def _marked(page: Any) -> list[float]:
    """Mark a stretch in the part of the text that is seen, again and again, and look further on each time."""
    frame = page.locator("[data-frame]").bounding_box()
    for number in range(SELECTIONS):
        y = frame["y"] + 30 + (number * 37) % (frame["height"] - 80)
        page.mouse.move(frame["x"] + 60, y)
        page.mouse.down()
        page.mouse.move(frame["x"] + 260, y + 45)
        page.mouse.up()
        page.wait_for_timeout(SETTLE_MS)
        page.evaluate("document.querySelector('[data-frame]').scrollTop += 5000")
        page.wait_for_timeout(SETTLE_MS)
    found: list[float] = page.evaluate("window.took")
    return found


def _answer(url: str, html: str) -> dict[str, Any]:
    path = urlsplit(url).path
    if path.startswith("/static/"):
        kind = "text/css" if path.endswith(".css") else "text/javascript"
        return {"body": static_bytes(path.removeprefix("/static/")), "content_type": kind}
    return {"body": html, "content_type": "text/html"} if path in {"", "/"} else {"status": 404}


def _shown(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    found = Waits(len(ordered), ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)])
    return {"count": found.count, "p50_ms": round(found.p50_ms, 1), "p95_ms": round(found.p95_ms, 1)}
