"""Accounts: the address and password of a person, found, made and changed."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.tables import Account

EMAIL_MAX = 254
_EMAIL = re.compile(r"[^@\s<>,;:\"\\()\[\]]{1,64}@[^@\s<>,;:\"\\()\[\]]+\.?[^@\s<>,;:\"\\()\[\].]+")


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as the door needs it."""

    person_id: int
    email: str
    password_hash: str = field(repr=False)


def plain_email(text: str) -> str:
    """Return an address in the one form that we keep: trimmed, lower case.

    Raises:
        Refusal: `email_unreadable`.
    """
    email = text.strip().lower()
    if len(email) > EMAIL_MAX or not _EMAIL.fullmatch(email):
        raise Refusal("email_unreadable", Kind.UNREADABLE)
    return email


def account_of_email(tx: Transaction, email: str) -> AccountView | None:
    """Return the account of an address, or None."""
    row = tx.one("SELECT person_id, email, password_hash FROM account WHERE email = :email", email=email)
    return AccountView(*row) if row else None


def account_of(tx: Transaction, person_id: int) -> AccountView | None:
    """Return a person's account, or None."""
    row = tx.one("SELECT person_id, email, password_hash FROM account WHERE person_id = :id", id=person_id)
    return AccountView(*row) if row else None


def add_account(tx: Transaction, person_id: int, *, email: str, password_hash: str, now: datetime) -> None:
    """Give a person an account.

    Raises:
        Refusal: `email_unreadable`, `email_taken`.
    """
    plain = plain_email(email)
    if account_of_email(tx, plain) is not None:
        raise Refusal("email_taken", Kind.CONFLICT)
    tx.add(Account(person_id=person_id, email=plain, password_hash=password_hash, created_at=now))
    tx.flush()


def change_password(tx: Transaction, person_id: int, *, password_hash: str) -> None:
    """Replace a person's password."""
    tx.get_one(Account, person_id).password_hash = password_hash
    tx.flush()
