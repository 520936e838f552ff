"""Pictures of an archive that no file of labels names: each is an item without labels."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from annotate.file_names import shown_name
from annotate.incoming.archive import Archive, ending_of
from annotate.rows import Bad, Row, Sent
from policies.errors import Refusal

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif"})
"""How names of pictures end; those that are not taken are refused by what they are."""


def pictures_left(archive: Archive, *, others: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Yield every file that nobody named: pictures as they are; what else there is, refused by name.

    Args:
        archive: with what was taken from it.
        others: endings of files that belong to the format without being pictures.
    """
    for at, name in archive.names.items():
        if at in archive.taken or ending_of(name) in others:
            continue
        if ending_of(name) not in PICTURES:
            yield Bad(at, "member_no_picture", {"file": shown_name(name)})
            continue
        try:
            with archive.opened(at) as file:
                yield Sent(at, name, cast("BinaryIO", file))
        except Refusal as refusal:
            yield archive.bad(at, refusal)
