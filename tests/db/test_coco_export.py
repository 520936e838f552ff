"""Rita takes her boxes home as COCO: one entry for each picture, every box exactly where it was drawn, never a name."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate import exports
from annotate.assignments.queries import AnswerRow, answers_of
from annotate.projects.queries import existing_project
from annotate.regions import PARTS_OF_THE_WHOLE, Box, region
from annotate.serving.service import submit
from tests.cast import Clock
from tests.picture_work import HEIGHT, WIDTH, picture_project
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator
from web.db import Database

COCO = exports.discover()["coco"]
RAMP = Box("ramp", 26_250_000, 37_916_667, 10_468_750, 6_458_333)
KERB = Box("kerb", 0, 0, PARTS_OF_THE_WHOLE, PARTS_OF_THE_WHOLE)


def drawn(*boxes: Box) -> list[dict[str, Any]]:
    return [
        region(box, region_id=f"b{number}", picture_width=WIDTH, picture_height=HEIGHT)
        for number, box in enumerate(boxes)
    ]


NOTHING = TASK_TYPES["boxes"].from_form({}, {"nothing": "yes"})


def answer(work: Work, person_id: int, result: object) -> None:
    offer = work.next(person_id)
    work.clock.advance(seconds=60)
    with work.db.writing() as tx:
        submit(
            tx,
            person_id=person_id,
            assignment_id=offer.assignment_id,
            result=result,
            now=work.clock(),
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
        )


def coco(work: Work, *, with_surplus: bool = False) -> dict[str, Any]:
    with work.db.reading() as tx:
        rows = answers_of(tx, project_id=work.project_id, task_types=TASK_TYPES, with_surplus=with_surplus)
        schema = existing_project(tx, work.project_id).label_schema
        found: dict[str, Any] = json.loads(b"".join(COCO.write(rows, schema=schema)))
    return found


@pytest.fixture
def work(db: Database, clock: Clock) -> Work:
    return picture_project(db, clock, items=2, overlap=2)


def test_a_picture_stands_there_once_however_many_drew_on_it(work: Work) -> None:
    ada, ben = annotator(work.db, "Ada"), annotator(work.db, "Ben")
    answer(work, ada, drawn(RAMP, KERB))
    answer(work, ben, drawn(RAMP))
    answer(work, ada, NOTHING)

    found = coco(work)

    assert [image["external_id"] for image in found["images"]] == ["q-0", "q-1"]
    assert [one["image_id"] for one in found["annotations"]] == [found["images"][0]["id"]] * 3
    assert len({one["annotator"] for one in found["annotations"]}) == 2
    assert len({one["id"] for one in found["annotations"]}) == 3
    assert not {"Ada", "Ben"} & {one["annotator"] for one in found["answers"]}
    assert all("score" not in one and one["iscrowd"] == 0 for one in found["annotations"])


def test_categories_stand_in_the_order_of_the_schema_also_when_nobody_used_them(work: Work) -> None:
    found = coco(work)

    assert [(one["id"], one["name"]) for one in found["categories"]] == [(1, "ramp"), (2, "kerb"), (3, "obstacle")]
    assert (found["images"], found["annotations"], found["answers"]) == ([], [], [])


def test_a_box_is_in_pixels_exactly_as_it_was_drawn(work: Work) -> None:
    answer(work, annotator(work.db, "Ada"), drawn(RAMP, KERB))

    ramp, kerb = coco(work)["annotations"]

    assert ramp["bbox"] == [336, 364.0000032, 134, 61.9999968]
    assert (kerb["bbox"], kerb["area"]) == ([0, 0, WIDTH, HEIGHT], WIDTH * HEIGHT)
    assert (ramp["category_id"], kerb["category_id"]) == (1, 2)


def test_whoever_said_that_there_is_nothing_is_in_the_file_too(work: Work) -> None:
    answer(work, annotator(work.db, "Ada"), NOTHING)

    found = coco(work)

    assert found["annotations"] == []
    assert [one["image_id"] for one in found["answers"]] == [one["id"] for one in found["images"]]
    assert found["answers"][0]["pay"] == "1.15"


def test_file_names_are_ours_with_the_original_inside(work: Work) -> None:
    answer(work, annotator(work.db, "Ada"), NOTHING)

    (image,) = coco(work)["images"]

    assert image["file_name"] == f"{image['id']}-calle 1.jpg"
    assert (image["width"], image["height"]) == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("original", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b\n.png", "a_b_.png"),
        ("..", "picture"),
        ("calle ñ.jpg", "calle ñ.jpg"),
    ],
)
def test_no_name_leads_out_of_a_folder(original: str, safe: str) -> None:
    (image,) = json.loads(b"".join(COCO.write(rows(1, name=original), schema={})))["images"]

    assert image["file_name"] == f"1-{safe}"
    assert image["original_name"] == original


def test_surplus_is_marked_only_where_it_was_asked_for(work: Work) -> None:
    answer(work, annotator(work.db, "Ada"), drawn(RAMP))

    assert "is_surplus" not in coco(work)["annotations"][0]
    assert coco(work, with_surplus=True)["annotations"][0]["is_surplus"] is False


def rows(count: int, *, name: str = "calle.jpg", box: Box | None = None) -> Iterator[AnswerRow]:
    content = [("image", "0" * 64), ("width", WIDTH), ("height", HEIGHT), ("name", name)]
    result = drawn(box) if box else NOTHING
    for number in range(1, count + 1):
        yield AnswerRow([("item_id", number), *content, ("annotator", "a-1"), ("result", result)])


EDGES = st.integers(0, PARTS_OF_THE_WHOLE)


@given(left=EDGES, right=EDGES)
def test_pixels_lead_back_to_the_percentage_that_was_drawn(left: int, right: int) -> None:
    box = Box("ramp", min(left, right), 0, abs(left - right), 1)

    (one,) = json.loads(b"".join(COCO.write(rows(1, box=box), schema={"labels": [{"value": "ramp"}]})))["annotations"]

    x, _, width, _ = one["bbox"]
    assert round(x / WIDTH * 100, 6) == box.x / 1_000_000
    assert round(width / WIDTH * 100, 6) == box.width / 1_000_000
