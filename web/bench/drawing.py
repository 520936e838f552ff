"""How smoothly shapes are dragged and a photograph is looked at, in a real browser with the work page's own element."""

import io
import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from web.bench.browser import opened_browser
from web.bundles import static_bytes
from web.render import Pages
from web.words import load_languages

ADDRESS = "http://drawing.invalid"
PHOTOGRAPH = (4_000, 3_000)
"""Twelve megapixels."""
SCREEN = (1_280, 960)
LAPTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
CPU_SLOWED = 4
SIZES = (200, 1_000)
LABELS = ("ramp", "kerb", "obstacle")
MOVES = 180

_RECORD = """() => {
  const waits = [], works = [];
  let last = 0;
  window.frames = { waits, works, on: false };
  const channel = new MessageChannel();
  let began = 0;
  channel.port1.onmessage = () => { if (window.frames.on) works.push(performance.now() - began); };
  const frame = (now) => {
    if (window.frames.on && last) waits.push(now - last);
    last = now;
    began = performance.now();
    channel.port2.postMessage(0);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
"""Keeps how long each frame lasted, and how long the page worked for it: from its begin until it was painted."""
_HAS_FULL = "(image => image.src.endsWith('full') && image.complete)(document.querySelector('.canvas-layer img'))"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/jornal.css"><link rel="stylesheet" href="/static/picture_annotator.bundle.css">
<script src="/static/item.bundle.js" defer></script><script src="/static/picture_annotator.bundle.js" defer></script>
<main class="page page-narrow"><form class="slip stack" data-assignment="1">{widget}
<p><button id="submit">Submit</button></p></form></main>"""


@dataclass(frozen=True, slots=True)
class Frames:
    """What was seen while somebody dragged, in milliseconds: how long frames lasted, and the page's work for each."""

    count: int
    p50_ms: float
    p95_ms: float
    work_p95_ms: float


def measure(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Drag one of so many shapes, then look closer at a photograph on a slow phone; return figures for JSON.

    Args:
        sizes: how many shapes there are.

    Raises:
        NoBrowserError: there is no Playwright or no Chromium here.
    """
    pictures = {"screen": photograph(SCREEN), "full": photograph(PHOTOGRAPH)}
    with opened_browser() as browser:
        dragged = {str(size): _shown(drag(opened(browser, LAPTOP, size, pictures))) for size in sizes}
        phone = look_closer(opened(browser, PHONE, 3, pictures))
    looked = {
        "megapixels": PHOTOGRAPH[0] * PHOTOGRAPH[1] // 1_000_000,
        "width": 390,
        "cpu_slowed": CPU_SLOWED,
        **_shown(phone),
    }
    return {
        "drag": dragged,
        "look": looked,
        "load": [round(one, 2) for one in os.getloadavg()],
        "cores": os.cpu_count(),
    }


def photograph(size: tuple[int, int]) -> bytes:
    """Return a picture with detail everywhere, as a camera's has, so that decoding it is real work."""
    grain = Image.frombytes("RGB", (400, 300), Random(7).randbytes(400 * 300 * 3))  # noqa: S311 - grain, not a secret
    data = io.BytesIO()
    grain.resize(size, Image.Resampling.BICUBIC).save(data, "JPEG", quality=85)
    return data.getvalue()


def results(count: int) -> list[dict[str, Any]]:
    """Return so many shapes in rows over the picture, boxes and polygons in turn; the first lies in the middle."""
    columns = math.ceil(math.sqrt(count))
    step = 96 / columns
    places = [(2 + step * (number % columns), 2 + step * (number // columns)) for number in range(count)]
    return [_shape(number, x, y, step) for number, (x, y) in enumerate([(44.0, 44.0), *places[1:]])]


def _shape(number: int, x: float, y: float, step: float) -> dict[str, Any]:
    label = LABELS[number % len(LABELS)]
    side = round(max(step * 0.7, 0.6), 6) if number else 12.0
    width, height = PHOTOGRAPH
    size = {"original_width": width, "original_height": height, "image_rotation": 0}
    about = {"id": f"r{number + 1}", "to_name": "image", **size}
    value: dict[str, Any] = {"x": round(x, 6), "y": round(y, 6), "width": side, "height": side, "rotation": 0}
    if number % 2:
        return {**about, "from_name": "area", "type": "polygonlabels", "value": _polygon(x, y, side / 2, label)}
    return {**about, "from_name": "thing", "type": "rectanglelabels", "value": {**value, "rectanglelabels": [label]}}


def _polygon(x: float, y: float, half: float, label: str) -> dict[str, Any]:
    turns = [2 * math.pi * turn / 8 for turn in range(8)]
    points = [[round(x + half * (1 + math.cos(turn)), 6), round(y + half * (1 + math.sin(turn)), 6)] for turn in turns]
    return {"points": points, "closed": True, "polygonlabels": [label]}


def page_with(count: int) -> str:
    """Return a page with the work page's own element, its style, and so many shapes."""
    labels = [{"value": label, "key": ""} for label in LABELS]
    controls = [
        {"name": name, "kind": kind, "schema": {"question": name, "labels": labels}, "when": None}
        for name, kind in (("thing", "boxes"), ("area", "polygons"))
    ]
    languages = load_languages()
    widget = Pages(languages).environment("en").get_template("widgets/picture_annotator.html")
    content = {"image": "0" * 64, "width": PHOTOGRAPH[0], "height": PHOTOGRAPH[1]}
    shown = {"name": "image", "content": content, "region_controls": controls}
    drawn = widget.render(
        shown=shown,
        offer={"language": "en", "is_blurred": False, "project_id": 1, "objects": [shown]},
        typed={"fields": {"regions.image": (json.dumps(results(count)),)}, "problem": ""},
        suggested={},
        language=languages["en"],
    )
    return _PAGE.format(widget=drawn)


def opened(browser: Any, window: dict[str, Any], count: int, pictures: dict[str, bytes]) -> Any:
    """Return a page that shows so many shapes and has begun to keep its frames."""
    page = browser.new_context(**window).new_page()
    html = page_with(count)
    page.route("**/*", lambda route: route.fulfill(**_answer(route.request.url, html, pictures)))
    page.goto(ADDRESS)
    page.wait_for_function("document.querySelectorAll('[data-layer] > g').length === " + str(count))
    page.wait_for_function("document.querySelector('.canvas-layer img').complete")
    page.wait_for_timeout(500)
    page.evaluate(_RECORD)
    return page


def _answer(url: str, html: str, pictures: dict[str, bytes]) -> dict[str, Any]:
    path = urlsplit(url).path
    if path.startswith("/pictures/"):
        return {"body": pictures[path.rsplit("/", 1)[1]], "content_type": "image/jpeg"}
    if path.startswith("/static/"):
        kind = "text/css" if path.endswith(".css") else "text/javascript"
        return {"body": static_bytes(path.removeprefix("/static/")), "content_type": kind}
    return {"body": html, "content_type": "text/html"} if path in {"", "/"} else {"status": 404}


def recorded(page: Any, act: Callable[[], None]) -> Frames:
    """Return the frames while something was done."""
    page.evaluate("window.frames.on = true")
    act()
    found = page.evaluate("() => { window.frames.on = false; return window.frames; }")
    return Frames(len(found["waits"]), _part(found["waits"], 50), _part(found["waits"], 95), _part(found["works"], 95))


def _part(values: list[float], percent: int) -> float:
    return round(sorted(values)[min(len(values) - 1, len(values) * percent // 100)], 2)


def drag(page: Any) -> Frames:
    """Drag the first shape around by its badge."""
    page.locator("[data-item=r1] [data-choose]").click()
    badge = page.locator("[data-region=r1] .shape-badge").bounding_box()
    middle = (badge["x"] + badge["width"] / 2, badge["y"] + badge["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 4, middle[1] + 4)

    def around() -> None:
        for step in range(MOVES):
            turn = 2 * math.pi * step / 60
            page.mouse.move(middle[0] + 90 * math.sin(turn), middle[1] + 90 * (1 - math.cos(turn)))

    found = recorded(page, around)
    page.mouse.up()
    page.context.close()
    return found


def look_closer(page: Any) -> Frames:
    """Zoom in and out and pan with two fingers on a slow phone, over the picture in its full size."""
    page.locator("[data-do=closer]").click()
    page.wait_for_function(_HAS_FULL)
    page.wait_for_timeout(1_500)
    line = page.context.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
    page.locator(".canvas-sheet").scroll_into_view_if_needed()
    sheet = page.locator(".canvas-sheet").bounding_box()
    centre = (sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] / 2)

    def fingers(kind: str, gap: float, across: float, down: float) -> None:
        sides = ((0, -1), (1, 1))
        places = [{"x": centre[0] + across + way * gap, "y": centre[1] + down, "id": number} for number, way in sides]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else places})

    def pinched() -> None:
        fingers("touchStart", 30, 0, 0)
        for step in range(MOVES):
            turn = 2 * math.pi * step / 60
            fingers("touchMove", 80 - 50 * math.cos(turn), 40 * math.sin(turn * 1.5), 40 * math.sin(turn * 2))
        fingers("touchEnd", 0, 0, 0)

    found = recorded(page, pinched)
    page.context.close()
    return found


def _shown(found: Frames) -> dict[str, float]:
    return {"frames": found.count, "p50_ms": found.p50_ms, "p95_ms": found.p95_ms, "work_p95_ms": found.work_p95_ms}
