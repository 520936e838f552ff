"""How the databases are opened: the settings of every connection, and what each kind of connection may do."""

import math
import sqlite3
import time
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from web.db_guard import guard

BUSY_SECONDS = 10
CACHED_STATEMENTS = 512
READERS_KEPT = 8
READERS_MAX = 48
POSTGRESQL_KEPT = 20
WRITER_CACHE_KIB = 24_576
"""So much of the file the one writer keeps in memory: the ends of the tables and indexes that everybody adds to."""
WRITER_LOG_PAGES = 8_192
"""From so many pages on (32 MiB), a writer's commit moves its log itself; before, web/checkpoints.py does it beside."""
POSTGRESQL_MOST = 40
ALONE_SECONDS = 1.0
"""A connection that was used so lately is taken for alive; what ends one within the second ends a request anyway."""
_BACK_AT = "back_at"


class SharedConnection(sqlite3.Connection):
    """The one connection on which everybody writes: whoever is done ends their own part, never the others'.

    SQLAlchemy ends what it believes to be its own transaction; here that would throw away what others wrote in the
    same one. Only web/db.py ends it, in so many words.
    """

    def commit(self) -> None:
        """Do nothing."""

    def rollback(self) -> None:
        """Do nothing."""


def with_driver(url: str) -> URL:
    """Return the address with psycopg as the driver of PostgreSQL, whatever short form was given."""
    parsed = make_url(url)
    if parsed.get_backend_name() in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def postgresql_engine(url: URL, *, most: int) -> Engine:
    """Return what opens connections to PostgreSQL, for readers and writers alike, so many at most."""
    kept = min(most, POSTGRESQL_KEPT)
    engine = create_engine(url, pool_size=kept, max_overflow=most - kept)
    event.listen(engine, "checkin", _note_back)
    event.listen(engine, "checkout", partial(_look_whether_alive, engine))
    return engine


def _note_back(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_BACK_AT] = time.monotonic()


def _look_whether_alive(
    engine: Engine, connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Ask a connection that was left alone whether the server still knows it; asking each time costs every answer."""
    if time.monotonic() - entry.info.get(_BACK_AT, math.inf) < ALONE_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except psycopg.Error as why:
        raise InvalidatePoolError from why  # the pool opens another, and throws away those as old as this one


def sqlite_writer(url: URL) -> Engine:
    """Return what opens the one connection on which this process writes."""
    engine = _sqlite(url, kept=1, most=1, factory=SharedConnection)
    event.listen(engine, "connect", _set_up_writer)
    return engine


def sqlite_reader(url: URL) -> Engine:
    """Return what opens connections that may only read."""
    engine = _sqlite(url, kept=READERS_KEPT, most=READERS_MAX, factory=sqlite3.Connection)
    event.listen(engine, "connect", _set_up_reader)
    return engine


def owner_engine(url: URL) -> Engine:
    """Return what opens the tables' owner's connection, unguarded, for migrations."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=1)
    _make_folder(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, pool_size=1)
    event.listen(engine, "connect", _set_up_owner)
    event.listen(engine, "begin", _begin_owning)
    return engine


def _sqlite(url: URL, *, kept: int, most: int, factory: type[sqlite3.Connection]) -> Engine:
    _make_folder(url)
    return create_engine(
        url,
        connect_args={
            "timeout": BUSY_SECONDS,
            "isolation_level": None,
            "cached_statements": CACHED_STATEMENTS,
            "check_same_thread": False,  # our own turns keep two threads from using one at once
            "factory": factory,
        },
        pool_size=kept,
        max_overflow=most - kept,
    )


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
    # What a caller's savepoint would take back is kept in memory: in a file of its own it cost a tenth of each answer.
    kept = (f"cache_size = -{WRITER_CACHE_KIB}", f"wal_autocheckpoint = {WRITER_LOG_PAGES}", "temp_store = MEMORY")
    for pragma in kept:
        connection.execute(f"PRAGMA {pragma}").close()
    guard(connection)


def _set_up_reader(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _set_up_owner(connection, entry)
    connection.execute("PRAGMA query_only = ON").close()
    guard(connection)
