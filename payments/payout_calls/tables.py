"""The tables of calls to services: when each payment is asked about next, and every call there ever was."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, one_of, strict
from payments.payout_calls.rules import CallKind, Next
from payments.providers.base import SentState


class PayoutCalling(Table, table=True):
    """One attempt that a service is asked to pay: what it is asked next, and from when on; until then it is taken."""

    __tablename__ = "payout_calling"
    __table_args__ = strict(
        one_of("kind", CallKind),
        CheckConstraint("next_call_at >= first_sent_at", name="not_before_the_first"),
        CheckConstraint("times >= 0", name="times_not_negative"),
    )

    attempt_id: int = Field(primary_key=True, foreign_key="payout_attempt.id", sa_type=Whole)
    kind: str = Field(sa_type=Words)
    first_sent_at: datetime = Field(sa_type=Instant)
    next_call_at: datetime = Field(sa_type=Instant)
    last_next: str = Field(default="", sa_type=Words)
    times: int = Field(default=0, sa_type=Whole)


class PayoutCall(Table, table=True):
    """One call, written before it is made (without an answer), and once more with its answer; never changed."""

    __tablename__ = "payout_call"
    __table_args__ = strict(
        one_of("kind", CallKind),
        CheckConstraint(
            "answer IN ({})".format(", ".join(f"'{one}'" for one in SentState)),  # NULL passes: no answer yet
            name="answer_known",
        ),
        CheckConstraint(
            "following IN ({})".format(", ".join(f"'{one}'" for one in Next)),
            name="following_known",
        ),
        CheckConstraint("(answer IS NULL) = (following IS NULL)", name="answered_whole"),
        Index("ix_payout_call_attempt_id", "attempt_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    attempt_id: int = Field(foreign_key="payout_attempt.id", sa_type=Whole)
    kind: str = Field(sa_type=Words)
    happened_at: datetime = Field(sa_type=Instant)
    answer: str | None = Field(default=None, sa_type=Words)
    following: str | None = Field(default=None, sa_type=Words)
    reference: str = Field(default="", sa_type=Words)
    request_id: str = Field(default="", sa_type=Words)
    reason: str = Field(default="", sa_type=Words)
