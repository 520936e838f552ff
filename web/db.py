"""The database: opens every transaction, and is the only place that begins, commits and rolls back."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import PoolProxiedConnection

from payments.transaction import Transaction
from web.db_engines import POSTGRESQL_MOST, owner_engine, postgresql_engine, sqlite_reader, sqlite_writer, with_driver

GROUP_MAX = 32
GROUP_SECONDS_MAX = 0.01
"""So many callers, or so long, share one commit at most; whoever came first waits no longer than that for the rest."""


class CommitFailed(RuntimeError):
    """The disk did not take a commit: nothing of those who shared it is stored, and each of them is told."""


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
            turn = _closed_lock()
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


def _closed_lock() -> threading.Lock:
    """Return a lock that somebody else will open: the cheapest way in which a thread can wait for another."""
    lock = threading.Lock()
    lock.acquire()
    return lock


class _Group:
    """Those who wrote since the last commit, and wait for the next."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.members: list[threading.Lock] = []
        self.failure: BaseException | None = None

    @property
    def is_full(self) -> bool:
        """Return whether nobody more should wait for this commit."""
        return len(self.members) >= GROUP_MAX or time.perf_counter() - self.began >= GROUP_SECONDS_MAX

    def settle(self, failure: BaseException | None) -> None:
        """Tell everybody how it went."""
        self.failure = failure
        for member in self.members:
            member.release()


class GroupWriter:
    """SQLite's one writer: callers write one after another in savepoints, and the last in the queue commits for all.

    Sixteen people share one wait for the disk so. Each still has a transaction of their own: what one takes back is
    gone, and the others' stays. Nobody is told anything, not even a refusal, before the commit that holds everything
    they have seen; where it fails, all who shared it fail.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = FairLock()
        self._pooled: PoolProxiedConnection | None = None
        self._driver: Any = None  # sqlite3.Connection, as the pool hands it out
        self._group: _Group | None = None
        self.commits = 0
        """How many commits there were; far fewer than callers, where many write at once."""

    @property
    def waiting(self) -> int:
        """Return how many callers wait for their turn."""
        return self._turn.waiting

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a part of the shared transaction; returns when it is on the disk.

        Raises:
            CommitFailed: nothing of it is stored.
        """
        told, failure = _closed_lock(), None
        with self._turn:
            group = self._joined(told)
            try:
                yield from self._part(group)
            except BaseException as why:  # noqa: BLE001 - raised again below, once what they saw is on the disk
                failure = why
            finally:
                if self._group is group and (group.is_full or not self._turn.waiting):
                    self._end(group)
        told.acquire()  # outside the turn, so that others write meanwhile
        if group.failure is not None and group.failure is not failure:
            raise CommitFailed from group.failure
        if failure is not None:
            raise failure

    def _joined(self, told: threading.Lock) -> _Group:
        """Begin a part; where not even that works, all who share the transaction are told so instead of waiting."""
        try:
            return self._join(told)
        except BaseException as why:
            if self._group is not None:
                self._give_up(self._group, why)
            raise

    def _join(self, told: threading.Lock) -> _Group:
        """Begin a part: the first one of a group begins the transaction too."""
        if self._pooled is None:
            self._pooled = self._engine.raw_connection()
            self._driver = self._pooled.driver_connection
        if self._group is None:
            # It takes the write lock at once, so that it never has to become a writer half-way and fail.
            self._driver.execute("BEGIN IMMEDIATE")
            self._group = _Group()
        self._driver.execute("SAVEPOINT caller")
        self._group.members.append(told)
        return self._group

    def _part(self, group: _Group) -> Iterator[Transaction]:
        assert self._pooled is not None
        try:
            with Transaction(self._engine, self._pooled) as tx:
                yield tx
                tx.write_pending()
            self._driver.execute("RELEASE caller")
        except BaseException as why:
            self._take_back(group, why)
            raise

    def _take_back(self, group: _Group, why: BaseException) -> None:
        """Undo one caller's part; where SQLite has already thrown away the whole transaction, all of it failed."""
        try:
            self._driver.execute("ROLLBACK TO caller")
            self._driver.execute("RELEASE caller")
        except sqlite3.Error:
            self._give_up(group, why)

    def _end(self, group: _Group) -> None:
        """Commit what the whole group wrote."""
        try:
            self._driver.execute("COMMIT")
        except sqlite3.Error as why:
            self._give_up(group, why)
        else:
            self._group, self.commits = None, self.commits + 1
            group.settle(None)

    def _give_up(self, group: _Group, why: BaseException) -> None:
        with suppress(sqlite3.Error):
            self._driver.execute("ROLLBACK")
        self._group = None
        group.settle(why)

    def close(self) -> None:
        """Give the connection back."""
        if self._pooled is not None:
            self._pooled.close()
            self._pooled = None


class Database:
    """One database, SQLite or PostgreSQL, and the two ways to open a transaction on it.

    Args:
        url: SQLAlchemy address for the application.
        owner_url: address of the tables' owner, for migrations; the application's where it is empty.
        connections: how many to PostgreSQL at most.
    """

    def __init__(self, url: str, owner_url: str = "", *, connections: int = POSTGRESQL_MOST) -> None:
        self.url = with_driver(url)
        self.owner_url = with_driver(owner_url or url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer: Engine = (
            sqlite_writer(self.url) if self.is_sqlite else postgresql_engine(self.url, most=connections)
        )
        self._reader: Engine = sqlite_reader(self.url) if self.is_sqlite else self._writer
        self._group = GroupWriter(self._writer) if self.is_sqlite else None

    def writing(self) -> AbstractContextManager[Transaction]:
        """Open a transaction that may write: commits at the end, rolls back on any exception."""
        return self._group.writing() if self._group else self._writing_alone()

    @contextmanager
    def _writing_alone(self) -> Iterator[Transaction]:
        with self._opened(self._writer, is_reader=False) as (tx, connection):
            yield tx
            tx.write_pending(last="COMMIT")
            connection.commit()  # does nothing where that has ended it

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that sees one moment and may not write; a write in it raises."""
        with self._opened(self._reader, is_reader=True) as (tx, _):
            yield tx

    @contextmanager
    def _opened(self, engine: Engine, *, is_reader: bool) -> Iterator[tuple[Transaction, PoolProxiedConnection]]:
        """Begin a transaction; the pool rolls back what is not committed when it takes the connection back."""
        connection = engine.raw_connection()
        try:
            self._begin(connection.driver_connection, is_reader=is_reader)
            with Transaction(engine, connection) as tx:
                yield tx, connection
        finally:
            connection.close()

    def _begin(self, driver: Any, *, is_reader: bool) -> None:
        """Begin as the driver does it; Any, because the two drivers share no type."""
        if self.is_sqlite:
            driver.execute("BEGIN")
        elif driver.read_only is not is_reader:
            driver.read_only = is_reader  # psycopg begins by itself, with the first statement

    @contextmanager
    def owning(self) -> Iterator[Connection]:
        """Open a connection of the tables' owner, unguarded, for migrations; commits at the end."""
        engine = owner_engine(self.owner_url)
        try:
            with engine.connect() as connection:
                yield connection
                connection.commit()
        finally:
            engine.dispose()

    def dispose(self) -> None:
        """Close every connection."""
        if self._group:
            self._group.close()
        self._writer.dispose()
        self._reader.dispose()
