"""How fast a million boxes go out, a thousand on each picture, and what memory that takes in each format."""

import time

from annotate.datasets_out import Choice, pieces
from annotate.projects.queries import existing_project
from payments.columns import json_text
from web.bench.datasets_out import answer_each
from web.bench.memory import Watched
from web.leaving import leaving_of
from web.wiring import House

FORMATS = ("jsonl", "coco", "yolo", "label_studio")
PICTURES_AT_ONCE = 50
_SIDE = 640
_ANSWERS = """
INSERT INTO answer (assignment_id, project_id, result, is_surplus, counted_ms, submitted_at)
SELECT id, project_id, :result, :no, 5000 + id % 90000, submitted_at
FROM assignment WHERE project_id = :project_id AND item_id > :after_id AND item_id <= :until_id
"""
_COUNT = "SELECT count(*) FROM answer WHERE project_id = :project_id"


def boxes_sent_out(house: House, project_id: int, *, each: int) -> dict[str, object]:
    """Mark so many boxes on each picture of a project, send all of them out, and return what each format took."""
    answer_each(house, project_id, answers=_ANSWERS, at_once=PICTURES_AT_ONCE, result=json_text(_marked(each)))
    with house.db.reading() as tx:
        boxes = int(tx.value(_COUNT, project_id=project_id)) * each
    return {"boxes": boxes, **{form: _sent(house, project_id, form, boxes) for form in FORMATS}}


def _sent(house: House, project_id: int, form: str, boxes: int) -> dict[str, object]:
    """Send a project's answers out, to nowhere, as the page, the API and the command do."""
    began, worked, size = time.perf_counter(), time.process_time(), 0
    with house.db.reading() as tx, Watched() as memory:
        for piece in pieces(tx, existing_project(tx, project_id), Choice(format=form), leaving_of(house)):
            size += len(piece)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "bytes": size,
        "seconds": round(seconds, 2),
        "boxes_per_second": round(boxes / seconds),
        "boxes_per_processor_second": round(boxes / processor),
        "memory_above_idle_bytes": memory.above_bytes,
    }


def _marked(count: int) -> list[dict[str, object]]:
    """Return an answer of so many boxes, as the page sends it."""
    shown = {"original_width": _SIDE, "original_height": _SIDE, "image_rotation": 0}
    asked = {"from_name": "label", "to_name": "image", "type": "rectanglelabels"}
    places = ({"x": number % 90, "y": number % 89, "width": 6.25, "height": 6.328125} for number in range(count))
    return [
        {"id": f"box{number}", **asked, **shown, "value": {**place, "rotation": 0, "rectanglelabels": ["lost"]}}
        for number, place in enumerate(places, start=1)
    ]
