"""Work sessions, and what each annotator's clock is counting right now."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from annotate.timeclock.rules import Doing
from payments.columns import Flag, Instant, Table, Whole, Words, one_of, strict


class WorkSession(Table, table=True):
    """A stretch of connected work."""

    __tablename__ = "work_session"
    __table_args__ = strict(Index("ix_work_session_person_id", "person_id", "started_at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    started_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)


class Clock(Table, table=True):
    """Each annotator's open stretch of time; every act locks this row first, so that two tabs take turns.

    Everything before `stretch_from_at` is in segments already; `seen_at` is the last sign of life. `organisation_id`
    and `project_id` are 0 where the platform carries the time.
    """

    __tablename__ = "clock"
    __table_args__ = strict(one_of("doing", Doing))

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    work_session_id: int = Field(foreign_key="work_session.id", sa_type=Whole)
    doing: str = Field(sa_type=Words)
    organisation_id: int = Field(sa_type=Whole)
    project_id: int = Field(sa_type=Whole)
    assignment_id: int | None = Field(default=None, sa_type=Whole)
    stretch_from_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    screen_ms: int = Field(sa_type=Whole)
    session_counted_ms: int = Field(sa_type=Whole)
    session_rest_ms: int = Field(sa_type=Whole)
    rest_required_ms: int = Field(sa_type=Whole)
    is_rest_moved: bool = Field(sa_type=Flag)
    is_meal: bool = Field(sa_type=Flag)
    unbroken_ms: int = Field(default=0, sa_type=Whole)
    """Counted time since the last break as long as a meal."""
    search_earned_ms: int = Field(default=3_600_000, sa_type=Whole)
    """Other counted time that no looking for work was set against yet, at most an hour."""
