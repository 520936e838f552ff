"""Many lines of JSON are read at once: what is odd about one of them is said of that one, and of none beside it."""

import io
import json

import pytest

from annotate.imports import Bad, Choices, Good
from annotate.imports.jsonl import IMPORT, LINE_BYTES_MAX
from annotate.incoming.json_lines import READ_BYTES

MANY = 500
USUAL = b'{"id": "q-%d", "text": "When?"}'
LONG = b'{"text": "' + b"x" * LINE_BYTES_MAX + b'"}'


def rows_of(lines: list[bytes], *, end: bytes = b"\n") -> list[Good | Bad]:
    return list(IMPORT.open(io.BytesIO(end.join(lines)), Choices()).rows)  # type: ignore[arg-type]


def usual(count: int = MANY) -> list[bytes]:
    return [USUAL % number for number in range(1, count + 1)]


def refused(rows: list[Good | Bad]) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in rows if isinstance(row, Bad)]


@pytest.mark.parametrize(
    "odd",
    [
        b'{"id": "q-3", "text": "When?"',
        b'{"id": "q-3", "text": "When?"},',
        b'{"id": "q-3"}, {"text": "When?"}',
        b"5",
        "\u2003".encode(),
    ],
    ids=range(5),
)
def test_the_third_of_five_hundred_lines_is_refused_by_its_number_and_the_others_are_read(odd: bytes) -> None:
    rows = rows_of([*usual()[:2], odd, *usual()[3:]])

    assert refused(rows) == [(3, "line_no_object")]
    assert [row.line for row in rows] == list(range(1, MANY + 1))
    assert rows[-1] == Good(MANY, f"q-{MANY}", {"text": "When?"})


def test_a_line_in_another_encoding_is_refused_alone_and_shown_as_far_as_it_can_be_read() -> None:
    rows = rows_of([*usual(READ_BYTES // 20), b'{"text": "sm\xc3\xb6rg\xe5s"}', *usual(2)])

    odd = rows[READ_BYTES // 20]
    assert refused(rows) == [(READ_BYTES // 20 + 1, "line_no_object")]
    assert isinstance(odd, Bad)
    assert odd.came_as == '{"text": "smörg\ufffds"}'


def test_an_object_over_two_lines_is_refused_as_two_lines_however_well_they_would_fit_together() -> None:
    rows = rows_of([b'{"text": "When?", "more": [{"a": 1}', b'{"b": 2}]}', b'{"text": "Who?"}'])

    assert refused(rows) == [(1, "line_no_object"), (2, "line_no_object")]
    assert rows[2] == Good(3, "", {"text": "Who?"})


@pytest.mark.parametrize("spaced", [b' \t{"text": "Who?"}', b'{"text": "Who?"} \t'])
def test_spaces_around_an_object_and_empty_lines_say_nothing(spaced: bytes) -> None:
    rows = rows_of([b"", spaced, b" \x0b\x0c", b"", *usual(1)], end=b"\r\n")

    assert rows == [Good(2, "", {"text": "Who?"}), Good(5, "q-1", {"text": "When?"})]


@pytest.mark.parametrize("before", [0, 1, 70 * READ_BYTES // 2_000])
def test_lines_that_are_too_long_are_counted_and_nothing_after_them_is_lost(before: int) -> None:
    rows = rows_of([*usual(before), LONG, LONG, *usual(2), LONG])

    long_ones = (before + 1, before + 2, before + 5)
    assert refused(rows) == [(line, "line_too_long") for line in long_ones]
    assert [row.line for row in rows] == list(range(1, before + 6))


def test_lines_keep_their_numbers_where_a_read_ends_in_one_of_them() -> None:
    texts = [json.dumps({"text": f"{'é' * (number % 700)} {number}"}).encode() for number in range(2_000)]

    rows = rows_of(texts)

    assert [(row.line, row.content["text"].split()[-1]) for row in rows if isinstance(row, Good)] == [
        (number + 1, str(number)) for number in range(2_000)
    ]
