"""What makes an archive one that nobody should open: bombs, locks, names that point elsewhere, and too many files."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from policies.errors import Kind, Refusal

DIRECTORY_BYTES_MOST = 16_000_000
"""The list of files is held in memory, so its length in the archive is bounded before it is read."""
FILES_MOST = 100_000
RATIO_MOST = 100
HARMLESS_BYTES = 64_000_000
"""An archive may unpack to so much, however small it is."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
"""What the standard library raises for a file inside that is cut short, or that is not what the list says."""
_PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The two ways that everybody uses; others unpack without bound."""
_END = b"PK\x05\x06"
_END_BYTES = 22
_COMMENT_BYTES_MOST = 65_535
_END_64_LOCATOR_BYTES = 20
_UTF_8_FLAG = 0x800
_LOCKED_FLAG = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")


def refuse_too_many(source: BinaryIO) -> None:
    """Look at the end of an archive, where it says how long the list of its files is.

    Raises:
        Refusal: `archive_unreadable`, `archive_too_many`.
    """
    length = source.seek(0, io.SEEK_END)
    begin = max(0, length - _END_BYTES - _COMMENT_BYTES_MOST - _END_64_LOCATOR_BYTES)
    source.seek(begin)
    tail = source.read(length - begin)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise Refusal("archive_unreadable", Kind.UNREADABLE)
    directory_bytes = _directory_bytes(source, tail, at)
    source.seek(0)
    if directory_bytes > DIRECTORY_BYTES_MOST:
        raise _too_many()


def _directory_bytes(source: BinaryIO, tail: bytes, at: int) -> int:
    """Return how long the list of files is; a large archive says it in a record of its own."""
    locator = tail[max(0, at - _END_64_LOCATOR_BYTES) : at]
    if locator[:4] != b"PK\x06\x07":
        return int.from_bytes(tail[at + 12 : at + 16], "little")
    source.seek(int.from_bytes(locator[8:16], "little"))
    return int.from_bytes(source.read(56)[40:48], "little")


def _too_many() -> Refusal:
    return Refusal("archive_too_many", Kind.TOO_LARGE, most=FILES_MOST)


def refuse_harm(members: Iterable[zipfile.ZipInfo], *, archive_bytes: int) -> None:
    """Refuse an archive whose own list shows that it cannot or should not be unpacked.

    The list may lie; what is really unpacked is counted as well, see `Budget`.

    Args:
        members: the files inside.
        archive_bytes: how long the archive is.

    Raises:
        Refusal: `archive_too_many`, `archive_locked`, `archive_bomb`.
    """
    count, packed, unpacked, is_locked = 0, 0, 0, False
    for member in members:
        count, packed, unpacked = count + 1, packed + member.compress_size, unpacked + member.file_size
        is_locked = is_locked or bool(member.flag_bits & _LOCKED_FLAG)
    if count > FILES_MOST:
        raise _too_many()
    if is_locked:
        raise Refusal("archive_locked", Kind.UNREADABLE)
    if packed > archive_bytes or unpacked > max(HARMLESS_BYTES, RATIO_MOST * archive_bytes):
        raise Refusal("archive_bomb", Kind.UNREADABLE)


def refuse_odd(member: zipfile.ZipInfo, name: str, *, is_link: bool) -> None:
    """Refuse a file whose name points out of the archive, that only points to another, or that is oddly packed.

    Nothing is ever written under these names; a name that points elsewhere was not made by accident, though.

    Raises:
        Refusal: `name_points_elsewhere`, `member_unreadable`.
    """
    if member.compress_type not in _PACKED_AS:
        raise Refusal("member_unreadable", Kind.UNREADABLE)
    parts = parts_of(name)
    if is_link or not parts[0] or ".." in parts or _DRIVE.match(parts[0]):
        raise Refusal("name_points_elsewhere", Kind.UNREADABLE)


def parts_of(name: str) -> list[str]:
    """Return the folders and the name in a name, whichever way its computer parts them."""
    return re.split(r"[\\/]", name)


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a file's name in the archive; many programs write UTF-8 without saying so."""
    if member.flag_bits & _UTF_8_FLAG:
        return member.orig_filename
    try:
        return member.orig_filename.encode("cp437").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return member.orig_filename


class Budget:
    """How much an archive may unpack to, counted while it does.

    Args:
        packed_bytes: how long its files are as they are packed.
    """

    def __init__(self, packed_bytes: int) -> None:
        self._left = max(HARMLESS_BYTES, RATIO_MOST * packed_bytes)

    def spend(self, count: int) -> None:
        """Count some bytes.

        Raises:
            Refusal: `archive_bomb`, when more came out than may.
        """
        self._left -= count
        if self._left < 0:
            raise Refusal("archive_bomb", Kind.UNREADABLE)


class Metered(io.BufferedIOBase):
    """A file inside an archive whose bytes count against the archive's budget.

    Args:
        file: as the archive opened it.
        budget: of the whole archive.
    """

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """Return the next bytes, at most `size`, without moving on."""
        if len(self._ahead) < size:
            self._ahead += self._taken(size - len(self._ahead))
        return self._ahead[:size]

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, at most `size`; all that are left where none is given."""
        if size is None or size < 0:
            pieces = [self._ahead, *iter(lambda: self._taken(io.DEFAULT_BUFFER_SIZE), b"")]
            self._ahead = b""
            return b"".join(pieces)
        first, self._ahead = self._ahead[:size], self._ahead[size:]
        return first + self._taken(size - len(first)) if len(first) < size else first

    def _taken(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except BROKEN as problem:
            raise Refusal("member_unreadable", Kind.UNREADABLE) from problem
        self._budget.spend(len(data))
        return data
