"""Rita brings a COCO file: each picture with what is marked on it, in the way that her project asks for."""

import io
import json
from typing import Any

import pytest

from annotate.imports import Together
from annotate.imports.coco import IMPORT
from annotate.imports.zip import IMPORT as ZIP
from tests.incoming import PNG, archive, asking, good, picture, read, refused, values

IMAGE = {"id": 7, "file_name": "calle.png", "width": 640, "height": 480}
RAMP = {"id": 3, "name": "ramp", "supercategory": "street"}
BOX = {"id": 1, "image_id": 7, "category_id": 3, "bbox": [64, 48, 128, 96]}


def coco(*annotations: dict[str, Any], images: object = (IMAGE,), categories: object = (RAMP,)) -> bytes:
    said = {"info": {}, "images": images, "annotations": annotations, "categories": categories}
    return json.dumps(said, indent=1).encode()


def test_a_box_in_pixels_becomes_percent_and_its_categorys_number_is_kept() -> None:
    choices = asking("boxes", "ramp")
    opened = IMPORT.open(io.BytesIO(coco(BOX)), choices)

    rows = list(opened.rows)

    assert good(rows)[0].files == {"image": "calle.png"}
    assert values(good(rows)[0], choices, picture(640, 480)) == [
        {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["ramp"]}
    ]
    assert opened.categories == {"ramp": (3, "street")}


def test_annotations_may_stand_before_their_image_and_the_categories_at_the_beginning() -> None:
    said = {"categories": [RAMP], "annotations": [BOX, {**BOX, "bbox": [0, 0, 640, 480]}], "images": [IMAGE]}
    choices = asking("boxes", "ramp")

    rows = read(IMPORT, json.dumps(said).encode(), choices)

    assert [one["width"] for one in values(good(rows)[0], choices, picture(640, 480))] == [20, 100]


def test_an_outline_is_taken_where_outlines_are_asked_and_its_box_where_boxes_are() -> None:
    both = {**BOX, "segmentation": [[64, 48, 192, 48, 192, 144]]}
    outlines, boxes = asking("polygons", "ramp"), asking("boxes", "ramp")

    outlined = values(good(read(IMPORT, coco(both), outlines))[0], outlines, picture(640, 480))
    boxed = values(good(read(IMPORT, coco(both), boxes))[0], boxes, picture(640, 480))

    assert outlined[0]["points"] == [[10, 10], [30, 10], [30, 30]]
    assert boxed[0]["width"] == 20


def test_points_that_were_marked_come_under_their_own_names() -> None:
    person = {"id": 3, "name": "person", "keypoints": ["nose", "ear", "eye"]}
    marked = {**BOX, "keypoints": [64, 48, 2, 0, 0, 0, 320, 240, 1]}
    choices = asking("keypoints", "nose", "eye", "ear")

    found = values(good(read(IMPORT, coco(marked, categories=(person,)), choices))[0], choices, picture(640, 480))

    assert [(one["x"], one["y"], one["keypointlabels"]) for one in found] == [(10, 10, ["nose"]), (50, 50, ["eye"])]


@pytest.mark.parametrize(
    ("annotation", "kind", "code"),
    [
        ({**BOX, "category_id": 9}, "boxes", "coco_no_category"),
        ({**BOX, "bbox": [1, 1, -5, 5]}, "boxes", "place_negative"),
        ({**BOX, "bbox": [600, 1, 50, 5]}, "boxes", "place_outside"),
        ({**BOX, "bbox": [1, 1, 5]}, "boxes", "place_unreadable"),
        ({**BOX, "bbox": ["a", 1, 5, 5]}, "boxes", "place_unreadable"),
        ({**BOX, "bbox": [1e400, 1, 5, 5]}, "boxes", "place_unreadable"),
        ({**BOX, "segmentation": {"counts": [1, 2], "size": [480, 640]}}, "polygons", "coco_run_lengths"),
        ({**BOX, "segmentation": {"counts": [1, 2], "size": [480, 640]}}, "boxes", "coco_mask"),
        ({**BOX, "segmentation": {"counts": [307_200], "size": [640, 480]}}, "boxes", "coco_mask"),
        ({**BOX, "segmentation": {"counts": "not run lengths", "size": [480, 640]}}, "boxes", "coco_mask"),
        ({**BOX, "bbox": None, "segmentation": {"counts": [307_200], "size": [480, 640]}}, "boxes", "place_negative"),
        ({**BOX, "segmentation": [[1, 1, 5]]}, "polygons", "place_unreadable"),
        ({**BOX, "segmentation": [[1, 1, 5, 5]]}, "polygons", "place_no_outline"),
        (BOX, "polygons", "file_labels_other"),
        (BOX, "keypoints", "file_labels_other"),
    ],
)
def test_a_bad_annotation_is_named_with_its_picture_and_the_other_pictures_come(
    annotation: dict[str, Any], kind: str, code: str
) -> None:
    other = {**IMAGE, "id": 8, "file_name": "b.png"}

    rows = read(IMPORT, coco(annotation, images=(IMAGE, other)), asking(kind, "ramp"))

    assert [found for _, found in refused(rows)] == [code]
    assert [row.files["image"] for row in good(rows)] == ["b.png"]


def test_a_label_that_the_project_lacks_is_named_with_its_line() -> None:
    data = coco(BOX)
    line = data[: data.index(b'"image_id"')].count(b"\n") - 1  # it begins with a brace and its own id

    rows = read(IMPORT, data, asking("boxes", "kerb"))

    assert refused(rows) == [(line, "file_label_unknown")]


def test_dangling_ids_and_images_that_stand_twice_are_named() -> None:
    rows = read(IMPORT, coco({**BOX, "image_id": 99}, images=(IMAGE, IMAGE)), asking("boxes", "ramp"))

    assert [code for _, code in refused(rows)] == ["duplicate_id", "coco_no_image"]
    assert len(good(rows)) == 1


def test_half_a_pixel_over_the_edge_is_put_on_it() -> None:
    choices = asking("boxes", "ramp")

    rows = read(IMPORT, coco({**BOX, "bbox": [600.01, 0, 40, 480.2]}), choices)

    found = values(good(rows)[0], choices, picture(640, 480))[0]
    assert found["x"] + found["width"] == pytest.approx(100, abs=1e-9)
    assert found["height"] == 100


def test_a_file_that_breaks_off_still_brings_what_stood_before() -> None:
    data = coco(BOX)
    cut = data[: data.index(b'"categories"')]

    rows = read(IMPORT, cut, asking("boxes", "ramp", use="ignore"))

    assert [code for _, code in refused(rows)] == ["json_broken"]
    assert len(good(rows)) == 1


def test_in_an_archive_each_picture_comes_with_its_labels_and_those_nobody_names_without() -> None:
    data = archive({"result.json": coco(BOX), "images/calle.png": PNG, "images/other.png": PNG})

    rows = read(ZIP, data, asking("boxes", "ramp"))

    together = [row for row in rows if isinstance(row, Together)]
    assert [(row.row.suggestion is not None, list(row.sent)) for row in together] == [(True, ["image"])]
    assert [row.name for row in rows if not isinstance(row, Together)] == ["images/other.png"]  # type: ignore[union-attr]


def test_a_picture_that_did_not_come_along_is_named() -> None:
    data = archive({"result.json": coco(BOX), "other.png": PNG})

    rows = read(ZIP, data, asking("boxes", "ramp"))

    assert [code for _, code in refused(rows)] == ["picture_not_sent"]
