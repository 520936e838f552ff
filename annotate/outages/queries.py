"""Reading when the platform was down since an instant."""

from payments.transaction import Transaction

# As long as the shortest one that is noted; a person heard of since then has missed none.
OUTAGE_MS_LEAST = 60_000
_SINCE = "SELECT from_at, to_at FROM outage WHERE to_at > :since_ms ORDER BY from_at"


def outages_since(tx: Transaction, *, since_ms: int, now_ms: int) -> tuple[tuple[int, int], ...]:
    """Return outages that ended after an instant, milliseconds since 1970; asks nothing for a short while.

    Args:
        tx: an open transaction.
        since_ms: the last sign of somebody.
        now_ms: this instant.
    """
    if now_ms - since_ms < OUTAGE_MS_LEAST:
        return ()
    return tuple((row[0], row[1]) for row in tx.run(_SINCE, since_ms=since_ms))
