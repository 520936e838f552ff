"""The database: opens every transaction, and is the only place that begins, commits and rolls back."""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from payments.transaction import Transaction
from web.db_guard import guard

BUSY_SECONDS = 10
CACHED_STATEMENTS = 512
READERS_KEPT = 8
READERS_MAX = 48
POSTGRESQL_KEPT = 20


class FairLock:
    """A lock that serves waiting threads in the order in which they came.

    SQLite's own busy wait is not fair: without this, one writer in a hundred waited 192 ms (architecture.md 5.5).
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_held = False
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    @property
    def waiting(self) -> int:
        """Return how many threads wait."""
        return len(self._waiting)

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_held = False


class Database:
    """One database, SQLite or PostgreSQL, and the two ways to open a transaction on it.

    Args:
        url: SQLAlchemy address for the application.
        owner_url: address of the tables' owner, for migrations; the application's where it is empty.
    """

    def __init__(self, url: str, owner_url: str = "") -> None:
        self.url = _with_driver(url)
        self.owner_url = _with_driver(owner_url or url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer: Engine = _sqlite_engine(self.url, is_reader=False) if self.is_sqlite else _postgresql(self.url)
        self._reader: Engine = _sqlite_engine(self.url, is_reader=True) if self.is_sqlite else self._writer
        self._turn = FairLock() if self.is_sqlite else nullcontext()

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a transaction that may write: commits at the end, rolls back on any exception."""
        with self._turn, self._opened(self._writer, is_reader=False) as (tx, connection):
            yield tx
            tx.write_pending()
            connection.commit()

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
            # A writer takes the write lock at once, so that it never has to become one half-way and fail.
            driver.execute("BEGIN" if is_reader else "BEGIN IMMEDIATE")
        elif driver.read_only is not is_reader:
            driver.read_only = is_reader  # psycopg begins by itself, with the first statement

    @contextmanager
    def owning(self) -> Iterator[Connection]:
        """Open a connection of the tables' owner, unguarded, for migrations; commits at the end."""
        engine = _owner_engine(self.owner_url)
        try:
            with engine.connect() as connection:
                yield connection
                connection.commit()
        finally:
            engine.dispose()

    def dispose(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.dispose()


def _with_driver(url: str) -> URL:
    """Return the address with psycopg as the driver of PostgreSQL, whatever short form was given."""
    parsed = make_url(url)
    if parsed.get_backend_name() in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _postgresql(url: URL) -> Engine:
    return create_engine(url, pool_size=POSTGRESQL_KEPT, max_overflow=POSTGRESQL_KEPT, pool_pre_ping=True)


def _owner_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=1)
    _make_folder(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, pool_size=1)
    event.listen(engine, "connect", _set_up_owner)
    event.listen(engine, "begin", _begin_owning)
    return engine


def _sqlite_engine(url: URL, *, is_reader: bool) -> Engine:
    _make_folder(url)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "cached_statements": CACHED_STATEMENTS},
        pool_size=READERS_KEPT if is_reader else 1,
        max_overflow=READERS_MAX - READERS_KEPT if is_reader else 0,
    )
    event.listen(engine, "connect", _set_up_reader if is_reader else _set_up_writer)
    return engine


def _make_folder(url: URL) -> None:
    assert url.database, "an SQLite database needs a file, so that readers and the writer see the same one"
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _begin_owning(connection: Connection) -> None:
    """Take the write lock at once, so that a reader never has to become a writer half-way and fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _set_up_owner(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _set_up_writer(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _set_up_owner(connection, entry)
    guard(connection)


def _set_up_reader(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _set_up_owner(connection, entry)
    connection.execute("PRAGMA query_only = ON").close()
    guard(connection)
