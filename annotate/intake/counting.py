"""Counts how much of a file was read, so that people see how far an import is."""

import io
from typing import BinaryIO


class Counted(io.RawIOBase):
    """A file that counts how much of it was read.

    Args:
        source: the file.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.read_bytes = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return whether it can be read from another place on."""
        return self._source.seekable()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size`."""
        data = self._source.read(size)
        self.read_bytes += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go on from another place."""
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        """Return the place from which the next bytes come."""
        return self._source.tell()
