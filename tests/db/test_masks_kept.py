"""Rita's masks: they come beside boxes, people see the boxes, and COCO takes each mask away as it came."""

import json
from typing import Any

import pytest

from annotate.datasets_out import Choice
from annotate.rows import Asked
from annotate.serving.service import submit
from annotate.suggestions.queries import suggestion_of
from tests.cast import Clock
from tests.db.test_datasets_out import taken
from tests.picture_work import HEIGHT, WIDTH, street_project, two_streets
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator
from web.wiring import House

ASKS = (Asked(name="label", kind="boxes", about="image", labels=("ramp", "kerb", "obstacle")),)
PLAIN = {"size": [HEIGHT, WIDTH], "counts": [960 * 100 + 10, 50, 910, 50, WIDTH * HEIGHT - 960 * 100 - 1_020]}
SQUEEZED = {"size": [HEIGHT, WIDTH], "counts": "Zhm2b1^l00f[`R1"}
IMAGES = [{"id": 7, "file_name": "calle 1.png", "width": WIDTH, "height": HEIGHT}]
LABELS = {
    "images": IMAGES,
    "categories": [{"id": 3, "name": "ramp"}, {"id": 4, "name": "kerb"}],
    "annotations": [
        {"id": 1, "image_id": 7, "category_id": 3, "segmentation": PLAIN, "iscrowd": 1, "area": 100},
        {"id": 2, "image_id": 7, "category_id": 4, "segmentation": SQUEEZED, "bbox": [100, 10, 2, 50]},
    ],
}


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    files = {"calle 1.png": two_streets()["calle 1.png"], "labels.json": json.dumps(LABELS).encode()}
    return street_project(house, clock, pictures=files, asks=ASKS)


def answer(work: Work, *, moved: bool) -> None:
    """Ada takes what is suggested, her second box as it is or a little wider."""
    ada = annotator(work.db, "Ada")
    offer = work.next(ada)
    with work.db.reading() as tx:
        found = suggestion_of(tx, int(tx.value("SELECT min(id) FROM item")))
    result: list[dict[str, Any]] = [dict(one) for one in found.result] if found else []
    wide = {**result[1]["value"], "width": 5}
    result[1] = {**result[1], "value": wide} if moved else result[1]
    work.clock.advance(seconds=60)
    with work.db.writing() as tx:
        submit(
            tx,
            person_id=ada,
            assignment_id=offer.assignment_id,
            result=result,
            now=work.clock(),
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
        )


def annotations(work: Work) -> list[dict[str, Any]]:
    files = taken(work, Choice(format="coco", is_archive=True))
    found: list[dict[str, Any]] = json.loads(files["answers.json"])["annotations"]
    return found


def test_each_mask_goes_out_exactly_as_it_came_with_the_box_that_ada_left_where_it_was(work: Work) -> None:
    answer(work, moved=False)

    ramp, kerb = annotations(work)

    assert (ramp["segmentation"], ramp["iscrowd"], ramp["area"]) == (PLAIN, 1, 100)
    assert (kerb["segmentation"], kerb["iscrowd"], kerb["area"]) == (SQUEEZED, 0, 100)
    assert ramp["bbox"] == pytest.approx([100, 10, 2, 50], abs=1e-5)  # what surrounds it, as the file said nothing
    assert (ramp["category_id"], kerb["category_id"]) == (3, 4)


def test_the_mask_of_a_box_that_she_moved_stays_here(work: Work) -> None:
    answer(work, moved=True)

    ramp, kerb = annotations(work)

    assert ramp["segmentation"] == PLAIN
    assert kerb["segmentation"] == []


def test_every_other_format_says_that_masks_stay_here(work: Work) -> None:
    answer(work, moved=False)

    coco = taken(work, Choice(format="coco", is_archive=True))["LOSSES.md"].decode()
    voc = taken(work, Choice(format="voc"))["LOSSES.md"].decode()

    assert "masks_with_boxes" in coco
    assert "masks_left_out" in voc
