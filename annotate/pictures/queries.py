"""Reading pictures: one size of one that is kept, for those who may see it."""

from collections.abc import Collection
from dataclasses import dataclass

from annotate.pictures.rules import PictureFile, PictureSize, file_of
from payments.transaction import Transaction

_PICTURE = "SELECT media_type, full_bytes, screen_bytes, thumbnail_bytes FROM picture WHERE sha256 = :sha256"
_HANDED = """
SELECT 1 FROM item_picture JOIN assignment ON assignment.item_id = item_picture.item_id
WHERE item_picture.sha256 = :sha256 AND assignment.person_id = :person_id LIMIT 1
"""
_OWNERS = """
SELECT DISTINCT project.organisation_id FROM item_picture JOIN item ON item.id = item_picture.item_id
JOIN project ON project.id = item.project_id WHERE item_picture.sha256 = :sha256
"""
_OF_BATCH = """
SELECT item_picture.sha256, item_picture.original_name FROM item_picture
JOIN item ON item.id = item_picture.item_id
WHERE item.batch_id = :batch_id AND item_picture.item_id > (SELECT after_item_id FROM batch WHERE id = :batch_id)
ORDER BY item_picture.item_id, item_picture.position LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class PictureNamed:
    """A picture and what its file was called."""

    sha256: str
    name: str


def pictures_of_batch(tx: Transaction, batch_id: int, *, most: int) -> tuple[PictureNamed, ...]:
    """Return the pictures of an upload's first items; none once its items are open to people."""
    return tuple(PictureNamed(sha256, name) for sha256, name in tx.run(_OF_BATCH, batch_id=batch_id, most=most))


def picture_file(tx: Transaction, sha256: str, *, size: PictureSize) -> PictureFile | None:
    """Return one size of a picture, or None where it is not kept."""
    row = tx.one(_PICTURE, sha256=sha256)
    if row is None:
        return None
    media_type, full_bytes, screen_bytes, thumbnail_bytes = row
    lengths = {
        PictureSize.FULL: full_bytes,
        PictureSize.SCREEN: screen_bytes,
        PictureSize.THUMBNAIL: thumbnail_bytes,
    }
    return file_of(sha256, size, media_type=media_type, size_bytes=lengths[size], full_bytes=full_bytes)


def was_handed(tx: Transaction, sha256: str, *, person_id: int) -> bool:
    """Return whether an item that shows this picture was ever handed to this person."""
    return tx.one(_HANDED, sha256=sha256, person_id=person_id) is not None


def owners_of(tx: Transaction, sha256: str) -> Collection[int]:
    """Return the organisations with an item that shows this picture."""
    return [organisation_id for (organisation_id,) in tx.run(_OWNERS, sha256=sha256)]
