"""Asks every export format, ours and one dropped into a folder, the same questions, for every kind of work it fits."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotate.assignments.queries import AnswerRow
from annotate.exports import Export, chosen_format, discover
from annotate.task_types import TaskType
from annotate.task_types import discover as task_types
from policies.errors import Refusal

PAIRS = [(form, kind) for form in discover().values() for kind in task_types().values() if form.fits(kind.name)]


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0].name}-{pair[1].name}")
def pair(request: pytest.FixtureRequest) -> tuple[Export, TaskType]:
    found: tuple[Export, TaskType] = request.param
    return found


@pytest.fixture
def form(pair: tuple[Export, TaskType]) -> Export:
    return pair[0]


@pytest.fixture
def kind(pair: tuple[Export, TaskType]) -> TaskType:
    return pair[1]


def answers(kind: TaskType, count: int) -> Iterator[AnswerRow]:
    """Two answers for each item, as `answers_of` gives them after their journey through the database."""
    content, result = json.loads(json.dumps([dict(kind.sample["content"]), kind.sample["result"]]))
    for number in range(count):
        cells = [("item_id", number // 2 + 1), ("external_id", f"¿{number}?"), *content.items()]
        yield AnswerRow([*cells, ("annotator", f"a-{number % 2}"), ("label", "x"), ("result", result)])


def written(form: Export, kind: TaskType, count: int) -> bytes:
    return b"".join(form.write(answers(kind, count), schema=kind.sample["schema"]))


def test_every_item_is_in_the_file(form: Export, kind: TaskType) -> None:
    data = written(form, kind, 1_000).decode()

    assert "¿0?" in data
    assert "¿998?" in data


def test_answers_leave_before_the_last_one_came(form: Export, kind: TaskType) -> None:
    taken = iter(answers(kind, 100_000))

    first = next(form.write(taken, schema=kind.sample["schema"]))

    assert len(first) < 1_000_000
    assert len(list(taken)) > 90_000


def test_no_answers_are_a_file_too(form: Export, kind: TaskType) -> None:
    assert isinstance(written(form, kind, 0), bytes)


def test_it_says_how_browsers_should_take_it(form: Export) -> None:
    assert form.suffix.startswith(".")
    assert "/" in form.media_type
    assert form.title


@pytest.mark.parametrize("kind", task_types().values(), ids=lambda kind: kind.name)
def test_every_kind_of_work_has_a_format_for_programs_and_one_for_spreadsheets(kind: TaskType) -> None:
    assert chosen_format("jsonl", task_type=kind.name).fits(kind.name)
    assert chosen_format("csv", task_type=kind.name).fits(kind.name)


@pytest.mark.parametrize(
    ("name", "task_type", "code", "known"),
    [
        ("coco", "choice", "export_format_unfit", "csv, jsonl"),
        ("papyrus", "boxes", "export_format_unknown", "coco, csv, jsonl"),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(
    name: str, task_type: str, code: str, known: str
) -> None:
    with pytest.raises(Refusal) as refused:
        chosen_format(name, task_type=task_type)

    assert (refused.value.code, refused.value.params["known"]) == (code, known)


COUNT = '''
"""An export format of one file: how many answers there are."""


class Count:
    name, title, suffix, media_type = "count", "How many", ".txt", "text/plain"

    def fits(self, task_type):
        return True

    def write(self, answers, *, schema):
        yield str(sum(1 for _ in answers)).encode()


EXPORT = Count()
'''


def test_one_file_in_a_folder_adds_an_export_format(tmp_path: Path) -> None:
    (tmp_path / "count.py").write_text(COUNT)

    found = discover(tmp_path)

    assert set(found) == {*discover(), "count"}
    assert written(found["count"], task_types()["choice"], 3) == b"3"


def test_the_example_of_the_guide_is_a_format_of_one_file(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "web/docs/adding-an-export.md").read_text("utf-8")
    (tmp_path / "tsv.py").write_text(guide.split("```python\n")[1].split("```")[0])
    choice = task_types()["choice"]

    found = discover(tmp_path)

    assert set(found) == {*discover(), "tsv"}
    assert written(found["tsv"], choice, 3).decode().splitlines() == ["¿0?\tx", "¿1?\tx", "¿2?\tx"]
    assert not found["tsv"].fits("boxes")
