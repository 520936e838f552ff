"""Lines of a file that holds one JSON object in each: numbered, none longer than memory allows."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from policies.errors import Kind, Refusal

READ_BYTES = 65_536
LINE_BYTES_MAX = 2_000_000


_begin = json.JSONDecoder().raw_decode


def quick_object_in(line: bytes) -> tuple[str, dict[str, Any] | None]:
    """Return a line as a text, and the object that it holds, or None; twice as fast for a line as programs write it."""
    try:
        text = line.decode()
        found, end = _begin(text)
    except (ValueError, RecursionError):
        return line.decode("utf-8", "replace"), object_in(line)
    if end < len(text) and text[end:].strip(" \t\r\n"):
        return text, None
    return text, found if type(found) is dict else None


def object_in(line: bytes) -> dict[str, Any] | None:
    """Return the object that a line holds, or None; its values may be anything."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def lines_of_json(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a file that begins as text, numbered from 1; None for one that is too long."""
    head = source.read(READ_BYTES).removeprefix(codecs.BOM_UTF8)
    refuse_no_text(head)
    return ((number, line) for number, line in _numbered(head, source) if line is None or line.strip())


def refuse_no_text(head: bytes) -> None:
    """Refuse a file that begins with nothing, with a binary zero, or with what is not UTF-8, as JSON has to be.

    Args:
        head: its first bytes, without a byte order mark; a character may be cut off at their end.

    Raises:
        Refusal: `file_empty`, `file_has_nul` or `not_this_encoding`, with the byte, from 1.
    """
    if not head.strip():
        raise Refusal("file_empty", Kind.UNREADABLE)
    if b"\0" in head:
        raise Refusal("file_has_nul", Kind.UNREADABLE, byte=head.index(b"\0") + 1)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as problem:
        byte = problem.start + 1
        raise Refusal("not_this_encoding", Kind.UNREADABLE, encoding="utf-8", byte=byte, proposal="utf-8") from problem


def _numbered(head: bytes, source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield every line without its end; of one that is too long nothing is kept, so that memory stays flat."""
    number, rest, is_too_long, piece = 1, b"", False, head
    while piece:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield number, None if is_too_long or len(line) > LINE_BYTES_MAX else line
            number, is_too_long = number + 1, False
        if len(rest) > LINE_BYTES_MAX:
            rest, is_too_long = b"", True
        piece = source.read(READ_BYTES)
    if rest or is_too_long:
        yield number, None if is_too_long else rest
