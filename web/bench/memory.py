"""How much memory this process has while something runs, looked at many times a second."""

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

LOOKED_EVERY_SECONDS = 0.02
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def resident_bytes() -> int:
    """Return how much memory this process has now; what it had at most before does not count."""
    with Path("/proc/self/statm").open(encoding="ascii") as found:
        return int(found.read().split()[1]) * _PAGE_BYTES


class Watched:
    """Looks at the memory of this process until the end of a `with`; what it had at its beginning is idle.

    Attributes:
        above_bytes: how much more than that it had at most.
    """

    def __init__(self) -> None:
        self.above_bytes = 0
        self._idle = resident_bytes()
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._looking.join()

    def _look(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._is_over.wait(LOOKED_EVERY_SECONDS)
            self.above_bytes = max(self.above_bytes, resident_bytes() - self._idle)
