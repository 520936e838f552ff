"""Tables from spreadsheets: what is understood, and how each thing that is not is said by line and reason."""

import io
import tracemalloc

import pytest

from annotate.encoded_lines import LINE_BYTES_MAX
from annotate.imports import Bad, Choices, Good
from annotate.imports.csv import IMPORT
from policies.errors import Refusal

TEXTS = "id,text\n1,¿Cuándo renuevo?\n2,Perdí mi pasaporte\n"


def rows_of(data: bytes, **choices: str) -> list[Good | Bad]:
    return list(IMPORT.open(io.BytesIO(data), Choices(**choices)).rows)


def texts(rows: list[Good | Bad]) -> list[str]:
    return [row.content["text"] for row in rows if isinstance(row, Good)]


def refused(rows: list[Good | Bad]) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in rows if isinstance(row, Bad)]


@pytest.mark.parametrize(
    "data",
    [
        TEXTS.encode(),
        TEXTS.encode("utf-8-sig"),
        TEXTS.encode("utf-16"),
        TEXTS.replace(",", ";").encode(),
        TEXTS.replace(",", "\t").encode(),
        TEXTS.replace(",", "|").encode(),
        TEXTS.replace("\n", "\r\n").encode(),
        TEXTS.replace("text", "Pregunta").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "semicolon", "tab", "bar", "windows lines", "Spanish header"],
)
def test_a_table_is_understood_however_a_spreadsheet_wrote_it(data: bytes) -> None:
    assert texts(rows_of(data)) == ["¿Cuándo renuevo?", "Perdí mi pasaporte"]


def test_an_old_spreadsheet_is_read_when_rita_says_how_it_was_written() -> None:
    data = TEXTS.encode("windows-1252")

    with pytest.raises(Refusal) as refusal:
        rows_of(data)

    assert refusal.value.code == "not_this_encoding"
    assert refusal.value.params["byte"] == data.index(b"\xbf") + 1
    assert refusal.value.params["proposal"] == "windows-1252"
    assert texts(rows_of(data, encoding="windows-1252")) == ["¿Cuándo renuevo?", "Perdí mi pasaporte"]


def test_one_line_of_another_encoding_is_refused_and_the_others_land() -> None:
    head = TEXTS.encode() + b"".join(b"x%d,a text\n" % number for number in range(8_000))

    rows = rows_of(head + b"9,\xbfqu\xe9?\n10,after\n")

    assert refused(rows) == [(8_004, "row_not_this_encoding")]
    assert texts(rows)[-1] == "after"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,a,b", "too_many_columns"),
        ("1", "too_few_columns"),
        ("1,", "text_empty"),
        ("1,   ", "text_empty"),
        (",a", "id_empty"),
        ("1,a\0b", "row_not_this_encoding"),
        ("x" * 201 + ",a", "id_too_long"),
        ('1,"a"b', "quotes_unreadable"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_the_next_one_lands(line: str, code: str) -> None:
    filler = "".join(f"f{number},a text that fills the first pages\n" for number in range(2_000))

    rows = rows_of(f"id,text\n{filler}{line}\nlast,good\n".encode())

    assert refused(rows) == [(2_002, code)]
    assert texts(rows)[-1] == "good"


def test_a_quotation_mark_left_open_says_up_to_which_line_rows_were_left_out() -> None:
    rows = rows_of(b'id,text\n1,"never closed\n2,lost\n3,a "late" one\n4,good\n')

    assert refused(rows) == [(2, "quotes_over_lines")]
    assert [row.params["last_line"] for row in rows if isinstance(row, Bad)] == [4]
    assert texts(rows) == ["good"]


def test_a_text_over_several_lines_is_one_text() -> None:
    rows = rows_of(b'id,text\n1,"first\nsecond"\n2,third\n3\n')

    assert texts(rows) == ["first\nsecond", "third"]
    assert refused(rows) == [(5, "too_few_columns")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n \n", "file_empty"),
        (b"id,text\n1,a\0\n", "file_has_nul"),
        (b"text,text\na,b\n", "duplicate_column"),
        (b"one,two\na,b\n", "no_text_column"),
        (b'"unfinished\n', "header_unreadable"),
        (TEXTS.encode("utf-16")[2:], "file_has_nul"),
    ],
    ids=["nothing", "blank", "nul", "twice", "no text", "quote", "utf-16 without its mark"],
)
def test_a_file_that_cannot_be_read_at_all_says_what_to_change(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        rows_of(data)

    assert refusal.value.code == code


def test_rita_chooses_the_columns() -> None:
    data = b"folio,asunto,cuerpo\n7,renewal,When?\n"

    opened = IMPORT.open(io.BytesIO(data), Choices(text_column="cuerpo"))

    assert (opened.text_column, opened.id_column) == ("cuerpo", "folio")
    assert list(opened.rows) == [Good(2, "7", {"text": "When?"})]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(Refusal) as refusal:
        rows_of(TEXTS.encode(), text_column="body")

    assert (refusal.value.code, refusal.value.params["columns"]) == ("unknown_column", "id, text")


def test_a_line_too_long_for_memory_is_refused_and_the_next_one_lands() -> None:
    data = b"id,text\n1," + b"x" * (3 * LINE_BYTES_MAX) + b"\n2,good\n"

    rows = rows_of(data)

    assert refused(rows) == [(2, "line_too_long")]
    assert texts(rows) == ["good"]


class Endless(io.RawIOBase):
    """A file of so many bytes that nobody ever holds."""

    def __init__(self, head: bytes, part: bytes, parts: int) -> None:
        self._left = [head] + [part] * parts
        self._left.reverse()

    def read(self, size: int = -1) -> bytes:
        if not self._left:
            return b""
        data = self._left.pop()
        self._left += [data[size:]] if 0 <= size < len(data) else []
        return data[:size] if size >= 0 else data


LONG_ROWS = (b"n," + b"a text of more than usual length, nothing odd " * 10 + b"\n") * 2_000


@pytest.mark.parametrize("part", [LONG_ROWS, b"x" * 900_000], ids=["rows", "one line"])
def test_memory_stays_flat_however_large_the_file_is(part: bytes) -> None:
    opened = IMPORT.open(Endless(b"id,text,more\n", part, 25), Choices())  # type: ignore[arg-type]
    tracemalloc.start()

    rows = sum(1 for _ in opened.rows)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows > 0
    assert peak < 10_000_000 < len(part) * 25
