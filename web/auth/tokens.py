"""Keys for programs: made once, shown once, limited to what their scopes name."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from payments.people.queries import Standing, standing_from, standing_statement
from payments.transaction import Transaction
from policies.periods import from_ms
from web.auth.permissions import Permission
from web.auth.secrets import hash_of, new_api_token
from web.auth.tables import ApiToken


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """Whose key it is and what it may do."""

    standing: Standing
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenView:
    """One key, as its owner sees it."""

    token_id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime


def add_token(tx: Transaction, person_id: int, *, name: str, scopes: Iterable[Permission], now: datetime) -> str:
    """Make a key for programs and return it; it cannot be shown again."""
    token = new_api_token()
    kept = sorted(Permission(scope).value for scope in scopes)
    tx.add(ApiToken(person_id=person_id, token_hash=hash_of(token), name=name, scopes=kept, created_at=now))
    tx.flush()
    return token


_HELD = "FROM api_token WHERE token_hash = :token_hash AND ended_at IS NULL"
_STANDING = standing_statement(f"(SELECT person_id {_HELD})")
# Asked with every call of a program: whose key it is, what they are, and what it is limited to, in one question.
_OWNER = f"SELECT standing.*, (SELECT scopes {_HELD}) FROM ({_STANDING}) AS standing"


def token_owner(tx: Transaction, token: str, *, now: datetime) -> TokenOwner | None:
    """Return whose key this is and what they are at `now`, or None where it is unknown or ended."""
    rows = tx.run(_OWNER, token_hash=hash_of(token), now=now)
    standing = standing_from(rows)
    return TokenOwner(standing, frozenset(json.loads(rows[0][-1]))) if standing else None


def tokens_of(tx: Transaction, person_id: int) -> tuple[TokenView, ...]:
    """Return the keys of a person that still open something."""
    rows = tx.run(
        "SELECT id, name, scopes, created_at FROM api_token WHERE person_id = :person AND ended_at IS NULL ORDER BY id",
        person=person_id,
    )
    return tuple(TokenView(row[0], row[1], tuple(json.loads(row[2])), from_ms(row[3])) for row in rows)


def end_token(tx: Transaction, token_id: int, *, person_id: int, now: datetime) -> None:
    """End one of a person's own keys."""
    tx.run(
        "UPDATE api_token SET ended_at = :now WHERE id = :token_id AND person_id = :person_id AND ended_at IS NULL",
        token_id=token_id,
        person_id=person_id,
        now=now,
    )
