"""Plain text: each line is an item, however it is written; empty lines are counted and told once."""

import io

import pytest

from annotate.encoded_lines import LINE_BYTES_MAX
from annotate.imports import Bad, Choices, Good
from annotate.imports.plain_text import IMPORT
from policies.errors import Refusal

TEXT = "¿Cuándo renuevo?\nPerdí mi pasaporte\n"


def rows_of(data: bytes, **choices: str) -> list[Good | Bad]:
    return list(IMPORT.open(io.BytesIO(data), Choices(**choices)).rows)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.rstrip().encode(),
        f"{TEXT}\n\n \n".encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "windows lines", "no end", "empty lines at the end"],
)
def test_each_line_is_an_item_however_it_is_written(data):
    assert rows_of(data) == [
        Good(1, "", {"text": "¿Cuándo renuevo?"}),
        Good(2, "", {"text": "Perdí mi pasaporte"}),
    ]


def test_empty_lines_are_left_out_counted_and_told_once():
    rows = rows_of(b"one\n\n  \ntwo\n\nthree\n")

    assert [row.line for row in rows if isinstance(row, Good)] == [1, 4, 6]
    assert rows[-1] == Bad(2, "lines_empty", {"count": 3})


def test_an_old_computers_letters_are_refused_with_a_proposal_and_read_once_chosen():
    old = TEXT.encode("windows-1252")

    with pytest.raises(Refusal) as refused:
        rows_of(old)

    assert (refused.value.code, refused.value.params["proposal"]) == ("not_this_encoding", "windows-1252")
    assert rows_of(old, encoding="windows-1252")[1] == Good(2, "", {"text": "Perdí mi pasaporte"})


def test_a_line_that_memory_should_not_hold_is_refused_and_the_next_one_read():
    rows = rows_of(b"x" * (LINE_BYTES_MAX + 10) + b"\nshort\n")

    assert [type(row) for row in rows] == [Bad, Good]
    assert rows[0].code == "line_too_long"


def test_a_line_with_bytes_of_another_encoding_is_refused_by_its_number():
    rows = rows_of(b"good\n" * 20_000 + b"bad \xff\n")

    assert rows[-1] == Bad(20_001, "row_not_this_encoding")


def test_the_first_lines_can_be_looked_at():
    look = IMPORT.look(io.BytesIO(b"\none\n\ntwo\nthree\n"), Choices(), most=2)

    assert (look.columns, look.rows) == (("text",), ((2, ("one",)), (4, ("two",))))
