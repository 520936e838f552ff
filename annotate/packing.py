"""Packs the files of a dataset into one ZIP while they are made: it can be sent before the last one is known."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

from annotate.outgoing import File

ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)
PIECE_BYTES = 128 * 1024
PACKING = 1
"""How hard it is packed: the fastest way; twice the work saves a tenth."""


class _Sink:
    """Takes what the archive writes until it is sent; it cannot be gone back in, so nothing is written twice."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        self.size = 0
        return data


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """Yield an archive in pieces; the same files make the same bytes.

    Args:
        files: in their order; each is read once, when its turn comes.
    """
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w") as archive:  # it only writes: a cast, as the type asks for more
        for file in files:
            info = zipfile.ZipInfo(file.name, ALWAYS_THE_SAME)
            info.compress_type = zipfile.ZIP_STORED if file.is_packed else zipfile.ZIP_DEFLATED
            info._compresslevel = PACKING  # type: ignore[attr-defined]  # noqa: SLF001 - no other way before 3.13
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=not file.is_packed) as member:
                for piece in file.pieces:
                    member.write(piece)
                    if sink.size >= PIECE_BYTES:
                        yield sink.take()
    yield sink.take()
