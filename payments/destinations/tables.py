"""The table of where people want their money."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, one_of, only_where, strict
from payments.providers.base import DestinationKind


class Destination(Table, table=True):
    """Where a person wants money of one currency; a change is a new row, and the old one says when it was replaced."""

    __tablename__ = "destination"
    __table_args__ = strict(
        one_of("kind", DestinationKind),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("length(holder) > 0 AND length(number) > 0", name="number_stated"),
        CheckConstraint("length(tail) <= 4", name="tail_short"),
        CheckConstraint("usable_from >= added_at", name="not_usable_before"),
        CheckConstraint("least_minor > 0", name="least_positive"),
        CheckConstraint("(refused_at IS NULL) = (refused_reason IS NULL)", name="refused_with_a_reason"),
        Index("one_destination_a_currency", "person_id", "currency", unique=True, **only_where("replaced_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    currency: str = Field(sa_type=Words)
    provider: str = Field(sa_type=Words)
    kind: str = Field(sa_type=Words)
    holder: str = Field(sa_type=Words)
    number: str = Field(sa_type=Words)
    tail: str = Field(sa_type=Words)
    least_minor: int = Field(sa_type=Whole)
    added_at: datetime = Field(sa_type=Instant)
    usable_from: datetime = Field(sa_type=Instant)
    replaced_at: datetime | None = Field(default=None, sa_type=Instant)
    refused_at: datetime | None = Field(default=None, sa_type=Instant)
    refused_reason: str | None = Field(default=None, sa_type=Words)
