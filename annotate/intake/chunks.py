"""Cuts the rows of a file into chunks: a transaction for each, short, and never more of the file than memory holds."""

from collections.abc import Iterator
from itertools import islice

from annotate.imports import Good, Row
from policies.errors import Refusal

CHUNK_ROWS = 1_000
CHUNK_CHARACTERS = 4_000_000
PICTURES_MOST = 50
PIXELS_PER_CHARACTER = 10
"""A chunk of pictures holds forty million pixels at most, so that nobody waits long for the next sign of life."""


def chunks_of(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield the rows in chunks; where reading them stops, what was read before comes first.

    Raises:
        Refusal: as the rows themselves.
    """
    while True:
        chunk: list[Row] = []
        try:
            chunk.extend(_some_of(rows))  # which keeps what came before an exception
        except Refusal:
            if chunk:
                yield chunk
            raise
        if not chunk:
            return
        yield chunk


def _some_of(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the next rows, until their texts, or their pictures, are enough for one transaction."""
    weight = 0
    for row in islice(rows, CHUNK_ROWS):
        yield row
        weight += _weight(row)
        if weight >= CHUNK_CHARACTERS:
            return


def _weight(row: Row) -> int:
    """Return how much of a chunk a row takes, in characters."""
    if type(row) is not Good:
        return CHUNK_CHARACTERS // CHUNK_ROWS
    if row.picture is None and not row.pictures:
        weight = 0
        for value in row.content.values():
            weight += len(value) if type(value) is str else len(str(value))
        return weight
    shown = (row.picture, *row.pictures) if row.picture else row.pictures
    pixels = sum(picture.width * picture.height for picture in shown)
    return max(CHUNK_CHARACTERS // PICTURES_MOST, pixels // PIXELS_PER_CHARACTER)
