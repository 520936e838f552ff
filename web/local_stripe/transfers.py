"""Money that goes from our balance to a person's account, and comes back, as the local Stripe keeps it."""

from web.local_stripe import accounts
from web.local_stripe.asked import Asked, Part, newest_first
from web.local_stripe.balances import Sum, booked
from web.local_stripe.books import PLATFORM, Books, Json, RefusedError

REACHED = {
    "us",
    "gb",
    "ca",
    "ch",
    "at",
    "be",
    "bg",
    "hr",
    "cy",
    "cz",
    "dk",
    "ee",
    "fi",
    "fr",
    "de",
    "gr",
    "hu",
    "is",
    "ie",
    "it",
    "lv",
    "li",
    "lt",
    "lu",
    "mt",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "sk",
    "si",
    "es",
    "se",
}
"""Where Stripe lets a platform transfer by itself (connect/cross-border-payouts)."""


def reverse(books: Books, transfer_id: str, amount: int | None = None, metadata: Json | None = None) -> Json:
    """Take a transfer back, whole or in part, and return the reversal.

    Raises:
        RefusedError: it was taken back already, or the account no longer holds as much.
    """
    transfer = books.get(transfer_id, "transfer")
    left = transfer["amount"] - transfer["amount_reversed"]
    taken = left if amount is None else amount
    if taken <= 0 or taken > left:
        raise RefusedError("The transfer has already been fully reversed.", code="transfer_already_reversed")
    booked(
        books,
        Sum(kind="transfer_cancel", amount=-taken, currency=transfer["currency"], source=transfer_id),
        owner=transfer["destination"],
    )
    made = books.add(
        "trr",
        {
            "object": "transfer_reversal",
            "amount": taken,
            "currency": transfer["currency"],
            "metadata": metadata or {},
            "transfer": transfer_id,
        },
    )
    line = booked(books, Sum(kind="transfer_refund", amount=taken, currency=transfer["currency"], source=made["id"]))
    made["balance_transaction"] = line["id"]
    transfer["amount_reversed"] += taken
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    transfer["reversals"]["data"].insert(0, made)
    books.tell("transfer.reversed", transfer)
    return made


def _create(books: Books, asked: Asked) -> Json:
    given = asked.given
    amount, currency = int(given.get("amount", 0)), str(given["currency"]).lower()
    _refuse(books, str(given["destination"]), amount, currency)
    made = books.add("tr", _transfer(given, amount, currency))
    made["reversals"]["url"] = f"/v1/transfers/{made['id']}/reversals"
    line = booked(books, Sum(kind="transfer", amount=-amount, currency=currency, source=made["id"]))
    made["balance_transaction"] = line["id"]
    booked(books, Sum(kind="payment", amount=amount, currency=currency, source=made["id"]), owner=made["destination"])
    made["destination_payment"] = books.next_id("py")
    books.tell("transfer.created", made)
    return made


def _transfer(given: Json, amount: int, currency: str) -> Json:
    return {
        "object": "transfer",
        "amount": amount,
        "amount_reversed": 0,
        "currency": currency,
        "description": given.get("description"),
        "destination": given["destination"],
        "metadata": given.get("metadata") or {},
        "reversals": {"object": "list", "data": [], "has_more": False, "url": ""},
        "reversed": False,
        "source_transaction": given.get("source_transaction"),
        "source_type": given.get("source_type", "card"),
        "transfer_group": given.get("transfer_group"),
    }


def _refuse(books: Books, destination: str, amount: int, currency: str) -> None:
    if amount <= 0:
        raise RefusedError("This value must be greater than or equal to 1.", code="parameter_invalid_integer")
    account = books.objects.get(destination)
    if account is None or account["object"] != accounts.ACCOUNT:
        raise RefusedError(f"No such destination: '{destination}'", code="resource_missing")
    if accounts.country_of(account) not in REACHED:
        raise RefusedError(
            f"Funds can't be sent to accounts located in {accounts.country_of(account).upper()} "
            "because it's restricted outside of your platform's region.",
            code="transfers_not_allowed",
        )
    if account["closed"] or not accounts.is_active(account, "stripe_balance.stripe_transfers"):
        raise RefusedError(
            "Your destination account needs to have at least one of the following capabilities enabled: transfers",
            code="insufficient_capabilities_for_transfer",
        )
    if books.held(PLATFORM, currency) < amount:
        raise RefusedError("You have insufficient available funds in your Stripe account.", code="balance_insufficient")


def _list(books: Books, asked: Asked) -> Json:
    wanted = {"transfer_group": asked.text("transfer_group"), "destination": asked.text("destination")}
    return newest_first(asked, books.every("transfer", **wanted))


def _retrieve(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "transfer")


def _reverse(books: Books, asked: Asked) -> Json:
    amount = asked.given.get("amount")
    return reverse(books, asked.ids[0], None if amount is None else int(amount), asked.given.get("metadata"))


def _reversals(books: Books, asked: Asked) -> Json:
    return newest_first(asked, books.every("transfer_reversal", transfer=asked.ids[0]))


PARTS: dict[tuple[str, str], Part] = {
    ("post", "/v1/transfers"): _create,
    ("get", "/v1/transfers"): _list,
    ("get", "/v1/transfers/{transfer}"): _retrieve,
    ("post", "/v1/transfers/{id}/reversals"): _reverse,
    ("get", "/v1/transfers/{id}/reversals"): _reversals,
}
