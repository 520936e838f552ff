"""The pictures of a data set where they are kept: what kind of file each is, its bytes, and its address."""

from collections.abc import Iterator

from annotate.pictures.queries import picture_file
from annotate.pictures.rules import Files, PictureSize
from payments.transaction import Transaction

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}


class KeptPictures:
    """Pictures that the house keeps.

    Args:
        tx: a transaction that only reads.
        files: where they are.
        public_url: the beginning of our addresses.
    """

    def __init__(self, tx: Transaction, files: Files, public_url: str) -> None:
        self._tx, self._files, self._public_url = tx, files, public_url

    def suffix(self, sha256: str) -> str:
        """Return the ending of its file name, by what it is."""
        found = picture_file(self._tx, sha256, size=PictureSize.FULL)
        return SUFFIXES.get(found.media_type, ".jpg") if found else ".jpg"

    def read(self, sha256: str) -> Iterator[bytes]:
        """Yield it in pieces; nothing where it is not kept."""
        found = picture_file(self._tx, sha256, size=PictureSize.FULL)
        return iter(()) if found is None else self._files.read(found.key)

    def link(self, sha256: str) -> str:
        """Return the address at which those who may can see it."""
        return f"{self._public_url}/pictures/{sha256}/{PictureSize.FULL}"
