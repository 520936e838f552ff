"""Reading the event log: what happened last in one stream."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from payments.transaction import Transaction
from policies.periods import from_ms

_LAST = """
SELECT logged_at, body FROM event WHERE stream = :stream AND kind = :kind ORDER BY sequence DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """One logged act. The body is what its service wrote: whole numbers and texts; `Any` because each kind differs."""

    at: datetime
    body: Mapping[str, Any]


def last_of(tx: Transaction, *, stream: str, kind: str, most: int = 50) -> tuple[Happened, ...]:
    """Return the last acts of one kind in a stream, the newest first.

    Args:
        tx: an open transaction.
        stream: from the builders in rules.py.
        kind: such as "project".
        most: how many at most.
    """
    rows = tx.run(_LAST, stream=stream, kind=kind, most=most)
    return tuple(Happened(at=from_ms(logged_ms), body=json.loads(body)) for logged_ms, body in rows)
