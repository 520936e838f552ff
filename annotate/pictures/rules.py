"""How a picture is kept: under its fingerprint, in three sizes, in storage that need not be a folder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from annotate.darkroom.developing import small_type


class PictureSize(StrEnum):
    """In which sizes a picture is kept."""

    FULL = "full"
    SCREEN = "screen"
    THUMBNAIL = "thumbnail"


class Files(Protocol):
    """Where files are kept: a folder, or a bucket in somebody's data centre."""

    def has(self, key: str) -> bool:
        """Return whether there is a file under this key.

        Raises:
            Refusal: `files_unreachable`.
        """
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep a file, whole or not at all; a key always means the same content.

        Raises:
            Refusal: `files_unreachable`.
        """
        ...

    def put_file(self, key: str, path: Path) -> None:
        """Keep a file that lies in a folder, however large, without holding it in memory.

        Raises:
            Refusal: `files_unreachable`.
        """
        ...

    def delete(self, key: str) -> None:
        """Let a file go; one that is not there is gone already.

        Raises:
            Refusal: `files_unreachable`.
        """
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """Yield a file in pieces.

        Raises:
            Refusal: `not_found`, `files_unreachable`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMade:
    """A picture whose files are kept and that the database does not know yet.

    Attributes:
        sha256: of the full size as it is kept.
        name: what the file that came was called; shown only.
        came_as: sha-256 of the file that came, by which the same file is known again without looking at it.
    """

    sha256: str
    media_type: str
    width: int
    height: int
    full_bytes: int
    screen_bytes: int
    thumbnail_bytes: int
    name: str
    came_as: str

    @property
    def content(self) -> dict[str, str | int]:
        """Return the content of an item that shows this picture."""
        return {"image": self.sha256, "width": self.width, "height": self.height, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """One size of a picture, ready to be sent.

    Attributes:
        key: where its file is.
        media_type: what it is.
        size_bytes: how long it is.
        tag: stands for exactly these bytes.
    """

    key: str
    media_type: str
    size_bytes: int
    tag: str


_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)


def is_fingerprint(text: str) -> bool:
    """Return whether a text can be the fingerprint of a picture."""
    return _FINGERPRINT.fullmatch(text) is not None


def key_of(sha256: str, size: PictureSize) -> str:
    """Return where one size of a picture lies; two levels of folders, so that none grows too full."""
    return f"pictures/{sha256[:2]}/{sha256[2:4]}/{sha256}/{size}"


def file_of(sha256: str, size: PictureSize, *, media_type: str, size_bytes: int, full_bytes: int) -> PictureFile:
    """Return one size of a picture; a size as long as the full one is the full one, which is kept once for both."""
    is_full = size == PictureSize.FULL or size_bytes == full_bytes
    return PictureFile(
        key=key_of(sha256, PictureSize.FULL if is_full else size),
        media_type=media_type if is_full else small_type(media_type),
        size_bytes=size_bytes,
        tag=f"{sha256}-{size}",
    )
