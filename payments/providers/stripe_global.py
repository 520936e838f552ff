"""Paying through Stripe's Global Payouts: from the operator's account there to a person's bank in their own country."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from payments.providers.base import (
    Abilities,
    DestinationKind,
    Keys,
    PayoutLine,
    Sent,
    SentState,
)
from payments.providers.stripe_client import CalledForEach, asked_to_pay, asked_what_became, opened, request_id_of
from payments.providers.stripe_connect import mark_of, picked

if TYPE_CHECKING:
    from stripe.v2.money_management import OutboundPayment

CURRENCY_OF = {
    "BD": "BDT", "BR": "BRL", "GH": "GHS", "IN": "INR", "KE": "KES", "MX": "MXN", "NG": "NGN", "PH": "PHP",
}  # fmt: skip
"""Countries to whose banks it pays in their own money; the operator's Stripe account says which of them are open."""
LEAST_MINOR = {"MXN": 10_00, "PHP": 20_00}
"""The smallest payments that were reported, minor units; for other currencies none is known."""
BEFORE = timedelta(hours=1)
"""So much earlier than ours Stripe's clock may have been."""
DESCRIPTION_MAX = 22

_STATES = {
    "processing": SentState.UNDER_WAY,
    "posted": SentState.DONE,
    "returned": SentState.RETURNED,
    "failed": SentState.REFUSED,
    "canceled": SentState.REFUSED,
}
_NOT_THE_ACCOUNT = frozenset(
    {
        "canceled",
        "fx_rate_drift_exceeded_after_review",
        "payout_method_amount_limit_exceeded",
        "payout_method_usage_frequency_limit_exceeded",
        "recalled",
        "review_rejected",
        "unknown_failure",
    }
)


class StripeGlobal(CalledForEach):
    """Stripe's payments to bank accounts abroad, in the money of the person's country, the whole amount arriving.

    Args:
        keys: with a Stripe key.
    """

    name = "stripe_global"

    def __init__(self, keys: Keys) -> None:
        super().__init__(keys)
        self._paid_from: tuple[str, tuple[str, ...]] | None = None

    def countries(self, currency: str) -> tuple[str, ...]:
        """Return where it pays: in each country its own money only."""
        return tuple(country for country, money in CURRENCY_OF.items() if money == currency)

    def kinds(self, currency: str) -> tuple[DestinationKind, ...]:
        """Return the recipient, in the money of those countries."""
        return (DestinationKind.STRIPE_RECIPIENT,) if currency in CURRENCY_OF.values() else ()

    def abilities(self, currency: str) -> Abilities:
        """Return what Stripe says of it: one to seven days; the fee is the platform's, never taken off wages."""
        least = LEAST_MINOR.get(currency, 1)
        return Abilities(days_least=1, days_most=7, least_minor=least, fee="1.50 USD + 0.25-1.25 % + 1 %")

    def send(self, line: PayoutLine) -> Sent:
        """Pay to the person's bank; by the same key it is the same payment. What it costs comes on top, from us."""
        nowhere = asked_what_became(self._know_our_account)
        return asked_to_pay(partial(self._pay, line), is_replayed=False) if self._paid_from else nowhere

    def _know_our_account(self) -> Sent:
        """Find out once from which account at Stripe we pay, its first open one, and which money it holds."""
        if self._paid_from is None:
            found = opened(self._keys).v2.money_management.financial_accounts.list({"statuses": ["open"]}).data
            held = found[0].storage.holds_currencies if found and found[0].storage else []
            self._paid_from = (found[0].id, tuple(held)) if held else None
        return Sent(state=SentState.LATER, reason="no open financial account at Stripe")

    def _pay(self, line: PayoutLine) -> Sent:
        assert self._paid_from is not None, "it was found out before"
        account, held = self._paid_from
        currency = line.currency.lower()
        payment = opened(self._keys).v2.money_management.outbound_payments.create(
            {
                "amount": {"value": line.amount_minor, "currency": currency},
                "from": {"financial_account": account, "currency": currency if currency in held else held[0]},
                "to": {"recipient": line.number, "currency": currency},
                "description": line.concept,
                "statement_descriptor": line.concept[:DESCRIPTION_MAX],
                "recipient_notification": {"setting": "none"},
                "metadata": {"jornal_attempt": line.key, "jornal_mark": mark_of(line)},
            },
            {"idempotency_key": mark_of(line)},
        )
        return _seen(payment)

    def look_up(self, line: PayoutLine) -> Sent:
        """Ask for the payment by its number, else look through everything sent to this person since it was due."""
        return asked_what_became(partial(self._find, line))

    def _find(self, line: PayoutLine) -> Sent:
        if line.tracking:
            return _seen(opened(self._keys).v2.money_management.outbound_payments.retrieve(line.tracking))
        found = [(mark, _seen(one)) for mark, one in self._sent_to(line) if mark == mark_of(line)]
        return picked(line, found, request_id="")

    def _sent_to(self, line: PayoutLine) -> Iterator[tuple[str, "OutboundPayment"]]:
        assert line.sent_at is not None, "its money was held before anything is sent"
        since = (line.sent_at - BEFORE).strftime("%Y-%m-%dT%H:%M:%SZ")
        listed = opened(self._keys).v2.money_management.outbound_payments.list(
            {"recipient": line.number, "created": {"gte": since}, "limit": 100}
        )
        for payment in listed.auto_paging_iter():
            yield (payment.metadata.to_dict().get("jornal_mark", "") if payment.metadata else ""), payment


def _seen(payment: "OutboundPayment") -> Sent:
    reason = _reason(payment)
    state = _STATES.get(payment.status, SentState.UNDER_WAY)
    return Sent(
        state=state,
        reference=payment.id,
        request_id=request_id_of(payment),
        reason=reason,
        is_accounts_fault=state in {SentState.REFUSED, SentState.RETURNED} and reason not in _NOT_THE_ACCOUNT,
    )


def _reason(payment: "OutboundPayment") -> str:
    details = payment.status_details
    if payment.status == "failed" and details and details.failed:
        return details.failed.reason
    if payment.status == "returned" and details and details.returned:
        return details.returned.reason
    return "canceled" if payment.status == "canceled" else ""


def open_payouts(keys: Keys) -> StripeGlobal | None:
    """Return this way of paying, where there is a key for it."""
    return StripeGlobal(keys) if keys.stripe_key else None
