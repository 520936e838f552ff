"""Paying through Stripe Connect: a transfer to the person's own account there, which Stripe pays on to their bank."""

from collections.abc import Sequence
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
from policies.periods import to_ms

if TYPE_CHECKING:
    import stripe

_EUROPEAN_ECONOMIC_AREA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
COUNTRIES = ("CA", "CH", "GB", "US", *_EUROPEAN_ECONOMIC_AREA)
"""Where Connect pays across borders without an agreement of its own (docs.stripe.com/connect/cross-border-payouts)."""
CURRENCIES = frozenset({"CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "NOK", "PLN", "RON", "SEK", "USD"})
LISTED_MOST = 100


class StripeConnect(CalledForEach):
    """Stripe's transfers between its own accounts, for people in the United States, Canada and most of Europe.

    Args:
        keys: with a Stripe key.
    """

    name = "stripe_connect"

    def countries(self, currency: str) -> tuple[str, ...]:
        """Return where it pays: a transfer is changed into the money of the person's bank there, by Stripe."""
        return COUNTRIES if currency in CURRENCIES else ()

    def kinds(self, currency: str) -> tuple[DestinationKind, ...]:
        """Return the Stripe account, in the currencies of those countries."""
        return (DestinationKind.STRIPE_ACCOUNT,) if currency in CURRENCIES else ()

    def abilities(self, currency: str) -> Abilities:
        """Return how long Stripe usually takes from its account to the bank; its price list says what it costs."""
        del currency
        return Abilities(days_least=2, days_most=7)

    def send(self, line: PayoutLine) -> Sent:
        """Transfer to the person's account; by the same key it is the same transfer."""
        return asked_to_pay(partial(self._transfer, line), is_replayed=True)

    def _transfer(self, line: PayoutLine) -> Sent:
        transfer = opened(self._keys).v1.transfers.create(
            params={
                "amount": line.amount_minor,
                "currency": line.currency.lower(),
                "destination": line.number,
                "transfer_group": group_of(line),
                "description": line.concept,
                "metadata": {"jornal_attempt": line.key, "jornal_mark": mark_of(line)},
            },
            options={"idempotency_key": mark_of(line)},
        )
        return _seen(transfer)

    def look_up(self, line: PayoutLine) -> Sent:
        """Ask for the transfer by its number, else look through everything that was ever sent for this payout."""
        return asked_what_became(partial(self._find, line))

    def _find(self, line: PayoutLine) -> Sent:
        client = opened(self._keys)
        if line.tracking:
            return _seen(client.v1.transfers.retrieve(line.tracking))
        found = client.v1.transfers.list(params={"transfer_group": group_of(line), "limit": LISTED_MOST})
        return picked(line, [(_mark_in(one), _seen(one)) for one in found.data], request_id=request_id_of(found))


def picked(line: PayoutLine, found: Sequence[tuple[str, Sent]], *, request_id: str) -> Sent:
    """Return what became of a line, given everything that was ever sent for its payout.

    One that came back before is no second payment. Two that are not back are: people look at that.

    Args:
        line: the line.
        found: the mark that each payment carries, and what became of it.
        request_id: of the question.
    """
    ours = [sent for mark, sent in found if mark == mark_of(line)]
    others = [sent for mark, sent in found if mark != mark_of(line) and sent.state in _MONEY_LEFT]
    if len(ours) + len(others) > 1 or (others and not ours):
        return Sent(state=SentState.SEVERAL, request_id=request_id, reason=", ".join(one.reference for one in others))
    return ours[0] if ours else Sent(state=SentState.ABSENT, request_id=request_id)


_MONEY_LEFT = frozenset({SentState.DONE, SentState.UNDER_WAY})


def mark_of(line: PayoutLine) -> str:
    """Return the key by which Stripe knows an attempt: ours, and the moment at which its money was held.

    That moment never changes. Another house that counts from one with the same Stripe account has another.
    """
    assert line.sent_at is not None, "its money was held before anything is sent"
    return f"{line.key}-{to_ms(line.sent_at)}"


def group_of(line: PayoutLine) -> str:
    """Return what all attempts of one payout have in common: our key without the number of the attempt."""
    return line.key.rpartition("N")[0]


def _mark_in(transfer: "stripe.Transfer") -> str:
    return transfer.metadata.to_dict().get("jornal_mark", "") if transfer.metadata else ""


def _seen(transfer: "stripe.Transfer") -> Sent:
    state = SentState.RETURNED if transfer.reversed else SentState.DONE
    reason = "reversed" if transfer.reversed else ""
    return Sent(state=state, reference=transfer.id, request_id=request_id_of(transfer), reason=reason)


def open_payouts(keys: Keys) -> StripeConnect | None:
    """Return this way of paying, where there is a key for it."""
    return StripeConnect(keys) if keys.stripe_key else None
