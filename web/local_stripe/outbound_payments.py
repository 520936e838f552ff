"""Money that goes from our storage account to a person's bank in another country, as the local Stripe keeps it."""

from datetime import UTC, datetime, timedelta

from web.local_stripe import accounts
from web.local_stripe.asked import Asked, Part, by_page
from web.local_stripe.books import Books, Json, RefusedError

PAYMENT = "v2.money_management.outbound_payment"
STORAGE = "v2.money_management.financial_account"
LINE = "v2.money_management.transaction"
ADDRESS = "/v2/money_management/outbound_payments"
FEE = 150
"""Minor units: one and a half dollars for each payment."""
DAYS = timedelta(days=1)
SMALLEST = {"mxn": 1_000, "php": 2_000}
"""Minor units, where a source names what a country's banks take at least."""
PER_DOLLAR = {
    "usd": 10_000, "gbp": 7_800, "eur": 9_200, "mxn": 184_000, "kes": 1_291_000, "inr": 843_000, "php": 571_000,
    "cop": 41_000_000, "brl": 54_000, "ngn": 15_500_000, "ghs": 152_000, "bdt": 1_195_000, "cad": 13_600, "chf": 8_800,
}  # fmt: skip
"""Made-up prices of a dollar, in ten-thousandths; real ones change by the second."""


def storage(books: Books) -> Json:
    """Return the account from which people are paid abroad; it is opened when first asked for."""
    found = books.every(STORAGE)
    return found[0] if found else books.add("fa", _storage())


def put_in_storage(books: Books, currency: str, amount: int, *, flow: Json | None = None) -> None:
    """Add money to the storage account, or take it away where the amount is below zero.

    Args:
        books: where.
        currency: three small letters.
        amount: minor units.
        flow: what it came from, as Stripe says it.
    """
    account = storage(books)
    books.move(account["id"], currency, amount)
    category = "received_credit" if amount > 0 else "adjustment"
    _line(books, account, currency, amount, flow or {"type": category}, category)


def settle(books: Books, *, is_due_only: bool = True) -> None:
    """Let payments that are on their way arrive, and those to closed accounts come back.

    Args:
        books: where.
        is_due_only: only those that left a day ago.
    """
    until = books.now() - DAYS if is_due_only else None
    for payment in books.every(PAYMENT, status="processing"):
        if until is None or _moment(payment["created"]) <= until:
            post(books, payment)
            method = books.objects[payment["to"]["payout_method"]]
            if method["bank_account"]["last4"] == accounts.CLOSED_LAST4:
                give_back(books, payment["id"], "payout_method_closed")


def post(books: Books, payment: Json) -> None:
    """Let a payment leave for good."""
    payment |= {"status": "posted", "cancelable": False}
    payment["status_transitions"]["posted_at"] = books.instant()
    books.hint("v2.money_management.outbound_payment.posted", payment, ADDRESS)


def give_back(books: Books, payment_id: str, reason: str) -> None:
    """Let a payment that had left come back, for a reason in Stripe's words."""
    payment = books.get(payment_id, PAYMENT)
    if payment["status"] == "processing":
        post(books, payment)
    payment["status"] = "returned"
    payment["status_details"] = {"failed": None, "processing": None, "returned": {"reason": reason}}
    payment["status_transitions"]["returned_at"] = books.instant()
    _undo(books, payment)
    books.hint("v2.money_management.outbound_payment.returned", payment, ADDRESS)


def fail(books: Books, payment_id: str, reason: str) -> None:
    """Let a payment that is on its way fail before it leaves."""
    payment = books.get(payment_id, PAYMENT)
    payment |= {"status": "failed", "cancelable": False}
    payment["status_details"] = {"failed": {"reason": reason}, "processing": None, "returned": None}
    payment["status_transitions"]["failed_at"] = books.instant()
    _undo(books, payment)
    books.hint("v2.money_management.outbound_payment.failed", payment, ADDRESS)


def _create(books: Books, asked: Asked) -> Json:
    given = asked.given
    recipient = books.get(str(given["to"]["recipient"]), accounts.ACCOUNT)
    method = _method(books, given["to"], recipient)
    account = books.get(str(given["from"]["financial_account"]), STORAGE)
    held_in, paid_in = str(given["from"]["currency"]).lower(), method["bank_account"]["supported_currencies"][0]
    amount: Json = {"value": int(given["amount"]["value"]), "currency": str(given["amount"]["currency"]).lower()}
    wanted = str(given["to"].get("currency") or paid_in).lower()
    if wanted != paid_in or amount["currency"] not in {held_in, paid_in}:
        raise RefusedError(
            f"This payout method takes {paid_in}, not {wanted}.", code="payout_method_currency_unsupported",
            kind="invalid_payout_method",
        )  # fmt: skip
    debited, credited = _in(amount, held_in), _in(amount, paid_in)
    if amount["value"] <= 0 or credited["value"] < SMALLEST.get(paid_in, 1):
        raise RefusedError(f"The amount is below the minimum for {paid_in}.", code="amount_too_small")
    if books.held(account["id"], held_in) < debited["value"] + FEE:
        raise RefusedError(
            "Insufficient funds in the financial account.", code="insufficient_funds", kind="insufficient_funds"
        )
    sides = {
        "from": {"debited": debited, "financial_account": account["id"]},
        "to": {
            "credited": credited,
            "payout_method": method["id"],
            "payout_method_options": None,
            "recipient": recipient["id"],
        },
    }
    made = books.add("obp", _payment(given, amount) | sides)
    flow = {"type": "outbound_payment", "outbound_payment": made["id"]}
    for category, taken in (("outbound_payment", debited["value"]), ("stripe_fee", FEE)):
        books.move(account["id"], held_in, -taken)
        _line(books, account, held_in, -taken, flow, category)
    books.hint("v2.money_management.outbound_payment.created", made, ADDRESS)
    return made


def _method(books: Books, to: Json, recipient: Json) -> Json:
    named = to.get("payout_method") or next(iter(recipient["defaults"]["payout_methods"].values()), None)
    if named is None or not accounts.is_active(recipient, "bank_accounts.local"):
        raise RefusedError(
            "The recipient has no capability to be paid yet.", code="capability_not_enabled",
            kind="capability_not_enabled",
        )  # fmt: skip
    method = books.get(str(named), accounts.PAYOUT_METHOD)
    if books.owners[method["id"]] != recipient["id"] or method["archived"]:
        raise RefusedError("This payout method cannot be used.", code="invalid", kind="invalid_payout_method")
    return method


def _payment(given: Json, amount: Json) -> Json:
    return {
        "object": PAYMENT,
        "amount": amount,
        "cancelable": True,
        "description": given.get("description"),
        "metadata": given.get("metadata") or {},
        "recipient_notification": given.get("recipient_notification") or {"setting": "configured"},
        "recipient_verification": given.get("recipient_verification"),
        "statement_descriptor": given.get("statement_descriptor") or "JORNAL",
        "status": "processing",
        "status_details": {"failed": None, "processing": None, "returned": None},
        "status_transitions": {"canceled_at": None, "failed_at": None, "posted_at": None, "returned_at": None},
        "tracking_details": {
            "bank_account": {"trace_id": None},
            "card": None,
            "status": "pending",
            "type": "bank_account",
        },
    }


def _undo(books: Books, payment: Json) -> None:
    account = books.get(payment["from"]["financial_account"], STORAGE)
    debited = payment["from"]["debited"]
    books.move(account["id"], debited["currency"], debited["value"])
    flow = {"type": "outbound_payment", "outbound_payment": payment["id"]}
    _line(books, account, debited["currency"], debited["value"], flow, "outbound_payment_reversal")


def _line(books: Books, account: Json, currency: str, amount: int, flow: Json, category: str) -> None:
    nothing = {"value": 0, "currency": currency}
    moved = {"value": amount, "currency": currency}
    books.add(
        "trxn",
        {
            "object": LINE,
            "amount": moved,
            "balance_impact": {"available": moved, "inbound_pending": nothing, "outbound_pending": nothing},
            "category": category,
            "financial_account": account["id"],
            "flow": {name: flow.get(name) for name in FLOWS} | {"type": flow["type"]},
            "regulatory_receipt": {"status": "not_applicable", "url": None, "url_expires_at": None},
            "status": "posted",
            "status_transitions": {"posted_at": books.instant(), "void_at": None},
        },
    )


FLOWS = (
    "adjustment", "currency_conversion", "fee_batch", "inbound_transfer", "outbound_payment", "outbound_transfer",
    "received_credit", "received_debit",
)  # fmt: skip


def _in(amount: Json, currency: str) -> Json:
    """Return an amount in a currency, rounded up."""
    if amount["currency"] == currency:
        return amount
    value = -(-amount["value"] * PER_DOLLAR[currency] // PER_DOLLAR[amount["currency"]])
    return {"value": value, "currency": currency}


def _storage() -> Json:
    return {
        "object": STORAGE,
        "balance": {},
        "country": "US",
        "display_name": "Wages",
        "metadata": {},
        "status": "open",
        "storage": {"deposit_insurance_eligibility": [], "holds_currencies": ["usd", "gbp", "eur"]},
        "type": "storage",
    }


def _shown(books: Books, account: Json) -> Json:
    prefix = f"{account['id']} "
    held = {key.removeprefix(prefix): value for key, value in books.available.items() if key.startswith(prefix)}
    available = {currency: {"value": value, "currency": currency} for currency, value in held.items()}
    none = {currency: {"value": 0, "currency": currency} for currency in held}
    return account | {"balance": {"available": available, "inbound_pending": none, "outbound_pending": none}}


def _accounts(books: Books, asked: Asked) -> Json:
    storage(books)
    return by_page(asked, [_shown(books, account) for account in books.every(STORAGE)])


def _account(books: Books, asked: Asked) -> Json:
    return _shown(books, books.get(asked.ids[0], STORAGE))


def _list(books: Books, asked: Asked) -> Json:
    states, recipient = set(asked.given.get("status") or ()), asked.text("recipient")
    found = [one for one in books.every(PAYMENT) if not states or one["status"] in states]
    return by_page(asked, [one for one in found if recipient in {None, one["to"]["recipient"]}])


def _retrieve(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], PAYMENT)


def _cancel(books: Books, asked: Asked) -> Json:
    payment = books.get(asked.ids[0], PAYMENT)
    if payment["status"] != "processing":
        raise RefusedError("This payment can no longer be canceled.", code="not_cancelable", kind="not_cancelable")
    payment |= {"status": "canceled", "cancelable": False}
    payment["status_transitions"]["canceled_at"] = books.instant()
    _undo(books, payment)
    books.hint("v2.money_management.outbound_payment.canceled", payment, ADDRESS)
    return payment


def _lines(books: Books, asked: Asked) -> Json:
    return by_page(asked, books.every(LINE, financial_account=asked.text("financial_account")))


def _one_line(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], LINE)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


PARTS: dict[tuple[str, str], Part] = {
    ("post", ADDRESS): _create,
    ("get", ADDRESS): _list,
    ("get", f"{ADDRESS}/{{id}}"): _retrieve,
    ("post", f"{ADDRESS}/{{id}}/cancel"): _cancel,
    ("get", "/v2/money_management/financial_accounts"): _accounts,
    ("get", "/v2/money_management/financial_accounts/{id}"): _account,
    ("get", "/v2/money_management/transactions"): _lines,
    ("get", "/v2/money_management/transactions/{id}"): _one_line,
}
