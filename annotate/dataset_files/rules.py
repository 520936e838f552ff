"""How far a data set is that somebody asked for, and how long it is kept."""

from datetime import timedelta
from enum import StrEnum

KEPT_FOR = timedelta(days=3)
"""Long enough to fetch it, short enough that answers do not lie about."""
STUCK = timedelta(hours=2)
"""After so long without a word from whoever writes it, another one begins anew."""
OPEN_MOST = 5
"""So many data sets of one project may wait or be written at once."""


class FileState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"


def key_of(file_id: int, link: str) -> str:
    """Return where its bytes are kept."""
    return f"datasets/{file_id}-{link}"
