"""What may follow from each answer of a service that was asked to pay, and when it is asked again: a table, no more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from payments.providers.base import SentState

QUIET = timedelta(minutes=2)
"""So long nobody looks for what a broken call may have left behind: it might still be at work."""
AGAIN = timedelta(seconds=15)
"""So soon the same key is sent again; twice as long after each further time."""
AGAIN_MOST = timedelta(hours=1)
WATCH = timedelta(minutes=1)
"""So soon somebody asks again how a payment under way goes; twice as long after each further time."""
WATCH_MOST = timedelta(hours=6)
KEPT = timedelta(hours=20)
"""So long a key is trusted: services forget keys after a day, and one that was forgotten pays a second time."""
LEASE = timedelta(minutes=3)
"""So long one process has a payment to itself: several times what the longest call takes."""


class CallKind(StrEnum):
    """What a service is asked."""

    SEND = "send"
    LOOK_UP = "look_up"


class Next(StrEnum):
    """What follows from an answer."""

    BOOK_PAID = "book_paid"
    BOOK_REFUSED = "book_refused"
    BOOK_RETURNED = "book_returned"
    SAME_KEY = "same_key"
    LOOK_UP = "look_up"
    WATCH = "watch"
    NEW_KEY = "new_key"
    WAIT_FOR_MONEY = "wait_for_money"
    FREEZE = "freeze"


NEXT: Mapping[tuple[CallKind, SentState], Next] = {
    (CallKind.SEND, SentState.DONE): Next.BOOK_PAID,
    (CallKind.SEND, SentState.UNDER_WAY): Next.WATCH,
    (CallKind.SEND, SentState.UNKNOWN): Next.SAME_KEY,
    (CallKind.SEND, SentState.LATER): Next.SAME_KEY,
    (CallKind.SEND, SentState.BROKEN): Next.LOOK_UP,
    (CallKind.SEND, SentState.REFUSED): Next.BOOK_REFUSED,
    (CallKind.SEND, SentState.SHORT): Next.WAIT_FOR_MONEY,
    (CallKind.SEND, SentState.RETURNED): Next.BOOK_RETURNED,
    (CallKind.SEND, SentState.ABSENT): Next.FREEZE,
    (CallKind.SEND, SentState.SEVERAL): Next.FREEZE,
    (CallKind.SEND, SentState.CLASHES): Next.FREEZE,
    (CallKind.LOOK_UP, SentState.DONE): Next.BOOK_PAID,
    (CallKind.LOOK_UP, SentState.UNDER_WAY): Next.WATCH,
    (CallKind.LOOK_UP, SentState.UNKNOWN): Next.LOOK_UP,
    (CallKind.LOOK_UP, SentState.LATER): Next.LOOK_UP,
    (CallKind.LOOK_UP, SentState.BROKEN): Next.LOOK_UP,
    (CallKind.LOOK_UP, SentState.REFUSED): Next.BOOK_REFUSED,
    (CallKind.LOOK_UP, SentState.SHORT): Next.LOOK_UP,
    (CallKind.LOOK_UP, SentState.RETURNED): Next.BOOK_RETURNED,
    (CallKind.LOOK_UP, SentState.ABSENT): Next.NEW_KEY,
    (CallKind.LOOK_UP, SentState.SEVERAL): Next.FREEZE,
    (CallKind.LOOK_UP, SentState.CLASHES): Next.FREEZE,
}
"""A new key only where it is proven that nothing was paid under the old one: the service has no such payment, or it
refused it for want of money, for ever under that key. Every way in which one of these rules is missing paid 112 to 238
of 2,000 twice or not at all (research/money_and_audit.md, section 1.5)."""

_PAUSES = {Next.SAME_KEY: (AGAIN, AGAIN_MOST), Next.LOOK_UP: (QUIET, AGAIN_MOST), Next.WATCH: (WATCH, WATCH_MOST)}
_DOUBLINGS_MOST = 20


def what_next(kind: CallKind, state: SentState, *, is_known: bool) -> Next:
    """Return what follows from an answer.

    Args:
        kind: what was asked.
        state: the answer.
        is_known: whether the service gave the payment a number before; one that it then no longer has is no proof
            that nothing was paid, so people look at it.
    """
    following = NEXT[kind, state]
    return Next.FREEZE if following is Next.NEW_KEY and is_known else following


def pause_before(following: Next, *, times: int) -> timedelta:
    """Return how long to wait before the next call: longer each time.

    Args:
        following: SAME_KEY, LOOK_UP or WATCH.
        times: how often in a row it was the same already, >= 0.
    """
    first, most = _PAUSES[following]
    return min(first * (1 << min(times, _DOUBLINGS_MOST)), most)


def kind_after(following: Next) -> CallKind:
    """Return what the service is asked the next time."""
    return CallKind.SEND if following is Next.SAME_KEY else CallKind.LOOK_UP


def is_forgotten(*, first_sent_at: datetime, now: datetime, is_known: bool) -> bool:
    """Return whether a key is too old to be sent or followed any more, so that two people decide.

    Args:
        first_sent_at: when the attempt was first sent.
        now: when this is asked.
        is_known: whether the service gave it a number: then it can be asked for that, however old.
    """
    return not is_known and now - first_sent_at >= KEPT
