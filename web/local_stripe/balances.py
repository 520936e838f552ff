"""What the local Stripe holds for us: the balance, and one line for each sum that came or went."""

from dataclasses import dataclass

from web.local_stripe.asked import Asked, Part, newest_first
from web.local_stripe.books import PLATFORM, Books, Json

DAY_SECONDS = 86_400
REPORTED_AS = {"payment": "charge", "transfer_refund": "transfer_reversal", "transfer_cancel": "transfer_reversal"}
"""Stripe's reports call some kinds otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Money that comes or goes.

    Attributes:
        kind: Stripe's word, for example `charge` or `transfer`.
        amount: minor units, below zero where it leaves.
        currency: three small letters.
        source: the id of what it was for.
        fee: what Stripe keeps of it, minor units.
        days_until_available: days for which it can be seen and not yet be spent.
    """

    kind: str
    amount: int
    currency: str
    source: str | None
    fee: int = 0
    days_until_available: int = 0


def booked(books: Books, moved: Sum, *, owner: str = PLATFORM) -> Json:
    """Move money of an account, or of our own, and return the line that says so."""
    is_pending = moved.days_until_available > 0
    net = moved.amount - moved.fee
    books.move(owner, moved.currency, net, is_pending=is_pending)
    line = {
        "object": "balance_transaction",
        "amount": moved.amount,
        "available_on": books.seconds() + moved.days_until_available * DAY_SECONDS,
        "balance_type": "payments",
        "currency": moved.currency,
        "fee": moved.fee,
        "fee_details": [_stripe_fee(moved.fee, moved.currency)] if moved.fee else [],
        "net": net,
        "reporting_category": REPORTED_AS.get(moved.kind, moved.kind),
        "source": moved.source,
        "status": "pending" if is_pending else "available",
        "type": moved.kind,
    }
    made = books.add("txn", line)
    books.owners[made["id"]] = owner
    return made


def make_available(books: Books, *, currency: str | None = None, until: int | None = None) -> int:
    """Let what is pending be spent, and return how many sums that were.

    Args:
        books: where.
        currency: only this one.
        until: only what is due by then, seconds.
    """
    due = [
        line
        for line in books.every("balance_transaction", status="pending", currency=currency)
        if until is None or line["available_on"] <= until
    ]
    for line in due:
        owner = books.owners[line["id"]]
        books.move(owner, line["currency"], -line["net"], is_pending=True)
        books.move(owner, line["currency"], line["net"])
        line["status"] = "available"
    if due:
        books.tell("balance.available", _balance(books, Asked({})))
    return len(due)


def _balance(books: Books, asked: Asked) -> Json:
    owner = f"{asked.account or PLATFORM} "
    return {
        "object": "balance",
        "livemode": False,
        "available": _sums(books.available, owner),
        "pending": _sums(books.pending, owner),
        "connect_reserved": None,
        "instant_available": None,
        "issuing": None,
        "refund_and_dispute_prefunding": None,
    }


def _sums(held: dict[str, int], owner: str) -> list[Json]:
    found = [(key.removeprefix(owner), amount) for key, amount in sorted(held.items()) if key.startswith(owner)]
    return [{"amount": amount, "currency": currency, "source_types": {"card": amount}} for currency, amount in found]


def _lines(books: Books, asked: Asked) -> Json:
    owner = asked.account or PLATFORM
    lines = books.every(
        "balance_transaction",
        source=asked.text("source"),
        type=asked.text("type"),
        currency=asked.text("currency"),
    )
    return newest_first(asked, [line for line in lines if books.owners[line["id"]] == owner])


def _line(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "balance_transaction")


def _stripe_fee(fee: int, currency: str) -> Json:
    return {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }


PARTS: dict[tuple[str, str], Part] = {
    ("get", "/v1/balance"): _balance,
    ("get", "/v1/balance_transactions"): _lines,
    ("get", "/v1/balance_transactions/{id}"): _line,
}
