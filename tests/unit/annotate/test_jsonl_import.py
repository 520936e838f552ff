"""What JSON lines become: items, or reasons; a broken line never stops the lines after it."""

import io

import pytest

from annotate.imports import Bad, Choices, Good
from annotate.imports.jsonl import IMPORT, LINE_BYTES_MAX


def rows_of(data: bytes, **choices: str) -> list[Good | Bad]:
    return list(IMPORT.open(io.BytesIO(data), Choices(**choices)).rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "external_id"),
    [
        (b'{"text": "When?"}', ""),
        (b'{"id": "a", "text": " When? "}', "a"),
        (b'{"id": 7, "text": "When?"}', "7"),
        (b'{"external_id": "x", "text": "When?", "more": [1, 2]}', "x"),
        (b'\xef\xbb\xbf{"id": null, "text": "When?"}\r', ""),
    ],
)
def test_a_good_line_becomes_an_item(line: bytes, external_id: str) -> None:
    assert rows_of(line) == [Good(1, external_id, {"text": "When?"})]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"nonsense", "line_no_object"),
        (b"[1]", "line_no_object"),
        (b"[" * 100_000, "line_no_object"),
        ('{"text": "When?"}\u2003'.encode(), "line_no_object"),
        (b'{"text": "When?"} {"text": "And?"}', "line_no_object"),
        (b'{"text": 5}', "text_empty"),
        (b'{"text": ""}', "text_empty"),
        (b'{"id": [], "text": "When?"}', "id_unreadable"),
        (b'{"id": true, "text": "When?"}', "id_unreadable"),
        (b'{"id": 1.0, "text": "When?"}', "id_unreadable"),
        (b'{"id": "' + b"x" * 201 + b'", "text": "When?"}', "id_too_long"),
        (b'{"text": "\\ud800"}', "row_not_this_encoding"),
        (b'{"text": "a\\u0000b"}', "row_not_this_encoding"),
        (b'{"text": "' + b"x" * LINE_BYTES_MAX + b'"}', "line_too_long"),
    ],
    ids=range(14),
)
def test_a_bad_line_says_why_and_the_next_one_is_read(line: bytes, code: str) -> None:
    bad, good = rows_of(line + b'\n{"text": "When?"}\n')

    assert isinstance(bad, Bad)
    assert (bad.line, bad.code) == (1, code)
    assert good == Good(2, "", {"text": "When?"})


def test_other_names_can_be_chosen_and_then_each_line_needs_its_id() -> None:
    good, bad = rows_of(b'{"n": 1, "question": "When?"}\n{"question": "Where?"}', text_column="question", id_column="n")

    assert good == Good(1, "1", {"text": "When?"})
    assert isinstance(bad, Bad)
    assert bad.code == "id_empty"


def test_a_person_sees_the_names_and_values_of_the_first_objects() -> None:
    look = IMPORT.look(io.BytesIO(b'{"id": 1, "text": "When?"}\nnonsense\n{"text": "Who?"}\n'), Choices(), most=5)

    assert look.columns == ("id", "text")
    assert look.rows == ((1, ("1", "When?")), (3, ("", "Who?")))
    assert (look.text_column, look.id_column) == ("text", "id")


def test_an_id_of_spaces_is_none_where_ids_were_asked_for() -> None:
    bad, good = rows_of(b'{"n": " ", "text": "When?"}\n{"n": " q-2", "text": "When?"}', id_column="n")

    assert isinstance(bad, Bad)
    assert bad.code == "id_empty"
    assert good == Good(2, "q-2", {"text": "When?"})
