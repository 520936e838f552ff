"""What everyone who moves money for us must be able to do, whichever bank or service is behind it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class FundingState(StrEnum):
    """Whether money that was asked for is here."""

    ARRIVED = "arrived"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Funding:
    """One payment into an organisation's funds, as the provider sees it.

    Attributes:
        provider_reference: the provider's own id of the payment, the same for the same `reference`.
    """

    state: FundingState
    provider_reference: str


class Provider(Protocol):
    """One way of moving money. Called outside any transaction: it may be slow, and it may be called twice."""

    name: str
    """Stable word stored with what it moved."""
    is_pretend: bool
    """Whether no real money moves; pages say so plainly."""

    def fund(self, *, amount_micros: int, currency: str, reference: str) -> Funding:
        """Ask for money from an organisation; the same reference again is the same payment.

        Args:
            amount_micros: micro-units of `currency`, > 0.
            currency: three letters.
            reference: ours, at most 48 characters.
        """
        ...
