"""How people prove who they are: accounts, sessions, tokens, invitations, password resets and rate limits."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from payments.columns import Instant, Json, Table, Whole, Words, one_of, strict
from web.auth.roles import InvitedAs


class Account(Table, table=True):
    """The address and password with which a person comes in."""

    __tablename__ = "account"
    __table_args__ = strict(UniqueConstraint("email"), CheckConstraint("email = lower(email)", name="email_lower"))

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=Whole)
    email: str = Field(sa_type=Words)
    password_hash: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)


class LoginSession(Table, table=True):
    """One browser in which a person is logged in; only a hash of its secret is kept."""

    __tablename__ = "login_session"
    __table_args__ = strict(UniqueConstraint("token_hash"), Index("ix_login_session_person_id", "person_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="account.person_id", sa_type=Whole)
    token_hash: str = Field(sa_type=Words)
    device: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class ApiToken(Table, table=True):
    """A key for programs, limited to what its scopes name; only a hash of it is kept."""

    __tablename__ = "api_token"
    __table_args__ = strict(UniqueConstraint("token_hash"), Index("ix_api_token_person_id", "person_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="person.id", sa_type=Whole)
    token_hash: str = Field(sa_type=Words)
    name: str = Field(sa_type=Words)
    scopes: list[str] = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Invitation(Table, table=True):
    """A letter that lets one address in, in one role, once."""

    __tablename__ = "invitation"
    __table_args__ = strict(
        UniqueConstraint("token_hash"),
        one_of("invited_as", InvitedAs),
        Index("ix_invitation_organisation_id", "organisation_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    token_hash: str = Field(sa_type=Words)
    email: str = Field(sa_type=Words)
    invited_as: str = Field(sa_type=Words)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", sa_type=Whole)
    terms: dict[str, Any] = Field(sa_type=Json)  # what the role needs: jurisdiction and zone, or basis and dates
    invited_by_id: int = Field(foreign_key="person.id", sa_type=Whole)
    created_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    accepted_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Whole)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class PasswordReset(Table, table=True):
    """A letter that lets one person choose a new password, once."""

    __tablename__ = "password_reset"
    __table_args__ = strict(UniqueConstraint("token_hash"), Index("ix_password_reset_person_id", "person_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=Whole)
    person_id: int = Field(foreign_key="account.person_id", sa_type=Whole)
    token_hash: str = Field(sa_type=Words)
    created_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class RateBucket(Table, table=True):
    """How many tries are left to somebody; the key is a keyed hash, so that it holds no address."""

    __tablename__ = "rate_bucket"
    __table_args__ = strict(CheckConstraint("tries_milli >= 0", name="never_below_zero"))

    key: str = Field(primary_key=True, sa_type=Words)
    tries_milli: int = Field(sa_type=Whole)  # thousandths of a try
    filled_at: datetime = Field(sa_type=Instant)
