"""What an open page without an item on it is as time, and when it is none because the person rests."""

from enum import StrEnum

from annotate.clockwork.rules import Act, ClockState, Doing, Place
from policies.limits import Limits
from policies.periods import MS_PER_MINUTE

WAIT_MS_MAX = 30 * MS_PER_MINUTE
"""So long a requester pays for waiting in one work session; by then everybody has been told to do something else."""
ADMIN_MS_MAX = 30 * MS_PER_MINUTE
"""So long a day paperwork counts by itself; what is beyond is asked about when the person is back at work."""
HOUSE = Place(0, 0)


class Page(StrEnum):
    """Which page a sign of life comes from; nothing else about it is ever sent."""

    SEARCH = "search"
    ADMIN = "admin"
    WAIT = "wait"


ACTS = {Page.SEARCH: Act.SEARCH, Page.ADMIN: Act.ADMIN, Page.WAIT: Act.WAIT}
_DOING = {Act.SEARCH: Doing.SEARCH, Act.ADMIN: Doing.ADMIN, Act.WAIT: Doing.WAITING}


def is_resting(state: ClockState) -> bool:
    """Whether a sign of a page is no act: the person rests, and may look at a page while they do."""
    return state.doing is Doing.PAUSE or (state.doing is Doing.NOTHING and state.rest_required_ms > 0)


def act_of(state: ClockState, act: Act, place: Place, *, now_ms: int, limits: Limits) -> Act:
    """Return what a sign of a page is: it goes on where the same page was open a moment ago, else it begins.

    Args:
        state: the clock before.
        act: what the page begins.
        place: who causes it.
        now_ms: this instant.
        limits: how long a silence is a moment.
    """
    is_same = state.doing is _DOING[act] and state.place == place
    return Act.HEARTBEAT if is_same and now_ms - state.seen_ms <= limits.idle_grace_ms else act
