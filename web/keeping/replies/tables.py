"""Answers kept under an Idempotency-Key."""

from datetime import datetime

from sqlmodel import Field

from payments.columns import Instant, Json, Table, Whole, Words, strict


class KeptReply(Table, table=True):
    """What a person's program sent under a key, as a digest, and what it was answered; null until that is known."""

    __tablename__ = "kept_reply"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=Whole)
    call: str = Field(primary_key=True, sa_type=Words)
    key: str = Field(primary_key=True, sa_type=Words)
    request_sha256: str = Field(sa_type=Words)
    reply: dict[str, object] | None = Field(default=None, sa_type=Json, nullable=True)
    kept_at: datetime = Field(index=True, sa_type=Instant)
