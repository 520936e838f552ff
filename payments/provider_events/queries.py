"""Reading what services told: what waits to be acted on, and how much came of it."""

from dataclasses import dataclass
from datetime import datetime

from payments.provider_events.rules import Outcome
from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One message that waits to be acted on."""

    event_id: str
    provider: str
    kind: str
    object_id: str
    is_live: bool


_WAITING = """
SELECT id, provider, kind, object_id, is_live FROM provider_event WHERE outcome = 'waiting'
ORDER BY created_at, id LIMIT :most
"""
_COUNTS = "SELECT outcome, count(*) FROM provider_event GROUP BY outcome"
_NEWEST = "SELECT max(created_at) FROM provider_event WHERE provider = :provider"
_LAST_CALLED = "SELECT max(received_at) FROM provider_event WHERE came = 'called'"


def waiting_events(tx: Transaction, *, most: int = 200) -> tuple[Waiting, ...]:
    """Return the messages that nobody acted on yet, the oldest first."""
    return tuple(
        Waiting(event_id=row[0], provider=row[1], kind=row[2], object_id=row[3], is_live=bool(row[4]))
        for row in tx.run(_WAITING, most=most)
    )


def event_counts(tx: Transaction) -> dict[Outcome, int]:
    """Return how many messages came to what."""
    return {Outcome(outcome): int(count) for outcome, count in tx.run(_COUNTS)}


def newest_event_at(tx: Transaction, provider: str) -> datetime | None:
    """Return when the newest message that we have was made, or None before there is one."""
    return _instant(tx.value(_NEWEST, provider=provider))


def last_called_at(tx: Transaction) -> datetime | None:
    """Return when a service last called us, or None before it ever did."""
    return _instant(tx.value(_LAST_CALLED))


def _instant(found: int | None) -> datetime | None:
    return None if found is None else from_ms(found)
