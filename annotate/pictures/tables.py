"""Pictures by their fingerprint, and which item shows which."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, strict


class Picture(Table, table=True):
    """One picture as it is kept: re-encoded, without anything its camera wrote beside it, in three sizes.

    `sha256` is of the full size as kept; the files lie under it.
    """

    __tablename__ = "picture"
    __table_args__ = strict(
        CheckConstraint("length(sha256) = 64", name="fingerprint_length"),
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
    )

    sha256: str = Field(primary_key=True, sa_type=Words)
    media_type: str = Field(sa_type=Words)
    width: int = Field(sa_type=Whole)
    height: int = Field(sa_type=Whole)
    full_bytes: int = Field(sa_type=Whole)
    screen_bytes: int = Field(sa_type=Whole)
    thumbnail_bytes: int = Field(sa_type=Whole)
    kept_at: datetime = Field(sa_type=Instant)


class ItemPicture(Table, table=True):
    """One picture that an item shows, and what its file was called."""

    __tablename__ = "item_picture"
    __table_args__ = strict(Index("ix_item_picture_sha256", "sha256", "item_id"))

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=Whole)
    position: int = Field(primary_key=True, sa_type=Whole)
    sha256: str = Field(foreign_key="picture.sha256", sa_type=Words)
    original_name: str = Field(sa_type=Words)
