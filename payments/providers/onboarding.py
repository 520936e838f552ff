"""What a service must be able to do at which people open an account of their own, so that we never hold bank data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from payments.providers.base import DestinationKind


class AccountState(StrEnum):
    """Where somebody's account at a service stands.

    Asked for and not heard of yet; the service waits for the person; it checks what it was told; money can go there;
    it says that none can.
    """

    ASKED = "asked"
    MORE_NEEDED = "more_needed"
    CHECKED = "checked"
    READY = "ready"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Whom an account is opened for; all that the service hears from us.

    Attributes:
        key: ours, kept before the first call; the same for the same account, whatever happens.
        country: where they live, two letters.
        currency: in which they want to be paid.
    """

    key: str
    name: str
    email: str
    country: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSeen:
    """An account as the service shows it now.

    Attributes:
        account_id: the service's name of it.
        goes_to: the service's name of the bank account behind it, to notice when it becomes another; empty where the
            service does not say.
    """

    account_id: str
    state: AccountState
    goes_to: str = ""


class ServiceAway(Exception):
    """The service did not answer, or not with anything final: the same is asked again later, with the same key."""


class ServiceRefuses(Exception):
    """The service said no for good; its own code says why."""


class Onboarding(Protocol):
    """One service at which people open accounts. Called outside any transaction: it may be slow, and called twice."""

    kind: DestinationKind
    """How its accounts are named."""

    def open_account(self, newcomer: Newcomer) -> AccountSeen:
        """Open an account; the same key again is the same account.

        Raises:
            ServiceAway, ServiceRefuses
        """
        ...

    def look(self, account_id: str, *, currency: str) -> AccountSeen:
        """Return how an account stands now; raises as `open_account`."""
        ...

    def page_for(self, account_id: str, *, is_change: bool, back_to: str, again_at: str) -> str:
        """Return the address of the service's own page, good for one visit; raises as `open_account`.

        Args:
            account_id: whose.
            is_change: whether they want to change what it knows, rather than to finish what it asks.
            back_to: our address to which it sends them when they are done.
            again_at: our address to which it sends them when this page is no longer good.
        """
        ...
