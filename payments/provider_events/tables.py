"""The table of what payment services told us by themselves."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Flag, Instant, Table, Whole, Words, one_of, only_where, strict
from payments.provider_events.rules import Came, Outcome


class ProviderEvent(Table, table=True):
    """One message of a service, kept under the service's own number before anything is done about it."""

    __tablename__ = "provider_event"
    __table_args__ = strict(
        one_of("came", Came),
        one_of("outcome", Outcome),
        CheckConstraint("length(id) BETWEEN 5 AND 255", name="id_length"),
        CheckConstraint("is_live IN (0, 1)", name="live_flag"),
        CheckConstraint("(outcome = 'waiting') = (applied_at IS NULL)", name="applied_at_some_time"),
        Index("ix_provider_event_waiting", "created_at", **only_where("outcome = 'waiting'")),
        Index("ix_provider_event_created", "provider", "created_at"),
    )

    id: str = Field(primary_key=True, sa_type=Words)
    provider: str = Field(sa_type=Words)
    kind: str = Field(sa_type=Words)
    object_id: str = Field(sa_type=Words)
    is_live: bool = Field(sa_type=Flag)
    created_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    came: str = Field(sa_type=Words)
    digest: str = Field(sa_type=Words)
    outcome: str = Field(sa_type=Words)
    tries: int = Field(default=0, sa_type=Whole)
    applied_at: datetime | None = Field(default=None, sa_type=Instant)
