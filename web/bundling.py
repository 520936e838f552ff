"""Puts several files into one archive, unpacked, so that files sent together are read like an archive that was sent."""

import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from web.form_files import FilePart

COPY_BYTES = 1 << 20
ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)


def bundle_parts(target: Path, source: BinaryIO, parts: Iterable[FilePart]) -> None:
    """Write an archive of files that lie one after the other in a source.

    Telephones call every photo alike: the second `image.jpg` becomes `image (2).jpg`.

    Args:
        target: the archive; it must not exist.
        source: all of their bytes.
        parts: where each begins and how long it is.
    """
    seen: Counter[str] = Counter()
    with zipfile.ZipFile(target, "x") as archive:
        for part in parts:
            source.seek(part.offset)
            with archive.open(_apart(part.name, seen), "w") as member:
                for piece in _pieces(source, part.size_bytes):
                    member.write(piece)


def bundle_folder(target: Path, folder: Path) -> None:
    """Write an archive of the files in a folder and the folders in it, by name."""
    with zipfile.ZipFile(target, "x") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            with path.open("rb") as file, archive.open(_info(path.relative_to(folder).as_posix()), "w") as member:
                shutil.copyfileobj(file, member, COPY_BYTES)


def _apart(name: str, seen: Counter[str]) -> zipfile.ZipInfo:
    """Return a file's place in an archive, with a number where another is called so already, and count its name."""
    name = apart = _info(name).filename  # as an archive writes it: what comes after a NUL is not part of it
    stem, dot, ending = name.rpartition(".")
    while seen[apart]:
        seen[name] += 1
        apart = f"{stem} ({seen[name]}){dot}{ending}" if stem else f"{name} ({seen[name]})"
    seen[apart] += 1
    return _info(apart)


def _info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name.encode(errors="replace").decode(), ALWAYS_THE_SAME)


def _pieces(source: BinaryIO, size_bytes: int) -> Iterator[bytes]:
    left = size_bytes
    while left and (piece := source.read(min(left, COPY_BYTES))):
        left -= len(piece)
        yield piece
