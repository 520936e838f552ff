"""The table of what one person proposes about a frozen payment, for another one to confirm."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Flag, Instant, Table, Whole, Words, strict


class PayoutProposal(Table, table=True):
    """What somebody found out about a frozen payment, and how; another person confirms it, or proposes otherwise."""

    __tablename__ = "payout_proposal"
    __table_args__ = strict(
        CheckConstraint("was_paid IN (0, 1)", name="was_paid_flag"),
        CheckConstraint("length(reason) >= 10", name="reason_stated"),
        Index("ix_payout_proposal_payout_id", "payout_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    payout_id: int = Field(foreign_key="payout.id", sa_type=Whole)
    was_paid: bool = Field(sa_type=Flag)
    reason: str = Field(sa_type=Words)
    by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    proposed_at: datetime = Field(sa_type=Instant)
