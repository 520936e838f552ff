"""Packs the files of a dataset into one ZIP while they are made: it can be sent before the last one is known."""

import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, cast

from annotate.label_schema import COMBINED
from annotate.outgoing import Dataset, File, HasCells
from annotate.task_types import discover

ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)
PIECE_BYTES = 32 * 1024
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
    sink, packed = _Sink(), 0
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w") as archive:  # it only writes: a cast, as the type asks for more
        for file in files:
            info = zipfile.ZipInfo(file.name, ALWAYS_THE_SAME)
            info.compress_type = zipfile.ZIP_STORED if file.is_packed else zipfile.ZIP_DEFLATED
            info._compresslevel = PACKING  # type: ignore[attr-defined]  # noqa: SLF001 - no other way before 3.13
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=not file.is_packed) as member:
                for piece in file.pieces:
                    member.write(piece)
                    packed += len(piece)
                    if packed >= PIECE_BYTES and sink.size:  # counted before packing: what repeats packs to nothing
                        yield sink.take()
                        packed = 0
    yield sink.take()


class ZippedFolder(ABC):
    """A format of several files: whoever asks for one file gets them as a ZIP."""

    name: str
    suffix = ".zip"
    media_type = "application/zip"
    has_links = False
    """Whether the link of a picture has a place of its own in it."""

    @abstractmethod
    def fits(self, task_type: str) -> bool:
        """Return whether answers of this kind of work can go out in this format."""

    @abstractmethod
    def files(self, answers: Iterable[HasCells], *, dataset: Dataset) -> Iterator[File]:
        """Yield the files of the format; the pieces of each are taken before the next one is asked for.

        Args:
            answers: those of one project, by item.
            dataset: the project around them; what cannot be said is counted in its tally.
        """

    def write(self, answers: Iterable[HasCells], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield the ZIP in pieces, where only the labels are known: the kind of work is the first that fits."""
        fitting = COMBINED if "controls" in schema else next(filter(self.fits, discover()))
        return zipped(self.files(answers, dataset=Dataset(task_type=fitting, schema=schema)))
