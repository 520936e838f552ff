"""Keeping a picture: its files first, outside any transaction; its record after them, so that none lacks its files."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from annotate.darkroom.developing import Developed, Limits, develop, too_heavy
from annotate.file_names import shown_name
from annotate.pictures.rules import Files, PictureMade, PictureSize, key_of
from payments.transaction import Transaction

Develop = Callable[[bytes, Limits], Developed]
"""Makes the sizes of one picture, or refuses it; `develop` does it right here."""

_ADD = """
INSERT INTO picture (sha256, media_type, width, height, full_bytes, screen_bytes, thumbnail_bytes, kept_at)
VALUES (:sha256, :media_type, :width, :height, :full_bytes, :screen_bytes, :thumbnail_bytes, :now)
ON CONFLICT (sha256) DO NOTHING
"""
_SHOW = """
INSERT INTO item_picture (item_id, position, sha256, original_name)
VALUES (:item_id, :position, :sha256, :name) ON CONFLICT (item_id, position) DO NOTHING
"""


def keep_picture(files: Files, data: BinaryIO, *, name: str, limits: Limits, making: Develop = develop) -> PictureMade:
    """Read a picture, clean it, and keep its files; slow, so never inside a transaction.

    A file that nobody refers to is harmless; a record without its file must never be, so `add_picture` comes after.

    Args:
        files: where files are kept.
        data: the file that came, at its beginning.
        name: what it was called.
        limits: how large it may be.
        making: who decodes it.

    Raises:
        Refusal: what is wrong with the picture (see `develop`), or `files_unreachable`.
    """
    came = data.read(limits.most_bytes + 1)
    if len(came) > limits.most_bytes:
        raise too_heavy(limits)
    developed = making(came, limits)
    fingerprint = developed.sha256
    _put(files, fingerprint, developed)
    return PictureMade(
        sha256=fingerprint,
        media_type=developed.media_type,
        width=developed.width,
        height=developed.height,
        full_bytes=len(developed.full),
        screen_bytes=len(developed.screen),
        thumbnail_bytes=len(developed.thumbnail),
        name=shown_name(name),
        came_as=sha256(came).hexdigest(),
    )


def _put(files: Files, fingerprint: str, developed: Developed) -> None:
    """Keep the files of a picture, the full size last: where it is, the others are."""
    if files.has(key_of(fingerprint, PictureSize.FULL)):
        return
    for size, data in ((PictureSize.THUMBNAIL, developed.thumbnail), (PictureSize.SCREEN, developed.screen)):
        if len(data) != len(developed.full):
            files.put(key_of(fingerprint, size), data)
    files.put(key_of(fingerprint, PictureSize.FULL), developed.full)


def add_picture(tx: Transaction, made: PictureMade, *, now: datetime) -> None:
    """Note a picture whose files are kept; one that is known already stays as it is."""
    tx.run(
        _ADD,
        sha256=made.sha256,
        media_type=made.media_type,
        width=made.width,
        height=made.height,
        full_bytes=made.full_bytes,
        screen_bytes=made.screen_bytes,
        thumbnail_bytes=made.thumbnail_bytes,
        now=now,
    )


def show_picture(tx: Transaction, made: PictureMade, *, item_id: int, position: int = 0) -> None:
    """Note that an item shows a picture, which gives those who see the item the right to see the picture."""
    tx.run(_SHOW, item_id=item_id, position=position, sha256=made.sha256, name=made.name)
