"""Reads the next rows of a file while the last ones are put into the database, which leaves the processor to others."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Taken = TypeVar("Taken")


def ahead(take: Callable[[], Taken | None]) -> Generator[Taken]:
    """Yield what is taken, one after the other, the next one always being taken meanwhile in a thread of its own.

    Args:
        take: returns the next one, and None once there is none; called by one thread only, never twice at once.

    Raises:
        Exception: what `take` raises, after everything that it returned before.

    Whoever leaves before the end closes it, which waits until nobody reads any more.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        coming = thread.submit(take)
        while (taken := coming.result()) is not None:
            coming = thread.submit(take)
            yield taken
