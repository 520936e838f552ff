"""Amounts as Stripe counts them: like ours, but for two currencies without coins that it counts in hundredths."""

from policies.money import ceil_div

_IN_HUNDREDTHS = frozenset({"ISK", "UGX"})
"""Source: docs.stripe.com/currencies, zero-decimal special cases."""
_HUNDRED = 100


def stripe_minor(minor: int, currency: str) -> int:
    """Return minor units as Stripe counts them.

    Args:
        minor: minor units of `currency` as we count them.
        currency: three capital letters.
    """
    return minor * _HUNDRED if currency in _IN_HUNDREDTHS else minor


def our_minor(minor: int, currency: str) -> int:
    """Return minor units as we count them, of an amount as Stripe counts it; part of a coin counts as a whole one."""
    if currency not in _IN_HUNDREDTHS:
        return minor
    return ceil_div(minor, _HUNDRED) if minor > 0 else -ceil_div(-minor, _HUNDRED)
