"""When money may go to an account that somebody has just named."""

from datetime import datetime, timedelta

WAIT = timedelta(hours=72)
"""So long no money goes to an account that took another one's place: whoever broke into a log-in gets nothing, and the
person, who was written to, has three days to say so."""

HOLDER_MAX = 120


def usable_from(*, replaces_another: bool, now: datetime) -> datetime:
    """Return from when money may go to a new account: at once to the first one, after 72 hours to any later one."""
    return now + WAIT if replaces_another else now
