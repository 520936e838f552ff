"""Takes uploaded files in as a stream: their size costs disk, never memory, and it stops at the size allowed."""

import secrets
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from annotate.darkroom.kinds import is_archive
from policies.errors import Kind, Refusal
from web.bundling import bundle_parts
from web.form_files import FormFiles

NO_LIMIT_OF_THE_FRAMEWORK = 1 << 62
"""For `max_body_size` of a route that receives: the limit is then ours, and so are the words that refuse."""
WRITE_BYTES = 1 << 20
_MARKS_BYTES = 4


@dataclass(frozen=True, slots=True)
class Received:
    """What was sent, as one file on disk; whoever receives it moves or deletes it.

    Attributes:
        path: where it lies; an archive that we wrote, where several files came together.
        file_name: as the browser sent it; of several files, the first, and how many more there are.
    """

    path: Path
    file_name: str

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file; it is gone afterwards."""
        try:
            with self.path.open("rb") as file:
                yield file
        finally:
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much may come, and where it goes.

    Args:
        folder: on the disk where uploads are kept.
        most_bytes: of a text or a table.
        archive_bytes: of an archive; also of everything together where pictures are wanted.
        wants_pictures: whether they are.
    """

    folder: Path
    most_bytes: int
    archive_bytes: int
    wants_pictures: bool

    def most_of(self, head: bytes) -> int:
        """Return how much may come, by the first bytes of the first file."""
        return self.archive_bytes if self.wants_pictures or is_archive(head) else self.most_bytes


async def receive_files(request: Request, *, field: str, room: Room) -> Received:
    """Read the files of a form to disk.

    Args:
        request: a multipart form that nobody has read yet.
        field: the name of the files' field.
        room: how much may come.

    Raises:
        Refusal: `upload_too_large`, before anything is read where the browser says how much it sends;
            `upload_missing`, `upload_too_many`.
    """
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        raise Refusal("upload_missing", Kind.UNREADABLE)
    _refuse_announced(request, room.archive_bytes)
    form = FormFiles(content_type, field=field)
    with _to_be(room.folder) as path:
        with path.open("xb") as file:
            await _write(request, form, file, room)
        if not form.parts:
            raise Refusal("upload_missing", Kind.UNREADABLE)
        if len(form.parts) == 1:
            return Received(path, form.parts[0].name)
        together = path.with_name(secrets.token_hex(16))
        with _to_be(room.folder, together):
            await run_in_threadpool(_bundle, path, together, form)
        return Received(together, f"{form.parts[0].name} +{len(form.parts) - 1}")


async def receive_body(request: Request, *, file_name: str, room: Room) -> Received:
    """Read a body that is the file itself to disk.

    Raises:
        Refusal: `upload_too_large`.
    """
    _refuse_announced(request, room.most_bytes)
    with _to_be(room.folder) as path:
        count = 0
        with path.open("xb") as file:
            async for piece in request.stream():
                count += len(piece)
                if count > room.most_bytes:
                    raise _too_large(room.most_bytes)
                await run_in_threadpool(file.write, piece)
        return Received(path, file_name)


async def _write(request: Request, form: FormFiles, file: BinaryIO, room: Room) -> None:
    """Write the bytes of the files one after the other, a megabyte at a time, and stop where there are too many."""
    head, count = b"", 0
    async for piece in _pieces(request, form):
        head = head or piece[:_MARKS_BYTES]
        count += len(piece)
        if count > room.most_of(head):
            raise _too_large(room.most_of(head))
        await run_in_threadpool(file.write, piece)


async def _pieces(request: Request, form: FormFiles) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of the files, at least a megabyte together but for the last."""
    async for chunk in request.stream():
        form.feed(chunk)
        if sum(map(len, form.fresh)) >= WRITE_BYTES:
            yield b"".join(form.fresh)
            form.fresh.clear()
    form.finish()
    if form.fresh:
        yield b"".join(form.fresh)


@contextmanager
def _to_be(folder: Path, path: Path | None = None) -> Iterator[Path]:
    """Yield a path for a new file, and delete it where it does not become what it should."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = path or folder / secrets.token_hex(16)
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _bundle(path: Path, together: Path, form: FormFiles) -> None:
    """Turn files that lie one after the other into an archive."""
    with path.open("rb") as source:
        bundle_parts(together, source, form.parts)
    path.unlink()


def _refuse_announced(request: Request, most_bytes: int) -> None:
    """Refuse before a byte is read what the sender says is too much; a form is a little longer than its files."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most_bytes + most_bytes // 100 + 4_096:
        raise _too_large(most_bytes)


def _too_large(most_bytes: int) -> Refusal:
    return Refusal("upload_too_large", Kind.TOO_LARGE, most=f"{most_bytes // 1_000_000}\u00a0MB")
