"""Asks every export format, ours and one dropped into a folder, the same questions, for every kind of work it fits."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from annotate.assignments.queries import AnswerRow
from annotate.datasets_out import NamesLosses
from annotate.exports import Export, chosen_format, discover
from annotate.outgoing import Dataset
from annotate.packing import ZippedFolder, zipped
from annotate.task_types import TaskType
from annotate.task_types import discover as task_types
from policies.errors import Refusal
from web.loss_words import LOSS_WORDS, said_of
from web.words import load_languages

NOTHING_TO_SEND_YET = ("conll", "combined")
WHOLE_BEFORE_IT_LEAVES = "huggingface"
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


def dataset_of(kind: TaskType) -> Dataset:
    return Dataset(task_type=kind.name, schema=kind.sample["schema"])


def pieces(form: Export, kind: TaskType, taken: Iterator[AnswerRow]) -> Iterator[bytes]:
    """What a format makes of some answers, as one file or packed."""
    if isinstance(form, ZippedFolder):
        return zipped(form.files(taken, dataset=dataset_of(kind)))
    return form.write(taken, schema=kind.sample["schema"])


def written(form: Export, kind: TaskType, count: int) -> bytes:
    return b"".join(pieces(form, kind, answers(kind, count)))


def read(form: Export, kind: TaskType, count: int) -> bytes:
    """Everything in the files of a format, unpacked, and tables of Parquet as text."""
    data = written(form, kind, count)
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return b"".join(plain(name, archive.read(name)) for name in archive.namelist())


def plain(name: str, data: bytes) -> bytes:
    """What a file says; of Parquet, its rows."""
    if not name.endswith(".parquet"):
        return data
    with tempfile.NamedTemporaryFile(suffix=".parquet") as kept:
        kept.write(data)
        kept.flush()
        return str(import_module("duckdb").read_parquet(kept.name).fetchall()).encode()


@pytest.mark.parametrize("count", [40, pytest.param(1_000, marks=pytest.mark.stress)])
def test_every_item_is_in_the_file(form: Export, kind: TaskType, count: int) -> None:
    data = read(form, kind, count).decode(errors="replace")

    assert "¿0?" in data
    assert f"¿{count - 2}?" in data


@pytest.mark.stress
def test_answers_leave_before_the_last_one_came(form: Export, kind: TaskType) -> None:
    if form.name == WHOLE_BEFORE_IT_LEAVES:
        pytest.skip("Parquet says at its end where everything is")
    if (form.name, kind.name) == NOTHING_TO_SEND_YET:
        pytest.skip("these answers mark no text: the first file, of tokens, stays empty to its end")
    taken = iter(answers(kind, 20_000))

    first = next(pieces(form, kind, taken))

    assert len(first) < 1_000_000
    assert sum(1 for _ in taken) > 5_000


def test_no_answers_are_a_file_too(form: Export, kind: TaskType) -> None:
    assert isinstance(written(form, kind, 0), bytes)


def test_what_it_cannot_say_has_a_sentence(form: Export, kind: TaskType) -> None:
    known = list(form.losses(dataset_of(kind))) if isinstance(form, NamesLosses) else []

    assert {one.code for one in known} <= set(LOSS_WORDS)
    assert all(said_of(one, load_languages()["en"]) for one in known)


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
        ("coco", "choice", "export_format_unfit", "croissant, csv, huggingface, items, jsonl, label_studio, spacy"),
        (
            "papyrus",
            "boxes",
            "export_format_unknown",
            "coco, croissant, csv, huggingface, items, jsonl, label_studio, voc, yolo",
        ),
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
