"""Whether answers agree enough that nobody else has to be asked."""

import pytest

from annotate import task_types
from annotate.extra_answers.rules import is_agreed
from annotate.labels import Result

TYPES = task_types.discover()
SCHEMA = {"labels": [{"value": value} for value in ("cat", "dog", "bird")]}
TEN = {"labels": [], "most": 5}


def chosen(*labels: str) -> Result:
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": list(labels)}}]


def rated(number: int) -> Result:
    return [{"from_name": "rating", "to_name": "text", "type": "rating", "value": {"rating": number}}]


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        ("", True),
        ("c", True),
        ("cc", True),
        ("cd", False),
        ("ccd", True),
        ("cdb", False),
        ("ccdd", False),
        ("ccdb", False),  # the most said is half, and half is no majority
        ("cccdb", True),
        ("ccddb", False),
    ],
)
def test_choices_agree_where_more_than_half_said_the_same(said: str, *, agreed: bool) -> None:
    words = {"c": "cat", "d": "dog", "b": "bird"}

    assert is_agreed(TYPES["choice"], SCHEMA, [chosen(words[one]) for one in said]) is agreed


@pytest.mark.parametrize(
    ("ticked", "agreed"),
    [
        ([("cat", "dog"), ("dog", "cat")], True),
        ([("cat", "dog"), ("cat",)], False),  # exactly half said dog: nobody knows
        ([("cat", "dog"), ("cat",), ("cat", "dog")], True),
        ([("cat",), ("dog",), ("bird",)], False),
        ([("cat", "dog"), ("cat", "bird"), ("cat",)], False),  # they share one, and less than half on average
    ],
)
def test_ticked_labels_agree_where_they_come_to_one_answer_and_are_half_alike(
    ticked: list[tuple[str, ...]], *, agreed: bool
) -> None:
    assert is_agreed(TYPES["choices"], SCHEMA, [chosen(*labels) for labels in ticked]) is agreed


@pytest.mark.parametrize(("numbers", "agreed"), [((1, 5), False), ((3, 3), True), ((3, 4, 4), True), ((2, 3, 4), True)])
def test_ratings_that_are_near_agree_although_none_is_the_same(numbers: tuple[int, ...], *, agreed: bool) -> None:
    assert is_agreed(TYPES["rating"], TEN, [rated(number) for number in numbers]) is agreed
