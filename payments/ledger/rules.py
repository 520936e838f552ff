"""Which accounts there are, on which side each grows, and which of them may never be overdrawn."""

import re
from dataclasses import dataclass
from hashlib import sha256

from payments.events.rules import Fact, annotator_stream, canonical, organisation_stream, project_stream
from policies.errors import Kind, Refusal
from policies.money import decimal_text

AMOUNT_MICROS_MAX = 9_007_199_254_740_991
"""The largest whole number that every JSON reader keeps exact."""

BROUGHT_IN_MICROS_MAX = 1_000_000_000_000_000_000
"""A million millions of the main unit: so much may come in from outside in one currency, ever. No counter of an account
can then outgrow the 64 bits that both databases give it."""

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_CHART = re.compile(
    r"(?:organisation:[0-9]+:funds|annotator:[0-9]+:payable|platform:[a-z_]+|world):(?P<currency>[A-Z]{3})"
    r"|project:[0-9]+:[a-z_]+|purse:[0-9]+:[0-9]+",
    re.ASCII,
)
"""The chart of accounts: what an account may be called, and in which currency it is where its name says so."""


@dataclass(frozen=True, slots=True)
class Nature:
    """On which side an account grows ("C" credit, "D" debit) and whether it may be overdrawn."""

    normal: str
    has_no_overdraft: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds, in micro-units of its currency: posted, promised away (pending), and still free."""

    posted: int
    pending: int
    available: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One transfer as it will stand in the ledger."""

    id: str
    phase: str
    debit_id: str
    credit_id: str
    amount_micros: int
    currency: str
    code: str
    reference: str
    pending_id: str | None = None

    def body(self) -> dict[str, object]:
        """Return everything it says, as the event log keeps it."""
        return {
            "amount_micros": self.amount_micros,
            "code": self.code,
            "credit_id": self.credit_id,
            "currency": self.currency,
            "debit_id": self.debit_id,
            "id": self.id,
            "pending_id": self.pending_id,
            "phase": self.phase,
            "reference": self.reference,
        }

    def body_hash(self) -> str:
        """Return the fingerprint by which a repeat is told from another transfer under the same id."""
        return sha256(canonical(self.body()).encode()).hexdigest()

    def sealed(self) -> tuple[dict[str, object], str, Fact]:
        """Return its body, the fingerprint and the event of it, from one and the same text."""
        body = self.body()
        text = canonical(body)
        return body, sha256(text.encode()).hexdigest(), Fact("ledger", body, text)


GUARDED = Nature("C", has_no_overdraft=True)
OPEN_ENDED = Nature("C", has_no_overdraft=False)
OUTSIDE = Nature("D", has_no_overdraft=False)


def organisation_funds(organisation_id: int, currency: str) -> str:
    """Return the account of money that an organisation has paid in and not yet set aside."""
    return f"organisation:{organisation_id}:funds:{currency}"


def escrow(project_id: int) -> str:
    """Return the account of money set aside for a project's piece pay."""
    return f"project:{project_id}:escrow"


def reserve(project_id: int) -> str:
    """Return the account of money set aside for what comes on top of a project's piece pay."""
    return f"project:{project_id}:reserve"


def project_fee(project_id: int) -> str:
    """Return the account of money set aside for Jornal's fee on what a project spends."""
    return f"project:{project_id}:fee"


def platform_fees(currency: str) -> str:
    """Return the account to which fees that were charged go."""
    return f"platform:fees:{currency}"


def purse(project_id: int, person_id: int) -> str:
    """Return the account of money set aside for one annotator's next items."""
    return f"purse:{project_id}:{person_id}"


def payable(person_id: int, currency: str) -> str:
    """Return the account of what is owed to one annotator."""
    return f"annotator:{person_id}:payable:{currency}"


def guarantee(currency: str) -> str:
    """Return the account from which the platform pays where a requester's money does not reach; it may be overdrawn."""
    return f"platform:guarantee:{currency}"


def platform_wages(currency: str) -> str:
    """Return the account from which the platform pays for time that it carries itself; it may be overdrawn."""
    return f"platform:wages:{currency}"


def world(currency: str) -> str:
    """Return the account of money outside: debited when some comes in."""
    return f"world:{currency}"


def rounding(currency: str) -> str:
    """Return the account that carries what rounding up to a payable coin costs."""
    return f"platform:rounding:{currency}"


def losses(currency: str) -> str:
    """Return the account that bears what was taken back after it had come: refunds, disputes. Never anybody's pay."""
    return f"platform:losses:{currency}"


def provider_fees(currency: str) -> str:
    """Return the account that bears what banks and services take for themselves; it may be overdrawn."""
    return f"platform:provider_fees:{currency}"


def own_money(currency: str) -> str:
    """Return the account of money that the platform itself put in, from which fees, losses and guarantees are met."""
    return f"platform:own_money:{currency}"


def clearing(currency: str) -> str:
    """Return the account over which a service's own exchange goes, and what left and came back before anybody had it.

    One currency goes in as another comes out, so each of its currencies stands at what the exchange moved.
    """
    return f"platform:clearing:{currency}"


def insist_on_account(account_id: str, *, currency: str) -> None:
    """Refuse to open an account that the chart does not know, or in a currency that is none, or not its own.

    Raises:
        Refusal: `account_unknown`, `currency_unknown`, `currency_differs`.
    """
    known = _CHART.fullmatch(account_id)
    if known is None:
        raise Refusal("account_unknown", Kind.UNREADABLE, account=account_id[:80])
    if _CURRENCY.fullmatch(currency) is None:
        raise Refusal("currency_unknown", Kind.UNREADABLE, currency=currency[:20])
    if known["currency"] not in {None, currency}:
        raise Refusal("currency_differs", account=account_id, currency=currency)


def insist_on_movement(movement: Movement) -> None:
    """Refuse a transfer that could never be one: of nothing or less, of too much, or from an account to itself.

    Raises:
        Refusal: `amount_not_positive`, `amount_too_large` (most), `accounts_same`.
    """
    if movement.amount_micros <= 0:
        raise Refusal("amount_not_positive", Kind.UNREADABLE)
    if movement.amount_micros > AMOUNT_MICROS_MAX:
        raise too_much(AMOUNT_MICROS_MAX, movement.currency)
    if movement.debit_id == movement.credit_id:
        raise Refusal("accounts_same", Kind.UNREADABLE, account=movement.debit_id)


def insist_on_cover(movement: Movement, balance: Balance) -> None:
    """Refuse to move more than the debited account has free, unless it may be overdrawn.

    Args:
        movement: single or pending.
        balance: of the account that it debits.

    Raises:
        Refusal: `not_enough_money` (available_micros, amount_micros, currency, missing).
    """
    if nature_of(movement.debit_id).has_no_overdraft and balance.available < movement.amount_micros:
        raise Refusal(
            "not_enough_money",
            available_micros=balance.available,
            amount_micros=movement.amount_micros,
            currency=movement.currency,
            missing=decimal_text(movement.amount_micros - balance.available),
        )


def insist_on_amount(amount_micros: int, *, most_micros: int, currency: str) -> None:
    """Refuse to bring in nothing, or more than there is room for.

    Raises:
        Refusal: `amount_not_positive`, `amount_too_large` (most).
    """
    if amount_micros <= 0:
        raise Refusal("amount_not_positive", Kind.UNREADABLE)
    if amount_micros > most_micros:
        raise too_much(most_micros, currency)


def too_much(most_micros: int, currency: str) -> Refusal:
    """Return the refusal of an amount that is larger than any that is taken."""
    return Refusal("amount_too_large", Kind.UNREADABLE, most=decimal_text(most_micros), currency=currency)


def nature_of(account_id: str) -> Nature:
    """Return how an account behaves, by its name alone."""
    if account_id.startswith("world:"):
        return OUTSIDE
    return OPEN_ENDED if account_id.startswith("platform:") else GUARDED


def balance_of(nature: Nature, *, debits: tuple[int, int], credits_: tuple[int, int]) -> Balance:
    """Return an account's balance from its four counters.

    Args:
        nature: on which side it grows.
        debits: posted, pending.
        credits_: posted, pending.
    """
    grows, shrinks = (credits_, debits) if nature.normal == "C" else (debits, credits_)
    posted = grows[0] - shrinks[0]
    return Balance(posted=posted, pending=shrinks[1], available=posted - shrinks[1])


def stream_of(movement: Movement) -> str:
    """Return whose stream logs a transfer on its own: the annotator's, else the project's, else the payer's."""
    parts = [movement.debit_id.split(":"), movement.credit_id.split(":")]
    for name, place, stream in (
        ("purse", 2, annotator_stream),
        ("annotator", 1, annotator_stream),
        ("project", 1, project_stream),
        ("organisation", 1, organisation_stream),
    ):
        for part in parts:
            if part[0] == name:
                return stream(int(part[place]))
    return "platform"
