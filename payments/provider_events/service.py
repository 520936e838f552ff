"""Keeping what a service tells, once, before anything is done about it; and noting what came of it."""

from datetime import datetime

from payments.provider_events.rules import TRIES_MOST, Came, Outcome, Told
from payments.transaction import Transaction

_KEEP = """
INSERT INTO provider_event (id, provider, kind, object_id, is_live, created_at, received_at, came, digest, outcome,
  tries)
SELECT :event_id, :provider, :kind, :object_id, :is_live, :created_at, :now, :came, :digest, :outcome, 0
WHERE NOT EXISTS (SELECT 1 FROM provider_event WHERE id = :event_id)
/*postgresql: ON CONFLICT (id) DO NOTHING */
"""
_NOTE = """
UPDATE provider_event SET outcome = :outcome, applied_at = :now, tries = tries + 1
WHERE id = :event_id AND outcome = 'waiting'
"""
_TRIED = "UPDATE provider_event SET tries = tries + 1 WHERE id = :event_id AND outcome = 'waiting'"
_TRIES = "SELECT tries FROM provider_event WHERE id = :event_id AND outcome = 'waiting'"


def keep_event(tx: Transaction, *, provider: str, told: Told, came: Came, now: datetime) -> bool:
    """Keep a message under the service's own number of it, and return whether it is new: it may come many times.

    Only what it is about is kept, not what it says of it: that is read anew when it is acted on, and a message holds
    names and addresses that nobody here needs.

    Args:
        tx: the open transaction.
        provider: whose message.
        told: what it says; its signature was checked.
        came: how we heard.
        now: when.
    """
    said = {
        "event_id": told.event_id,
        "kind": told.kind,
        "object_id": told.object_id,
        "is_live": told.is_live,
        "created_at": told.created_at,
        "digest": told.digest,
    }
    return tx.count(_KEEP, **said, provider=provider, came=came, outcome=Outcome.WAITING, now=now) == 1


def note_outcome(tx: Transaction, *, event_id: str, outcome: Outcome, now: datetime) -> None:
    """Note what came of a message, once."""
    tx.count(_NOTE, event_id=event_id, outcome=outcome, now=now)


def note_tried(tx: Transaction, *, event_id: str, now: datetime) -> None:
    """Note that acting on a message did not work this time; after many times it is given up, and the sweep heals it."""
    tries = tx.value(_TRIES, event_id=event_id)
    if tries is not None and tries + 1 >= TRIES_MOST:
        note_outcome(tx, event_id=event_id, outcome=Outcome.GIVEN_UP, now=now)
    else:
        tx.count(_TRIED, event_id=event_id)
