"""Data sets that somebody asked for, written in the background and kept for a few days."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from annotate.dataset_files.rules import FileState
from payments.columns import Flag, Instant, Table, Whole, Words, one_of, strict


class DatasetFile(Table, table=True):
    """One data set that was asked for; `link` is the part of its address that nobody can guess."""

    __tablename__ = "dataset_file"
    __table_args__ = strict(
        one_of("state", FileState),
        CheckConstraint("done_count >= 0 AND total_count >= 0 AND size_bytes >= 0", name="not_negative"),
        CheckConstraint("length(link) >= 32", name="link_long"),
        CheckConstraint("(state = 'done') = (length(digest) = 64)", name="done_has_a_digest"),
        Index("ix_dataset_file_project_id", "project_id"),
        Index("ix_dataset_file_state", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    asked_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    format: str = Field(sa_type=Words)
    resolution: str = Field(sa_type=Words)
    media: str = Field(sa_type=Words)
    with_surplus: bool = Field(sa_type=Flag)
    language: str = Field(sa_type=Words)
    link: str = Field(unique=True, sa_type=Words)
    state: str = Field(sa_type=Words)
    done_count: int = Field(default=0, sa_type=Whole)
    total_count: int = Field(default=0, sa_type=Whole)
    size_bytes: int = Field(default=0, sa_type=Whole)
    digest: str = Field(default="", sa_type=Words)
    problem: str = Field(default="", sa_type=Words)
    asked_at: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
