"""In which order items are handed out, and the key that keeps each in its place without anybody sorting them again."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum

MILLION = 1_000_000
PRIORITY_MOST = 100_000
"""The most urgent that anything may be called, and, negative, the least."""
_HIGHEST = PRIORITY_MOST * MILLION
_TEXT_MOST = 30


class ItemOrder(StrEnum):
    """In which order items are handed out."""

    SEQUENCE = "sequence"
    RANDOM = "random"
    PRIORITY = "priority"
    """What its requester called most urgent first."""
    UNCERTAINTY = "uncertainty"
    """What a model of the requester's is least sure of first."""


RANKED = (ItemOrder.PRIORITY, ItemOrder.UNCERTAINTY)
"""Orders for which each item brings a number of its own."""
RANK_NAMES: Mapping[str, tuple[str, ...]] = {
    "priority": ("priority", "prioridad", "priorité"),
    "uncertainty": ("uncertainty", "incertidumbre", "incertitude"),
}
"""What the column with that number may be called."""


def sort_key_of(order: str, *, content_hash: str, priority: int) -> int:
    """Return where an item stands in its project's queue: a small key first, then the item's id.

    Args:
        order: one of `ItemOrder`.
        content_hash: the item's fingerprint, 64 hexadecimal digits.
        priority: what `rank_of` returned, or 0.

    Returns:
        A whole number below any instant since 2001 in milliseconds, which is the key of a slot that came back.
    """
    if order == ItemOrder.RANDOM:
        return mixed_sort_key(content_hash)
    return _HIGHEST - priority if order in RANKED else 0


def mixed_sort_key(content_hash: str) -> int:
    """Return where an item stands in a mixed order: 40 bits of its fingerprint, so the tail stays behind everything."""
    return int(content_hash[:10], 16)


def rank_of(given: object, *, order: str) -> int | None:
    """Return the number that ranks an item, in millionths, or None for what is no such number.

    Args:
        given: a text or a number; nothing at all, or an empty text, ranks as zero.
        order: "priority", a number up to `PRIORITY_MOST` above or below zero, or "uncertainty", 0 to 1.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return 0
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    try:
        number = Decimal(str(given).strip().replace(",", ".")[:_TEXT_MOST])
    except InvalidOperation:
        return None
    least, most = (0, 1) if order == ItemOrder.UNCERTAINTY else (-PRIORITY_MOST, PRIORITY_MOST)
    return int(number * MILLION) if number.is_finite() and least <= number <= most else None
