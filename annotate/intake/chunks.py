"""Cuts the rows of a file into chunks: a transaction for each, short, and never more of the file than memory holds."""

from collections.abc import Iterator
from itertools import islice

from annotate.imports import Good, Row
from policies.errors import Refusal

CHUNK_ROWS = 4_000
CHUNK_CHARACTERS = 4_000_000
PICTURES_MOST = 50
LABELS_MOST = 400
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
            _fill(chunk, rows)
        except Refusal:
            if chunk:
                yield chunk
            raise
        if not chunk:
            return
        yield chunk


def _fill(chunk: list[Row], rows: Iterator[Row]) -> None:
    """Put the next rows into a chunk, until their texts, or their pictures, are enough for one transaction."""
    weight, keep = 0, chunk.append
    for row in islice(rows, CHUNK_ROWS):
        keep(row)
        if type(row) is not Good:
            weight += CHUNK_CHARACTERS // CHUNK_ROWS
        else:
            _, _, content, picture, suggestion, _, _, pictures, gold, _, _ = row
            text = content.get("text")
            if type(text) is str and picture is None and not pictures and len(content) == 1:  # as millions are
                weight += len(text)
            else:
                weight += _weight(row)
            if suggestion is not None or gold is not None:
                weight += _weight_of_labels(row)
        if weight >= CHUNK_CHARACTERS:
            return


def _weight(row: Good) -> int:
    """Return how much of a chunk a row takes, in characters."""
    picture, pictures = row.picture, row.pictures
    if picture is None and not pictures:
        return sum(len(value) if type(value) is str else len(str(value)) for value in row.content.values())
    shown = (picture, *pictures) if picture else pictures
    pixels = sum(one.width * one.height for one in shown)
    return max(CHUNK_CHARACTERS // PICTURES_MOST, pixels // PIXELS_PER_CHARACTER)


def _weight_of_labels(row: Good) -> int:
    """Return how much of a chunk its labels take: each is checked, while others wait, whether it could be an answer."""
    found = (row.suggestion or row.gold or {}).get("result")
    return (len(found) if isinstance(found, list) else 1) * (CHUNK_CHARACTERS // LABELS_MOST)
