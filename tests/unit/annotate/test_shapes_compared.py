"""Turned boxes, outlines, points and stretches: which are answers, how alike two are, and what most people meant."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.geometry import PARTS_OF_A_PERCENT, bounds_of, outline_area, outline_overlap, turned_corners
from annotate.pixels import in_pixels, shape_of
from annotate.regions import Box, overlap_of
from annotate.spans import Span, covered_alike
from annotate.task_types import discover
from tests.how_often import examples

KINDS = discover()
PERCENT = PARTS_OF_A_PERCENT
EDGE = st.integers(0, 100 * PERCENT)


def drawn(kind: str, value: Mapping[str, Any], region_id: str = "a") -> dict[str, Any]:
    sample = KINDS[kind].sample["result"][0]
    return {**sample, "id": region_id, "value": {**sample["value"], **value}}


def codes(kind: str, *entries: dict[str, Any]) -> list[str]:
    sample = KINDS[kind].sample
    return [one.code for one in KINDS[kind].problems(sample["schema"], sample["content"], list(entries))]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("rotated_boxes", {"rotation": 359.999999}, None),
        ("rotated_boxes", {"rotation": 360}, "mark_outside"),
        ("rotated_boxes", {"rotation": -1}, "mark_outside"),
        ("rotated_boxes", {"rotation": "30"}, "mark_unreadable"),
        ("rotated_boxes", {"width": 0}, "mark_outside"),
        ("rotated_boxes", {"x": 95, "rotation": 90}, None),
        ("rotated_boxes", {"x": 300}, "mark_outside"),
        ("polygons", {"points": [[0, 0], [100, 0], [100, 100]]}, None),
        ("polygons", {"points": [[0, 0], [100, 0]]}, "mark_unreadable"),
        ("polygons", {"points": [[0, 0], [50, 0], [100, 0]]}, "mark_outside"),
        ("polygons", {"points": [[0, 0], [100.000001, 0], [50, 50]]}, "mark_outside"),
        ("polygons", {"points": [[0, 0, 0], [1, 1], [2, 0]]}, "mark_unreadable"),
        ("polygons", {"points": [[n / 1_000, (n * n) % 97] for n in range(1_000)]}, None),
        ("polygons", {"points": [[n / 1_000, (n * n) % 97] for n in range(1_001)]}, "mark_unreadable"),
        ("polygons", {"closed": False}, "mark_unreadable"),
        ("polygons", {"polygonlabels": ["tree"]}, "label_unknown"),
        ("keypoints", {"x": 100, "y": 0}, None),
        ("keypoints", {"x": 100.5}, "mark_outside"),
        ("keypoints", {"x": math.nan}, "mark_unreadable"),
        ("spans", {"start": 9, "end": 10, "text": "🚌"}, None),
        ("spans", {"start": 9, "end": 11, "text": "🚌"}, "span_of_another_text"),
        ("spans", {"start": 0, "end": 400, "text": "x"}, "mark_outside"),
        ("spans", {"start": 3, "end": 3, "text": ""}, "mark_unreadable"),
        ("spans", {"start": True, "end": 3, "text": "na"}, "mark_unreadable"),
    ],
    ids=str,
)
def test_a_mark_is_taken_only_where_it_can_be(kind: str, value: Mapping[str, Any], code: str | None) -> None:
    assert codes(kind, drawn(kind, value)) == ([code] if code else [])


def test_a_box_turned_by_a_quarter_has_its_corners_where_pixels_have_them() -> None:
    corners = turned_corners(
        x=50 * PERCENT,
        y=20 * PERCENT,
        width=20 * PERCENT,
        height=20 * PERCENT,
        rotation=90 * PERCENT,
        picture_width=200,
        picture_height=100,
    )

    left, top, right, bottom = bounds_of(corners)
    assert (left, top, right - left, bottom - top) == (80_000, 20_000, 20_000, 40_000)


@examples(80)
@given(left=EDGE, top=EDGE, right=EDGE, bottom=EDGE)
def test_two_boxes_as_outlines_overlap_as_boxes_do_to_a_hundredth(left: int, top: int, right: int, bottom: int) -> None:
    first = Box("a", 20 * PERCENT, 20 * PERCENT, 40 * PERCENT, 40 * PERCENT)
    second = Box("a", min(left, right), min(top, bottom), abs(left - right) + PERCENT, abs(top - bottom) + PERCENT)

    measured = outline_overlap(corners_of(first), corners_of(second))

    assert abs(measured - overlap_of(first, second)) <= Fraction(1, 50)
    assert measured == outline_overlap(corners_of(second), corners_of(first))


def corners_of(box: Box) -> list[tuple[int, int]]:
    right, bottom = box.x + box.width, box.y + box.height
    return [(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)]


def test_an_outline_is_wholly_like_itself_and_half_like_its_half() -> None:
    whole, half = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)], [(0, 0), (1000, 0), (0, 1000)]

    assert outline_overlap(whole, whole) == 1
    assert abs(outline_overlap(whole, half) - Fraction(1, 2)) < Fraction(1, 100)
    assert outline_area(half) == 500_000


def test_points_agree_within_a_fiftieth_of_the_longer_side() -> None:
    kind, schema = KINDS["keypoints"], KINDS["keypoints"].sample["schema"]
    here, near, far = (drawn("keypoints", {"x": x, "y": 50}) for x in (50, 52, 52.000001))

    assert kind.agreement(schema, [here], [near]) == (2, 2)
    assert kind.agreement(schema, [here], [far]) == (0, 2)


def test_stretches_agree_only_where_they_are_the_same_and_half_a_name_is_counted_apart() -> None:
    kind, sample = KINDS["spans"], KINDS["spans"].sample
    shorter = drawn("spans", {"start": 0, "end": 3, "text": "Ana"})

    assert kind.agreement(sample["schema"], sample["result"][:1], [shorter]) == (0, 2)
    assert covered_alike([Span("person", 0, 8)], [Span("person", 0, 3)]) == (3, 8)


def test_what_two_of_three_drew_stays_and_what_one_drew_goes() -> None:
    kind, schema = KINDS["polygons"], KINDS["polygons"].sample["schema"]
    roof, nearly = drawn("polygons", {}), drawn("polygons", {"points": [[10, 10], [30, 12], [28, 40], [11, 35]]})
    alone = drawn("polygons", {"points": [[60, 60], [90, 60], [90, 90]]}, "b")

    merged = kind.merge(schema, [[roof], [nearly], [nearly, alone]])

    assert merged == [{**nearly, "id": "r1"}]


def test_where_exactly_half_drew_something_nobody_decides() -> None:
    kind, schema = KINDS["boxes"], KINDS["boxes"].sample["schema"]
    one, other = drawn("boxes", {}), drawn("boxes", {"x": 60}, "b")

    assert kind.merge(schema, [[one], [one, other]]) is None


def test_relations_are_compared_by_what_they_tie_and_kept_where_most_made_them() -> None:
    kind, sample = KINDS["relations"], KINDS["relations"].sample
    untied = sample["result"][:2]

    assert kind.agreement(sample["schema"], sample["result"], untied) == (4, 5)
    merged = kind.merge(sample["schema"], [sample["result"], sample["result"], untied])
    assert merged is not None
    assert [entry["type"] for entry in merged] == ["labels", "labels", "relation"]
    assert kind.problems(sample["schema"], sample["content"], merged) == []


@pytest.mark.parametrize(
    ("tie", "code"),
    [
        ({"to_id": "s9"}, "relation_loose"),
        ({"to_id": "s1"}, "relation_loose"),
        ({"direction": "left"}, "relation_unreadable"),
        ({"labels": ["hates"]}, "label_unknown"),
        ({"labels": []}, "relation_unreadable"),
        ({"from_id": ["s1"]}, "relation_unreadable"),
    ],
)
def test_a_relation_ties_two_marks_by_a_label_that_exists(tie: dict[str, Any], code: str) -> None:
    *spans, relation = KINDS["relations"].sample["result"]

    assert codes("relations", *spans, {**relation, **tie}) == [code]


def test_a_turned_box_goes_out_as_its_four_corners_in_pixels() -> None:
    value = {"x": 50, "y": 50, "width": 10, "height": 10, "rotation": 90}
    shape = shape_of(drawn("rotated_boxes", value))

    assert shape is not None
    written = in_pixels(shape, width=1280, height=960)
    assert written["segmentation"] == [[640.0, 480.0, 640.0, 608.0, 544.0, 608.0, 544.0, 480.0]]
    assert (written["bbox"], written["area"]) == ([544.0, 480.0, 96.0, 128.0], 12_288)
