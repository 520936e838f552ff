"""Where each person can go: the tabs of the masthead, and the page on which they arrive."""

from collections.abc import Callable
from dataclasses import dataclass

from payments.people.rules import StaffRole
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.words import N_


@dataclass(frozen=True, slots=True)
class Tab:
    """One place in the masthead.

    Attributes:
        text: its name, in English, marked for translation.
        path: where it leads; a tab without a page behind it is not shown.
        is_for: whose tab it is.
        also: another beginning of addresses that belong to it.
    """

    text: str
    path: str
    is_for: Callable[[Identity], bool]
    also: str = ""

    def holds(self, path: str) -> bool:
        """Return whether a page belongs to this tab."""
        return path == self.path or path.startswith(f"{self.path}/") or bool(self.also and path.startswith(self.also))


def _who_may(permission: Permission) -> Callable[[Identity], bool]:
    return lambda me: may(me, permission)


TABS = (
    Tab(N_("Work"), "/home", _who_may(Permission.WORK)),
    Tab(N_("Earnings"), "/earnings", _who_may(Permission.OWN_EARNINGS), also="/payouts"),
    Tab(N_("My time"), "/time", _who_may(Permission.OWN_EARNINGS)),
    Tab(N_("Questions"), "/questions", _who_may(Permission.OWN_EARNINGS)),
    Tab(N_("Projects"), "/projects", _who_may(Permission.PROJECTS), also="/funds/"),
    Tab(N_("Members"), "/members", lambda me: me.is_requester, also="/organisations/"),
    Tab(N_("Pay records"), "/audit", _who_may(Permission.AUDIT_READ)),
    Tab(N_("Rulebook"), "/rules", lambda me: may(me, Permission.AUDIT_READ) or may(me, Permission.FIGURES_READ)),
    Tab(N_("People"), "/people", _who_may(Permission.PEOPLE_READ)),
    Tab(N_("Payments"), "/payroll", _who_may(Permission.PAYDAY_RUN), also="/matching"),
    Tab(N_("Claimed minutes"), "/claims", _who_may(Permission.PAYDAY_RUN)),
    Tab(N_("House"), "/operator", _who_may(Permission.PEOPLE_WRITE)),
)


def tabs_of(me: Identity | None, *, paths: frozenset[str]) -> tuple[Tab, ...]:
    """Return the tabs of a person.

    Args:
        paths: the pages that exist, so that no tab leads nowhere.
    """
    if me is None:
        return ()
    return tuple(tab for tab in TABS if tab.path in paths and tab.is_for(me))


def home_of(me: Identity, *, paths: frozenset[str]) -> str:
    """Return the page on which a person arrives after coming in."""
    if me.is_annotator and "/home" in paths:
        return "/home"
    if me.is_representative and not me.staff_roles and "/help" in paths:
        return "/help"
    if StaffRole.PAYROLL in me.staff_roles and "/payroll" in paths:
        return "/payroll"
    mine = tabs_of(me, paths=paths)
    return mine[0].path if mine else "/account"


def is_operator(me: Identity) -> bool:
    """Return whether a person runs this place."""
    return StaffRole.OPERATOR in me.staff_roles
