"""Opening accounts at Stripe for people whom we pay: Stripe asks them for identity and bank on its own pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from payments.providers.base import DestinationKind, Keys, SentState
from payments.providers.onboarding import (
    AccountSeen,
    AccountState,
    Newcomer,
    Onboarding,
    ServiceAway,
    ServiceRefuses,
)
from payments.providers.stripe_client import opened, reason_of, sorted_problem, stripe_error

if TYPE_CHECKING:
    from stripe.params.v2.core import AccountCreateParams, AccountLinkCreateParams

_SHOWN = ("configuration.recipient", "defaults", "requirements")
"""What Stripe leaves out of its answers where it is not asked for."""
_OF_TRANSFERS = ("stripe_balance", "stripe_transfers")
_OF_LOCAL_BANKS = ("bank_accounts", "local")
_FOR_GOOD = frozenset({SentState.REFUSED, SentState.CLASHES})


class StripeOnboarding:
    """Accounts v2 with the part that receives money.

    Args:
        keys: with a Stripe key.
        kind: what such an account is to us.
        capability: what it has to be able to do, group and name.
    """

    def __init__(self, keys: Keys, *, kind: DestinationKind, capability: tuple[str, str]) -> None:
        self.kind = kind
        self._keys = keys
        self._capability = capability

    def open_account(self, newcomer: Newcomer) -> AccountSeen:
        """Open an account whose fees and losses are the platform's, and of which Stripe shows its owner a page."""
        group, name = self._capability
        wanted: dict[str, Any] = {  # Any: the capability's name is a key of its typed dictionaries
            "contact_email": newcomer.email,
            "display_name": newcomer.name,
            "identity": {"country": newcomer.country.lower(), "entity_type": "individual"},
            "configuration": {"recipient": {"capabilities": {group: {name: {"requested": True}}}}},
            "dashboard": "express",
            "defaults": {"responsibilities": {"fees_collector": "application", "losses_collector": "application"}},
            "metadata": {"jornal_account": newcomer.key},
            "include": list(_SHOWN),
        }
        params: AccountCreateParams = wanted  # type: ignore[assignment]  # a name that is chosen, not written, is in it
        client = opened(self._keys)
        account = _asked(lambda: client.v2.core.accounts.create(params, {"idempotency_key": newcomer.key}))
        return self._seen(account.to_dict(), newcomer.currency)

    def look(self, account_id: str, *, currency: str) -> AccountSeen:
        """Read the account again."""
        client = opened(self._keys)
        account = _asked(
            lambda: client.v2.core.accounts.retrieve(
                account_id, {"include": ["configuration.recipient", "defaults", "requirements"]}
            )
        )
        return self._seen(account.to_dict(), currency)

    def page_for(self, account_id: str, *, is_change: bool, back_to: str, again_at: str) -> str:
        """Ask Stripe for the address of a page of its own, good for one visit within minutes."""
        case = "account_update" if is_change else "account_onboarding"
        use: dict[str, Any] = {"type": case, case: {"return_url": back_to, "refresh_url": again_at}}  # Any: as above
        params: AccountLinkCreateParams = {"account": account_id, "use_case": use}  # type: ignore[typeddict-item]  # as above
        client = opened(self._keys)
        return str(_asked(lambda: client.v2.core.account_links.create(params)).url)

    def _seen(self, account: dict[str, Any], currency: str) -> AccountSeen:
        methods = (account.get("defaults") or {}).get("payout_methods") or {}
        return AccountSeen(
            account_id=str(account["id"]),
            state=state_of(account, self._capability),
            goes_to=str(methods.get(currency.lower(), "")),
        )


def state_of(account: dict[str, Any], capability: tuple[str, str]) -> AccountState:
    """Return how an account stands, for one of the things that it should be able to do.

    Args:
        account: as Stripe's answer writes it; Any, because it comes from outside.
        capability: group and name, for example `stripe_balance` and `stripe_transfers`.
    """
    group, name = capability
    recipient = (account.get("configuration") or {}).get("recipient") or {}
    able = ((recipient.get("capabilities") or {}).get(group) or {}).get(name) or {}
    status = able.get("status", "restricted")
    if account.get("closed") or status in {"rejected", "unsupported"}:
        return AccountState.STOPPED
    if status == "active":
        return AccountState.READY
    entries = (account.get("requirements") or {}).get("entries") or []
    if any(entry.get("awaiting_action_from") == "user" for entry in entries):
        return AccountState.MORE_NEEDED
    resolutions = {detail.get("resolution") for detail in able.get("status_details") or []}
    return AccountState.MORE_NEEDED if "provide_info" in resolutions else AccountState.CHECKED


def _asked(call: Callable[[], Any]) -> Any:
    """Return Stripe's answer, or raise what it comes to; Any: each kind of object has its own class."""
    try:
        return call()
    except stripe_error() as problem:
        if sorted_problem(problem, is_replayed=False).state in _FOR_GOOD:
            raise ServiceRefuses(reason_of(problem)) from problem
        raise ServiceAway(reason_of(problem)) from problem


def open_onboarding(keys: Keys) -> dict[str, Onboarding]:
    """Return where people open accounts, by the name of who pays there; nowhere without a key."""
    if not keys.stripe_key:
        return {}
    connect = StripeOnboarding(keys, kind=DestinationKind.STRIPE_ACCOUNT, capability=_OF_TRANSFERS)
    abroad = StripeOnboarding(keys, kind=DestinationKind.STRIPE_RECIPIENT, capability=_OF_LOCAL_BANKS)
    return {"stripe_connect": connect, "stripe_global": abroad}
