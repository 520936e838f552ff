"""The tables of what leaves: one payout for each payslip, its attempts, the runs, and the bank's answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, one_of, only_where, strict
from payments.payouts.rules import STANDS_IN_THE_WAY, AttemptState, PayoutState, RunState

_IN_THE_WAY = ", ".join(f"'{state}'" for state in STANDS_IN_THE_WAY)


class Payout(Table, table=True):
    """The money of one payslip; a payslip has one at most, ever."""

    __tablename__ = "payout"
    __table_args__ = strict(
        one_of("state", PayoutState),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("(state = 'frozen') = (frozen_reason IS NOT NULL)", name="frozen_with_a_reason"),
        CheckConstraint("(state = 'joined') = (joined_id IS NOT NULL)", name="joined_to_another"),
        Index("ix_payout_person_id", "person_id"),
        Index("ix_payout_joined_id", "joined_id", **only_where("joined_id IS NOT NULL")),
        Index("ix_payout_open", "state", "currency", **only_where("state NOT IN ('paid', 'joined')")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    payslip_id: int = Field(unique=True, foreign_key="payslip.id", sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    currency: str = Field(sa_type=Words)
    amount_minor: int = Field(sa_type=Whole)
    state: str = Field(sa_type=Words)
    opened_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    frozen_reason: str | None = Field(default=None, sa_type=Words)
    frozen_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    joined_id: int | None = Field(default=None, foreign_key="payout.id", sa_type=Whole)


class PayoutRun(Table, table=True):
    """Payouts that leave together: one person puts them together, another one releases them."""

    __tablename__ = "payout_run"
    __table_args__ = strict(
        one_of("state", RunState),
        CheckConstraint("released_by_id <> prepared_by_id", name="two_people"),
        CheckConstraint("(released_by_id IS NULL) = (released_at IS NULL)", name="released_by_somebody"),
        CheckConstraint("(state IN ('released', 'sent')) = (released_by_id IS NOT NULL)", name="sent_when_released"),
        Index("ix_payout_run_open", "state", **only_where("state IN ('prepared', 'released')")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    provider: str = Field(sa_type=Words)
    currency: str = Field(sa_type=Words)
    layout: str = Field(sa_type=Words)
    state: str = Field(sa_type=Words)
    prepared_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    prepared_at: datetime = Field(sa_type=Instant)
    released_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    cancelled_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    file_digest: str | None = Field(default=None, sa_type=Words)


class PayoutAttempt(Table, table=True):
    """One attempt to send a payout, written before anything leaves; never two at once."""

    __tablename__ = "payout_attempt"
    __table_args__ = strict(
        one_of("state", AttemptState),
        UniqueConstraint("payout_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(key) BETWEEN 8 AND 30", name="key_length"),
        Index("one_live_attempt", "payout_id", unique=True, **only_where(f"state IN ({_IN_THE_WAY})")),
        Index("ix_payout_attempt_run_id", "run_id", "state"),
        Index("ix_payout_attempt_sending", "run_id", "id", **only_where("state = 'sending'")),
        Index("ix_payout_attempt_tracking", "tracking"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    payout_id: int = Field(foreign_key="payout.id", sa_type=Whole)
    number: int = Field(sa_type=Whole)
    run_id: int = Field(foreign_key="payout_run.id", sa_type=Whole)
    destination_id: int = Field(foreign_key="destination.id", sa_type=Whole)
    key: str = Field(unique=True, sa_type=Words)
    state: str = Field(sa_type=Words)
    tracking: str = Field(default="", sa_type=Words)
    reason: str = Field(default="", sa_type=Words)
    prepared_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class PayoutEvidence(Table, table=True):
    """A file in which the bank answers, as it was uploaded: its digest, by whom, and what came of it."""

    __tablename__ = "payout_evidence"
    __table_args__ = strict(
        CheckConstraint("length(digest) = 64", name="digest_length"),
        CheckConstraint("matched_count >= 0 AND unmatched_count >= 0", name="counts_not_negative"),
        CheckConstraint("(applied_at IS NULL) = (applied_by_id IS NULL)", name="applied_by_somebody"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    digest: str = Field(unique=True, sa_type=Words)
    file_name: str = Field(sa_type=Words)
    uploaded_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    uploaded_at: datetime = Field(sa_type=Instant)
    matched_count: int = Field(default=0, sa_type=Whole)
    unmatched_count: int = Field(default=0, sa_type=Whole)
    applied_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    applied_at: datetime | None = Field(default=None, sa_type=Instant)
