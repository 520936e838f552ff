"""The masks of items, as a file brought them."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Table, Whole, Words, strict


class KeptMask(Table, table=True):
    """One mask, beside the box that people see of it; the sides of the box are millionths of a percent."""

    __tablename__ = "kept_mask"
    __table_args__ = strict(
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
        CheckConstraint("is_crowd IN (0, 1)", name="crowd_known"),
    )

    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=Whole)
    number: int = Field(primary_key=True, sa_type=Whole)
    about: str = Field(sa_type=Words)
    label: str = Field(sa_type=Words)
    x: int = Field(sa_type=Whole)
    y: int = Field(sa_type=Whole)
    width: int = Field(sa_type=Whole)
    height: int = Field(sa_type=Whole)
    segmentation: str = Field(sa_type=Words)
    """JSON, its numbers and characters exactly as they came."""
    is_crowd: int = Field(sa_type=Whole)
