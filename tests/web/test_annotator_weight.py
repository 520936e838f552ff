"""What work weighs on a phone's data is said before it begins, and it is measured, not guessed."""

import json
import re

import brotli  # type: ignore[import-untyped] # it publishes no types
import pytest
from starlette.testclient import TestClient

from tests.cast import Clock
from tests.web.test_annotator_work import HTMX, open_item
from tests.work import Work, running_project
from web.pages.offer_view import ANSWER_BYTES, PAGE_BYTES, WIDGET_BYTES, kilobytes_of
from web.shrinking import LIGHT, WINDOW
from web.wiring import House

ASKED_BYTES = 700
"""What a browser sends with each request: address, cookie and the headers of a common phone."""
MOST_BYTES = {"br": 60_000, "gzip": 68_000}
"""What any work page weighs at most; `gzip` is what browsers say to a server without a certificate."""
LABELS = [{"value": "near"}, {"value": "far"}]
REGIONS = {"image": ("boxes", "rotated_boxes", "polygons", "keypoints"), "text": ("relations",)}
EVERYTHING = {
    "objects": [
        {"name": "text", "kind": "text"},
        {"name": "reply", "kind": "text"},
        {"name": "image", "kind": "image"},
        {"name": "rows", "kind": "list"},
    ],
    "controls": [
        {"name": kind, "kind": kind, "about": about, "labels": LABELS, "relations": [{"value": "beside"}]}
        for about, kinds in REGIONS.items()
        for kind in kinds
    ]
    + [
        {"name": kind, "kind": kind, "about": "text", "labels": LABELS}
        for kind in ("choice", "choices", "taxonomy", "rating", "free_text")
    ]
    + [
        {"name": "better", "kind": "pairwise", "about": "text,reply"},
        {"name": "order", "kind": "ranking", "about": "rows"},
    ],
}
"""All that can be asked at once."""
A_CORNER = {
    "image": "a" * 64,
    "width": 1280,
    "height": 960,
    "name": "calle.jpg",
    "text": "A ramp at the corner.",
    "reply": "No ramp.",
    "rows": [{"id": "1", "text": "One"}, {"id": "2", "text": "Two"}],
}


def weight_of(client: TestClient, address: str, **sent: object) -> int:
    """Bytes on the line for one request: the body as sent, its headers, and what asked for it."""
    reply = client.request("POST" if sent else "GET", address, **sent)  # type: ignore[arg-type]
    headers = sum(len(name) + len(value) + 4 for name, value in reply.headers.items())
    return reply.num_bytes_downloaded + headers + ASKED_BYTES


def test_the_work_page_weighs_what_the_offer_says(house: House, clock: Clock, ada: TestClient) -> None:
    work = running_project(house.db, clock)
    open_item(ada, work)
    address = f"/work/{work.project_id}"
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', ada.get(address).text)

    measured = weight_of(ada, address) + sum(weight_of(ada, part) for part in parts)

    assert len(parts) == 6
    assert PAGE_BYTES * 8 // 10 <= measured <= PAGE_BYTES


def test_an_answer_weighs_what_the_offer_says(house: House, clock: Clock, ada: TestClient) -> None:
    work = running_project(house.db, clock)
    address = open_item(ada, work)

    measured = weight_of(ada, address, data={"label": "lost"}, headers=HTMX)

    assert ANSWER_BYTES * 7 // 10 <= measured <= ANSWER_BYTES


def with_picture(work: Work, *, widget: str, screen_bytes: int) -> None:
    """Let a project's items show one picture, as if it had been uploaded."""
    sha256 = "a" * 64
    content = json.dumps({"image": sha256, "width": 1280, "height": 960, "name": "calle.jpg"})
    kept = "INSERT INTO picture VALUES (:sha256, 'image/jpeg', 1280, 960, 900000, :screen_bytes, 9000, 0)"
    with work.db.writing() as tx:
        tx.run(kept, sha256=sha256, screen_bytes=screen_bytes)
        tx.run("UPDATE project SET task_type = :widget", widget=widget)
        tx.run("UPDATE item SET content = :content", content=content)
        tx.run("INSERT INTO item_picture SELECT id, 0, :sha256, 'calle.jpg' FROM item", sha256=sha256)


def test_the_weight_of_pictures_is_said_before_ada_says_yes(house: House, clock: Clock, ada: TestClient) -> None:
    with_picture(running_project(house.db, clock), widget="boxes", screen_bytes=180_000)

    page = ada.get("/home").text

    assert "1.9 MB for 10 answers" in page
    assert "more if you zoom in" in page
    assert "Works by touch; small boxes are easier on a laptop" in page


@pytest.mark.parametrize("widget", ["boxes", "image_choice", "image_choices"])
def test_a_page_with_a_picture_weighs_what_the_offer_says(
    house: House, clock: Clock, ada: TestClient, widget: str
) -> None:
    work = running_project(house.db, clock)
    with_picture(work, widget=widget, screen_bytes=180_000)
    open_item(ada, work)
    address = f"/work/{work.project_id}"
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', ada.get(address).text)

    measured = weight_of(ada, address) + sum(weight_of(ada, part) for part in parts)

    said = PAGE_BYTES + WIDGET_BYTES[widget]
    assert said * 8 // 10 <= measured <= said, measured
    assert kilobytes_of(180_000, widget=widget) * 1_000 >= measured + 10 * 180_000


DRAWN_AND_MARKED = EVERYTHING | {
    "objects": [each for each in EVERYTHING["objects"] if each["name"] in REGIONS],
    "controls": [each for each in EVERYTHING["controls"] if each["about"] in REGIONS][:5],
}
"""A picture to draw on in every way, and a text to mark with relations."""


def at_a_corner(work: Work, schema: dict[str, object]) -> Work:
    """Let a project ask this about a picture, two texts and a list."""
    with_picture(work, widget="combined", screen_bytes=180_000)
    with work.db.writing() as tx:
        tx.run("UPDATE project SET label_schema = :schema", schema=json.dumps(schema))
        tx.run("UPDATE item SET content = :content", content=json.dumps(A_CORNER))
    return work


@pytest.mark.parametrize("coding", MOST_BYTES)
@pytest.mark.parametrize("schema", [DRAWN_AND_MARKED, EVERYTHING], ids=["text-and-picture", "everything"])
def test_a_page_that_asks_much_at_once_grows_no_heavier(
    house: House, clock: Clock, ada: TestClient, schema: dict[str, object], coding: str
) -> None:
    work = at_a_corner(running_project(house.db, clock), schema)
    open_item(ada, work)
    address = f"/work/{work.project_id}"
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', ada.get(address).text)

    headers = {"Accept-Encoding": coding}
    replies = [ada.get(each, headers=headers) for each in (address, *parts)]

    assert sum(reply.num_bytes_downloaded for reply in replies) <= MOST_BYTES[coding]
    assert {reply.headers["Content-Encoding"] for reply in replies} == {coding}
    assert len(parts) == len(set(parts))


OF_THE_ITEM = re.compile(
    r'<li data-row=.*?</li>\n|<label class="field field-wide"><span>\w+ \d</span>.*?</label>\n'
    r'|<blockquote.*?</blockquote>|<img src="/pictures.*?>|A ramp at the corner\.',
    re.DOTALL,
)
"""What the page says because of this one item: its texts, its picture, its rows."""


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_in_each_language_everything_at_once_stays_in_sixty_kilobytes_beside_the_item(
    house: House, clock: Clock, ada: TestClient, language: str
) -> None:
    work = at_a_corner(running_project(house.db, clock), EVERYTHING)
    with work.db.writing() as tx:
        tx.run("UPDATE person SET language = :language", language=language)
    open_item(ada, work)
    page = ada.get(f"/work/{work.project_id}").text

    without = OF_THE_ITEM.sub("", page)
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    sent = sum(ada.get(part, headers={"Accept-Encoding": "br"}).num_bytes_downloaded for part in parts)

    assert len(OF_THE_ITEM.findall(page)) == 7
    assert f'<html lang="{language}"' in page
    squeezed = brotli.compress(without.encode(), mode=brotli.MODE_TEXT, quality=LIGHT, lgwin=WINDOW)
    assert sent + len(squeezed) <= MOST_BYTES["br"]
