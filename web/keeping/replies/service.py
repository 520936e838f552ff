"""Answering a program's request once: the same key and request get the first answer, another request is refused."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from payments.columns import json_text
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

KEPT = timedelta(hours=24)
"""For so long an answer can be had again; then the key is free."""
FORGET_MOST = 500

_BEGIN = """
INSERT INTO kept_reply (person_id, call, key, request_sha256, reply, kept_at)
VALUES (:person_id, :call, :key, :request_sha256, NULL, :now) ON CONFLICT DO NOTHING RETURNING person_id
"""
_FOUND = "SELECT request_sha256, reply FROM kept_reply WHERE person_id = :person_id AND call = :call AND key = :key"
_KEEP = "UPDATE kept_reply SET reply = :reply WHERE person_id = :person_id AND call = :call AND key = :key"
_FORGET = """
DELETE FROM kept_reply WHERE (person_id, call, key) IN (
  SELECT person_id, call, key FROM kept_reply WHERE kept_at < :before ORDER BY kept_at LIMIT :most)
"""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A request under a key: whose, to which call, and what it says."""

    person_id: int
    call: str
    key: str
    request: str

    @property
    def name(self) -> dict[str, object]:
        """What it is found by."""
        return {"person_id": self.person_id, "call": self.call, "key": self.key}


def reply_before(tx: Transaction, keyed: Keyed, *, now: datetime) -> dict[str, Any] | None:
    """Return what this request was answered before, or None the first time; two at once wait for each other.

    Raises:
        Refusal: `key_for_something_else`.
    """
    digest = sha256(keyed.request.encode(errors="surrogatepass")).hexdigest()
    if tx.value(_BEGIN, **keyed.name, request_sha256=digest, now=now) is not None:
        return None
    row = tx.one(_FOUND, **keyed.name)
    assert row is not None, "there is one where another cannot be added"
    if row[0] != digest:
        raise Refusal("key_for_something_else", Kind.CONFLICT)
    found: dict[str, Any] | None = None if row[1] is None else json.loads(row[1])
    return found


def keep_reply(tx: Transaction, keyed: Keyed, reply: dict[str, Any]) -> None:
    """Keep what a request was answered, after `reply_before` returned None."""
    tx.run(_KEEP, **keyed.name, reply=json_text(reply))


def forget_replies(tx: Transaction, *, now: datetime) -> int:
    """Forget some answers that were kept long enough; return how many."""
    return tx.count(_FORGET, before=now - KEPT, most=FORGET_MOST)
