"""Builders for work on pictures: a funded project whose items are pictures of a street, drawn here."""

import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from PIL import Image, ImageDraw

from annotate import imports
from annotate.darkroom.developing import Limits, develop
from annotate.datasets.service import Upload, import_file, start_upload
from annotate.imports import Choices
from annotate.intake.keeping_pictures import Desk, KeepingPictures
from annotate.projects.queries import quote
from annotate.projects.rules import LabelDraft
from annotate.projects.service import publish
from annotate.rows import Asked
from payments.columns import json_text
from tests.archives import zipped
from tests.cast import Clock
from tests.work import RULEBOOK, Work, csv_of, draft_project, fund, upload
from web.db import Database
from web.wiring import House

WIDTH, HEIGHT = 1280, 960
LABELS = (LabelDraft("ramp"), LabelDraft("kerb"), LabelDraft("obstacle"))
USUAL: dict[str, object] = {
    "task_type": "boxes",
    "labels": LABELS,
    "name": "Street ramps",
    "question": "What is in the street?",
}


def content_of(number: int) -> dict[str, object]:
    return {"image": f"{number:064x}", "width": WIDTH, "height": HEIGHT, "name": f"calle {number}.jpg"}


def picture_project(db: Database, clock: Clock, *, items: int = 4, **changes: object) -> Work:
    """A published project about pictures that nobody looks at: their files are kept nowhere."""
    work = draft_project(db, clock, **(USUAL | changes))  # type: ignore[arg-type]
    upload(db, work.project_id, work.requester_id, csv_of(items))
    with db.writing() as tx:
        for number, (item_id,) in enumerate(tx.run("SELECT id FROM item ORDER BY id"), start=1):
            tx.run(
                "UPDATE item SET content = :content WHERE id = :id", id=item_id, content=json_text(content_of(number))
            )
    return _published(work)


def street_project(
    house: House, clock: Clock, *, pictures: Mapping[str, bytes], asks: Sequence[Asked] = (), **changes: object
) -> Work:
    """A published project about pictures that came in an archive, as a requester's do, and can be looked at."""
    work = draft_project(house.db, clock, **(USUAL | changes))  # type: ignore[arg-type]
    data = zipped(dict(pictures))
    desk = Desk(files=house.files, limits=Limits(), making=develop, is_known=lambda _: False, still_here=lambda: None)
    form = KeepingPictures(imports.discover()["zip"], desk, file_name="calles.zip")
    sent = Upload(
        project_id=work.project_id,
        by_id=work.requester_id,
        file_name="calles.zip",
        size_bytes=len(data),
        choices=Choices(wanted="image", asks=asks),
    )
    with house.db.writing() as tx:
        batch_id = start_upload(tx, upload=sent, format=form.name, now=clock())
    steps = import_file(house.db.writing, upload=sent, batch_id=batch_id, form=form, source=io.BytesIO(data), now=clock)
    deque(steps, maxlen=0)
    return _published(work)


def two_streets() -> dict[str, bytes]:
    """One corner by day and by evening: two pictures with the same things in the same places."""
    return {"calle 1.png": street(), "calle 2.png": street(sky="#33425c")}


def street(*, sky: str = "#cfe0e3") -> bytes:
    """A street corner with a ramp, a kerb and a cart, as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), sky)
    pen = ImageDraw.Draw(picture)
    for shape in _shapes():
        pen.polygon(shape[1], fill=shape[0])
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def _published(work: Work) -> Work:
    """Set exactly the money aside that it asks for, and open it."""
    with work.db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=work.clock())
    fund(work, asked.ceiling_micros, reference=f"pretend-{work.project_id}")
    with work.db.writing() as tx:
        publish(tx, project_id=work.project_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())
    return work


def _shapes() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    yield "#d9a441", [(0, 240), (430, 240), (430, 560), (0, 560)]
    yield "#7fa3b5", [(430, 180), (900, 180), (900, 560), (430, 560)]
    yield "#c9785f", [(900, 260), (1280, 260), (1280, 560), (900, 560)]
    yield "#d8d4c8", [(0, 560), (1280, 560), (1280, 660), (0, 660)]
    yield "#6d716e", [(0, 660), (1280, 660), (1280, 960), (0, 960)]
    yield "#e8e0c8", [(590, 600), (710, 600), (750, 675), (550, 675)]
    yield "#5c4632", [(980, 500), (1120, 500), (1120, 640), (980, 640)]
