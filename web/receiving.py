"""Takes an uploaded file in as a stream: its size costs disk, never memory, and it stops at the size allowed."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from policies.errors import Kind, Refusal

NO_LIMIT_OF_THE_FRAMEWORK = 1 << 62
"""For `max_body_size` of a route that receives: the limit is then ours, and so are the words that refuse."""
_FORM_AROUND_BYTES = 4096  # the multipart frame around the file itself
_FIELDS_MOST = 8


@dataclass(frozen=True, slots=True)
class Received:
    """One file as it came; it lies in a temporary file that is gone when it is closed.

    Attributes:
        file: at its beginning.
        file_name: as the browser sent it.
    """

    file: BinaryIO
    file_name: str


async def receive_file(request: Request, *, field: str, most_bytes: int) -> Received:
    """Read the one file of a form to disk.

    Args:
        request: a multipart form that nobody has read yet.
        field: the name of the file's field.
        most_bytes: the largest file taken.

    Raises:
        Refusal: `upload_too_large`, before anything is read where the browser says how much it sends; `upload_missing`.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refusal("upload_missing", Kind.UNREADABLE)
    too_large = _too_large(most_bytes)
    if int(request.headers.get("content-length") or 0) > most_bytes + _FORM_AROUND_BYTES:
        raise too_large
    stream = _counted(request, most_bytes + _FORM_AROUND_BYTES, too_large)
    try:
        form = await MultiPartParser(request.headers, stream, max_files=1, max_fields=_FIELDS_MOST).parse()
    except MultiPartException as problem:
        raise Refusal("upload_missing", Kind.UNREADABLE) from problem
    sent = form.get(field)
    if not isinstance(sent, UploadFile) or not sent.filename:
        await form.close()
        raise Refusal("upload_missing", Kind.UNREADABLE)
    return Received(file=sent.file, file_name=sent.filename)


async def receive_body(request: Request, *, file_name: str, most_bytes: int) -> Received:
    """Read a body that is the file itself to disk.

    Args:
        request: nobody has read it yet.
        file_name: what to call it.
        most_bytes: the largest file taken.

    Raises:
        Refusal: `upload_too_large`.
    """
    file = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    try:
        async for chunk in _counted(request, most_bytes, _too_large(most_bytes)):
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Received(file=file, file_name=file_name)


def _too_large(most_bytes: int) -> Refusal:
    return Refusal("upload_too_large", Kind.TOO_LARGE, most=f"{most_bytes // 1_000_000}\u00a0MB")


async def _counted(request: Request, most_bytes: int, too_large: Refusal) -> AsyncGenerator[bytes, None]:
    """Yield the body, and stop where it is longer than it may be."""
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > most_bytes:
            raise too_large
        yield chunk
