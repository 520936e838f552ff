"""The table of accounts that people opened at a service which pays them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from payments.columns import Instant, Table, Whole, Words, one_of, only_where, strict
from payments.providers.onboarding import AccountState


class ProviderAccount(Table, table=True):
    """One account at a service for one currency: kept before the service is called, so that no second one is opened."""

    __tablename__ = "provider_account"
    __table_args__ = strict(
        one_of("state", AccountState),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("length(country) = 2", name="country_code"),
        CheckConstraint("state = 'stopped' OR (state = 'asked') = (account_id IS NULL)", name="asked_until_heard"),
        Index(
            "one_open_provider_account",
            "person_id",
            "provider",
            "currency",
            unique=True,
            **only_where("replaced_at IS NULL"),
        ),
        Index("ix_provider_account_look_at", "look_at", **only_where("replaced_at IS NULL")),
        Index("ix_provider_account_account_id", "account_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    provider: str = Field(sa_type=Words)
    currency: str = Field(sa_type=Words)
    country: str = Field(sa_type=Words)
    key: str = Field(unique=True, sa_type=Words)
    account_id: str | None = Field(default=None, sa_type=Words)
    state: str = Field(sa_type=Words)
    goes_to: str = Field(sa_type=Words)
    asked_at: datetime = Field(sa_type=Instant)
    proved_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    look_at: datetime = Field(sa_type=Instant)
    named_at: datetime | None = Field(default=None, sa_type=Instant)
    replaced_at: datetime | None = Field(default=None, sa_type=Instant)
