"""Ticking several labels: what is an answer, what is none, and how much two people agree."""

import pytest

from annotate.choosing import chosen_result
from annotate.task_types import TaskType, discover

SCHEMA = {"labels": [{"value": "car"}, {"value": "tree"}, {"value": "kerb"}]}
KINDS = [discover()["choices"], discover()["image_choices"]]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> TaskType:
    found: TaskType = request.param
    return found


def said(kind: TaskType, *labels: str) -> list[dict[str, object]]:
    return chosen_result(labels, to_name=kind.columns[0])


def codes(kind: TaskType, result: object, **schema: object) -> list[str]:
    return [problem.code for problem in kind.problems({**SCHEMA, **schema}, {}, result)]


def test_ada_may_tick_one_or_several(kind: TaskType) -> None:
    assert codes(kind, said(kind, "car")) == []
    assert codes(kind, said(kind, "car", "kerb")) == []


def test_nothing_ticked_is_no_answer(kind: TaskType) -> None:
    assert codes(kind, []) == ["nothing_ticked"]
    assert codes(kind, said(kind)) == ["nothing_ticked"]


def test_none_of_these_is_an_answer_where_rita_allows_it_and_only_when_said(kind: TaskType) -> None:
    assert codes(kind, kind.from_form(SCHEMA, {"nothing": "yes"}), allow_nothing=True) == []
    assert codes(kind, kind.from_form(SCHEMA, {"nothing": "yes"})) == ["nothing_ticked"]
    assert codes(kind, kind.from_form(SCHEMA, {}), allow_nothing=True) == ["nothing_ticked"]


def test_a_label_and_none_of_these_contradict_each_other(kind: TaskType) -> None:
    result = kind.from_form(SCHEMA, {"label": ["car"], "nothing": "yes"})

    assert codes(kind, result, allow_nothing=True) == ["labels_and_nothing"]


def test_a_label_ticked_twice_is_refused(kind: TaskType) -> None:
    assert codes(kind, said(kind, "car", "car")) == ["label_twice"]


def test_an_answer_about_the_other_kind_of_item_is_refused(kind: TaskType) -> None:
    other = {"text": "image", "image": "text"}[kind.columns[0]]

    assert codes(kind, chosen_result(["car"], to_name=other)) == ["answer_unreadable"]


@pytest.mark.parametrize(
    ("first", "second", "agreed"),
    [
        (("car", "tree"), ("car", "tree"), (2, 2)),
        (("car", "tree"), ("tree", "car"), (2, 2)),
        (("car", "tree"), ("car",), (1, 2)),
        (("car",), ("tree", "kerb"), (0, 3)),
        ((), (), (1, 1)),
        ((), ("car",), (0, 1)),
    ],
)
def test_two_people_agree_on_the_labels_both_ticked(
    kind: TaskType, first: tuple[str, ...], second: tuple[str, ...], agreed: tuple[int, int]
) -> None:
    assert kind.agreement(SCHEMA, said(kind, *first), said(kind, *second)) == agreed
    assert kind.agreement(SCHEMA, said(kind, *second), said(kind, *first)) == agreed
