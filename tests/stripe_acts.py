"""What Jornal asks of a Stripe, done by the real library: for tests of the local Stripe itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stripe import StripeClient
    from stripe.checkout import Session
    from stripe.v2.core import Account
    from stripe.v2.money_management import OutboundPayment

BOTH_CAPABILITIES = {
    "stripe_balance": {"stripe_transfers": {"requested": True}},
    "bank_accounts": {"local": {"requested": True}},
}


def open_account(client: "StripeClient", *, country: str = "us", key: str = "account-1") -> "Account":
    """Open an account for a person who is to be paid."""
    return client.v2.core.accounts.create(
        {
            "contact_email": "ada@example.org",
            "identity": {"country": country, "entity_type": "individual"},  # type: ignore[typeddict-item]
            "configuration": {"recipient": {"capabilities": BOTH_CAPABILITIES}},  # type: ignore[typeddict-item]
            "include": ["configuration.recipient", "requirements"],
        },
        {"idempotency_key": key},
    )


def transfer(client: "StripeClient", account_id: str, *, amount: int = 1_000, key: str = "1:1") -> str:
    """Transfer dollars to an account and return the transfer's id."""
    made = client.v1.transfers.create(
        {"amount": amount, "currency": "usd", "destination": account_id, "transfer_group": key.partition(":")[0]},
        {"idempotency_key": key},
    )
    return str(made.id)


def ask_payment(client: "StripeClient", *, amount: int = 50_000, key: str = "funding-1") -> "Session":
    """Open a page on which an organisation can pay dollars, by card or by bank transfer."""
    return client.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {"currency": "usd", "unit_amount": amount, "product_data": {"name": "Work"}},
                }
            ],
            "allowed_payment_method_types": ["card", "customer_balance"],
            "success_url": "http://testserver/back",
            "metadata": {"funding": key},
        },
        {"idempotency_key": key},
    )


def pay_abroad(
    client: "StripeClient", account_id: str, *, amount: int = 50_000, currency: str = "mxn", key: str = "1:1"
) -> "OutboundPayment":
    """Pay a person abroad from what is held for it."""
    held = client.v2.money_management.financial_accounts.list().data[0]
    return client.v2.money_management.outbound_payments.create(
        {
            "from": {"financial_account": held.id, "currency": "usd"},
            "to": {"recipient": account_id},
            "amount": {"value": amount, "currency": currency},
            "metadata": {"attempt": key},
        },
        {"idempotency_key": key},
    )
