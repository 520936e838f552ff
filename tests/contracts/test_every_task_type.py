"""Asks every task type, ours and one dropped into a folder, the same questions."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.labels import UNREADABLE, Problem
from annotate.task_types import TaskType, discover
from tests.how_often import examples
from web.refusal_text import load_texts

JUNK: list[object] = [
    None,
    7,
    "lost",
    {},
    [None],
    [[]],
    [{}],
    [{"value": {"choices": [1]}}],
    [{"value": {"choices": []}}],
    [{"value": None}],
    [{"type": "choices"}],
    [{"type": "rectanglelabels", "id": "a", "value": {"x": float("nan"), "rectanglelabels": ["ramp"]}}],
    UNREADABLE,
]
SCHEMA_WORDS = [
    "objects",
    "controls",
    "question",
    "most",
    "lines",
    "allow_tie",
    "is_several",
    "attributes",
    "relations",
    "granularity",
    "name",
]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(
    ["id", "value", "type", "choices", "rectanglelabels", "x", "y", "width", "height", "from_name", "original_width"]
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=6),
    max_leaves=20,
)


def every() -> list[TaskType]:
    return list(discover().values())


@pytest.fixture(params=every(), ids=lambda task_type: task_type.name)
def task_type(request: pytest.FixtureRequest) -> TaskType:
    found: TaskType = request.param
    return found


def test_its_name_and_widget_are_plain_words(task_type: TaskType) -> None:
    assert task_type.name.isidentifier()
    assert task_type.title
    assert task_type.about.endswith(".")
    assert set(task_type.about_kinds) <= {"text", "image", "list"}
    assert task_type.labels_least >= 0


@pytest.mark.parametrize("task_type", [one for one in every() if one.about_kinds], ids=lambda one: one.name)
def test_it_can_be_drawn_beside_other_questions(task_type: TaskType) -> None:
    templates = Path(__file__).parents[2] / "web/templates/widgets"
    annotators = {"image": "picture_annotator", "text": "text_annotator"}

    name = annotators[task_type.about_kinds[0]] if task_type.is_region else f"control_{task_type.name}"

    assert (templates / f"{name}.html").is_file()


def test_its_own_sample_is_an_answer_to_its_own_schema(task_type: TaskType) -> None:
    sample = task_type.sample

    assert task_type.problems_of_schema(sample["schema"]) == []
    assert task_type.problems(sample["schema"], sample["content"], sample["result"]) == []


def test_a_plain_form_becomes_the_same_answer(task_type: TaskType) -> None:
    sample = task_type.sample

    assert task_type.from_form(sample["schema"], sample["form"]) == sample["result"]


def test_what_its_form_sends_is_the_same_after_a_journey_as_json(task_type: TaskType) -> None:
    sample = task_type.sample

    result = json.loads(json.dumps(task_type.from_form(sample["schema"], sample["form"])))

    assert task_type.problems(sample["schema"], sample["content"], result) == []
    assert task_type.labels_of(result) == task_type.labels_of(sample["result"])


def test_an_empty_form_is_no_answer_and_says_so(task_type: TaskType) -> None:
    sample = task_type.sample

    result = task_type.from_form(sample["schema"], {})

    assert result == task_type.empty()
    assert task_type.problems(sample["schema"], sample["content"], result)


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_whatever_mallory_sends_is_a_problem_and_never_a_crash(task_type: TaskType, junk: object) -> None:
    sample = task_type.sample

    assert task_type.problems(sample["schema"], sample["content"], junk)


@pytest.mark.parametrize("task_type", every(), ids=lambda task_type: task_type.name)
@examples(150)
@given(junk=ANY_JSON)
def test_any_json_at_all_is_judged_in_words_that_exist(task_type: TaskType, junk: object) -> None:
    sample = task_type.sample

    problems = task_type.problems(sample["schema"], sample["content"], junk)

    assert all(isinstance(problem, Problem) for problem in problems)
    assert {problem.code for problem in problems} <= set(load_texts())


@pytest.mark.parametrize("task_type", every(), ids=lambda task_type: task_type.name)
@examples(50)
@given(
    texts=st.dictionaries(
        st.sampled_from(["label", "regions.image", "regions.text", "nothing"]),
        st.text(max_size=30) | st.lists(st.text(max_size=5)),
    )
)
def test_any_form_at_all_becomes_something_that_can_be_judged(task_type: TaskType, texts: dict[str, object]) -> None:
    sample = task_type.sample

    result = task_type.from_form(sample["schema"], texts)  # type: ignore[arg-type]

    assert isinstance(task_type.problems(sample["schema"], sample["content"], result), list)


LABELLED = [one for one in every() if one.labels_least or one.name == "ranking"]


@pytest.mark.parametrize("task_type", LABELLED, ids=lambda one: one.name)
def test_a_label_of_another_project_is_refused(task_type: TaskType) -> None:
    sample = task_type.sample
    others = {"labels": [{"value": "somewhere"}, {"value": "else"}], "about": sample["result"][0]["to_name"]}

    codes = {problem.code for problem in task_type.problems(others, sample["content"], sample["result"])}

    assert codes == {"label_unknown"}


@pytest.mark.parametrize("task_type", [one for one in every() if one.labels_least], ids=lambda one: one.name)
def test_an_empty_schema_is_refused(task_type: TaskType) -> None:
    assert task_type.problems_of_schema({})


@pytest.mark.parametrize("task_type", LABELLED, ids=lambda one: one.name)
def test_the_same_label_twice_is_refused(task_type: TaskType) -> None:
    twice = {"labels": [{"value": "a"}, {"value": "a"}]}

    assert [problem.code for problem in task_type.problems_of_schema(twice)] == ["label_twice"]


@pytest.mark.parametrize("task_type", every(), ids=lambda task_type: task_type.name)
@examples(150)
@given(junk=ANY_JSON, changed=st.sampled_from(SCHEMA_WORDS), more=ANY_JSON)
def test_any_schema_at_all_is_judged_in_words_that_exist(
    task_type: TaskType, junk: object, changed: str, more: object
) -> None:
    schema = {**task_type.sample["schema"], changed: junk, "labels": more}

    problems = task_type.problems_of_schema(schema)

    assert {problem.code for problem in problems} <= set(load_texts())


def test_one_person_alone_is_the_merged_answer_and_two_who_say_the_same_too(task_type: TaskType) -> None:
    sample = task_type.sample

    alone = task_type.merge(sample["schema"], [sample["result"]])
    both = task_type.merge(sample["schema"], [sample["result"], sample["result"]])

    assert alone is not None
    assert both == alone
    assert task_type.problems(sample["schema"], sample["content"], alone) == []
    assert task_type.agreement(sample["schema"], alone, sample["result"])[0] > 0


def test_an_answer_agrees_with_itself(task_type: TaskType) -> None:
    alike, compared = task_type.agreement(
        task_type.sample["schema"], task_type.sample["result"], task_type.sample["result"]
    )

    assert alike == compared > 0


def test_it_names_the_labels_of_its_answer(task_type: TaskType) -> None:
    assert task_type.labels_of(task_type.sample["result"])


def test_the_example_of_the_guide_is_a_task_type_of_one_file(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "web/docs/adding-a-task-type.md").read_text("utf-8")
    (tmp_path / "yes_no.py").write_text(guide.split("```python\n")[1].split("```")[0])

    found = discover(tmp_path)

    yes_no = found["yes_no"]
    sample = yes_no.sample
    assert set(found) == {*discover(), "yes_no"}
    assert yes_no.from_form(sample["schema"], sample["form"]) == sample["result"]
    assert yes_no.problems(sample["schema"], sample["content"], sample["result"]) == []
    assert yes_no.problems_of_schema({"labels": [{"value": "a"}, {"value": "b"}, {"value": "c"}]})
