"""Signs that the house is open, and the spans in which it was not."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, strict


class Outage(Table, table=True):
    """A span in which nobody could reach the platform."""

    __tablename__ = "outage"
    __table_args__ = strict(CheckConstraint("to_at > from_at", name="in_order"))

    from_at: datetime = Field(primary_key=True, sa_type=Instant)
    to_at: datetime = Field(sa_type=Instant)


class HouseSign(Table, table=True):
    """The last sign that the house was open: one row."""

    __tablename__ = "house_sign"
    __table_args__ = strict()

    id: int = Field(primary_key=True, sa_type=Whole)
    seen_at: datetime = Field(sa_type=Instant)
