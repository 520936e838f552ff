"""A lock that lets waiting threads in by the order in which they came, and the cheapest way for one to wait."""

import threading
from collections import deque


class FairLock:
    """A lock that serves waiting threads in the order in which they came.

    SQLite's own busy wait is not fair: without this, one writer in a hundred waited 192 ms (architecture.md 5.5).
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._holder = 0
        self._waiting: deque[tuple[threading.Lock, int]] = deque()

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._guard:
            assert self._holder != me, "a transaction is open here already: pass it on instead of opening another"
            if not self._holder:
                self._holder = me
                return
            turn = closed_lock()
            self._waiting.append((turn, me))
        turn.acquire()

    @property
    def waiting(self) -> int:
        """Return how many threads wait."""
        return len(self._waiting)

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if not self._waiting:
                self._holder = 0
                return
            turn, self._holder = self._waiting.popleft()
        turn.release()


def closed_lock() -> threading.Lock:
    """Return a lock that somebody else will open: the cheapest way in which a thread can wait for another."""
    lock = threading.Lock()
    lock.acquire()
    return lock
