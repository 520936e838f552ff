"""The event log and the kept text of the law: rows that are only ever added."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, strict


class Event(Table, table=True):
    """One pay-relevant act. `hash` covers everything beside it and the hash before it in the same stream."""

    __tablename__ = "event"
    __table_args__ = strict(
        UniqueConstraint("stream", "sequence"),
        CheckConstraint("sequence > 0", name="sequence_positive"),
        CheckConstraint("length(hash) = 64 AND length(salt) = 32", name="hash_lengths"),
        sqlite_autoincrement=True,
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    stream: str = Field(sa_type=Words)
    sequence: int = Field(sa_type=Whole)
    kind: str = Field(sa_type=Words)
    logged_at: datetime = Field(sa_type=Instant)
    previous_hash: str = Field(sa_type=Words)
    salt: str = Field(sa_type=Words)
    body: str = Field(sa_type=Words)
    hash: str = Field(sa_type=Words)


class EventStream(Table, table=True):
    """Where a stream stands; a convenience that the verifier never trusts."""

    __tablename__ = "event_stream"
    __table_args__ = strict()

    stream: str = Field(primary_key=True, sa_type=Words)
    sequence: int = Field(sa_type=Whole)
    hash: str = Field(sa_type=Words)


class RulebookText(Table, table=True):
    """The full text behind a digest that some record cites; kept for ever."""

    __tablename__ = "rulebook_text"
    __table_args__ = strict(CheckConstraint("length(digest) = 64", name="digest_length"))

    digest: str = Field(primary_key=True, sa_type=Words)
    text: str = Field(sa_type=Words)
    kept_at: datetime = Field(sa_type=Instant)
