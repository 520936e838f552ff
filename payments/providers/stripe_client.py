"""Calling Stripe: one client for each key, opened when first needed, and every answer sorted by what may follow."""

import importlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from payments.providers.base import Keys, Outcome, PayoutFile, PayoutLine, Sent, SentState

if TYPE_CHECKING:  # Jornal without Stripe's key never loads its library: it costs memory and time
    import stripe

API_VERSION = "2026-10-28.endive"
"""The version of Stripe's interface that this was written and tried against: that of stripe 16.1."""
ANSWER_SECONDS = 30
"""So long we wait for an answer. None by then says nothing about whether it was paid."""
REASON_MAX = 200

_ACCOUNTS_FAULT = frozenset(
    {
        "account_closed",
        "account_country_invalid_address",
        "account_invalid",
        "account_number_invalid",
        "bank_account_unusable",
        "insufficient_capabilities_for_transfer",
        "invalid_payout_method",
        "recipient_not_found",
        "transfers_not_allowed",
    }
)
"""Codes that say: not to this account. With others it stays as it is, and the payment is due again."""
_ACCOUNTS_PARAMETERS = frozenset({"destination", "to", "to[recipient]", "to.recipient", "recipient"})
_TOO_LITTLE_MONEY = frozenset({"balance_insufficient", "insufficient_funds"})
"""Our own balance there is short: each other payment would be refused as well. The codes of its two versions."""
_UNKNOWN_TO_OUR_KEY = "resource_missing"
"""An account that our key does not see: a key for trying things out sees no real one, and that is our fault."""
_OUR_KEY_IS_REFUSED = frozenset({401, 403})
_TOO_MANY = 429
_ANOTHER_CALL = 409
_SERVERS_FAULT = 500
_CLIENTS_FAULT = 400


@lru_cache(maxsize=8)
def opened(keys: Keys) -> "stripe.StripeClient":
    """Return the client of a key, of one pinned version, which never asks twice by itself: each call is ours to log.

    Args:
        keys: with a Stripe key.
    """
    library = importlib.import_module("stripe")
    client: stripe.StripeClient = library.StripeClient(
        keys.stripe_key,
        stripe_version=API_VERSION,
        base_addresses={"api": keys.stripe_address} if keys.stripe_address else None,
        max_network_retries=0,
        http_client=library.RequestsClient(timeout=ANSWER_SECONDS),
    )
    return client


def stripe_error() -> "type[stripe.StripeError]":
    """Return what Stripe's library raises, for files that must not load it before they call."""
    error: type[stripe.StripeError] = importlib.import_module("stripe").StripeError
    return error


class CalledForEach:
    """What every way of paying people through Stripe has in common: it is called payment by payment, and takes no file.

    Args:
        keys: with a Stripe key.
    """

    answers_itself = True
    sends_itself = True

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.is_pretend = keys.is_pretend

    def layouts(self, currency: str) -> tuple[str, ...]:
        """Return nothing: it is called, payment by payment."""
        del currency
        return ()

    def write(self, layout: str, lines: Sequence[PayoutLine]) -> PayoutFile:
        """Refuse: it has no layouts."""
        raise ValueError(f"Stripe takes no file: {layout=} {len(lines)=}")

    def outcome(self, line: PayoutLine, *, now: datetime) -> Outcome | None:
        """Return None: what became of a payment is looked up call by call, and each call is logged."""
        del line, now
        return None


def asked_to_pay(call: Callable[[], Sent], *, is_replayed: bool) -> Sent:
    """Call Stripe to pay and sort what comes of it.

    Args:
        call: asks, and says what a good answer means.
        is_replayed: whether Stripe repeats a failure of its own for ever under the same key, as its first version does;
            the second one does what is missing when it is asked again.
    """
    try:
        return call()
    except stripe_error() as problem:
        return sorted_problem(problem, is_replayed=is_replayed)


def asked_what_became(call: Callable[[], Sent]) -> Sent:
    """Ask Stripe what became of a payment; where it cannot say, nothing follows but to ask again later."""
    try:
        return call()
    except stripe_error() as problem:
        return Sent(state=SentState.LATER, request_id=problem.request_id or "", reason=reason_of(problem))


def sorted_problem(problem: "stripe.StripeError", *, is_replayed: bool) -> Sent:
    """Return what a problem of Stripe's says about a payment; in doubt, that nobody knows.

    Args:
        problem: as its library raised it.
        is_replayed: as `asked_to_pay`.

    Source: docs.stripe.com/api/idempotent_requests, and what each of the ways of going wrong does to a payment:
    research/money_and_audit.md, sections 1.4 and 1.5.
    """
    state = _state_of(problem, is_replayed=is_replayed)
    return Sent(
        state=state,
        request_id=problem.request_id or "",
        reason=reason_of(problem),
        is_accounts_fault=state is SentState.REFUSED and _blames_account(problem),
    )


def _state_of(problem: "stripe.StripeError", *, is_replayed: bool) -> SentState:
    status = problem.http_status or 0
    if status == _TOO_MANY or status in _OUR_KEY_IS_REFUSED:
        return SentState.LATER
    if status < _CLIENTS_FAULT or status == _ANOTHER_CALL:
        return SentState.UNKNOWN
    if status >= _SERVERS_FAULT:
        return SentState.BROKEN if is_replayed and _is_kept(problem) else SentState.UNKNOWN
    if type(problem).__name__ == "IdempotencyError":
        return SentState.CLASHES
    return SentState.SHORT if problem.code in _TOO_LITTLE_MONEY else SentState.REFUSED


def _is_kept(problem: "stripe.StripeError") -> bool:
    """Return whether Stripe finished with this call and repeats this failure whenever the key comes again."""
    headers = {name.lower(): value for name, value in (problem.headers or {}).items()}
    return headers.get("idempotent-replayed") == "true" or headers.get("stripe-should-retry") == "false"


def _blames_account(problem: "stripe.StripeError") -> bool:
    parameter = str(getattr(problem, "param", "") or "")
    code = problem.code or ""
    return code in _ACCOUNTS_FAULT or (parameter in _ACCOUNTS_PARAMETERS and code != _UNKNOWN_TO_OUR_KEY)


def reason_of(problem: "stripe.StripeError") -> str:
    """Return Stripe's own words for a problem, in one short line; where it said nothing, what broke."""
    if problem.http_status is None and problem.__cause__ is not None:
        return type(problem.__cause__).__name__
    words = " ".join((problem.user_message or type(problem).__name__).split())
    return f"{problem.code}: {words}"[:REASON_MAX] if problem.code else words[:REASON_MAX]


def request_id_of(answer: Any) -> str:
    """Return Stripe's number of the question that an object answers; Any: each kind of object has its own class."""
    response = answer.last_response
    return str(response.request_id or "") if response is not None else ""
