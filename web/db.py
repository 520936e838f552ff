"""The database: opens every transaction, and is the only place that begins, commits and rolls back."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import PoolProxiedConnection

from payments.transaction import Transaction
from web.checkpoints import Checkpoints
from web.db_engines import POSTGRESQL_MOST, owner_engine, postgresql_engine, sqlite_reader, sqlite_writer, with_driver
from web.fair_lock import FairLock, closed_lock

GROUP_MAX = 32
GROUP_SECONDS_MAX = 0.04
"""So many callers, or so long, share one commit at most; whoever came first waits no longer than that for the rest."""


class CommitFailed(RuntimeError):
    """The disk did not take a commit: nothing of those who shared it is stored, and each of them is told."""


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


@dataclass(slots=True)
class Part:
    """One caller's part of a transaction that several share: what they do in it, and what came of it."""

    act: Callable[[Transaction], Any]  # each caller gets back what theirs returned
    result: Any = None
    failure: BaseException | None = None


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
        self._spare: Transaction | None = None  # as good as new: making one cost as much as three statements
        self._group: _Group | None = None
        self._checkpoints = Checkpoints(engine.url.database or "")
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
        told, failure = closed_lock(), None
        with self._turn:
            group = self._joined(told)
            try:
                with self._part(group) as tx:
                    yield tx
            except BaseException as why:  # noqa: BLE001 - raised again below, once what they saw is on the disk
                failure = why
            finally:
                self._end_unless_more_come(group)
        told.acquire()  # outside the turn, so that others write meanwhile
        if group.failure is not None and group.failure is not failure:
            raise CommitFailed from group.failure
        if failure is not None:
            raise failure

    def write_each(self, parts: Iterable[Part]) -> None:
        """Do several callers' parts in one turn, as if each had waited for theirs; returns when they are on the disk.

        What came of each is kept with it, be it `CommitFailed`. No more are asked than should share a commit.

        Args:
            parts: asked for one by one, so that who comes meanwhile can join.

        Raises:
            sqlite3.Error: no transaction could be begun; nothing that was asked for so far is stored.
        """
        done: list[tuple[Part, _Group, threading.Lock]] = []
        with self._turn:
            for part in parts:
                told = closed_lock()
                group = self._joined(told)
                done.append((part, group, told))
                self._do(part, group)
                if group.is_full:
                    break
            if done:
                self._end_unless_more_come(group)
        for part, group, told in done:
            told.acquire()
            if group.failure is not None and group.failure is not part.failure:
                part.failure = CommitFailed()
                part.failure.__cause__ = group.failure

    def _do(self, part: Part, group: _Group) -> None:
        try:
            with self._part(group) as tx:
                part.result = part.act(tx)
        except BaseException as why:  # noqa: BLE001 - kept for the caller whose part it was
            part.failure = why

    def _end_unless_more_come(self, group: _Group) -> None:
        if self._group is group and (group.is_full or not self._turn.waiting):
            self._end(group)

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

    @contextmanager
    def _part(self, group: _Group) -> Iterator[Transaction]:
        assert self._pooled is not None
        opened, self._spare = self._spare or Transaction(self._engine, self._pooled), None
        try:
            with opened as tx:
                yield tx
                tx.write_pending()
            self._driver.execute("RELEASE caller")
        except BaseException as why:
            self._take_back(group, why)
            raise
        if not opened.has_objects:
            self._spare = opened

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
            self._checkpoints.note(self._driver.total_changes)

    def _give_up(self, group: _Group, why: BaseException) -> None:
        with suppress(sqlite3.Error):
            self._driver.execute("ROLLBACK")
        self._group = None
        group.settle(why)

    def close(self) -> None:
        """Give the connection back."""
        self._checkpoints.close()
        if self._pooled is not None:
            self._pooled.close()
            self._pooled = self._spare = None


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

    @property
    def takes_turns(self) -> bool:
        """Whether one connection writes for everybody, so that `write_each` is the cheapest way."""
        return self._group is not None

    def write_each(self, parts: Iterable[Part]) -> None:
        """Do several callers' parts in one turn, as `GroupWriter.write_each`; only where `takes_turns`."""
        assert self._group is not None, "every caller has a connection of their own"
        self._group.write_each(parts)

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
