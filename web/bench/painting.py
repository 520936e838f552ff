"""How long a person waits between two items: from the key that submits to the next one painted, in a real browser."""

import os
import statistics
from pathlib import Path
from typing import Any

from web.bench.browser import opened_browser
from web.bench.crowd import LABELS
from web.bench.pages import free_port, server, token_of
from web.bench.work import Bench, set_up
from web.db_schema import upgrade
from web.deps import cookie_name
from web.running import the_house_of
from web.settings import Environment, Settings

LAPTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}
MILLISECONDS_MOST = 20_000

_RECORD = """() => {
  const waits = [];
  window.waits = waits;
  let began = 0;
  addEventListener("keydown", (event) => { if (event.key === "Enter") began = performance.now(); }, true);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "bench" || !began) return;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { waits.push(performance.now() - began); began = 0; };
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
}"""
"""Keeps each wait: from the press of Enter to the first moment after the frame that shows the next item."""


def measure(folder: Path, *, items: int) -> dict[str, Any]:
    """Answer so many items by keyboard on the real work page, served here, and return figures for JSON.

    Args:
        folder: an empty one, for the house.
        items: how many answers; the project has as many again.

    Raises:
        NoBrowserError: there is no Playwright or no Chromium here.
    """
    settings = Settings(environment=Environment.TEST, data_dir=folder, port=free_port())
    with the_house_of(settings, is_migrating=False) as house:
        upgrade(house.db)
        bench = set_up(house, items=items * 2, annotators=1)
        with server(settings), opened_browser() as browser:
            waits = answer(browser.new_context(**LAPTOP), bench, items=items)
    return figures(waits)


def answer(context: Any, bench: Bench, *, items: int) -> list[float]:  # a browser's context; it has no type without it
    """Answer so many items, a digit and Enter each, and return how long each next one took, in milliseconds."""
    settings = bench.house.settings
    here = f"http://{settings.host}:{settings.port}"
    token = token_of(bench, bench.annotator_ids[0])
    context.add_cookies([{"name": cookie_name(settings), "value": token, "url": here}])
    page = context.new_page()
    page.goto(f"{here}/work/{bench.project_id}")
    page.locator("#bench form button").first.click()
    page.wait_for_selector("form[data-assignment]")
    page.evaluate(_RECORD)
    for number in range(items):
        page.keyboard.press(str(number % len(LABELS) + 1))
        page.keyboard.press("Enter")
        page.wait_for_function("count => window.waits.length === count", arg=number + 1, timeout=MILLISECONDS_MOST)
    return [float(one) for one in page.evaluate("window.waits")]


def figures(waits: list[float]) -> dict[str, Any]:
    """Return waits as figures for JSON, with how busy the machine was."""
    inorder = sorted(waits)
    return {
        "items": len(inorder),
        "p50_ms": round(statistics.median(inorder), 1),
        "p95_ms": round(inorder[len(inorder) * 95 // 100], 1),
        "most_ms": round(inorder[-1], 1),
        "load": [round(one, 2) for one in os.getloadavg()],
        "cores": os.cpu_count(),
    }
