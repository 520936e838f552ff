"""Letting released payments wait while a service holds too little of our money, and letting one find out if it came."""

from datetime import datetime

from payments.payout_pauses.rules import wait_before
from payments.transaction import Transaction

_OPEN = """
SELECT next_try_at, times FROM payout_pause
WHERE provider = :provider AND currency = :currency AND ended_at IS NULL
"""
_TRY = """
UPDATE payout_pause SET next_try_at = :next_at, times = times + 1
WHERE provider = :provider AND currency = :currency AND ended_at IS NULL AND next_try_at <= :now
"""
_BEGIN = """
INSERT INTO payout_pause (provider, currency, began_at, next_try_at, times, reason)
SELECT :provider, :currency, :now, :next_at, 0, :reason
WHERE NOT EXISTS (SELECT 1 FROM payout_pause WHERE provider = :provider AND currency = :currency)
/*postgresql: ON CONFLICT (provider, currency) DO NOTHING */
"""
_AGAIN = """
UPDATE payout_pause SET began_at = :now, next_try_at = :next_at, times = 0, reason = :reason, ended_at = NULL
WHERE provider = :provider AND currency = :currency AND ended_at IS NOT NULL
"""
_END = """
UPDATE payout_pause SET ended_at = :now WHERE provider = :provider AND currency = :currency AND ended_at IS NULL
"""
_NOW = """
UPDATE payout_pause SET next_try_at = :now
WHERE provider = :provider AND ended_at IS NULL AND next_try_at > :now
"""


def may_try(tx: Transaction, *, provider: str, currency: str, now: datetime) -> tuple[bool, bool]:
    """Return whether a first call may be made now, and whether it is the one that finds out if money has come.

    Args:
        tx: the open transaction, with the payout held.
        provider: a service.
        currency: of the payout.
        now: when.
    """
    row = tx.one(_OPEN, provider=provider, currency=currency)
    if row is None:
        return True, False
    where = {"provider": provider, "currency": currency}
    is_the_one = tx.count(_TRY, **where, next_at=now + wait_before(row[1] + 1), now=now) == 1
    return is_the_one, is_the_one


def note_short(tx: Transaction, *, provider: str, currency: str, reason: str, now: datetime) -> None:
    """Note that a service holds too little of our money: what has not been sent yet waits; one that waits goes on so.

    Args:
        tx: the open transaction, with the payout held and nothing else.
        provider: the service.
        currency: of the payout.
        reason: the service's words.
        now: when.
    """
    said = {"provider": provider, "currency": currency, "reason": reason, "now": now, "next_at": now + wait_before(0)}
    if not tx.count(_AGAIN, **said):
        tx.count(_BEGIN, **said)


def end_pause(tx: Transaction, *, provider: str, currency: str, now: datetime) -> None:
    """Let everything go on: one payment that was tried has left."""
    tx.count(_END, provider=provider, currency=currency, now=now)


def try_now(tx: Transaction, *, provider: str, now: datetime) -> bool:
    """Let one payment be tried at once, as money may have come; return whether anything waited."""
    return tx.count(_NOW, provider=provider, now=now) > 0
