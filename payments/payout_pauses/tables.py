"""The table of services that hold too little of our money in a currency, so that what was released waits."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, strict


class PayoutPause(Table, table=True):
    """One service and currency: since when payments wait for money there, when one is tried next; over when ended."""

    __tablename__ = "payout_pause"
    __table_args__ = strict(
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("times >= 0", name="times_not_negative"),
    )

    provider: str = Field(primary_key=True, sa_type=Words)
    currency: str = Field(primary_key=True, sa_type=Words)
    began_at: datetime = Field(sa_type=Instant)
    next_try_at: datetime = Field(sa_type=Instant)
    times: int = Field(default=0, sa_type=Whole)
    reason: str = Field(default="", sa_type=Words)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
