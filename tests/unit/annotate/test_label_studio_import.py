"""Rita brings what she exported from Label Studio: her tasks, what was annotated, and what a model predicted."""

import json
from typing import Any

import pytest

from annotate.imports.label_studio import IMPORT
from annotate.labels import Problem
from tests.incoming import answer, asking, good, picture, read, refused, values

CHOSEN = {"id": "x1", "from_name": "sentiment", "to_name": "t", "type": "choices", "value": {"choices": ["lost"]}}
SPAN = {"id": "s1", "from_name": "ner", "to_name": "text", "type": "labels"}
BOX = {
    "id": "b1", "from_name": "Box Label", "to_name": "img", "type": "rectanglelabels",
    "original_width": 200, "original_height": 100, "image_rotation": 0,
}  # fmt: skip


def tasks(*found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


def annotated(*results: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"id": 1, "data": {"text": "Gone!"}, "annotations": [{"result": list(results), **more}]}


def test_an_annotation_becomes_a_suggestion_under_the_projects_own_names() -> None:
    choices = asking("choice", "lost", "renewal")

    rows = read(IMPORT, tasks(annotated(CHOSEN)), choices)

    assert good(rows)[0].external_id == "1"
    assert good(rows)[0].content == {"text": "Gone!"}
    assert values(good(rows)[0], choices, {"text": "Gone!"}) == [{"choices": ["lost"]}]


def test_rita_may_say_that_annotations_are_known_answers_or_leave_them_out() -> None:
    data = tasks(annotated(CHOSEN))

    gold = good(read(IMPORT, data, asking("choice", "lost", use="gold")))[0]
    ignored = good(read(IMPORT, data, asking("choice", "lost", use="ignore")))[0]

    assert gold.gold is not None
    assert gold.suggestion is None
    assert (ignored.gold, ignored.suggestion) == (None, None)


def test_a_prediction_is_never_a_known_answer() -> None:
    task = {"id": 1, "data": {"text": "Gone!"}, "predictions": [{"result": [CHOSEN], "score": 0.9}]}

    row = good(read(IMPORT, tasks(task), asking("choice", "lost", use="gold")))[0]

    assert row.gold is None
    assert row.suggestion is not None


def test_the_marked_annotation_counts_before_the_newest_and_cancelled_ones_never() -> None:
    def made(label: str, created_at: str, **more: bool) -> dict[str, Any]:
        return {"result": [{**CHOSEN, "value": {"choices": [label]}}], "created_at": created_at, **more}

    task = {
        "data": {"text": "Gone!"},
        "annotations": [
            made("one", "2026-01-01", ground_truth=True),
            made("two", "2026-01-03"),
            made("three", "2026-01-04", was_cancelled=True),
        ],
    }
    choices = asking("choice", "one", "two", "three")

    rows = good(read(IMPORT, tasks(task, {**task, "annotations": task["annotations"][1:]}), choices))

    assert [values(row, choices, row.content) for row in rows] == [[{"choices": ["one"]}], [{"choices": ["two"]}]]


@pytest.mark.parametrize(
    ("text", "start", "end", "covered"),
    [
        ("💩This is an annotation.", 13, 23, "annotation"),
        ("Ana 👩‍👧 ran", 10, 13, "ran"),
        ("Ana went", 0, 3, "Ana"),
        ("e\u0301a na\u0308ch مرحبا", 10, 15, "مرحبا"),
    ],
)
def test_offsets_in_code_units_become_code_points(text: str, start: int, end: int, covered: str) -> None:
    choices = asking("spans", "thing")
    result = {**SPAN, "value": {"start": start, "end": end, "text": covered, "labels": ["thing"]}}
    data = tasks({"data": {"text": text}, "annotations": [{"result": [result]}]})

    found = values(good(read(IMPORT, data, choices))[0], choices, {"text": text})

    assert found == [
        {"start": text.index(covered), "end": text.index(covered) + len(covered), "text": covered, "labels": ["thing"]}
    ]


def test_offsets_of_programs_that_count_code_points_are_told_by_the_text_that_they_cover() -> None:
    choices = asking("spans", "thing")
    result = {**SPAN, "value": {"start": 2, "end": 5, "text": "Ana", "labels": ["thing"]}}
    data = tasks({"data": {"text": "💩 Ana"}, "annotations": [{"result": [result]}]})

    found = values(good(read(IMPORT, data, choices))[0], choices, {"text": "💩 Ana"})

    assert (found[0]["start"], found[0]["end"]) == (2, 5)


def test_a_region_of_two_labels_becomes_two_and_a_shape_beside_its_labels_becomes_one() -> None:
    sides = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0}
    two = {**BOX, "value": {**sides, "rectanglelabels": ["ramp", "kerb"]}}
    shape = {**BOX, "id": "b2", "type": "rectangle", "value": sides}
    labels = {**BOX, "id": "b2", "type": "labels", "from_name": "label", "value": {**sides, "labels": ["ramp"]}}
    task = {
        "data": {"image": "/data/upload/1/0123abcd-calle.png?d=1"},
        "annotations": [{"result": [two, shape, labels]}],
    }
    choices = asking("boxes", "ramp", "kerb")

    row = good(read(IMPORT, tasks(task), choices))[0]

    assert row.files == {"image": "0123abcd-calle.png"}
    assert [one["rectanglelabels"] for one in values(row, choices, picture(200, 100))] == [["ramp"], ["kerb"], ["ramp"]]


def test_labels_of_a_picture_of_another_size_are_named() -> None:
    value = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0, "rectanglelabels": ["ramp"]}
    task = {"data": {"image": "calle.png"}, "annotations": [{"result": [{**BOX, "value": value}]}]}
    choices = asking("boxes", "ramp")

    found = answer(good(read(IMPORT, tasks(task), choices))[0], choices, picture(201, 100))

    assert isinstance(found, Problem)
    assert found.code == "suggestion_of_another_size"


def test_a_result_for_an_unknown_control_is_named_with_its_line_and_the_rest_comes_in() -> None:
    brush = {"id": "m", "from_name": "mask", "to_name": "t", "type": "brushlabels", "value": {"rle": [1]}}
    data = b"[" + b",\n".join(json.dumps(one).encode() for one in (annotated(brush), annotated(CHOSEN))) + b"]"

    rows = read(IMPORT, data, asking("choice", "lost"))

    assert refused(rows) == [(1, "file_control_unknown")]
    assert len(good(rows)) == 1


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("7", "task_no_data"),
        ('{"id": 1}', "task_no_data"),
        ('{"data": []}', "task_no_data"),
        ('{"data": {"text": ""}}', "text_empty"),
        ('{"data": {"text": "a"}, "annotations": [{"result": 7}]}', "suggestion_unfit"),
        ('{"data" {}}', "json_element_broken"),
    ],
)
def test_a_bad_task_says_why_and_the_next_one_is_read(task: str, code: str) -> None:
    data = f'[{{"data": {{"text": "first"}}}},\n{task},\n{{"data": {{"text": "last"}}}}]'.encode()

    rows = read(IMPORT, data, asking("choice", "lost"))

    assert refused(rows) == [(2, code)]
    assert [row.content["text"] for row in good(rows)] == ["first", "last"]
