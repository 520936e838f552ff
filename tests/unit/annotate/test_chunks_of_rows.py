"""Rows of a file in chunks: so few at once that nobody who writes meanwhile waits long."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from annotate.intake.chunks import CHUNK_ROWS, chunks_of
from annotate.rows import Good, Row
from policies.errors import Kind, Refusal

Labels = Mapping[str, Any] | None


def rows(count: int, text: str = "When?", *, suggestion: Labels = None, gold: Labels = None) -> Iterator[Row]:
    made = (Good(number, "", {"text": text}) for number in range(count))
    return (row._replace(suggestion=suggestion, gold=gold) for row in made)


def sizes(found: Iterator[Row]) -> list[int]:
    return [len(chunk) for chunk in chunks_of(found)]


def test_short_texts_come_by_their_number_and_long_ones_by_their_length() -> None:
    assert sizes(rows(CHUNK_ROWS + 1)) == [CHUNK_ROWS, 1]
    assert sizes(rows(5, text="x" * 2_000_000)) == [2, 2, 1]


def test_rows_with_many_labels_come_few_at_once_as_each_label_is_checked() -> None:
    thousand: Labels = {"result": [{}] * 1_000}

    assert sizes(rows(3, suggestion=thousand)) == [1, 1, 1]
    assert sizes(rows(500, gold={"result": [{}]})) == [400, 100]


def test_what_came_before_the_file_broke_off_lands() -> None:
    def broken() -> Iterator[Row]:
        yield from rows(3)
        raise Refusal("json_broken", Kind.UNREADABLE, line=4)

    chunks = chunks_of(broken())

    assert len(next(chunks)) == 3
    with pytest.raises(Refusal, match="json_broken"):
        next(chunks)
