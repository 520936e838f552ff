"""One item handed to one annotator: the offer, which is the contract, and the answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from annotate.assignments.rules import AssignmentState
from annotate.projects.rules import PayBasis
from payments.columns import Flag, Instant, Table, Whole, Words, one_of, only_where, strict


class Assignment(Table, table=True):
    """The offer, which is the contract: the database lets neither price, floor, estimate nor rulebook change."""

    __tablename__ = "assignment"
    __table_args__ = strict(
        one_of("state", AssignmentState),
        one_of("pay_basis", PayBasis),
        UniqueConstraint("item_id", "person_id"),
        CheckConstraint(
            "(price_micros > 0) = (pay_basis <> 'salaried') AND floor_hourly_micros > 0", name="pay_positive"
        ),
        Index("one_started_assignment", "person_id", "project_id", unique=True, **only_where("state = 'started'")),
        Index("one_offered_assignment", "person_id", "project_id", unique=True, **only_where("state = 'offered'")),
        Index("ix_assignment_leased", "project_id", "lease_until_at", **only_where("state IN ('offered', 'started')")),
        Index("ix_assignment_project", "project_id", "state"),
        Index("ix_assignment_due", "lease_until_at", **only_where("state IN ('offered', 'started')")),
        sqlite_autoincrement=True,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=Whole)
    item_id: int = Field(foreign_key="item.id", sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    state: str = Field(sa_type=Words)
    pay_basis: str = Field(sa_type=Words)
    price_micros: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    estimated_ms: int = Field(sa_type=Whole)
    jurisdiction: str = Field(sa_type=Words)
    zone: str = Field(sa_type=Words)
    floor_hourly_micros: int = Field(sa_type=Whole)
    rulebook_digest: str = Field(sa_type=Words)
    offered_at: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    lease_until_at: datetime = Field(sa_type=Instant)
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str | None = Field(default=None, sa_type=Words)
    note: str | None = Field(default=None, sa_type=Words)


class Answer(Table, table=True):
    """What an annotator submitted; a surplus answer came too late for its slot: outside the overlap, paid alike."""

    __tablename__ = "answer"
    __table_args__ = strict(Index("ix_answer_project_id", "project_id", "assignment_id"))

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id", sa_type=Whole)
    project_id: int = Field(foreign_key="project.id", sa_type=Whole)
    result: str = Field(sa_type=Words)
    is_surplus: bool = Field(sa_type=Flag)
    counted_ms: int = Field(sa_type=Whole)
    submitted_at: datetime = Field(sa_type=Instant)
