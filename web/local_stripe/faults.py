"""What goes wrong between us and Stripe, planned beforehand: seven kinds, each of which has cost somebody money."""

import random
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Fault(StrEnum):
    """One thing that can go wrong with a request."""

    DROPPED_BEFORE = "dropped_before"
    """The connection dies, and nothing was done."""
    DROPPED_AFTER = "dropped_after"
    """The connection dies, and it was done."""
    LATE = "late"
    """The connection dies, and it is done `LATER`, by Stripe's clock."""
    SAVED_500_BEFORE = "saved_500_before"
    """An error that the key answers for ever, and nothing was done."""
    SAVED_500_AFTER = "saved_500_after"
    """An error that the key answers for ever, and it was done."""
    TOO_MANY = "too_many"
    """429: ask again later."""
    CONFLICT = "conflict"
    """409: somebody else holds the lock."""


LATER = timedelta(seconds=5)
MOVES_MONEY = ("/v1/transfers", "/v2/money_management/outbound_payments")


@dataclass(slots=True)
class Faults:
    """Which requests go wrong, and how many did.

    Attributes:
        lock: of the books, which late work writes in.
        seen: how often each kind happened.
        late: work that goes on after its connection died, and when it is done by Stripe's clock. A timer would do it at
            some other moment on a busy machine, and so let other things happen.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    seen: Counter[Fault] = field(default_factory=Counter)
    late: deque[tuple[datetime, Callable[[], None]]] = field(default_factory=deque)
    _next: deque[Fault | None] = field(default_factory=deque)
    _dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - a plan, no secret
    _percent: int = 0
    _paths: tuple[str, ...] = MOVES_MONEY

    def plan(self, seed: int, share: float, *, paths: tuple[str, ...] = MOVES_MONEY) -> None:
        """Let a share of the requests go wrong, the same ones for the same seed.

        Args:
            seed: of the dice.
            share: 0..1; none go wrong at zero.
            paths: addresses to which something is sent; by default those that move money.
        """
        self._dice, self._percent, self._paths = random.Random(seed), round(share * 100), paths  # noqa: S311
        self._next.clear()

    def then(self, *faults: Fault | None, paths: tuple[str, ...] = MOVES_MONEY) -> None:
        """Let the next requests go wrong in just this way, in this order; None lets one go well."""
        self._next.extend(faults)
        self._paths = paths

    def catch_up(self, *, until: datetime | None = None) -> None:
        """Do the work whose connection died before it, in its order.

        Args:
            until: only what is done by then; None does all of it.
        """
        with self.lock:
            while self.late and (until is None or self.late[0][0] <= until):
                _, work = self.late.popleft()
                work()

    def drawn(self, method: str, path: str) -> Fault | None:
        """Return what goes wrong with a request, if anything does."""
        if method != "post" or path not in self._paths:
            return None
        if self._next:
            fault = self._next.popleft()
        else:
            fault = self._dice.choice(list(Fault)) if self._dice.randrange(100) < self._percent else None
        if fault is not None:
            self.seen[fault] += 1
        return fault
