"""Asks every export format, ours and one dropped into a folder, the same questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotate.assignments.queries import AnswerRow
from annotate.exports import Export, discover


@pytest.fixture(params=list(discover().values()), ids=lambda export: export.name)
def form(request: pytest.FixtureRequest) -> Export:
    found: Export = request.param
    return found


def answers(count: int) -> Iterator[AnswerRow]:
    for number in range(count):
        yield AnswerRow([("item_id", number), ("text", f"¿Pregunta {number}?"), ("result", [{"a": 1}])])


def test_every_answer_is_in_the_file(form: Export) -> None:
    data = b"".join(form.write(answers(1_000))).decode()

    assert "¿Pregunta 0?" in data
    assert "¿Pregunta 999?" in data
    assert data.count("¿Pregunta") == 1_000


def test_answers_leave_before_the_last_one_came(form: Export) -> None:
    taken = iter(answers(100_000))

    first = next(form.write(taken))

    assert len(first) < 100_000
    assert len(list(taken)) > 90_000


def test_no_answers_are_a_file_too(form: Export) -> None:
    assert isinstance(b"".join(form.write([])), bytes)


def test_it_says_how_browsers_should_take_it(form: Export) -> None:
    assert form.suffix.startswith(".")
    assert "/" in form.media_type
    assert form.title


COUNT = '''
"""An export format of one file: how many answers there are."""


class Count:
    name, title, suffix, media_type = "count", "How many", ".txt", "text/plain"

    def write(self, answers):
        yield str(sum(1 for _ in answers)).encode()


EXPORT = Count()
'''


def test_one_file_in_a_folder_adds_an_export_format(tmp_path: Path) -> None:
    (tmp_path / "count.py").write_text(COUNT)

    found = discover(tmp_path)

    assert set(found) == {*discover(), "count"}
    assert b"".join(found["count"].write(answers(3))) == b"3"
