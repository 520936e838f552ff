"""One picture as a file of its own: PNG, JPEG or WebP, told by its first bytes."""

from base64 import b64decode
from typing import BinaryIO

from annotate.darkroom.kinds import HEAD_BYTES, JPEG, kind_of, picture_type, size_said
from annotate.imports import LIKE_BYTES, LIKE_NAME, Choices, Look, Opened, Seen, Sent
from policies.errors import Kind, Refusal

ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Pictures:
    """A file that is one item."""

    name = "pictures"
    title = "Pictures"
    gives: tuple[str, ...] = ("image",)
    asks_columns = False
    suffixes: tuple[str, ...] = (".png", ".jpg", ".jpeg", ".webp")
    sample = b64decode(ONE_PIXEL)

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its first bytes are those of a picture; its name counts where pictures are wanted."""
        if picture_type(seen.head):
            return LIKE_BYTES
        return LIKE_NAME if wanted == "image" and seen.ending in self.suffixes else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the first bytes; the rest is read when the picture is kept.

        The picture has no name of its own here: it is called as its file is.

        Raises:
            Refusal: `file_empty`, `picture_other_kind`, `picture_unreadable`.
        """
        head = source.read(HEAD_BYTES)
        if not head.strip():
            raise Refusal("file_empty", Kind.UNREADABLE)
        media_type = picture_type(head)
        if not media_type:
            raise Refusal("picture_other_kind", Kind.UNREADABLE, kind=kind_of(head))
        if media_type != JPEG and size_said(media_type, head) is None:  # a JPEG may say it later
            raise Refusal("picture_unreadable", Kind.UNREADABLE)
        del choices  # there is nothing to choose
        source.seek(0)
        return Opened("", (), "", "", iter((Sent(1, "", source),)))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return nothing to choose.

        Raises:
            Refusal: as `open`.
        """
        del most
        self.open(source, choices)
        return Look(encoding="", delimiter="", columns=(), rows=(), text_column="", id_column="")


IMPORT = Pictures()
