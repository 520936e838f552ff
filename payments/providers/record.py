"""What a service that moves money writes down itself, as far as Jornal reads it: lines of its balance, and its news."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One line of the service's own record of its balance with us.

    Attributes:
        line_id: the service's number of it.
        kind: the service's word for it: "charge", "transfer", "refund".
        source: the service's number of what it is about: a charge, a transfer, a dispute.
        about: the payment or the transfer behind that, where it is a refund, a dispute or a reversal; else empty.
        amount_minor: minor units of `currency`; more than nothing where the balance grew.
        fee_minor: what the service kept of it, minor units; the balance grew by the amount less the fee.
        is_available: whether the service lets us use it.
        available_at: from when it does.
    """

    line_id: str
    kind: str
    source: str
    about: str
    amount_minor: int
    fee_minor: int
    currency: str
    is_available: bool
    created_at: datetime
    available_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One message of the service, as its own list of messages keeps it."""

    event_id: str
    kind: str
    object_id: str
    is_live: bool
    created_at: datetime


class KeepsRecord(Protocol):
    """A service whose record can be read. Called outside any transaction: it may be slow."""

    name: str
    """Stable word stored with every line."""

    def lines(self, *, since: datetime | None) -> Iterator[RecordLine]:
        """Yield the lines made since then, the newest first; all there are where `since` is None."""
        ...

    def line(self, line_id: str) -> RecordLine | None:
        """Return one line as it is now, or None where there is none."""
        ...

    def news(self, *, since: datetime) -> Iterator[News]:
        """Yield the messages made since then, the newest first."""
        ...
