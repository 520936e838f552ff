"""The clock of the demonstration: the real one, and how far a visitor has moved it ahead; it never goes back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from payments.transaction import Transaction

CLOCK_FILE = "demo-clock"
MILLISECOND = timedelta(milliseconds=1)

_LOG_INS = """
UPDATE login_session SET created_at = created_at + :by_ms, seen_at = seen_at + :by_ms, ends_at = ends_at + :by_ms
WHERE ended_at IS NULL
"""
_TRIES = "UPDATE rate_bucket SET filled_at = filled_at + :by_ms"


class DemoClock:
    """A clock for `House.now` that can be moved ahead, also after a restart.

    Args:
        folder: where it keeps how far it was moved.
        tick: the real clock.
    """

    def __init__(self, folder: Path, *, tick: Callable[[], datetime]) -> None:
        self._file = folder / CLOCK_FILE
        self._tick = tick
        self._lock = Lock()
        self._ahead = MILLISECOND * int(self._file.read_text("ascii")) if self._file.exists() else timedelta()

    def __call__(self) -> datetime:
        """Return this instant, as everybody in the demonstration sees it."""
        return self._tick() + self._ahead

    @property
    def is_moved(self) -> bool:
        """Whether it shows another time than the real one."""
        return bool(self._ahead)

    def move(self, by: timedelta) -> None:
        """Move it ahead for everybody.

        Args:
            by: how far; more than nothing.

        Raises:
            ValueError: it would go back, or stand still.
        """
        if by <= timedelta():
            raise ValueError(f"a clock only goes forward: {by=}")
        with self._lock:
            ahead = self._ahead + by
            beside = self._file.with_suffix(".new")
            beside.write_text(str(ahead // MILLISECOND), "ascii")
            beside.replace(self._file)
            self._ahead = ahead


def take_log_ins_along(tx: Transaction, *, by: timedelta) -> None:
    """Let log-ins last and tries be counted as if the clock had not moved: those who try things out stay logged in."""
    for statement in (_LOG_INS, _TRIES):
        tx.run(statement, by_ms=by // MILLISECOND)
