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
    FundingState.UNKNOWN: FundingStage.ASKED,
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
LOOK_PAID = timedelta(hours=6)
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


def is_older(before: FundingStage, seen: FundingState) -> bool:
    """Return whether what is seen is from before what is written down."""
    return _ORDER.index(_SEEN[seen]) < _ORDER.index(before)


def is_due(
    stage: FundingStage, *, asked_at: datetime, looked_at: datetime, available_at: datetime | None, now: datetime
) -> bool:
    """Return whether to ask the service again: seldomer the older a payment is, as its messages come sooner anyway.

    Args:
        stage: where it stands.
        asked_at: when the money was asked for.
        looked_at: when the service was asked last.
        available_at: from when it is usable, where that is known.
        now: when this is asked.
    """
    if stage is FundingStage.PAID and available_at is not None and looked_at < available_at:
        return now >= available_at or now - looked_at >= LOOK_PAID
    return now - looked_at >= max(LOOK_LEAST, (looked_at - asked_at) // LOOK_SHARE)


def is_too_old_to_ask(*, asked_at: datetime, now: datetime) -> bool:
    """Return whether the call can no longer be repeated under its key; nobody has paid then, as nobody was sent."""
    return now - asked_at > ASKING_MOST
