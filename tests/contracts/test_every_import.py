"""Asks every import format, ours and one dropped into a folder, the same questions."""

import io
from pathlib import Path

import pytest

from annotate.imports import Choices, Good, Import, Sent, Together, discover, form_for
from annotate.incoming.archive import names_inside
from policies.errors import Refusal

KINDS_OF_ROWS = {"text": (Good,), "image": (Good, Sent, Together), "objects": (Good, Together)}


@pytest.fixture(params=list(discover().values()), ids=lambda one: one.name)
def form(request: pytest.FixtureRequest) -> Import:
    found: Import = request.param
    return found


def test_its_sample_has_good_rows_of_what_it_gives(form: Import) -> None:
    wanted = form.gives[0]

    rows = list(form.open(io.BytesIO(form.sample), Choices(wanted=wanted)).rows)

    assert {type(row) for row in rows} <= {*KINDS_OF_ROWS[wanted]}
    assert rows
    assert all(row.content.get("text") or row.files for row in rows if isinstance(row, Good))


def test_its_sample_is_known_as_its_own_by_its_bytes_or_its_name(form: Import) -> None:
    inside = names_inside(io.BytesIO(form.sample))

    found = form_for(f"sample{form.suffixes[0]}", form.sample[:512], wanted=form.gives[0], inside=inside)

    assert found.name == form.name


def test_a_person_can_look_at_its_sample_first(form: Import) -> None:
    look = form.look(io.BytesIO(form.sample), Choices(), most=5)

    assert bool(look.columns) or not form.asks_columns


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00\x00\x00", b"\xff\xfe", b"\x89PNG\r\n\x1a\n\x00\x00"], ids=repr)
def test_what_is_no_file_of_this_kind_is_refused_and_never_a_crash(form: Import, data: bytes) -> None:
    with pytest.raises(Refusal):
        form.open(io.BytesIO(data), Choices())


def test_it_says_which_files_are_its_own(form: Import) -> None:
    assert all(suffix.startswith(".") for suffix in form.suffixes)
    assert form.title
    assert set(form.gives) <= {"text", "image", "objects"}
    assert form.gives


LINES = '''
"""An import format of one file: a text in each line."""

from annotate.imports import Good, Opened


class Lines:
    name, title, suffixes, sample = "lines", "Lines", (".lines",), b"one\\ntwo\\n"
    gives, asks_columns = ("text",), False

    def open(self, source, choices):
        texts = source.read().decode().split()
        rows = (Good(number, "", {"text": text}) for number, text in enumerate(texts, start=1))
        return Opened("utf-8", ("text",), "text", "", rows)


IMPORT = Lines()
'''


def test_one_file_in_a_folder_adds_an_import_format(tmp_path: Path) -> None:
    (tmp_path / "lines.py").write_text(LINES)

    found = discover(tmp_path)

    assert set(found) == {*discover(), "lines"}
    assert len(list(found["lines"].open(io.BytesIO(b"one\ntwo\n"), Choices()).rows)) == 2
