"""Refusals: a "no" on purpose, with a code, the reason, and what the person can do next."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Kind(StrEnum):
    """What sort of "no" it is; web/errors.py turns each into one HTTP status."""

    MISSING = "missing"
    """It does not exist, or the person may not know that it does."""
    FORBIDDEN = "forbidden"
    """It exists and the person knows it, but may not do this."""
    CONFLICT = "conflict"
    """The state of things does not allow it (now, or any more)."""
    NOT_YET = "not_yet"
    """It will be possible later; `params["until"]` says when, where that is known."""
    UNREADABLE = "unreadable"
    """What was sent cannot be used as it is; the params say what to change."""
    TOO_LARGE = "too_large"
    """More was sent than is taken at once."""
    TOO_MANY = "too_many"
    """Too many tries in a short time."""


class Refusal(Exception):
    """A "no" on purpose.

    Args:
        code: which refusal it is, in snake_case, stable: `price_below_floor`. Each has a text in web/errors.py.
        kind: what sort of "no" it is.
        params: what the text needs: whole numbers, texts, ISO instants. Never secrets, answers or destinations.
    """

    def __init__(self, code: str, kind: Kind = Kind.CONFLICT, /, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.kind = kind
        self.params = params
        self.each: tuple[Refusal, ...] = ()

    @classmethod
    def of_all(cls, several: Sequence[Refusal]) -> Refusal:
        """Return one refusal for several things that are wrong at once: it is the first, and names `each` of them.

        Args:
            several: at least one.
        """
        first = several[0]
        whole = cls(first.code, first.kind, **first.params)
        whole.each = tuple(several)
        return whole
