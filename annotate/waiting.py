"""Keeps what must wait until the rest of a file is written: in memory while it is little, in a file when it grows."""

import tempfile
from collections.abc import Iterator
from typing import IO

KEPT_IN_MEMORY = 1_000_000
PIECE_BYTES = 200_000


def waiting() -> tempfile.SpooledTemporaryFile[bytes]:
    """Return a place to write to; whoever opens it closes it."""
    return tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)


def pieces_of(kept: IO[bytes]) -> Iterator[bytes]:
    """Yield what was written, from its beginning."""
    kept.seek(0)
    while piece := kept.read(PIECE_BYTES):
        yield piece
