"""The table of a service's own record, line by line."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, one_of, only_where, strict
from payments.reconciliation.rules import Standing


class ProviderLine(Table, table=True):
    """One line of the service's own record, and the transfer (and that of its fee) which it matches."""

    __tablename__ = "provider_line"
    __table_args__ = strict(
        one_of("standing", Standing),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("(standing = 'matched') = (matched_at IS NOT NULL)", name="matched_at_some_time"),
        CheckConstraint(
            "standing <> 'matched' OR ((amount_minor = 0) = (transfer_id IS NULL)"
            " AND (fee_minor = 0) = (fee_transfer_id IS NULL))",
            name="matched_with_transfers",
        ),
        Index("ix_provider_line_open", "standing", "currency", **only_where("standing <> 'matched'")),
        Index("ix_provider_line_created", "provider", "created_at"),
        Index("ix_provider_line_source", "source"),
    )

    line_id: str = Field(primary_key=True, sa_type=Words)
    provider: str = Field(sa_type=Words)
    kind: str = Field(sa_type=Words)
    source: str = Field(sa_type=Words)
    about: str = Field(sa_type=Words)
    amount_minor: int = Field(sa_type=Whole)
    fee_minor: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)
    kept_at: datetime = Field(sa_type=Instant)
    available_at: datetime = Field(sa_type=Instant)
    standing: str = Field(sa_type=Words)
    why: str = Field(default="", sa_type=Words)
    matched_at: datetime | None = Field(default=None, sa_type=Instant)
    matched_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    transfer_id: str | None = Field(default=None, unique=True, foreign_key="ledger_transfer.id", sa_type=Words)
    fee_transfer_id: str | None = Field(default=None, unique=True, foreign_key="ledger_transfer.id", sa_type=Words)
