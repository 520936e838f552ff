"""Money that goes back to who paid it: by our refund, or because a bank takes it; and what we move out by ourselves."""

from web.local_stripe import outbound_payments
from web.local_stripe.asked import Asked, Part, newest_first
from web.local_stripe.balances import Sum, booked
from web.local_stripe.books import PLATFORM, Books, Json, RefusedError

DISPUTE_FEE = 1_500
"""Minor units: fifteen dollars for each."""
DAYS_TO_ANSWER = 14 * 86_400


def dispute(books: Books, charge_id: str) -> Json:
    """Let who paid with a card ask the bank for the money back; it is taken at once.

    Returns:
        The dispute.
    """
    charge = books.get(charge_id, "charge")
    charge["disputed"] = True
    made = books.add("dp", _dispute(books, charge))
    line = booked(
        books,
        Sum(
            kind="adjustment", amount=-charge["amount"], currency=charge["currency"], source=made["id"], fee=DISPUTE_FEE
        ),
    )
    made["balance_transactions"] = [line]
    books.tell("charge.dispute.created", made)
    books.tell("charge.dispute.funds_withdrawn", made)
    return made


def win(books: Books, dispute_id: str) -> None:
    """Let the bank decide for us: the money is given back."""
    made = books.get(dispute_id, "dispute")
    line = booked(books, Sum(kind="adjustment", amount=made["amount"], currency=made["currency"], source=dispute_id))
    made["status"] = "won"
    made["balance_transactions"].append(line)
    books.tell("charge.dispute.funds_reinstated", made)
    books.tell("charge.dispute.closed", made)


def _dispute(books: Books, charge: Json) -> Json:
    return {
        "object": "dispute",
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": books.seconds() + DAYS_TO_ANSWER,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "general",
        "status": "needs_response",
    }


def _refund(books: Books, asked: Asked) -> Json:
    charge = _charge_of(books, asked)
    left = charge["amount"] - charge["amount_refunded"]
    amount = int(asked.given.get("amount", left))
    if charge["disputed"]:
        raise RefusedError("This charge has been charged back.", code="charge_disputed")
    if left == 0:
        raise RefusedError("Charge has already been refunded.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise RefusedError("Refund amount is greater than unrefunded amount on charge.", code="amount_too_large")
    if books.held(PLATFORM, charge["currency"]) < amount:
        raise RefusedError("Insufficient funds in your Stripe balance to refund.", code="balance_insufficient")
    made = books.add(
        "re",
        {
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "currency": charge["currency"],
            "metadata": asked.given.get("metadata") or {},
            "payment_intent": charge["payment_intent"],
            "reason": asked.text("reason"),
            "status": "succeeded",
        },
    )
    line = booked(books, Sum(kind="refund", amount=-amount, currency=charge["currency"], source=made["id"]))
    made["balance_transaction"] = line["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    books.tell("refund.created", made)
    books.tell("charge.refunded", charge)
    return made


def _charge_of(books: Books, asked: Asked) -> Json:
    named = asked.text("charge")
    if named is None:
        intent = books.get(asked.text("payment_intent") or "", "payment_intent")
        named = str(intent["latest_charge"])
    return books.get(named, "charge")


def _payout(books: Books, asked: Asked) -> Json:
    """Move money from the balance to a bank of ours, or to the storage account that pays people abroad."""
    given = asked.given
    amount, currency, to = int(given["amount"]), str(given["currency"]).lower(), asked.text("payout_method")
    owner = asked.account or PLATFORM
    if amount <= 0 or books.held(owner, currency) < amount:
        raise RefusedError("You have insufficient funds in your Stripe account.", code="balance_insufficient")
    made = books.add("po", _payout_fields(books, given, amount, currency))
    line = booked(books, Sum(kind="payout", amount=-amount, currency=currency, source=made["id"]), owner=owner)
    made["balance_transaction"] = line["id"]
    books.tell("payout.created", made)
    if to == outbound_payments.storage(books)["id"]:
        outbound_payments.put_in_storage(books, currency, amount)
        made["status"] = "paid"
        books.tell("payout.paid", made)
    return made


def _payout_fields(books: Books, given: Json, amount: int, currency: str) -> Json:
    return {
        "object": "payout",
        "amount": amount,
        "arrival_date": books.seconds(),
        "automatic": False,
        "currency": currency,
        "description": given.get("description"),
        "destination": given.get("destination"),
        "metadata": given.get("metadata") or {},
        "method": given.get("method", "standard"),
        "payout_method": given.get("payout_method"),
        "reconciliation_status": "not_applicable",
        "source_type": given.get("source_type", "card"),
        "statement_descriptor": given.get("statement_descriptor"),
        "status": "pending",
        "type": "bank_account",
    }


def _disputes(books: Books, asked: Asked) -> Json:
    wanted = {"charge": asked.text("charge"), "payment_intent": asked.text("payment_intent")}
    return newest_first(asked, books.every("dispute", **wanted))


def _one_dispute(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "dispute")


def _refunds(books: Books, asked: Asked) -> Json:
    wanted = {"charge": asked.text("charge"), "payment_intent": asked.text("payment_intent")}
    return newest_first(asked, books.every("refund", **wanted))


def _one_refund(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "refund")


def _payouts(books: Books, asked: Asked) -> Json:
    return newest_first(asked, books.every("payout", status=asked.text("status")))


def _one_payout(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "payout")


PARTS: dict[tuple[str, str], Part] = {
    ("post", "/v1/refunds"): _refund,
    ("get", "/v1/refunds"): _refunds,
    ("get", "/v1/refunds/{refund}"): _one_refund,
    ("get", "/v1/disputes"): _disputes,
    ("get", "/v1/disputes/{dispute}"): _one_dispute,
    ("post", "/v1/payouts"): _payout,
    ("get", "/v1/payouts"): _payouts,
    ("get", "/v1/payouts/{payout}"): _one_payout,
}
