"""How often somebody may try: a bucket of tries that refills with time, kept in the database for every process."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from payments.transaction import Transaction
from policies.errors import Kind, Refusal

MILLI = 1000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many tries at once, and so long until an empty bucket is full again."""

    name: str
    tries: int
    window: timedelta


LOG_IN_ACCOUNT = Rate("log-in-account", 10, timedelta(minutes=15))
LOG_IN_PLACE = Rate("log-in-place", 100, timedelta(minutes=15))
RESET_ACCOUNT = Rate("reset-account", 3, timedelta(hours=1))
RESET_PLACE = Rate("reset-place", 20, timedelta(hours=1))

_TAKE = """
INSERT INTO rate_bucket (key, tries_milli, filled_at) VALUES (:key, :full - 1000, :now)
ON CONFLICT (key) DO UPDATE SET
  tries_milli = CASE
    WHEN rate_bucket.tries_milli + (:now - rate_bucket.filled_at) * :full / :window >= :full THEN :full
    ELSE rate_bucket.tries_milli + (:now - rate_bucket.filled_at) * :full / :window END - 1000,
  filled_at = :now
WHERE rate_bucket.tries_milli + (:now - rate_bucket.filled_at) * :full / :window >= 1000
RETURNING tries_milli
"""


def take_try(tx: Transaction, rate: Rate, who: str, *, secret: str, now: datetime) -> None:
    """Take one try from somebody's bucket.

    Args:
        rate: how many tries there are.
        who: the account or the place; kept only as a keyed hash.
        secret: the key of that hash.

    Raises:
        Refusal: `too_many_tries`, with the instant from which the next one is possible.
    """
    full, window_ms = rate.tries * MILLI, rate.window // timedelta(milliseconds=1)
    key = hmac.new(secret.encode(), f"{rate.name}:{who}".encode(), hashlib.sha256).hexdigest()
    if tx.one(_TAKE, key=key, full=full, window=window_ms, now=now) is None:
        until = now + rate.window // rate.tries
        raise Refusal("too_many_tries", Kind.TOO_MANY, until=until.isoformat())


def forget_full_buckets(tx: Transaction, *, now: datetime) -> int:
    """Delete the buckets that have long been full again, and return how many there were."""
    return tx.count("DELETE FROM rate_bucket WHERE filled_at < :before", before=now - timedelta(days=2))


def place_of(address: str) -> str:
    """Return the neighbourhood of a network address: /24 of IPv4, /56 of IPv6, so that one machine is not many."""
    try:
        bits = 24 if ip_address(address).version == 4 else 56
    except ValueError:
        return address
    return str(ip_network(f"{address}/{bits}", strict=False))
