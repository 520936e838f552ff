"""Builders for work on pictures: a funded project whose items are pictures of a street, drawn here."""

import io
from collections.abc import Iterator

from PIL import Image, ImageDraw

from annotate.projects.queries import quote
from annotate.projects.rules import LabelDraft
from annotate.projects.service import publish
from payments.columns import json_text
from tests.cast import Clock
from tests.work import RULEBOOK, Work, csv_of, draft_project, fund, upload
from web.db import Database

WIDTH, HEIGHT = 1280, 960
LABELS = (LabelDraft("ramp"), LabelDraft("kerb"), LabelDraft("obstacle"))


def content_of(number: int) -> dict[str, object]:
    return {"image": f"{number:064x}", "width": WIDTH, "height": HEIGHT, "name": f"calle {number}.jpg"}


def picture_project(db: Database, clock: Clock, *, items: int = 4, **changes: object) -> Work:
    """A published project about pictures, with exactly the money that it asks for."""
    usual = {"task_type": "boxes", "labels": LABELS, "name": "Street ramps", "question": "What is in the street?"}
    work = draft_project(db, clock, **(usual | changes))
    upload(db, work.project_id, work.requester_id, csv_of(items))
    with db.writing() as tx:
        for number, (item_id,) in enumerate(tx.run("SELECT id FROM item ORDER BY id"), start=1):
            tx.run(
                "UPDATE item SET content = :content WHERE id = :id", id=item_id, content=json_text(content_of(number))
            )
    with db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=clock())
    fund(work, asked.ceiling_micros)
    with db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())
    return work


def street() -> bytes:
    """A street corner with a ramp, a kerb and a cart, as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#cfe0e3")
    pen = ImageDraw.Draw(picture)
    for shape in _shapes():
        pen.polygon(shape[1], fill=shape[0])
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def _shapes() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    yield "#d9a441", [(0, 240), (430, 240), (430, 560), (0, 560)]
    yield "#7fa3b5", [(430, 180), (900, 180), (900, 560), (430, 560)]
    yield "#c9785f", [(900, 260), (1280, 260), (1280, 560), (900, 560)]
    yield "#d8d4c8", [(0, 560), (1280, 560), (1280, 660), (0, 660)]
    yield "#6d716e", [(0, 660), (1280, 660), (1280, 960), (0, 960)]
    yield "#e8e0c8", [(590, 600), (710, 600), (750, 675), (550, 675)]
    yield "#5c4632", [(980, 500), (1120, 500), (1120, 640), (980, 640)]
