"""The table of money that organisations bring in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, one_of, only_where, strict
from payments.funding.rules import FundingStage


class FundingRecord(Table, table=True):
    """One payment into an organisation's money, written down before the service is called."""

    __tablename__ = "funding"
    __table_args__ = strict(
        one_of("stage", FundingStage),
        CheckConstraint("amount_micros > 0", name="amount_positive"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("length(reference) BETWEEN 8 AND 48", name="reference_length"),
        CheckConstraint("(stage = 'arrived') = (arrived_at IS NOT NULL)", name="arrived_at_some_time"),
        Index("ix_funding_organisation_id", "organisation_id", "currency"),
        Index("ix_funding_open", "stage", **only_where("stage IN ('asked', 'waiting', 'paid')")),
        Index("ix_funding_provider_reference", "provider_reference"),
        Index("ix_funding_payment", "payment"),
        Index("ix_funding_untold", "id", **only_where("stage = 'arrived' AND told_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=Whole)
    provider: str = Field(sa_type=Words)
    reference: str = Field(unique=True, sa_type=Words)
    amount_micros: int = Field(sa_type=Whole)
    currency: str = Field(sa_type=Words)
    back: str = Field(sa_type=Words)
    asked_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    asked_at: datetime = Field(sa_type=Instant)
    stage: str = Field(sa_type=Words)
    provider_reference: str = Field(default="", sa_type=Words)
    go_to: str = Field(default="", sa_type=Words)
    payment: str = Field(default="", sa_type=Words)
    available_at: datetime | None = Field(default=None, sa_type=Instant)
    looked_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    arrived_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = Field(default="", sa_type=Words)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
