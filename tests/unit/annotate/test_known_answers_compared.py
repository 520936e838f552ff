"""What people answered where the answer is known: how far it agrees, and what was said instead, without a name."""

from typing import Any

import pytest

from annotate.gold.rules import Answered, answered, in_words
from annotate.labels import Result
from tests.work import TASK_TYPES

CHOICE = {"labels": [{"value": "lost"}, {"value": "renewal"}, {"value": "appointment"}]}
BOXES = {"labels": [{"value": "ramp"}, {"value": "kerb"}]}


def chosen(label: str) -> Result:
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": [label]}}]


def box(number: int, label: str, *, x: int) -> dict[str, Any]:
    value = {"x": x, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": [label]}
    entry = {"id": f"b{number}", "from_name": "label", "to_name": "image", "type": "rectanglelabels", "value": value}
    return {**entry, "original_width": 100, "original_height": 100, "image_rotation": 0}


def labels_said(*labels: str) -> Answered:
    return answered(TASK_TYPES["choice"], CHOICE, chosen("lost"), [chosen(label) for label in labels])


def test_half_of_the_answers_are_as_it_is_known_and_the_commonest_other_one_is_named() -> None:
    found = labels_said("lost", "renewal", "appointment", "lost", "renewal", "lost")

    assert (found.answer_count, found.alike, found.compared) == (6, 3, 6)
    assert (found.other, found.other_count, found.is_elsewhere) == ("renewal", 2, False)


def test_of_others_given_equally_often_the_first_in_the_alphabet_is_named() -> None:
    assert labels_said("renewal", "appointment").other == "appointment"


@pytest.mark.parametrize("said", [(), ("lost", "lost")])
def test_where_nobody_differs_no_other_answer_is_named(said: tuple[str, ...]) -> None:
    found = labels_said(*said)

    assert (found.alike, found.compared, found.other_count) == (len(said), len(said), 0)


def test_a_box_drawn_elsewhere_names_the_same_labels_in_other_places() -> None:
    known = [box(1, "ramp", x=10), box(2, "ramp", x=50)]

    found = answered(TASK_TYPES["boxes"], BOXES, known, [[box(1, "ramp", x=10), box(2, "ramp", x=75)]])

    assert (found.alike, found.compared) == (2, 4)
    assert (found.other, found.is_elsewhere) == ("2 × ramp", True)


def test_marks_are_counted_in_the_alphabet_s_order_whoever_drew_which_first() -> None:
    drawn = [box(1, "ramp", x=10), box(2, "kerb", x=50), box(3, "ramp", x=70)]

    assert in_words(TASK_TYPES["boxes"], drawn) == in_words(TASK_TYPES["boxes"], drawn[::-1]) == "kerb, 2 × ramp"


def test_what_was_put_in_order_keeps_its_order() -> None:
    order = [{"from_name": "label", "to_name": "list", "type": "ranker", "value": {"ranker": {"label": ["b", "a"]}}}]

    assert in_words(TASK_TYPES["ranking"], order) == "b, a"
