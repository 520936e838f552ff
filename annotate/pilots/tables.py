"""Paid pilots: on how many items, who began and ended each, and which price was taken from it."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, strict


class Pilot(Table, table=True):
    """The paid pilot of a project: on how many items, who began and ended it, and which price was taken from it."""

    __tablename__ = "pilot"
    __table_args__ = strict(
        CheckConstraint("sample_count > 0 AND each_most > 0", name="sample_positive"),
        CheckConstraint("(taken_at IS NULL) = (taken_micros IS NULL)", name="taken_with_price"),
        CheckConstraint("taken_at IS NULL OR ended_at IS NOT NULL", name="taken_after_end"),
    )

    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    batch_id: int = Field(foreign_key="batch.id", sa_type=Whole)
    """The batch that holds its items."""
    sample_count: int = Field(sa_type=Whole)
    each_most: int = Field(sa_type=Whole)
    """How many items one person may answer while it runs, so that many people take part."""
    person_answers_most: int | None = Field(default=None, sa_type=Whole)
    """The project's own limit for one person, which holds again when the pilot is over; None is no limit."""
    pool_count: int = Field(sa_type=Whole)
    """How many people live where the project is open, when it began."""
    started_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    started_at: datetime = Field(sa_type=Instant)
    ended_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_micros: int | None = Field(default=None, sa_type=Whole)
    """The price that its requester took; None until then."""
    taken_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    taken_at: datetime | None = Field(default=None, sa_type=Instant)
