"""Reading the event log: what happened last in one stream."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from payments.events.rules import WHOLE_NUMBER_MAX
from payments.transaction import Transaction
from policies.periods import from_ms

_LAST = """
SELECT sequence, logged_at, body FROM event
WHERE stream = :stream AND kind = :kind AND sequence < :before ORDER BY sequence DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """One logged act. The body is what its service wrote: whole numbers and texts; `Any` because each kind differs."""

    sequence: int
    at: datetime
    body: Mapping[str, Any]


def last_of(
    tx: Transaction, *, stream: str, kind: str, most: int = 50, before: int = WHOLE_NUMBER_MAX
) -> tuple[Happened, ...]:
    """Return the last acts of one kind in a stream, the newest first.

    Args:
        tx: an open transaction.
        stream: from the builders in rules.py.
        kind: such as "project".
        most: how many at most.
        before: only those with a smaller number in the stream, for the next page.
    """
    rows = tx.run(_LAST, stream=stream, kind=kind, most=most, before=before)
    return tuple(Happened(row[0], from_ms(row[1]), json.loads(row[2])) for row in rows)
