"""What everyone who moves money for us must be able to do, whichever bank or service is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


class DestinationKind(StrEnum):
    """How an account is named: Mexico's 18 digits, the international number, a number as the bank gave it, a toy."""

    CLABE = "clabe"
    IBAN = "iban"
    ACCOUNT = "account"
    PRETEND = "pretend"


class Answer(StrEnum):
    """What became of a payment: it arrived, it came back after it had left, or it never left."""

    PAID = "paid"
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutLine:
    """One payment to be made.

    Attributes:
        key: ours, letters and digits; the same for the same attempt, whatever happens.
        number: of the account; never logged, never shown but for its last four characters.
        amount_minor: minor units of `currency`, > 0.
        reference: a whole number of at most seven digits, as banks ask for.
        concept: what the payment is for, in a few words.
    """

    key: str
    holder: str
    kind: DestinationKind
    number: str
    amount_minor: int
    currency: str
    reference: int
    concept: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """A file for a bank."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one payment, with the bank's tracking key, or its reason where it did not arrive."""

    answer: Answer
    tracking: str = ""
    reason: str = ""


class PayoutProvider(Protocol):
    """One way of paying people out. Called outside any transaction: it may be slow, and it may be called twice."""

    name: str
    """Stable word stored with every account and run."""
    is_pretend: bool
    """Whether no real money moves; pages say so plainly."""
    answers_itself: bool
    """Whether it can say by itself what became of a payment; otherwise a person brings the bank's answer."""

    def kinds(self, currency: str) -> tuple[DestinationKind, ...]:
        """Return which kinds of account it can pay in a currency; none where it cannot pay that currency."""
        ...

    def layouts(self, currency: str) -> tuple[str, ...]:
        """Return how its file can be written, the usual way first; none where it sends without a file."""
        ...

    def write(self, layout: str, lines: Sequence[PayoutLine]) -> PayoutFile:
        """Write the file that a person takes to the bank; the same lines give the same bytes.

        Args:
            layout: one of `layouts`.
            lines: of one currency, in the order in which they are to stand.
        """
        ...

    def outcome(self, line: PayoutLine, *, now: datetime) -> Outcome | None:
        """Return what became of a payment that was sent, or None as long as nobody can know without a person."""
        ...
