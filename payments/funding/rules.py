"""How far money that an organisation brings in has come: it only ever moves forward, and counts when it is here."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from payments.providers.base import FundingState


class FundingStage(StrEnum):
    """How far one payment into an organisation's money has come."""

    ASKED = "asked"
    """Written down here; the service has not answered yet."""
    WAITING = "waiting"
    """The service waits for the organisation to pay."""
    FAILED = "failed"
    """It was never paid, and can no longer be."""
    PAID = "paid"
    """Paid, but the service does not let anybody use it yet."""
    ARRIVED = "arrived"
    """Here, and in the organisation's money."""


_ORDER = tuple(FundingStage)
_SEEN: Mapping[FundingState, FundingStage] = {
    FundingState.WAITING: FundingStage.WAITING,
    FundingState.FAILED: FundingStage.FAILED,
    FundingState.PAID: FundingStage.PAID,
    FundingState.ARRIVED: FundingStage.ARRIVED,
}
OPEN_STAGES = (FundingStage.ASKED, FundingStage.WAITING, FundingStage.PAID)
"""Where something may still happen by itself."""

ASKING_MOST = timedelta(hours=20)
"""A service keeps the key of a call for a day at least: after this long the same call could be a second one."""
LOOK_LEAST = timedelta(minutes=1)
LOOK_SHARE = 8
"""Money that was asked for eight days ago is looked at once a day, what was asked an hour ago each eight minutes."""


def moved_on(before: FundingStage, seen: FundingState) -> FundingStage:
    """Return the later of where money stood and where it is seen now: news that comes late changes nothing.

    Args:
        before: as it is written down.
        seen: as the service says now.
    """
    after = _SEEN[seen]
    return after if _ORDER.index(after) > _ORDER.index(before) else before


def next_look(*, asked_at: datetime, looked_at: datetime) -> datetime:
    """Return when to ask the service again, seldomer the older the payment is; its messages come sooner anyway.

    Args:
        asked_at: when the money was asked for.
        looked_at: when the service was asked last.
    """
    return looked_at + max(LOOK_LEAST, (looked_at - asked_at) // LOOK_SHARE)


def is_too_old_to_ask(*, asked_at: datetime, now: datetime) -> bool:
    """Return whether the call can no longer be repeated under its key; nobody has paid then, as nobody was sent."""
    return now - asked_at > ASKING_MOST
