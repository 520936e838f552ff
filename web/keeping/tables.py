"""Notices to everybody, the last run of each job, and verifications somebody asked for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Json, Table, Whole, Words, one_of, strict


class RunState(StrEnum):
    """How far something is that runs by itself."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Notice(Table, table=True):
    """A sentence that stands above every page for a while, in each language it was written in."""

    __tablename__ = "notice"
    __table_args__ = strict(
        CheckConstraint("until_at IS NULL OR until_at > from_at", name="in_order"),
        Index("ix_notice_from_at", "from_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    texts: dict[str, object] = Field(sa_type=Json)
    from_at: datetime = Field(sa_type=Instant)
    until_at: datetime | None = Field(default=None, sa_type=Instant)
    written_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    written_at: datetime = Field(sa_type=Instant)


class JobRun(Table, table=True):
    """The last run of one job: that it is alive, how long it took, and what came of it."""

    __tablename__ = "job_run"
    __table_args__ = strict(one_of("state", RunState))

    name: str = Field(primary_key=True, sa_type=Words)
    state: str = Field(sa_type=Words)
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    result: str = Field(default="", sa_type=Words)
    last_good_at: datetime | None = Field(default=None, sa_type=Instant)


class VerificationRun(Table, table=True):
    """One verification of a period that an auditor asked for, and what it found."""

    __tablename__ = "verification_run"
    __table_args__ = strict(
        one_of("state", RunState), Index("ix_verification_run_accreditation_id", "accreditation_id")
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    accreditation_id: int = Field(foreign_key="accreditation.id", sa_type=Whole)
    period: str = Field(sa_type=Words)
    state: str = Field(sa_type=Words)
    asked_at: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: dict[str, object] = Field(sa_type=Json)
