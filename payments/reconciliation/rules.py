"""What each kind of line of a service's record stands for in our own books, and which transfer it has to match."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from payments.ledger.rules import Movement, clearing, losses, own_money, provider_fees, world
from payments.payouts.rules import AttemptState, hold_id
from payments.providers.record import RecordLine
from policies.money import micros_per_minor


class Standing(StrEnum):
    """Whether a line of the service's record has its transfer in our ledger."""

    PENDING = "pending"
    """The service does not count it as usable yet, so neither do we."""
    UNMATCHED = "unmatched"
    """It counts there and has no transfer here: somebody has to look."""
    MATCHED = "matched"
    """It and its fee have one transfer each, and those belong to no other line."""


class Stands(StrEnum):
    """What a line stands for."""

    ARRIVAL = "arrival"
    """An organisation's money came."""
    LOSS = "loss"
    """Money that had come was taken back, or came after all: a refund, a dispute, a failed debit."""
    PAYOUT = "payout"
    """Somebody's pay left, and payroll's own transfer is there."""
    PAYOUT_BACK = "payout_back"
    """Somebody's pay came back."""
    FEE = "fee"
    """What the service takes for itself; the platform bears it."""
    OWN = "own"
    """The platform put money of its own in, or took it out."""
    UNCLEAR = "unclear"
    """People have to say."""


class Why(StrEnum):
    """Why a line has no transfer yet."""

    KIND = "kind"
    NO_FUNDING = "no_funding"
    NO_ATTEMPT = "no_attempt"
    AMOUNT = "amount"
    PART_BACK = "part_back"
    CURRENCY = "currency"
    TWICE = "twice"


KINDS: Mapping[str, Stands] = (
    dict.fromkeys(("charge", "payment"), Stands.ARRIVAL)
    | dict.fromkeys(
        ("refund", "payment_refund", "refund_failure", "payment_failure_refund", "payment_reversal"), Stands.LOSS
    )
    | dict.fromkeys(("transfer", "outbound_payment"), Stands.PAYOUT)
    | dict.fromkeys(
        ("transfer_refund", "transfer_cancel", "transfer_failure", "outbound_payment_reversal"), Stands.PAYOUT_BACK
    )
    | dict.fromkeys(("stripe_fee", "stripe_fx_fee", "stripe_fee_tax", "tax_fee"), Stands.FEE)
    | dict.fromkeys(
        ("topup", "topup_reversal", "payout", "payout_cancel", "payout_failure", "contribution"), Stands.OWN
    )
    | dict.fromkeys(
        ("received_credit", "received_credit_reversal", "received_debit", "received_debit_reversal"), Stands.OWN
    )
    | dict.fromkeys(
        ("inbound_transfer", "inbound_transfer_reversal", "outbound_transfer", "outbound_transfer_reversal"), Stands.OWN
    )
)
"""What each kind of line of a service's record stands for; what is not here, people decide."""
DISPUTED = ("dp_", "du_")
"""How the numbers of disputes begin: their lines are adjustments like many others."""
RECORD_WITHIN = timedelta(hours=26)
"""A payment of ours has its line in the service's record after so long, or somebody has to look."""
REASON_LEAST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt of ours to pay somebody, as far as a line of the service's record is about it."""

    payout_id: int
    number: int
    state: AttemptState
    amount_minor: int
    currency: str

    @property
    def never_left(self) -> bool:
        """Whether its money never left the person's account with us."""
        return self.state is AttemptState.REJECTED

    def is_settled(self, *, is_back: bool) -> bool:
        """Return whether our own books have heard by now of what a line says.

        Args:
            is_back: whether the line says that the money came back.
        """
        return self.state in (_BACK if is_back else _LEFT)

    def came_back_in_part(self, line: RecordLine) -> bool:
        """Return whether a line that says that money came back says so of a part only, while the rest stays paid."""
        is_smaller = line.currency == self.currency and 0 < line.amount_minor < self.amount_minor
        return is_smaller and self.state is AttemptState.PAID

    def transfer_id(self, *, is_back: bool) -> str:
        """Return payroll's own transfer: the one by which the pay left, or the one by which it came back."""
        return f"{hold_id(self.payout_id, self.number)}:{'back' if is_back else 'paid'}"


_BACK = frozenset({AttemptState.RETURNED, AttemptState.REJECTED})
_LEFT = frozenset({AttemptState.PAID, AttemptState.RETURNED, AttemptState.REJECTED})


def stands_for(line: RecordLine) -> Stands:
    """Return what a line stands for."""
    if line.kind == "adjustment" and line.source.startswith(DISPUTED):
        return Stands.LOSS
    return KINDS.get(line.kind, Stands.UNCLEAR)


def transfer_of_line(line: RecordLine, stands: Stands) -> Movement:
    """Return the transfer that a loss, a fee, or the platform's own money makes: in where the line adds, else out.

    Args:
        line: of an amount other than nothing.
        stands: LOSS, FEE or OWN.
    """
    account, code = {
        Stands.LOSS: (losses(line.currency), "loss"),
        Stands.FEE: (provider_fees(line.currency), "provider_fee"),
        Stands.OWN: (own_money(line.currency), "own_money"),
    }[stands]
    return _between(line, account, line.amount_minor, transfer_id=f"line:{line.line_id}", code=code)


def exchanged(line: RecordLine, attempt: Attempt, stands: Stands) -> tuple[Movement, ...]:
    """Return the transfers of pay that the service took in another currency than it paid, or that never arrived.

    The first is the line's. Where the service exchanged money, the second brings in what the pay itself took out, so
    that the world's account of each currency stays what it is; the difference stands on the clearing account.

    Args:
        line: of what the service took or gave back.
        attempt: whose pay it was.
        stands: PAYOUT or PAYOUT_BACK.
    """
    reference = f"line:{line.line_id}"
    first = _between(line, clearing(line.currency), line.amount_minor, transfer_id=reference, code="clearing")
    if attempt.never_left or attempt.currency == line.currency:
        return (first,)
    outside, cleared = world(attempt.currency), clearing(attempt.currency)
    debit_id, credit_id = (outside, cleared) if stands is Stands.PAYOUT else (cleared, outside)
    micros = attempt.amount_minor * micros_per_minor(attempt.currency)
    other = f"exchange:{line.line_id}"
    return (first, Movement(other, "single", debit_id, credit_id, micros, attempt.currency, "clearing", reference))


def transfer_of_fee(line: RecordLine) -> Movement:
    """Return the transfer of what the service kept of a line: the platform bears it, never anybody's pay."""
    account = provider_fees(line.currency)
    return _between(line, account, -line.fee_minor, transfer_id=f"fee:{line.line_id}", code="provider_fee")


def _between(line: RecordLine, account_id: str, minor: int, *, transfer_id: str, code: str) -> Movement:
    outside = world(line.currency)
    debit_id, credit_id = (outside, account_id) if minor > 0 else (account_id, outside)
    micros = abs(minor) * micros_per_minor(line.currency)
    return Movement(transfer_id, "single", debit_id, credit_id, micros, line.currency, code, f"line:{line.line_id}")
