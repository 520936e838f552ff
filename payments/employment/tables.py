"""Who works for whom on a salary, as both of them said, and which projects a salary pays for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Day, Instant, Table, Whole, only_where, strict


class Employment(Table, table=True):
    """An organisation's word that an annotator is on its salary; without hers, nobody is offered unpaid work."""

    __tablename__ = "employment"
    __table_args__ = strict(
        CheckConstraint("accepted_at IS NULL OR accepted_at >= stated_at", name="in_order"),
        CheckConstraint("(accepted_at IS NULL) = (from_on IS NULL)", name="accepted_on_a_day"),
        CheckConstraint("until_on IS NULL OR (ended_at IS NOT NULL AND until_on >= from_on)", name="days_in_order"),
        Index("one_open_employment", "organisation_id", "person_id", unique=True, **only_where("ended_at IS NULL")),
        Index("ix_employment_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    stated_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    stated_at: datetime = Field(sa_type=Instant)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    from_on: date | None = Field(default=None, sa_type=Day)
    """The day on which she accepted, where she lives: from this day on her salary covers the work."""
    until_on: date | None = Field(default=None, sa_type=Day)
    """The last day that the salary covers: the one on which either of them ended it."""


class SalariedProject(Table, table=True):
    """A project that a salary pays for, from when it was published; it never becomes another."""

    __tablename__ = "salaried_project"
    __table_args__ = strict()

    project_id: int = Field(primary_key=True, sa_type=Whole)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=Whole)
    published_at: datetime = Field(sa_type=Instant)
