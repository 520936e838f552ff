"""What everyone who moves money for us must be able to do, whichever bank or service is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Keys:
    """What a service needs to know us by; a provider whose key is missing is not there.

    Attributes:
        stripe_key: Stripe's secret key; empty where there is none. One for trying things out begins "sk_test_".
        stripe_address: another address than Stripe's own, or empty.
        public_url: where people reach us, to which a service's own pages lead them back.
    """

    stripe_key: str = field(default="", repr=False)
    stripe_address: str = ""
    public_url: str = ""

    @property
    def is_pretend(self) -> bool:
        """Return whether no real money moves by Stripe's key."""
        return self.stripe_key.startswith(("sk_test_", "rk_test_"))


class FundingState(StrEnum):
    """Whether money that was asked for is here."""

    ARRIVED = "arrived"
    WAITING = "waiting"
    """The organisation still has to pay."""
    PAID = "paid"
    """Paid, and not usable yet."""
    FAILED = "failed"
    """It was not paid and no longer can be."""
    UNKNOWN = "unknown"
    """No answer came: ask again, with the same reference."""


@dataclass(frozen=True, slots=True)
class Funding:
    """One payment into an organisation's funds, as the provider sees it.

    Attributes:
        provider_reference: the provider's own id of the payment, the same for the same `reference`; empty while it is
            UNKNOWN.
        go_to: the page of the provider's on which the organisation pays, while it is WAITING; else empty.
        payment: the provider's number of the money that came, where there is one; its record names it as the source.
        line_id: the number of the line in the provider's record by which it came, or empty.
        available_at: from when it is usable, where that is known.
        reason: why it failed, in the provider's words.
    """

    state: FundingState
    provider_reference: str
    go_to: str = ""
    payment: str = ""
    line_id: str = ""
    available_at: datetime | None = None
    reason: str = ""


class Provider(Protocol):
    """One way of moving money. Called outside any transaction: it may be slow, and it may be called twice."""

    name: str
    """Stable word stored with what it moved."""
    is_pretend: bool
    """Whether no real money moves; pages say so plainly."""
    arrives_at_once: bool
    """Whether nobody has to go anywhere to pay."""

    def fund(self, *, amount_micros: int, currency: str, reference: str) -> Funding:
        """Ask for money from an organisation; the same reference again is the same payment.

        Args:
            amount_micros: micro-units of `currency`, > 0.
            currency: three letters.
            reference: ours, at most 48 characters.

        Raises:
            Refusal: `money_service_refuses` (reason): the provider will not take it, now or later.
        """
        ...

    def look_up(self, provider_reference: str) -> Funding:
        """Return how far a payment has come by now.

        Args:
            provider_reference: the provider's own, as `fund` gave it.
        """
        ...


class DestinationKind(StrEnum):
    """How an account is named: Mexico's 18 digits, the international number, a number as the bank gave it, a toy.

    The last two are accounts at a service that asks a person for everything itself: their number is the service's.
    """

    CLABE = "clabe"
    IBAN = "iban"
    ACCOUNT = "account"
    PRETEND = "pretend"
    STRIPE_ACCOUNT = "stripe_account"
    STRIPE_RECIPIENT = "stripe_recipient"


AT_SERVICE = frozenset({DestinationKind.STRIPE_ACCOUNT, DestinationKind.STRIPE_RECIPIENT})
"""Accounts that nobody types: a person opens them on the service's own pages, so that we never hold bank data."""
EVERYWHERE = ("*",)
"""For `countries`: wherever somebody lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a way of being paid can do, told to a person before she chooses it.

    Attributes:
        days_least, days_most: working days from the moment payroll sends until the money can be used.
        least_minor: the smallest payment, minor units of the currency; 1 where any amount leaves.
        fee: what one payment costs the platform, as its price list says it; empty where only its bank knows.
    """

    days_least: int
    days_most: int
    least_minor: int = 1
    fee: str = ""


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
        sent_at: when its money was held for it; the same for the same attempt.
        tracking: the number that the bank or the service gave it, or empty.
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
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """A file for a bank."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one payment, with the bank's tracking key, or its reason where it did not arrive.

    Attributes:
        is_accounts_fault: whether it did not arrive because of the account, so that another one is needed.
    """

    answer: Answer
    tracking: str = ""
    reason: str = ""
    is_accounts_fault: bool = True


class SentState(StrEnum):
    """What a service said when it was asked to pay, or what became of a payment."""

    DONE = "done"
    UNDER_WAY = "under_way"
    UNKNOWN = "unknown"
    LATER = "later"
    BROKEN = "broken"
    REFUSED = "refused"
    SHORT = "short"
    RETURNED = "returned"
    ABSENT = "absent"
    SEVERAL = "several"
    CLASHES = "clashes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One answer of a service, sorted by what may follow from it.

    Attributes:
        state: DONE it is paid; UNDER_WAY it was taken, and its end is not known; UNKNOWN no answer came, or another
            call is at it: it may be paid at this moment; LATER nothing was done, ask again; BROKEN the service kept
            a failure of its own, which it repeats for ever: look up what it did; REFUSED it was not paid and never
            will be under this key; SHORT the same, because it holds too little of our money; RETURNED it was paid and
            came back; ABSENT the service, asked, has no such payment; SEVERAL it has more than one; CLASHES it knows
            this key from another payment.
        reference: the service's own number of the payment, or empty.
        request_id: the service's number of this question, or empty.
        reason: why not, in the service's words.
        is_accounts_fault: whether it was refused because of the account, so that another one is needed.
    """

    state: SentState
    reference: str = ""
    request_id: str = ""
    reason: str = ""
    is_accounts_fault: bool = False


class PayoutProvider(Protocol):
    """One way of paying people out. Called outside any transaction: it may be slow, and it may be called twice."""

    name: str
    """Stable word stored with every account and run."""
    is_pretend: bool
    """Whether no real money moves; pages say so plainly."""
    answers_itself: bool
    """Whether it can say by itself what became of a payment; otherwise a person brings the bank's answer."""
    sends_itself: bool
    """Whether it is a service that is called for each payment: it is a `SendingProvider` then."""

    def countries(self, currency: str) -> tuple[str, ...]:
        """Return where the people live whom it can pay in a currency, two letters each; `EVERYWHERE` for anywhere."""
        ...

    def kinds(self, currency: str) -> tuple[DestinationKind, ...]:
        """Return which kinds of account it can pay in a currency; none where it cannot pay that currency."""
        ...

    def abilities(self, currency: str) -> Abilities:
        """Return how long a payment in a currency takes, how small it may be, and what it costs the platform."""
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


@runtime_checkable
class SendingProvider(PayoutProvider, Protocol):
    """A service that pays when it is called. Never called inside a transaction; the same line may come many times."""

    def send(self, line: PayoutLine) -> Sent:
        """Ask to pay one line; the same line again is the same payment, for as long as the service keeps its keys."""
        ...

    def look_up(self, line: PayoutLine) -> Sent:
        """Ask what became of a line: by its tracking where it has one, else among all that was ever sent for it."""
        ...
