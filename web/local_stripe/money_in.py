"""Money that organisations send us, as the local Stripe keeps it: a page to pay on, a payment, what became of it."""

from web.local_stripe.asked import Asked, Part, newest_first
from web.local_stripe.balances import Sum, booked
from web.local_stripe.books import Books, Json, RefusedError

SESSION = "checkout.session"
CARD_DAYS = 2
DAY_SECONDS = 86_400
SMALLEST = 50
"""Minor units; Stripe takes no payment below about half a dollar."""


def pay_by_card(books: Books, session_id: str) -> Json:
    """Let an organisation pay with a card; the money is here, and can be spent after some days.

    Returns:
        The charge.
    """
    session = _open_session(books, session_id)
    charge = _succeed(books, session, "card", fee=_card_fee(session["amount_total"]), days=CARD_DAYS)
    session |= {"status": "complete", "payment_status": "paid"}
    books.tell("checkout.session.completed", session)
    return charge


def promise_transfer(books: Books, session_id: str) -> None:
    """Let an organisation say that it will pay by bank transfer; nothing is here yet."""
    session = _open_session(books, session_id)
    session |= {"status": "complete", "payment_intent": _intent(books, session, "requires_action")["id"]}
    books.tell("checkout.session.completed", session)


def transfer_arrives(books: Books, session_id: str) -> Json:
    """Let the promised bank transfer arrive; it can be spent at once.

    Returns:
        The charge.
    """
    session = books.get(session_id, SESSION)
    charge = _succeed(books, session, "customer_balance", fee=0, days=0)
    session["payment_status"] = "paid"
    books.tell("checkout.session.async_payment_succeeded", session)
    return charge


def transfer_fails(books: Books, session_id: str) -> None:
    """Let the promised bank transfer never arrive."""
    session = books.get(session_id, SESSION)
    books.get(session["payment_intent"], "payment_intent")["status"] = "canceled"
    books.tell("checkout.session.async_payment_failed", session)


def _create(books: Books, asked: Asked) -> Json:
    given = asked.given
    lines = given.get("line_items") or []
    if given.get("mode") != "payment" or not lines:
        raise RefusedError("You must provide line_items and mode `payment`.", code="parameter_missing")
    prices = [line.get("price_data") or {} for line in lines]
    if any("unit_amount" not in price for price in prices):
        raise RefusedError("Prices that were made before are not kept here; send price_data.", code="resource_missing")
    total = sum(
        int(price["unit_amount"]) * int(line.get("quantity", 1)) for price, line in zip(prices, lines, strict=True)
    )
    if total < SMALLEST:
        raise RefusedError("The Checkout Session's total amount is too small.", code="amount_too_small")
    if not given.get("success_url"):
        raise RefusedError("Missing required param: success_url.", code="parameter_missing")
    if given.get("customer"):
        books.get(str(given["customer"]), "customer")
    session = books.add("cs_test", _session(books, given, total, str(prices[0]["currency"]).lower()))
    session["url"] = f"{books.pages_at}/checkout/{session['id']}"
    books.asked_for[session["id"]] = given.get("payment_intent_data") or {}
    return session


def _session(books: Books, given: Json, total: int, currency: str) -> Json:
    ways = given.get("allowed_payment_method_types") or ["card"]
    now = books.seconds()
    return {
        "object": SESSION,
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": given.get("cancel_url"),
        "client_reference_id": given.get("client_reference_id"),
        "currency": currency,
        "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None},
        "customer": given.get("customer"),
        "customer_email": given.get("customer_email"),
        "expires_at": int(given.get("expires_at", now + DAY_SECONDS)),
        "metadata": given.get("metadata") or {},
        "mode": "payment",
        "payment_method_types": ways,
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "success_url": given["success_url"],
        "ui_mode": "hosted_page",
    }


def _open_session(books: Books, session_id: str) -> Json:
    session = books.get(session_id, SESSION)
    if session["status"] != "open":
        raise RefusedError("This Checkout Session is no longer open.", code="checkout_session_not_open")
    return session


def _intent(books: Books, session: Json, status: str) -> Json:
    wanted = books.asked_for.get(session["id"], {})
    made = books.add(
        "pi",
        {
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_capturable": 0,
            "amount_received": 0,
            "capture_method": "automatic_async",
            "confirmation_method": "automatic",
            "currency": session["currency"],
            "description": wanted.get("description"),
            "metadata": wanted.get("metadata") or {},
            "payment_method_types": session["payment_method_types"],
            "status": status,
            "transfer_group": wanted.get("transfer_group"),
        },
    )
    session["payment_intent"] = made["id"]
    return made


def _succeed(books: Books, session: Json, way: str, *, fee: int, days: int) -> Json:
    known = session["payment_intent"]
    intent = books.get(known, "payment_intent") if known else _intent(books, session, "processing")
    if intent["status"] in {"succeeded", "canceled"}:
        raise RefusedError("This payment has ended already.", code="payment_intent_unexpected_state")
    charge = books.add("ch" if way == "card" else "py", _charge(intent, way))
    line = booked(
        books,
        Sum(
            kind="charge" if way == "card" else "payment",
            amount=intent["amount"],
            currency=intent["currency"],
            source=charge["id"],
            fee=fee,
            days_until_available=days,
        ),
    )
    charge["balance_transaction"] = line["id"]
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}
    books.tell("charge.succeeded", charge)
    books.tell("payment_intent.succeeded", intent)
    return charge


def _charge(intent: Json, way: str) -> Json:
    return {
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        "captured": True,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method_details": {"type": way},
        "refunded": False,
        "status": "succeeded",
        "transfer_group": intent["transfer_group"],
    }


def _card_fee(amount: int) -> int:
    """Return what Stripe keeps of a card payment in the United States: 2.9 % and 30 cents, rounded up."""
    return -(-amount * 29 // 1000) + 30


def _sessions(books: Books, asked: Asked) -> Json:
    wanted = {"status": asked.text("status"), "payment_intent": asked.text("payment_intent")}
    return newest_first(asked, books.every(SESSION, **wanted))


def _retrieve_session(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], SESSION)


def _expire(books: Books, asked: Asked) -> Json:
    session = _open_session(books, asked.ids[0])
    session |= {"status": "expired", "url": None}
    books.tell("checkout.session.expired", session)
    return session


def _intents(books: Books, asked: Asked) -> Json:
    return newest_first(asked, books.every("payment_intent"))


def _retrieve_intent(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "payment_intent")


def _charges(books: Books, asked: Asked) -> Json:
    wanted = {"payment_intent": asked.text("payment_intent"), "transfer_group": asked.text("transfer_group")}
    return newest_first(asked, books.every("charge", **wanted))


def _retrieve_charge(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], "charge")


PARTS: dict[tuple[str, str], Part] = {
    ("post", "/v1/checkout/sessions"): _create,
    ("get", "/v1/checkout/sessions"): _sessions,
    ("get", "/v1/checkout/sessions/{session}"): _retrieve_session,
    ("post", "/v1/checkout/sessions/{session}/expire"): _expire,
    ("get", "/v1/payment_intents"): _intents,
    ("get", "/v1/payment_intents/{intent}"): _retrieve_intent,
    ("get", "/v1/charges"): _charges,
    ("get", "/v1/charges/{charge}"): _retrieve_charge,
}
