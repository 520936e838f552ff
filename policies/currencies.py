"""How many decimals each currency's coins have, and a debt turned into another currency without ever falling short."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

DECIMALS_DEFAULT = 2
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)

_WITHOUT_DECIMALS = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV"),
    *("XAF", "XOF", "XPF"),
)
_WITH_THREE_DECIMALS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
CURRENCY_EXPONENTS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(_WITHOUT_DECIMALS, 0) | dict.fromkeys(_WITH_THREE_DECIMALS, 3)
)
"""Decimals of the minor unit where it is not two: ISO 4217, and none for the ariary, whose fifths nobody coins.

Our own table: Babel's differs from what payment providers count. A provider that counts a currency in other units than
these (some count krónur and shillings in hundredths) converts at its own edge.
"""


def exponent_of(currency: str) -> int:
    """Return how many decimals the minor unit of a currency has: 2 for MXN, 0 for JPY.

    Raises:
        ValueError: the text is not three capital letters.
    """
    if _CURRENCY.fullmatch(currency) is None:
        raise ValueError(f"not a currency code of three capital letters: {currency!r}")
    return CURRENCY_EXPONENTS.get(currency, DECIMALS_DEFAULT)


def sent_minor(owed_minor: int, *, owed: str, sent: str, owed_per_sent_micros: int) -> int:
    """Return what to send in another currency for a debt, rounded up, so that it never falls short of the debt.

    Args:
        owed_minor: the debt, minor units of `owed`, >= 0.
        owed: the currency of the debt, in which the person's pay is reckoned.
        sent: the currency that leaves.
        owed_per_sent_micros: the locked rate: how much of `owed` one main unit of `sent` buys, micro-units, > 0.

    Returns:
        Minor units of `sent`; fees are somebody else's.

    Raises:
        ValueError: a negative debt, no rate, or not a currency.
    """
    if owed_minor < 0 or owed_per_sent_micros <= 0:
        raise ValueError(f"nothing to convert: {owed_minor=} {owed_per_sent_micros=}")
    dividend = int(owed_minor * 1_000_000 * 10 ** exponent_of(sent))
    divisor = int(owed_per_sent_micros * 10 ** exponent_of(owed))
    return -(-dividend // divisor)
