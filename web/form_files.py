"""Takes the files of a form apart while it arrives: each goes to disk at once, however many there are."""

from dataclasses import dataclass
from typing import Any

from python_multipart.multipart import MultipartParser, parse_options_header

from policies.errors import Kind, Refusal

FILES_MOST = 20_000
HEADER_BYTES_MOST = 4_096


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a form.

    Attributes:
        name: as the browser sent it.
        offset: where its bytes begin among those of all the files.
        size_bytes: how many they are.
    """

    name: str
    offset: int
    size_bytes: int


class FormFiles:
    """The files of one form's field, as the form is fed piece by piece.

    Args:
        content_type: the header of the form, which says what parts it.
        field: the field whose files count; others are passed over.

    Attributes:
        parts: the files that are complete.
        fresh: bytes of files that came with the last pieces, until somebody takes them out.

    Raises:
        Refusal: `upload_missing`, where the header says no boundary.
    """

    def __init__(self, content_type: str, *, field: str) -> None:
        self.parts: list[FilePart] = []
        self.fresh: list[bytes] = []
        self._field = field.encode()
        self._file_name: str | None = None
        self._offset = self._at = 0
        self._header, self._value, self._disposition = b"", b"", b""
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise _broken()
        self._parser = MultipartParser(boundary, self._callbacks())

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the form.

        Raises:
            Refusal: `upload_missing`, for what is no form; `upload_too_many`.
        """
        try:
            self._parser.write(piece)
        except ValueError as problem:  # FormParserError is one
            raise _broken() from problem

    def finish(self) -> None:
        """Say that nothing more comes.

        Raises:
            Refusal: `upload_missing`, for a form without its end.
        """
        try:
            self._parser.finalize()
        except ValueError as problem:
            raise _broken() from problem

    def _callbacks(self) -> Any:
        """Return what the parser calls; Any, because its own type for them is not public."""
        return {
            "on_part_begin": self._on_part,
            "on_header_field": self._on_header,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._on_part_end,
        }

    def _on_part(self) -> None:
        self._file_name, self._disposition, self._header, self._value = None, b"", b"", b""

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header = _bounded(self._header + data[start:end])

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value = _bounded(self._value + data[start:end])

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _on_headers(self) -> None:
        options = parse_options_header(self._disposition)[1]
        if options.get(b"name") == self._field and options.get(b"filename"):
            self._file_name = options[b"filename"].decode("utf-8", "replace")
        self._offset = self._at
        if len(self.parts) >= FILES_MOST:
            raise Refusal("upload_too_many", Kind.TOO_LARGE, most=FILES_MOST)

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._file_name is not None:
            self.fresh.append(data[start:end])
            self._at += end - start

    def _on_part_end(self) -> None:
        if self._file_name is not None:
            self.parts.append(FilePart(self._file_name, self._offset, self._at - self._offset))


def _bounded(header: bytes) -> bytes:
    if len(header) > HEADER_BYTES_MOST:
        raise _broken()
    return header


def _broken() -> Refusal:
    return Refusal("upload_missing", Kind.UNREADABLE)
