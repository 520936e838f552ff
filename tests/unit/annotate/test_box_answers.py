"""Boxes: which are answers, what becomes of odd numbers, and how much two people agree about a picture."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.regions import PARTS_OF_THE_WHOLE, Box, box_of, overlap_of, parts_of, percent_of, region
from annotate.task_types import discover

BOXES = discover()["boxes"]
SCHEMA = {"labels": [{"value": "ramp"}, {"value": "kerb"}]}
CONTENT = {"image": "0" * 64, "width": 1280, "height": 960, "name": "calle 1.jpg"}


def drawn(x: float = 10, y: float = 10, width: float = 20, height: float = 20, **changes: object) -> dict[str, object]:
    value = {"x": x, "y": y, "width": width, "height": height, "rotation": 0, "rectanglelabels": ["ramp"]}
    about = {"id": "b1", "from_name": "label", "to_name": "image", "type": "rectanglelabels", "image_rotation": 0}
    return {**about, "original_width": 1280, "original_height": 960, "value": value} | changes


def valued(**changes: object) -> dict[str, object]:
    value = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["ramp"]}
    return drawn(value=value | changes)


def codes(*regions: object) -> list[str]:
    return [problem.code for problem in BOXES.problems(SCHEMA, CONTENT, list(regions))]


def test_ada_may_draw_to_the_very_edge() -> None:
    assert codes(drawn(0, 0, 100, 100)) == []
    assert codes(drawn(33.333333, 0, 66.666667, 100)) == []


def test_nothing_drawn_is_no_answer_and_nothing_to_box_is_one() -> None:
    assert codes() == ["nothing_marked"]
    assert codes(*BOXES.from_form(SCHEMA, {"nothing": "yes"})) == []


def test_boxes_and_nothing_to_box_contradict_each_other() -> None:
    result = BOXES.from_form(SCHEMA, {"regions.image": json.dumps([drawn()]), "nothing": "yes"})

    assert codes(*result) == ["marks_and_nothing"]


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (drawn(90, 10, 20, 20), "mark_outside"),
        (drawn(33.333334, 0, 66.666667, 100), "mark_outside"),
        (drawn(-1, 10, 20, 20), "mark_outside"),
        (drawn(10, 10, 0, 20), "mark_outside"),
        (drawn(10, 10, 20, -5), "mark_outside"),
        (drawn(math.nan), "mark_unreadable"),
        (drawn(math.inf), "mark_unreadable"),
        (drawn(10**400), "mark_unreadable"),
        (drawn(True), "mark_unreadable"),
        (drawn("10"), "mark_unreadable"),  # type: ignore[arg-type]
        (drawn(1.0000001), "mark_unreadable"),
        (valued(rotation=45), "mark_unreadable"),
        (valued(rectanglelabels=["ramp", "kerb"]), "mark_unreadable"),
        (valued(rectanglelabels=[]), "mark_unreadable"),
        (valued(colour="red"), "mark_unreadable"),
        (drawn(image_rotation=90), "mark_unreadable"),
        (drawn(id="a b"), "mark_unreadable"),
        (drawn(extra=1), "mark_unreadable"),
        (drawn(original_width=True), "mark_unreadable"),
        (drawn(original_width=640), "mark_elsewhere"),
        (valued(rectanglelabels=["tree"]), "label_unknown"),
    ],
    ids=str,
)
def test_a_box_that_cannot_be_one_of_this_picture_is_refused(box: dict[str, object], code: str) -> None:
    assert codes(box) == [code]


def test_the_refusal_says_which_box_it_is() -> None:
    problems = BOXES.problems(SCHEMA, CONTENT, [drawn(), drawn(95, id="b2")])

    assert [(problem.code, problem.params["number"]) for problem in problems] == [("mark_outside", 2)]


def test_two_boxes_of_one_name_are_refused() -> None:
    assert codes(drawn(), drawn(50)) == ["answer_unreadable"]


def test_more_boxes_than_anybody_draws_are_refused() -> None:
    assert codes(*[drawn(id=f"b{number}") for number in range(1001)]) == ["marks_too_many"]


@pytest.mark.parametrize("text", ["", "{}", "7", "not json", "[" * 100_000, "[NaN]", '"[]"'], ids=lambda text: text[:9])
def test_a_form_that_mallory_made_up_is_no_answer(text: str) -> None:
    assert codes(*BOXES.from_form(SCHEMA, {"regions.image": text}))


def test_two_people_agree_where_their_boxes_cover_half_or_more_of_each_other() -> None:
    ada = [drawn(10, 10, 20, 20), drawn(50, 50, 10, 10, id="b2"), drawn(80, 80, 5, 5, id="b3")]
    ben = [drawn(11, 11, 20, 20), drawn(58, 58, 10, 10, id="b2")]

    assert BOXES.agreement(SCHEMA, ada, ben) == (2, 5)
    assert BOXES.agreement(SCHEMA, ben, ada) == (2, 5)


def test_the_same_box_with_another_label_is_no_agreement() -> None:
    assert BOXES.agreement(SCHEMA, [drawn()], [valued(rectanglelabels=["kerb"])]) == (0, 2)


def test_a_box_is_matched_once_with_the_one_that_overlaps_it_most() -> None:
    ada = [drawn(10, 10, 20, 20)]
    ben = [drawn(14, 10, 20, 20), drawn(10, 10, 20, 20, id="b2")]

    assert BOXES.agreement(SCHEMA, ada, ben) == (2, 3)


def test_exactly_half_is_enough_and_a_hair_less_is_not() -> None:
    whole, half = Box("a", 0, 0, 20, 10), Box("a", 0, 0, 10, 10)

    assert overlap_of(whole, half) * 2 == 1
    assert BOXES.agreement(SCHEMA, [drawn(0, 0, 20, 10)], [drawn(0, 0, 10, 10)]) == (2, 2)
    assert BOXES.agreement(SCHEMA, [drawn(0, 0, 20, 10)], [drawn(0, 0, 9.999999, 10)]) == (0, 2)


def test_two_people_who_both_found_nothing_agree() -> None:
    nothing = BOXES.from_form(SCHEMA, {"nothing": "yes"})

    assert BOXES.agreement(SCHEMA, nothing, nothing) == (1, 1)
    assert BOXES.agreement(SCHEMA, nothing, [drawn()]) == (0, 1)


EDGES = st.integers(0, PARTS_OF_THE_WHOLE)


@given(parts=EDGES)
def test_a_percentage_and_its_parts_are_the_same_number_also_through_json(parts: int) -> None:
    assert parts_of(json.loads(json.dumps(percent_of(parts)))) == parts


@given(parts=EDGES, size=st.integers(1, 60_000))
def test_percent_to_pixels_and_back_is_the_same_to_a_millionth(parts: int, size: int) -> None:
    pixels = parts * size / PARTS_OF_THE_WHOLE

    assert round(pixels / size * 100, 6) == percent_of(parts)


@given(left=EDGES, right=EDGES, top=EDGES, bottom=EDGES)
def test_any_box_on_the_picture_comes_back_as_it_was_drawn(left: int, right: int, top: int, bottom: int) -> None:
    box = Box("ramp", min(left, right), min(top, bottom), abs(left - right), abs(top - bottom))

    written = json.loads(json.dumps(region(box, region_id="b1", picture_width=1280, picture_height=960)))

    assert box_of(written) == box
