"""What follows when a service shows how somebody's account stands, and when to look again."""

from datetime import datetime, timedelta
from enum import StrEnum

from payments.providers.onboarding import AccountState

PAUSED = "account paused"
"""Why no money goes to an account whose service says that it cannot pay there now; over as soon as it can again."""
PROOF = timedelta(hours=1)
"""So long after giving their password somebody may go on to the service's page."""

_NEXT_LOOK = {
    AccountState.ASKED: timedelta(minutes=1),
    AccountState.MORE_NEEDED: timedelta(hours=1),
    AccountState.CHECKED: timedelta(minutes=15),
    AccountState.READY: timedelta(hours=6),
    AccountState.STOPPED: timedelta(days=1),
}


class Follows(StrEnum):
    """What is done about the account to which somebody's money goes."""

    NOTHING = "nothing"
    NAME = "name"
    NAME_ANEW = "name_anew"
    PAUSE = "pause"


def next_look(state: AccountState, now: datetime) -> datetime:
    """Return when to ask a service again how an account stands, where it does not tell by itself."""
    return now + _NEXT_LOOK[state]


def what_follows(
    seen: AccountState, *, was_named: bool, is_in_use: bool, refused_reason: str | None, has_moved: bool
) -> Follows:
    """Return what is done about the account to which somebody's money goes.

    Args:
        seen: how the service shows the account now.
        was_named: whether money was sent there, or was to be, since the person last asked for it with their password.
        is_in_use: whether it is the account to which money of its currency goes.
        refused_reason: why none goes there any more; None where it does.
        has_moved: whether another bank account stands behind it than before.
    """
    if seen is not AccountState.READY:
        return Follows.PAUSE if is_in_use and refused_reason is None else Follows.NOTHING
    if not was_named:
        return Follows.NAME_ANEW if is_in_use and has_moved else Follows.NAME
    if not is_in_use:
        return Follows.NOTHING  # they chose another one since
    if has_moved:
        return Follows.NAME_ANEW
    return Follows.NAME if refused_reason == PAUSED else Follows.NOTHING


def may_go_on(proved_at: datetime, now: datetime) -> bool:
    """Return whether somebody's password is fresh enough for a page on which bank accounts are named."""
    return now - proved_at < PROOF
