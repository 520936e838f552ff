"""Asks every task type, ours and one dropped into a folder, the same questions."""

from pathlib import Path

import pytest

from annotate.task_types import TaskType, discover

JUNK = [
    None,
    7,
    "lost",
    {},
    [None],
    [[]],
    [{}],
    [{"value": {"choices": [1]}}],
    [{"value": None}],
    [{"type": "choices"}],
]


def every() -> list[TaskType]:
    return list(discover().values())


@pytest.fixture(params=every(), ids=lambda task_type: task_type.name)
def task_type(request: pytest.FixtureRequest) -> TaskType:
    found: TaskType = request.param
    return found


def test_its_name_and_widget_are_plain_words(task_type: TaskType) -> None:
    assert task_type.name.isidentifier()
    assert task_type.widget
    assert task_type.title
    assert task_type.columns


def test_its_own_sample_is_an_answer_to_its_own_schema(task_type: TaskType) -> None:
    sample = task_type.sample

    assert task_type.problems_of_schema(sample["schema"]) == []
    assert task_type.problems(sample["schema"], sample["content"], sample["result"]) == []


def test_a_plain_form_becomes_the_same_answer(task_type: TaskType) -> None:
    sample = task_type.sample

    assert task_type.from_form(sample["schema"], sample["form"]) == sample["result"]


def test_an_empty_form_is_no_answer_and_says_so(task_type: TaskType) -> None:
    sample = task_type.sample

    result = task_type.from_form(sample["schema"], {})

    assert result == task_type.empty()
    assert task_type.problems(sample["schema"], sample["content"], result)


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_whatever_mallory_sends_is_a_problem_and_never_a_crash(task_type: TaskType, junk: object) -> None:
    sample = task_type.sample

    assert task_type.problems(sample["schema"], sample["content"], junk)


def test_an_empty_schema_is_refused(task_type: TaskType) -> None:
    assert task_type.problems_of_schema({})


def test_an_answer_agrees_with_itself(task_type: TaskType) -> None:
    alike, compared = task_type.agreement(task_type.sample["result"], task_type.sample["result"])

    assert alike == compared > 0


def test_it_names_the_labels_of_its_answer(task_type: TaskType) -> None:
    assert task_type.labels_of(task_type.sample["result"])


YES_NO = '''
"""A task type of one file: yes or no."""

from annotate.task_types.choice import Choice


class YesNo(Choice):
    name = "yes_no"


TASK_TYPE = YesNo()
'''


def test_one_file_in_a_folder_adds_a_task_type(tmp_path: Path) -> None:
    (tmp_path / "yes_no.py").write_text(YES_NO)

    found = discover(tmp_path)

    assert set(found) == {*discover(), "yes_no"}
    assert found["yes_no"].labels_of(found["yes_no"].sample["result"]) == ("lost",)
