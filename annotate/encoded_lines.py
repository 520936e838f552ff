"""Lines of a text that somebody sent, whatever its encoding: found out or chosen; never more than memory has."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from policies.errors import Kind, Refusal

HEAD_BYTES = 65_536
LINE_BYTES_MAX = 2_000_000
ENCODINGS = ("utf-8", "utf-16", "windows-1252")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def lines_of(source: BinaryIO, encoding: str) -> "Lines":
    """Return the lines of a file.

    Args:
        source: the file at its beginning; it only needs to be read.
        encoding: as somebody chose it; empty where it is to be found out.

    Raises:
        Refusal: `file_empty`, `encoding_unknown`, `not_this_encoding`, `file_has_nul`.
    """
    reader: io.BufferedReader = io.BufferedReader(_Raw(source), buffer_size=HEAD_BYTES)
    return Lines(reader, _encoding(_peek(reader), encoding))


def is_broken(text: str) -> bool:
    """Return whether bytes of another encoding, or a NUL, stand in the text."""
    if text.isascii():
        return "\0" in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\0" in text


class _Raw(io.RawIOBase):
    """Any object with `read`, such as an upload, as the standard library's buffered reader wants it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's is wider
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Lines:
    """The lines of a file as text, none longer than memory allows; what is not in the encoding stays marked in it.

    Attributes:
        encoding: how the file is written.
        number: the line that was read last.
        too_long: lines that were skipped because of their length, until somebody takes them out.
    """

    def __init__(self, reader: io.BufferedReader, encoding: str) -> None:
        self.encoding = encoding
        self.number = 0
        self.too_long: list[int] = []
        self._reader = reader
        self._coming = self._of_wide() if encoding == "utf-16" else self._of_bytes()

    def __iter__(self) -> Iterator[str]:
        """Return what yields them: asking it again for each line would cost more than reading the line."""
        return self._coming

    def __next__(self) -> str:
        return next(self._coming)

    def _of_wide(self) -> Iterator[str]:
        """Yield the lines of UTF-16, in which the byte of a line's end may be half of another character."""
        text = io.TextIOWrapper(self._reader, "utf-16", "surrogateescape", newline="")
        while line := text.readline(LINE_BYTES_MAX):
            self.number += 1
            if len(line) < LINE_BYTES_MAX:
                yield line
                continue
            self.too_long.append(self.number)
            while line and not line.endswith("\n"):
                line = text.readline(LINE_BYTES_MAX)

    def _of_bytes(self) -> Iterator[str]:
        """Yield the lines of every other encoding: many are decoded at once, several times faster than one by one."""
        for whole in self._blocks():
            text = whole.decode(self.encoding, "surrogateescape")
            for line in io.StringIO(text if self.number else text.removeprefix("\ufeff"), newline="\n"):
                self.number += 1
                yield line

    def _blocks(self) -> Iterator[bytes]:
        """Yield the file in pieces that end where a line does; a line that is too long is dropped and counted."""
        rest, is_too_long = b"", False
        while piece := self._reader.read(HEAD_BYTES):
            end = piece.rfind(b"\n") + 1
            block, rest = (rest + piece[:end], piece[end:]) if end else (b"", rest + piece)
            if block and (is_too_long or block.index(b"\n") >= LINE_BYTES_MAX):
                self._note_too_long()
                block, is_too_long = block[block.index(b"\n") + 1 :], False
            if len(rest) >= LINE_BYTES_MAX:
                rest, is_too_long = b"", True
            if block:
                yield block
        if is_too_long:
            self._note_too_long()
        elif rest:
            yield rest

    def _note_too_long(self) -> None:
        self.number += 1
        self.too_long.append(self.number)


def _peek(reader: io.BufferedReader) -> bytes:
    head = reader.peek(HEAD_BYTES)
    if not head.strip() or any(head == mark for mark, _ in _MARKS):
        raise Refusal("file_empty", Kind.UNREADABLE)
    return head


def _encoding(head: bytes, chosen: str) -> str:
    """Return how the file is written: what was chosen, its mark, or UTF-8 if its beginning reads as such."""
    if chosen and chosen not in ENCODINGS:
        raise Refusal("encoding_unknown", Kind.UNREADABLE, known=", ".join(ENCODINGS))
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    encoding = marked or chosen or "utf-8"
    if encoding != "utf-16" and b"\0" in head:
        raise Refusal("file_has_nul", Kind.UNREADABLE, byte=head.index(b"\0") + 1)
    if encoding == "utf-16" and not marked:
        raise Refusal("not_this_encoding", Kind.UNREADABLE, encoding=encoding, byte=1, proposal="utf-8")
    if encoding == "utf-8":
        _refuse_other_bytes(head)
    return encoding


def _refuse_other_bytes(head: bytes) -> None:
    """Refuse a file that is not UTF-8, and say where, and what old spreadsheets probably wrote instead."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as problem:
        byte = problem.start + 1
        proposal = "windows-1252"
        raise Refusal("not_this_encoding", Kind.UNREADABLE, encoding="utf-8", byte=byte, proposal=proposal) from problem
