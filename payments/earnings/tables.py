"""Counted time and the amounts owed for it: segments are never rewritten, totals can be re-made."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from payments.columns import Day, Instant, Json, Table, Whole, Words, one_of, only_where, strict
from policies.claimed_time import Correction
from policies.working_time import Bucket

SEGMENT_MS_MAX = 60_000


class EarningKind(StrEnum):
    """What an amount is owed for."""

    PIECE = "piece"
    HOURLY = "hourly"
    TOP_UP = "top_up"
    REST = "rest"
    INSTRUCTIONS = "instructions"
    QUALIFICATION = "qualification"
    WAITING = "waiting"
    ADMIN = "admin"
    SEARCH = "search"
    OVERTIME = "overtime"
    PREMIUM = "premium"
    """What a law asks for on top, such as for a rest that was not given."""
    CORRECTION = "correction"


class EarningState(StrEnum):
    """Whether an amount is final; it becomes so once and stays so."""

    PENDING = "pending"
    FINAL = "final"


class Carrier(StrEnum):
    """Who pays an earning."""

    REQUESTER = "requester"
    PLATFORM = "platform"
    GUARANTEE = "guarantee"


class TimeSegment(Table, table=True):
    """At most 60 seconds of one person's time in one bucket, stamped by the server; project 0 is the platform."""

    __tablename__ = "time_segment"
    __table_args__ = strict(
        one_of("bucket", Bucket),
        CheckConstraint(
            f"ended_at > started_at AND ended_at - started_at <= {SEGMENT_MS_MAX}", name="at_most_60_seconds"
        ),
        CheckConstraint("floor_hourly_micros > 0", name="floor_positive"),
        UniqueConstraint("person_id", "started_at"),
        Index("ix_time_segment_person_day", "person_id", "worked_on"),
        sqlite_autoincrement=True,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    work_session_id: int = Field(sa_type=Whole)
    organisation_id: int = Field(sa_type=Whole)
    project_id: int = Field(sa_type=Whole)
    assignment_id: int | None = Field(default=None, sa_type=Whole)
    bucket: str = Field(sa_type=Words)
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)
    worked_on: date = Field(sa_type=Day)
    jurisdiction: str = Field(sa_type=Words)
    zone: str = Field(sa_type=Words)
    floor_hourly_micros: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    rulebook_digest: str = Field(sa_type=Words)


class TimeClaim(Table, table=True):
    """An annotator's word that unconfirmed time was work; it counts as what it interrupted from then on."""

    __tablename__ = "time_claim"
    __table_args__ = strict(
        CheckConstraint("ended_at > started_at", name="in_order"),
        CheckConstraint("length(line) BETWEEN 1 AND 500", name="one_line"),
        UniqueConstraint("person_id", "started_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)
    line: str = Field(sa_type=Words)
    claimed_at: datetime = Field(sa_type=Instant)


class TimeCorrection(Table, table=True):
    """What counted time became afterwards: her own word that it was a meal or her own, or a claim that was refused."""

    __tablename__ = "time_correction"
    __table_args__ = strict(
        one_of("becomes", Correction),
        CheckConstraint("ended_at > started_at", name="in_order"),
        CheckConstraint(
            "becomes <> 'unconfirmed' OR (length(line) BETWEEN 10 AND 500 AND by_id <> person_id)",
            name="refused_with_reason",
        ),
        CheckConstraint("becomes = 'unconfirmed' OR by_id = person_id", name="own_by_herself"),
        UniqueConstraint("person_id", "started_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)
    becomes: str = Field(sa_type=Words)
    line: str = Field(sa_type=Words)
    by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    corrected_at: datetime = Field(sa_type=Instant)


class ClaimReply(Table, table=True):
    """What an annotator answered to the refusal of a claim, one line."""

    __tablename__ = "claim_reply"
    __table_args__ = strict(
        ForeignKeyConstraint(
            ["person_id", "started_at"],
            ["time_correction.person_id", "time_correction.started_at"],
            name="fk_claim_reply_person_id_time_correction",
        ),
        CheckConstraint("length(line) BETWEEN 1 AND 500", name="one_line"),
    )

    person_id: int = Field(primary_key=True, sa_type=Whole)
    started_at: datetime = Field(primary_key=True, sa_type=Instant)
    line: str = Field(sa_type=Words)
    replied_at: datetime = Field(sa_type=Instant)


class TimeTotal(Table, table=True):
    """Segments of one kind added up, so that nobody re-reads a week of them; can be re-made from the segments."""

    __tablename__ = "time_total"
    __table_args__ = strict(
        CheckConstraint("counted_ms >= 0", name="not_negative"),
        Index("ix_time_total_worked_on", "worked_on"),
        Index("ix_time_total_project_id", "project_id", "worked_on"),
    )

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    worked_on: date = Field(primary_key=True, sa_type=Day)
    work_session_id: int = Field(primary_key=True, sa_type=Whole)
    organisation_id: int = Field(primary_key=True, sa_type=Whole)
    project_id: int = Field(primary_key=True, sa_type=Whole)
    bucket: str = Field(primary_key=True, sa_type=Words)
    floor_hourly_micros: int = Field(primary_key=True, sa_type=Whole)
    currency: str = Field(primary_key=True, sa_type=Words)
    rulebook_digest: str = Field(primary_key=True, sa_type=Words)
    counted_ms: int = Field(sa_type=Whole)


class Earning(Table, table=True):
    """One explained amount owed to one annotator: quantity x rate, who carries it, and the rule."""

    __tablename__ = "earning"
    __table_args__ = strict(
        one_of("kind", EarningKind),
        one_of("state", EarningState),
        one_of("carrier", Carrier),
        CheckConstraint("amount_micros > 0 OR kind = 'correction'", name="amount_positive"),
        CheckConstraint("(state = 'final') = (final_at IS NOT NULL)", name="final_has_an_instant"),
        UniqueConstraint("assignment_id", "kind"),
        Index("ix_earning_person_period", "person_id", "period", "currency"),
        Index("ix_earning_person_day", "person_id", "earned_on"),
        Index("ix_earning_project_id", "project_id", "kind"),
        Index("ix_earning_pending", "final_due_at", **only_where("state = 'pending'")),
        sqlite_autoincrement=True,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    organisation_id: int = Field(sa_type=Whole)
    project_id: int = Field(sa_type=Whole)
    assignment_id: int | None = Field(default=None, sa_type=Whole)
    kind: str = Field(sa_type=Words)
    carrier: str = Field(sa_type=Words)
    period: str = Field(sa_type=Words)
    earned_on: date = Field(sa_type=Day)
    quantity: int = Field(sa_type=Whole)
    unit: str = Field(sa_type=Words)
    rate_micros: int = Field(sa_type=Whole)
    amount_micros: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    rule: str = Field(sa_type=Words)
    rulebook_digest: str = Field(sa_type=Words)
    workings: dict[str, object] = Field(sa_type=Json)
    state: str = Field(sa_type=Words)
    earned_at: datetime = Field(sa_type=Instant)
    final_due_at: datetime = Field(sa_type=Instant)
    final_at: datetime | None = Field(default=None, sa_type=Instant)


class PeriodClose(Table, table=True):
    """One closing of one person's week; a later claim closes it again under the next revision."""

    __tablename__ = "period_close"
    __table_args__ = strict(CheckConstraint("total_micros >= pooled_micros", name="never_below_the_law"))

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    period: str = Field(primary_key=True, sa_type=Words)
    currency: str = Field(primary_key=True, sa_type=Words)
    revision: int = Field(primary_key=True, sa_type=Whole)
    counted_ms: int = Field(sa_type=Whole)
    piece_micros: int = Field(sa_type=Whole)
    total_micros: int = Field(sa_type=Whole)
    pooled_micros: int = Field(sa_type=Whole)
    closed_at: datetime = Field(sa_type=Instant)


class OwedWeek(Table, table=True):
    """A week of one person in which something became final that stands on no payslip yet: payday looks here only."""

    __tablename__ = "owed_week"
    __table_args__ = strict(Index("ix_owed_week_period", "period"))

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    period: str = Field(primary_key=True, sa_type=Words)
    currency: str = Field(primary_key=True, sa_type=Words)
