"""Reading what an annotator claimed: each quiet stretch they gave their word for, and when."""

from dataclasses import dataclass
from datetime import datetime

from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade:
    """A quiet stretch that counts on the annotator's word, and what they said they were doing."""

    started_at: datetime
    ended_at: datetime
    line: str
    claimed_at: datetime


_MADE = """
SELECT started_at, ended_at, line, claimed_at FROM time_claim
WHERE person_id = :person_id AND started_at >= :first_ms AND started_at < :next_ms ORDER BY started_at
"""


def claims_of(tx: Transaction, *, person_id: int, first_ms: int, next_ms: int) -> tuple[ClaimMade, ...]:
    """Return what a person claimed of a span of time, milliseconds since 1970, half-open."""
    rows = tx.run(_MADE, person_id=person_id, first_ms=first_ms, next_ms=next_ms)
    return tuple(
        ClaimMade(started_at=from_ms(row[0]), ended_at=from_ms(row[1]), line=row[2], claimed_at=from_ms(row[3]))
        for row in rows
    )
