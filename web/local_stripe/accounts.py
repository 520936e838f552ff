"""Accounts of the people whom we pay, as the local Stripe keeps them: made, onboarded, and able to receive or not."""

from datetime import timedelta

from web.local_stripe.asked import Asked, Part, by_page
from web.local_stripe.books import Books, Json, RefusedError

ACCOUNT = "v2.core.account"
PAYOUT_METHOD = "v2.money_management.payout_method"
TOLD_AS = "v2.core.account[configuration.recipient].capability_status_updated"
LINK_LASTS = timedelta(minutes=10)
CLOSED_LAST4 = "0001"
"""An account that ends so is closed: what is paid to it comes back."""
CURRENCIES = {
    "us": "usd", "gb": "gbp", "ca": "cad", "ch": "chf", "mx": "mxn", "ke": "kes", "in": "inr", "ph": "php",
    "co": "cop", "br": "brl", "ng": "ngn", "gh": "ghs", "bd": "bdt",
}  # fmt: skip
"""What people are paid in where they live; euros elsewhere, as in most of Europe."""


def finish_onboarding(books: Books, account_id: str, *, last4: str = "6789") -> None:
    """Let a person have told Stripe everything it asks for: what was asked for her account is active now.

    Args:
        books: where.
        account_id: whose.
        last4: the last characters of the bank account that she gave.
    """
    account = books.get(account_id, ACCOUNT)
    for _, capability in _capabilities(account):
        capability.update(status="active", status_details=[])
    account["requirements"] = _requirements([])
    for old in books.every(PAYOUT_METHOD):
        old["archived"] = old["archived"] or books.owners[old["id"]] == account_id
    method = books.add("pm", _payout_method(account["identity"]["country"].lower(), last4))
    books.owners[method["id"]] = account_id
    account["defaults"]["payout_methods"] = {method["bank_account"]["supported_currencies"][0]: method["id"]}
    books.hint(TOLD_AS, account, "/v2/core/accounts")


def restrict(books: Books, account_id: str) -> None:
    """Let Stripe ask a person for more before it pays her again."""
    account = books.get(account_id, ACCOUNT)
    for _, capability in _capabilities(account):
        capability.update(_restricted())
    account["requirements"] = _requirements(["identity.individual.documents.primary_verification"])
    books.hint(TOLD_AS, account, "/v2/core/accounts")


def is_active(account: Json, name: str) -> bool:
    """Return whether an account has a capability, for example `stripe_balance.stripe_transfers`."""
    return any(found == name and capability["status"] == "active" for found, capability in _capabilities(account))


def country_of(account: Json) -> str:
    """Return where an account is, two small letters."""
    return str(account["identity"]["country"]).lower()


def _create(books: Books, asked: Asked) -> Json:
    given = asked.given
    country = (given.get("identity") or {}).get("country")
    recipient = (given.get("configuration") or {}).get("recipient")
    if recipient and not country:
        raise RefusedError("identity.country is required for recipients", code="identity_country_required")
    account = books.add("acct", _account(given, country, recipient))
    books.hint("v2.core.account.created", account, "/v2/core/accounts")
    return _shown(account, given.get("include"))


def _account(given: Json, country: str | None, recipient: Json | None) -> Json:
    defaults = given.get("defaults") or {}
    responsibilities = dict(defaults.get("responsibilities") or {}) | {"requirements_collector": "stripe"}
    applied = [name for name in ("customer", "merchant", "recipient") if (given.get("configuration") or {}).get(name)]
    return {
        "object": ACCOUNT,
        "applied_configurations": applied,
        "closed": False,
        "configuration": {"customer": None, "merchant": None, "recipient": _recipient(recipient)},
        "contact_email": given.get("contact_email"),
        "dashboard": given.get("dashboard", "none"),
        "defaults": {
            "currency": defaults.get("currency"),
            "locales": defaults.get("locales"),
            "payout_methods": {},
            "profile": defaults.get("profile"),
            "responsibilities": responsibilities,
        },
        "display_name": given.get("display_name"),
        "identity": {
            "attestations": None,
            "business_details": None,
            "country": (country or "").upper(),
            "entity_type": (given.get("identity") or {}).get("entity_type"),
            "individual": None,
        },
        "metadata": given.get("metadata") or {},
        "requirements": _requirements(["identity.individual.given_name", "configuration.recipient.default_outbound"]),
    }


def _recipient(asked_for: Json | None) -> Json | None:
    if asked_for is None:
        return None
    wanted = asked_for.get("capabilities") or {}
    transfers = (wanted.get("stripe_balance") or {}).get("stripe_transfers")
    banks = wanted.get("bank_accounts") or {}
    balance = {"payouts": _restricted(), "stripe_transfers": _restricted()} if transfers else None
    names = ("ach", "fedwire", "fps", "local", "rtp", "sepa", "swift")
    accounts = {name: _restricted() if banks.get(name) else None for name in names} if banks else None
    cards = _restricted() if wanted.get("cards") else None
    return {
        "applied": True,
        "capabilities": {"bank_accounts": accounts, "cards": cards, "stripe_balance": balance},
    }


def _restricted() -> Json:
    return {
        "status": "restricted",
        "status_details": [{"code": "requirements_past_due", "resolution": "provide_info"}],
    }


def _requirements(missing: list[str]) -> Json:
    entries = [
        {
            "awaiting_action_from": "user",
            "description": name,
            "errors": [],
            "impact": {"restricts_capabilities": None},
            "minimum_deadline": {"status": "currently_due"},
            "reference": None,
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        for name in missing
    ]
    summary = {"minimum_deadline": {"status": "currently_due", "time": None} if missing else None}
    return {"alternatives": [], "entries": entries, "summary": summary}


def _capabilities(account: Json) -> list[tuple[str, Json]]:
    found = ((account["configuration"] or {}).get("recipient") or {}).get("capabilities") or {}
    grouped = [(group, members) for group, members in found.items() if members is not None]
    single = [(group, members) for group, members in grouped if "status" in members]
    inner = [
        (f"{group}.{name}", capability)
        for group, members in grouped
        if "status" not in members
        for name, capability in members.items()
        if capability is not None
    ]
    return single + inner


def _payout_method(country: str, last4: str) -> Json:
    bank = {
        "bank_account_type": "checking",
        "bank_name": "STRIPE TEST BANK",
        "branch_number": None,
        "country": country.upper(),
        "financial_connections_account": None,
        "last4": last4,
        "routing_number": None,
        "supported_currencies": [CURRENCIES.get(country, "eur")],
        "swift_code": None,
    }
    return {
        "object": PAYOUT_METHOD,
        "archived": False,
        "bank_account": bank,
        "restricted": False,
        "type": "bank_account",
        "usage_status": {"payments": "eligible", "transfers": "eligible"},
    }


def _link(books: Books, asked: Asked) -> Json:
    account = books.get(str(asked.given["account"]), ACCOUNT)
    use_case = asked.given["use_case"]
    details = use_case.get(use_case["type"])
    if details is None:
        raise RefusedError(f"use_case.{use_case['type']} is required", code="parameter_missing")
    expires = f"{books.now() + LINK_LASTS:%Y-%m-%dT%H:%M:%S}.000Z"
    filled = {"collection_options": None, "return_url": None} | details
    link = {
        "object": "v2.core.account_link",
        "account": account["id"],
        "created": books.instant(),
        "expires_at": expires,
        "livemode": False,
        "url": f"{books.pages_at}/onboarding/{books.next_id('link')}",
        "use_case": {"account_onboarding": None, "account_update": None, "type": use_case["type"]}
        | {use_case["type"]: filled},
    }
    books.links[link["url"].rpartition("/")[2]] = link
    return link


def _retrieve(books: Books, asked: Asked) -> Json:
    return _shown(books.get(asked.ids[0], ACCOUNT), asked.given.get("include"))


def _list(books: Books, asked: Asked) -> Json:
    return by_page(asked, [_shown(account, []) for account in books.every(ACCOUNT)])


def _methods(books: Books, asked: Asked) -> Json:
    mine = [one for one in books.every(PAYOUT_METHOD, archived=False) if books.owners[one["id"]] == asked.account]
    return by_page(asked, mine)


def _method(books: Books, asked: Asked) -> Json:
    return books.get(asked.ids[0], PAYOUT_METHOD)


def _shown(account: Json, include: list[str] | None) -> Json:
    """Return an account with what was asked to be included; the rest is empty, as Stripe leaves it."""
    wanted = set(include or ())
    shown = dict(account)
    if not any(name.startswith("configuration.") for name in wanted):
        shown["configuration"] = None
    for name in ("defaults", "identity", "requirements", "future_requirements"):
        if name not in wanted:
            shown[name] = None
    return shown


PARTS: dict[tuple[str, str], Part] = {
    ("post", "/v2/core/accounts"): _create,
    ("get", "/v2/core/accounts"): _list,
    ("get", "/v2/core/accounts/{id}"): _retrieve,
    ("post", "/v2/core/account_links"): _link,
    ("get", "/v2/money_management/payout_methods"): _methods,
    ("get", "/v2/money_management/payout_methods/{id}"): _method,
}
