"""Choosing a new password by letter: one link, one hour, one use."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.accounts import change_password
from web.auth.secrets import hash_of, new_token
from web.auth.sessions import end_all_sessions
from web.auth.tables import PasswordReset


def begin_reset(tx: Transaction, person_id: int, *, lasts: timedelta, now: datetime) -> str:
    """Make the secret of a reset letter and return it; it is kept only as a hash."""
    token = new_token()
    tx.add(PasswordReset(person_id=person_id, token_hash=hash_of(token), created_at=now, ends_at=now + lasts))
    tx.flush()
    return token


def is_open(tx: Transaction, token: str, *, now: datetime) -> bool:
    """Return whether a reset link still opens."""
    return tx.exec(_wanted(token, now=now)).first() is not None


def finish_reset(tx: Transaction, token: str, *, password_hash: str, now: datetime) -> None:
    """Set the new password, use up the link and log the person out everywhere.

    Raises:
        Refusal: `reset_gone`.
    """
    reset = tx.exec(_wanted(token, now=now).with_for_update()).first()
    if reset is None:
        raise Refusal("reset_gone", Kind.MISSING)
    reset.used_at = now
    change_password(tx, reset.person_id, password_hash=password_hash)
    end_all_sessions(tx, reset.person_id, besides=None, now=now)


def _wanted(token: str, *, now: datetime) -> SelectOfScalar[PasswordReset]:
    return select(PasswordReset).where(
        PasswordReset.token_hash == hash_of(token),
        col(PasswordReset.used_at).is_(None),
        PasswordReset.ends_at > now,
    )
