"""A big archive costs disk and not memory, all the way from the network to the items."""

import asyncio
import os
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.requests import Request

from annotate.datasets.queries import batch
from annotate.datasets.service import Upload, start_upload
from annotate.imports import Choices
from annotate.projects.rules import LabelDraft
from tests.archives import zipped
from tests.pictures import drawn
from tests.work import draft_project
from web.bringing_in import bring_in
from web.receiving import Room, receive_files

MEGABYTE = 1_000_000
BIG_MEGABYTES = int(os.environ.get("JORNAL_BIG_ARCHIVE_MEGABYTES", "200"))
"""Set it to 2000 to see two gigabytes go by: about two minutes, and as much disk."""


def form_of(*files: tuple[str, bytes, int]) -> AsyncIterator[bytes]:
    """Yield a form of files, each a name and a piece that is repeated."""

    async def pieces() -> AsyncIterator[bytes]:
        for name, piece, times in files:
            yield f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
            for _ in range(times):
                yield piece
            yield b"\r\n"
        yield b"--x--\r\n"

    return pieces()


def request_of(pieces: AsyncIterator[bytes]) -> Request:
    async def receive() -> dict[str, object]:
        piece = await anext(pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def room_in(folder: Path) -> Room:
    return Room(folder=folder, most_bytes=MEGABYTE, archive_bytes=1_000 * MEGABYTE, wants_pictures=True)


def heavy_picture(number: int, *, megabytes: int) -> bytes:
    """Return a picture unlike any other, made heavy by a part that no reader knows."""
    picture = drawn(640, 480, colour=f"#{number:06x}")
    part = b"prVt" + os.urandom(megabytes * MEGABYTE)
    return picture[:33] + struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) + picture[33:]


def most_memory() -> int:
    """Return the most that this process ever held, in bytes, since the count began."""
    said = Path("/proc/self/status").read_text()
    return int(said.split("VmHWM:")[1].split()[0]) * 1024


def count_memory_anew() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def test_a_form_of_any_length_goes_to_disk_as_it_comes(tmp_path):
    piece = os.urandom(64 * 1024)
    tracemalloc.start()

    sent = asyncio.run(
        receive_files(request_of(form_of(("a.zip", piece, 1_600))), field="file", room=room_in(tmp_path))
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent.path.stat().st_size == 1_600 * len(piece)
    assert most < 8 * MEGABYTE


def test_thousands_of_files_in_one_form_become_one_archive_without_a_file_open_for_each(tmp_path):
    picture = drawn()
    files = [(f"calle {number}.png", picture, 1) for number in range(3_000)]

    sent = asyncio.run(receive_files(request_of(form_of(*files)), field="file", room=room_in(tmp_path)))

    with zipfile.ZipFile(sent.path) as archive:
        assert len(archive.namelist()) == 3_000
        assert archive.read("calle 2999.png") == picture
    assert sent.file_name == "calle 0.png +2999"
    assert list(tmp_path.iterdir()) == [sent.path]


def test_files_called_alike_stand_apart_in_the_archive_whatever_their_names(tmp_path):
    names = ("a.png", "a.png", "a (2).png", "x/a.png", "x/a.png", "file", "file", ".env", ".env", "b\0c", "b\0d")
    files = [(name, b"1", 1) for name in names]

    sent = asyncio.run(receive_files(request_of(form_of(*files)), field="file", room=room_in(tmp_path)))

    with zipfile.ZipFile(sent.path) as archive:
        assert archive.namelist() == [
            "a.png", "a (2).png", "a (2) (2).png", "x/a.png", "x/a (2).png",
            "file", "file (2)", ".env", ".env (2)", "b", "b (2)",
        ]  # fmt: skip


def put_in(house, work, path: Path) -> tuple[int, int, int]:
    """Bring an archive into a project and return what became of it: new, there already, refused."""
    upload = Upload(
        project_id=work.project_id,
        by_id=work.requester_id,
        file_name=path.name,
        size_bytes=path.stat().st_size,
        choices=Choices(wanted="image"),
    )
    with house.db.writing() as tx:
        batch_id = start_upload(tx, upload=upload, format="zip", now=house.now())
    with path.open("rb") as file:
        list(bring_in(house, upload, file, batch_id=batch_id))
    with house.db.reading() as tx:
        seen = batch(tx, batch_id)
    assert seen is not None
    return seen.imported_count, seen.skipped_count, seen.refused_count


@pytest.fixture
def work(house, clock):
    return draft_project(house.db, clock, task_type="boxes", labels=(LabelDraft("ramp"),))


@pytest.mark.stress
def test_gigabytes_of_pictures_go_by_and_memory_stays_flat(house, work, tmp_path):
    count = BIG_MEGABYTES // 4
    with zipfile.ZipFile(tmp_path / "big.zip", "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.png", heavy_picture(number, megabytes=4))
    put_in(house, work, small_archive(tmp_path))
    count_memory_anew()
    before = most_memory()

    done = put_in(house, work, tmp_path / "big.zip")

    assert done == (count, 0, 0)
    assert most_memory() - before < 60 * MEGABYTE


@pytest.mark.stress
def test_ten_thousand_tiny_pictures_are_taken(house, work, tmp_path):
    files = {f"{number}.png": drawn(8, 8, colour=f"#{number:06x}") for number in range(10_000)}
    (tmp_path / "tiny.zip").write_bytes(zipped(files))

    assert put_in(house, work, tmp_path / "tiny.zip") == (10_000, 0, 0)


def small_archive(folder: Path) -> Path:
    """Return an archive that brings everything into memory that any import needs."""
    path = folder / "small.zip"
    path.write_bytes(zipped({"0.png": heavy_picture(0xFFFFFF, megabytes=4)}))
    return path
