"""Saying that the house is open, and noting afterwards that it was not."""

from datetime import datetime

from annotate.outages.queries import OUTAGE_MS_LEAST
from payments.transaction import Transaction
from policies.periods import to_ms

_SEEN = "SELECT seen_at FROM house_sign WHERE id = 1 /*postgresql: FOR UPDATE */"
_FIRST = "INSERT INTO house_sign (id, seen_at) VALUES (1, :now_ms) ON CONFLICT DO NOTHING"
_SIGN = "UPDATE house_sign SET seen_at = :now_ms WHERE id = 1 AND seen_at < :now_ms"
_NOTE = "INSERT INTO outage (from_at, to_at) VALUES (:from_ms, :to_ms) ON CONFLICT DO NOTHING"


def say_open(tx: Transaction, *, now: datetime) -> None:
    """Note that the house is open at this instant."""
    tx.run(_FIRST, now_ms=to_ms(now))
    tx.run(_SIGN, now_ms=to_ms(now))


def open_again(tx: Transaction, *, now: datetime) -> bool:
    """Note that the house opens, and that it was down since its last sign, where that is long enough ago.

    Args:
        tx: the open transaction.
        now: before anybody is answered; a second process that opens at once changes nothing.

    Returns:
        Whether an outage was noted.
    """
    seen_ms = tx.value(_SEEN)
    is_down = seen_ms is not None and to_ms(now) - seen_ms >= OUTAGE_MS_LEAST
    if is_down:
        tx.run(_NOTE, from_ms=seen_ms, to_ms=to_ms(now))
    say_open(tx, now=now)
    return is_down
