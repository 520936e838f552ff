"""Taking money in through Stripe: a page of Stripe's on which an organisation pays by card or by bank transfer."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from payments.providers.base import Funding, FundingState, Keys, SentState
from payments.providers.stripe_amounts import stripe_minor
from payments.providers.stripe_client import opened, reason_of, sorted_problem, stripe_error
from policies.errors import Kind, Refusal
from policies.money import ceil_div, micros_per_minor
from policies.periods import MS_PER_SECOND, from_ms

if TYPE_CHECKING:  # as in stripe_client: not loaded without a key
    import stripe

BANK_TRANSFERS = {
    "EUR": "eu_bank_transfer",
    "GBP": "gb_bank_transfer",
    "JPY": "jp_bank_transfer",
    "MXN": "mx_bank_transfer",
    "USD": "us_bank_transfer",
}
"""Where Stripe gives an organisation bank details of its own to transfer to; elsewhere it pays by card."""
EURO_BANK_COUNTRY = "DE"
"""In which country the account for euros is: any reaches all of the euro area."""
ENDED = frozenset({"canceled", "requires_payment_method"})
"""A payment that was promised and is one of these now never came."""
KEYS_MOST = 3
"""Stripe repeats a failure of its own for ever under the same key; a page whose address nobody got is never paid."""
CALLED = "Money for labelling work"
_SERVICE_OUT = frozenset({SentState.UNKNOWN, SentState.BROKEN})


class StripeFunding:
    """Stripe's own page to pay on, and what became of each payment.

    Args:
        keys: with a Stripe key, and where people reach us.
    """

    name = "stripe"
    arrives_at_once = False

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.is_pretend = keys.is_pretend

    def fund(self, *, amount_micros: int, currency: str, reference: str) -> Funding:
        """Open a page to pay on; by the same reference it is the same page.

        Args:
            amount_micros: whole coins; part of one is rounded up.
            currency: three letters.
            reference: ours; it is part of Stripe's key, so that a repeated call opens no second page.
        """
        minor = ceil_div(amount_micros, micros_per_minor(currency))
        wanted = self._wanted(stripe_minor(minor, currency), currency, reference)
        for number in range(1, KEYS_MOST + 1):
            key = f"fund:{reference}:{number}"
            found = self._asked(partial(self._created, wanted, key, reference, currency))
            if found is not None:
                return found
        return Funding(FundingState.UNKNOWN, "")

    def _created(self, wanted: dict[str, Any], key: str, reference: str, currency: str) -> Funding:
        """Make the page; Any: Stripe's parameters are what its own types say, and its contract is tested."""
        client = opened(self._keys)
        if currency in BANK_TRANSFERS:  # bank details belong to somebody, so the payer is named to Stripe first
            payer = client.v1.customers.create(
                {"metadata": {"jornal_funding": reference}}, {"idempotency_key": f"{key}:payer"}
            )
            wanted = wanted | {"customer": payer.id}
        sessions = client.v1.checkout.sessions
        made = sessions.create(wanted, {"idempotency_key": key})  # type: ignore[arg-type]  # its contract is tested
        return Funding(FundingState.WAITING, made.id, go_to=made.url or "")

    def _wanted(self, minor: int, currency: str, reference: str) -> dict[str, Any]:
        back = f"{self._keys.public_url.rstrip('/')}/funds/back/{quote(reference, safe='')}"
        transfer = BANK_TRANSFERS.get(currency)
        wanted: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": reference,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency.lower(),
                        "unit_amount": minor,
                        "product_data": {"name": CALLED},
                    },
                }
            ],
            "allowed_payment_method_types": ["card", "customer_balance"] if transfer else ["card"],
            "payment_intent_data": {"metadata": {"jornal_funding": reference}, "description": CALLED},
            "metadata": {"jornal_funding": reference},
            "success_url": back,
            "cancel_url": back,
        }
        if transfer:
            how: dict[str, Any] = {"type": transfer}
            if transfer == "eu_bank_transfer":
                how["eu_bank_transfer"] = {"country": EURO_BANK_COUNTRY}
            balance = {"funding_type": "bank_transfer", "bank_transfer": how}
            wanted["payment_method_options"] = {"customer_balance": balance}
        return wanted

    def look_up(self, provider_reference: str) -> Funding:
        """Read a page again, and what was paid on it."""
        found = self._asked(lambda: self._seen(provider_reference))
        return found or Funding(FundingState.UNKNOWN, provider_reference)

    def _seen(self, session_id: str) -> Funding:
        client = opened(self._keys)
        session = client.v1.checkout.sessions.retrieve(session_id)
        if session.status == "open":
            return Funding(FundingState.WAITING, session_id, go_to=session.url or "")
        intent_id = _id_of(session.payment_intent)
        if session.status == "expired" or not intent_id:
            return Funding(FundingState.FAILED, session_id, reason=session.status or "")
        intent = client.v1.payment_intents.retrieve(intent_id)
        if intent.status != "succeeded":
            state = FundingState.FAILED if intent.status in ENDED else FundingState.WAITING
            return Funding(state, session_id, reason=intent.status if state is FundingState.FAILED else "")
        return self._paid(client, session_id, _id_of(intent.latest_charge))

    def _paid(self, client: "stripe.StripeClient", session_id: str, charge_id: str) -> Funding:
        charge = client.v1.charges.retrieve(charge_id)
        line_id = _id_of(charge.balance_transaction)
        if not line_id:
            return Funding(FundingState.PAID, session_id, payment=charge_id)
        line = client.v1.balance_transactions.retrieve(line_id)
        return Funding(
            FundingState.ARRIVED if line.status == "available" else FundingState.PAID,
            session_id,
            payment=charge_id,
            line_id=line_id,
            available_at=from_ms(line.available_on * MS_PER_SECOND),
        )

    def _asked(self, call: Callable[[], Funding]) -> Funding | None:
        """Ask Stripe; None where it keeps a failure of its own under this key.

        Raises:
            Refusal: `money_service_refuses` (reason), `money_service_away` where our key or our pace is refused.
        """
        try:
            return call()
        except stripe_error() as problem:
            sent = sorted_problem(problem, is_replayed=True)
            if sent.state is SentState.BROKEN:
                return None
            if sent.state is SentState.LATER:
                raise Refusal("money_service_away", Kind.NOT_YET) from problem
            if sent.state in _SERVICE_OUT:
                return Funding(FundingState.UNKNOWN, "")
            raise Refusal("money_service_refuses", Kind.CONFLICT, reason=reason_of(problem)) from problem


def _id_of(value: Any) -> str:
    """Return the number of an object that Stripe sends whole or by its number; Any: the library types it so."""
    return value if isinstance(value, str) else str(getattr(value, "id", "") or "")


def open_funding(keys: Keys) -> StripeFunding | None:
    """Return this way of taking money, where there is a key for it."""
    return StripeFunding(keys) if keys.stripe_key else None
