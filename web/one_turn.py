"""Does the quick calls that wait for SQLite's one writer in one thread, one after another, and answers all at once."""

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from payments.transaction import Transaction
from web.db import Database, Part

Say = Callable[[], Any]
"""Makes the answer to a call, once what it did is on the disk; Any, as each caller gets back what theirs made."""
Take = Callable[[Transaction], Say]
"""Does what was asked for, in a transaction."""


@dataclass(slots=True)
class _Caller:
    """One call in the line, and who is told what came of it."""

    read: Callable[[], Take]
    future: asyncio.Future[Any]
    part: Part | None = None
    failure: BaseException | None = None
    answer: Any = None

    def finish(self, failure: BaseException | None) -> None:
        """Make the answer; a failure of everybody's is this one's too, unless they have their own."""
        self.failure = self.failure or failure or (self.part.failure if self.part else None)
        if self.failure is None:
            assert self.part is not None, "whoever could be read has a part"
            try:
                self.answer = self.part.result()
            except BaseException as why:  # noqa: BLE001 - told to whoever asked, as everything that goes wrong
                self.failure = why

    def tell(self) -> None:
        """Hand over the answer, in the loop that waits for it; nobody may wait for it any more."""
        if self.future.done():
            return
        if self.failure is None:
            self.future.set_result(self.answer)
        else:
            self.future.set_exception(self.failure)


class OneTurn:
    """A line of calls before one thread: each has its own part of a transaction, and those who wait share its commit.

    With a thread for each, two were woken for every call, and all of them fought for the interpreter: a third of what
    an answer cost.

    Args:
        db: on SQLite.
        pool: where the thread comes from whenever somebody waits.
    """

    def __init__(self, db: Database, pool: Executor) -> None:
        self._db, self._pool = db, pool
        self._line: deque[_Caller] = deque()
        self._guard = threading.Lock()
        self._is_at_work = False

    async def done(self, read: Callable[[], Take]) -> Any:
        """Return the answer to a call, or raise what any of its steps raised.

        Args:
            read: reads what was sent, before anything is done.
        """
        caller = _Caller(read, asyncio.get_running_loop().create_future())
        with self._guard:
            self._line.append(caller)
            is_first, self._is_at_work = not self._is_at_work, True
        if is_first:
            self._pool.submit(self._work)
        return await caller.future

    def _work(self) -> None:
        """Go on until nobody waits."""
        while self._is_anybody_there():
            taken: list[_Caller] = []
            failure: BaseException | None = None
            try:
                self._db.write_each(self._parts(taken))
            except BaseException as why:  # noqa: BLE001 - each of them is told, in their own words
                failure = why
            for caller in taken:
                caller.finish(failure)
            _tell(taken)

    def _is_anybody_there(self) -> bool:
        with self._guard:
            self._is_at_work = bool(self._line)
            return self._is_at_work

    def _parts(self, taken: list[_Caller]) -> Iterator[Part]:
        """Yield the parts of those who wait, one by one; who comes meanwhile is asked too."""
        while self._line:
            caller = self._line.popleft()
            taken.append(caller)
            try:
                caller.part = Part(caller.read())
            except BaseException as why:  # noqa: BLE001 - told to whoever sent what cannot be read
                caller.failure = why
            else:
                yield caller.part


def _tell(callers: Iterable[_Caller]) -> None:
    """Wake each loop once, for all who wait in it."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[_Caller]] = defaultdict(list)
    for caller in callers:
        by_loop[caller.future.get_loop()].append(caller)
    for loop, theirs in by_loop.items():
        with suppress(RuntimeError):  # it was closed: nobody waits there any more
            loop.call_soon_threadsafe(_tell_each, theirs)


def _tell_each(callers: Iterable[_Caller]) -> None:
    for caller in callers:
        caller.tell()
