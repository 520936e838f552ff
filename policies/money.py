"""Exact money: whole micro-units and whole minor units, read, divided, rounded and written without a single float."""

from __future__ import annotations

import re

from policies.currencies import DECIMALS_DEFAULT, exponent_of

__all__ = [
    "MICROS_PER_UNIT",
    "ceil_div",
    "coins_down",
    "coins_up",
    "decimal_text",
    "exponent_of",
    "floor_div",
    "half_even_div",
    "micros_of",
    "micros_per_minor",
    "minor_text",
    "minor_up",
]

MICROS_PER_UNIT = 1_000_000
"""A micro-unit is a millionth of the main unit: 1.15 MXN is 1 150 000 micro-units."""

_DECIMALS_OF_A_MICRO = 6
_AMOUNT = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?", re.ASCII)


def ceil_div(dividend: int, divisor: int) -> int:
    """Return the quotient rounded up: for what is owed to a person, so that rounding favours the person."""
    return -(-dividend // divisor)


def floor_div(dividend: int, divisor: int) -> int:
    """Return the quotient rounded down: for a rate we promise, so that we never promise more than is paid."""
    return dividend // divisor


def half_even_div(dividend: int, divisor: int) -> int:
    """Return the nearest quotient, ties to even: for figures that are only shown and favour nobody."""
    quotient, remainder = divmod(dividend, divisor)
    twice = 2 * remainder
    is_up = twice > divisor or (twice == divisor and quotient % 2 == 1)
    return quotient + 1 if is_up else quotient


def micros_of(text: str) -> int:
    """Read an amount written as a plain decimal: "1.15" is 1 150 000 micro-units.

    Args:
        text: digits, optionally a leading minus, optionally a point with one to six decimals; nothing else.

    Returns:
        Micro-units, exact; negative only if the text has a minus.

    Raises:
        ValueError: the text is anything else, or has more than twelve digits before the point.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"not an amount with at most six decimals: {text[:40]!r}")
    sign, whole, decimals = found.groups()
    micros = int(whole) * MICROS_PER_UNIT + int((decimals or "").ljust(_DECIMALS_OF_A_MICRO, "0"))
    return -micros if sign else micros


def decimal_text(micros: int) -> str:
    """Write micro-units exactly, with two to six decimals: "1.15", "45.943334"."""
    whole, rest = divmod(abs(micros), MICROS_PER_UNIT)
    decimals = f"{rest:06d}".rstrip("0").ljust(DECIMALS_DEFAULT, "0")
    return f"{'-' if micros < 0 else ''}{whole}.{decimals}"


def fixed_text(micros: int) -> str:
    """Write micro-units exactly, always with six decimals, so that figures stand under one another: "47.940870"."""
    whole, rest = divmod(abs(micros), MICROS_PER_UNIT)
    return f"{'-' if micros < 0 else ''}{whole}.{rest:06d}"


def minor_up(micros: int, currency: str) -> int:
    """Turn micro-units into whole minor units (cents), rounded up once, which favours the person paid."""
    return ceil_div(micros, micros_per_minor(currency))


def micros_per_minor(currency: str) -> int:
    """Return how many micro-units one minor unit is: 10 000 for MXN, 1 000 000 for JPY."""
    return int(10 ** (_DECIMALS_OF_A_MICRO - exponent_of(currency)))


def coins_up(micros: int, currency: str) -> int:
    """Return an amount in whole minor units, rounded up, still as micro-units: it favours the person paid."""
    return minor_up(micros, currency) * micros_per_minor(currency)


def coins_down(micros: int, currency: str) -> int:
    """Return an amount in whole minor units, rounded down, still as micro-units, so that it promises nothing more."""
    return floor_div(micros, micros_per_minor(currency)) * micros_per_minor(currency)


def minor_text(minor: int, currency: str) -> str:
    """Write whole minor units as an amount of the main unit: 115 MXN cents are "1.15", 115 JPY are "115"."""
    exponent = exponent_of(currency)
    sign = "-" if minor < 0 else ""
    if exponent == 0:
        return f"{sign}{abs(minor)}"
    whole, rest = divmod(abs(minor), 10**exponent)
    return f"{sign}{whole}.{rest:0{exponent}d}"
