"""One open database transaction: the session that every service takes first, with a fast way to run plain SQL."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.pool import PoolProxiedConnection
from sqlmodel import Session

from policies.periods import to_ms

_NAMED = re.compile(r"(?<![:'\w]):([a-z_][a-z0-9_]*)")
_POSTGRESQL_ONLY = re.compile(r"/\*postgresql:(.*?)\*/", re.DOTALL)
_ONE_ROW = re.compile(r"VALUES\s*(\([^()]*?(\?|%s)[^()]*\))")
_ALL_NAMED = re.compile(r"\s*INSERT INTO (\w+ \([\w,\s]+\))\s*VALUES\s*\(%s(?:, %s)*\)\s*")
ROWS_AT_ONCE = (250, 100)
"""So many rows go into one statement where there are as many; each number of rows is a text of its own to prepare.

It is twice as fast as one by one, as SQLite writes its next number once a statement."""
LONG_ROWS = 2_000
"""So many at once on SQLite, which works without Python's lock until they are in: another thread reads on meanwhile.

Twice as many hold two megabytes more, and are no faster."""
VALUES_MOST = 32_766
"""So many values a statement of SQLite takes."""
COPIED_FROM = 500
"""So many rows or more go to PostgreSQL as a stream, which is what it reads fastest."""

_AS_IT_IS = frozenset({int, str, bytes, type(None)})

Row = tuple[Any, ...]
"""A row as the driver gives it; its column types are known by the statement that asked."""


class Transaction(Session):
    """A session whose begin, commit and roll-back belong to web/db.py alone.

    `run`, `one` and `value` send a constant SQL text to the bare driver, inside this transaction: the hot path
    (DESIGN.md section 6). Parameters are written `:name`; `/*postgresql: FOR UPDATE */` is kept on PostgreSQL only.

    `send` is `run` for a statement whose result nobody reads. On PostgreSQL it travels with the next statement that is
    read, or with the end of the transaction: each wait for the server costs more than what it does meanwhile
    (research/performance.md, point 5). What the server has against it is raised there, before anything is committed.

    Objects of the ORM share the same connection, but join only when the first of them is asked for: opening both was
    half of what a small transaction cost.

    Args:
        engine: where the connection comes from.
        connection: from the engine's pool, the transaction begun on it.
    """

    def __init__(self, engine: Engine, connection: PoolProxiedConnection) -> None:
        super().__init__(expire_on_commit=False)
        self._engine, self._pooled = engine, connection
        self._driver: Any = connection.driver_connection  # it has no type that both databases share
        self._is_postgresql = engine.dialect.name == "postgresql"
        self._joined: Connection | None = None
        self._queue: Any = None  # psycopg's pipeline, while statements are on their way together
        self._queued: Any = None  # what opened it, and closes it

    @property
    def has_objects(self) -> bool:
        """Whether the ORM has joined, so that objects may be kept here; otherwise it can be used once more."""
        return self._joined is not None

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """Return the ORM's view of this transaction's connection; Any, as SQLAlchemy asks for it in many ways."""
        if self._joined is None:
            self._end_queue()
            self._joined = Connection(self._engine, self._pooled)
        return self._joined

    def add(self, instance: object, *arguments: Any, **options: Any) -> None:
        """Keep a new object, to be written before the next statement; Any, as in SQLAlchemy."""
        self.get_bind()
        super().add(instance, *arguments, **options)

    def begin_nested(self) -> SessionTransaction:
        """Set a savepoint at once, not only when the ORM is used next."""
        nested = super().begin_nested()
        self.connection()
        return nested

    def close(self) -> None:
        """End the ORM's part, where it joined; in the wake of an error, that error stays the one that is told."""
        self._end_queue(*sys.exc_info())
        if self._joined is not None:
            super().close()

    def write_pending(self, *, last: str = "") -> None:
        """Write what is still held back, and raise what the server has against it.

        Args:
            last: what ends the transaction, from web/db.py. It travels with statements that are still on their way;
                the server passes it over where one of them failed. Where none is, it is left to the caller.
        """
        if last and self._queue is not None:
            self._driver.execute(last)
        self._end_queue()
        if self._joined is not None and (self.new or self.dirty or self.deleted):
            self.flush()

    def run(self, statement: str, /, **values: object) -> list[Row]:
        """Run one statement and return its rows (an empty list where it returns none).

        Args:
            statement: a constant SQL text, never put together from input.
            values: its parameters; instants go as milliseconds, days as ISO text, enumerations as their value.
        """
        cursor = self._execute(statement, values)
        if self._queue is not None:
            self._queue.sync()
        rows: list[Row] = cursor.fetchall() if cursor.description else []
        return rows

    def send(self, statement: str, /, **values: object) -> None:
        """Run one statement whose result nobody reads; what it violates may be raised only by a later statement."""
        self._together()
        self._execute(statement, values)

    def count(self, statement: str, /, **values: object) -> int:
        """Run one statement that returns no rows and return how many rows it changed."""
        cursor = self._execute(statement, values)
        if self._queue is not None:
            self._queue.sync()
        return int(cursor.rowcount)

    def one(self, statement: str, /, **values: object) -> Row | None:
        """Run one statement and return its first row, or None."""
        rows = self.run(statement, **values)
        return rows[0] if rows else None

    def value(self, statement: str, /, **values: object) -> Any:
        """Run one statement and return the first column of its first row, or None."""
        row = self.one(statement, **values)
        return row[0] if row else None

    def run_many(self, statement: str, rows: Iterable[dict[str, object]], /) -> None:
        """Send one statement for each row of parameters; rows of an INSERT go several in one statement."""
        _, names = _for(statement, self._is_postgresql)
        self.run_rows(statement, [[row[name] for name in names] for row in rows])

    def run_rows(self, statement: str, arguments: Sequence[Sequence[object]], /) -> None:
        """Do as `run_many`, for a hundred thousand rows: the values stand in the order in which it names them."""
        if not arguments:
            return
        text, _ = _for(statement, self._is_postgresql)
        if self._joined is not None:
            self.write_pending()
        if self._is_postgresql and len(arguments) >= COPIED_FROM and (plain_insert := _ALL_NAMED.fullmatch(text)):
            self._copy(plain_insert[1], arguments)
            return
        self._together()
        done = 0
        for at_once in self._at_once(arguments):
            several = _of_several(text, at_once) if len(arguments) - done >= at_once else None
            while several is not None and len(arguments) - done >= at_once:
                self._driver.execute(several, _plain(list(chain.from_iterable(arguments[done : done + at_once]))))
                done += at_once
        if done < len(arguments):
            cursor = self._driver.cursor()
            cursor.executemany(text, [_plain(list(row)) for row in arguments[done:]])
            cursor.close()

    def _at_once(self, rows: Sequence[Sequence[object]]) -> tuple[int, ...]:
        """Return how many rows go into one statement, the largest number first."""
        if len(rows) < min(ROWS_AT_ONCE):
            return (len(rows),)
        is_long = len(rows) >= LONG_ROWS and LONG_ROWS * len(rows[0]) <= VALUES_MOST and not self._is_postgresql
        return (LONG_ROWS, *ROWS_AT_ONCE) if is_long else ROWS_AT_ONCE

    def _copy(self, columns: str, rows: Sequence[Sequence[object]]) -> None:
        """Send rows to PostgreSQL as one stream; its triggers and constraints see each of them all the same.

        Args:
            columns: the table and its columns, as an INSERT names them.
            rows: their values in that order.
        """
        self._end_queue()  # nothing else may be on its way meanwhile
        with self._driver.cursor() as cursor, cursor.copy(f"COPY {columns} FROM STDIN") as stream:
            for row in rows:
                stream.write_row(_plain(row))

    def _together(self) -> None:
        """Let statements go to PostgreSQL together from now on, unless the ORM has joined, which waits for each."""
        if self._is_postgresql and self._queue is None and self._joined is None:
            self._queued = self._driver.pipeline()
            self._queue = self._queued.__enter__()

    def _end_queue(self, *in_the_wake_of: object) -> None:
        """Wait for every statement that was sent, and raise what went wrong unless something else is told already."""
        if self._queue is not None:
            queued, self._queue, self._queued = self._queued, None, None
            queued.__exit__(*(in_the_wake_of or (None, None, None)))

    def _execute(self, statement: str, values: dict[str, object]) -> Any:
        """Run a statement and return the driver's cursor."""
        if self._joined is not None:
            self.write_pending()
        text, in_order = _ordered(statement, self._is_postgresql)
        arguments = in_order(values)
        if not _AS_IT_IS.issuperset(map(type, arguments)):
            arguments = _plain(arguments)
        return self._driver.execute(text, arguments)


@lru_cache(maxsize=1024)
def _for(statement: str, is_postgresql: bool, /) -> tuple[str, tuple[str, ...]]:  # noqa: FBT001 - the cache wants it so
    """Return the statement in the placeholders of one driver, and the names of its parameters in their order."""
    if not is_postgresql:
        text, mark = _POSTGRESQL_ONLY.sub("", statement), "?"
    else:
        text, mark = _POSTGRESQL_ONLY.sub(r"\1", statement).replace("%", "%%"), "%s"
    return _NAMED.sub(mark, text), tuple(_NAMED.findall(text))


@lru_cache(maxsize=1024)
def _ordered(statement: str, is_postgresql: bool, /) -> tuple[str, Callable[[Any], Sequence[object]]]:  # noqa: FBT001 - as above
    """Return the same, with what picks the parameters out of their names at once; Any, as it picks from any mapping."""
    text, names = _for(statement, is_postgresql)
    if len(names) > 1:
        return text, itemgetter(*names)
    return text, lambda values: [values[name] for name in names]


@lru_cache(maxsize=512)
def _of_several(text: str, count: int, /) -> str | None:
    """Return an INSERT of one row as one of several; None for what is no such thing."""
    found = _ONE_ROW.search(text)
    if found is None or found[1].count(found[2]) != text.count(found[2]):
        return None
    return text[: found.start(1)] + ", ".join([found[1]] * count) + text[found.end(1) :]


def _plain(values: Sequence[object]) -> Sequence[object]:
    """Return parameters as both drivers take them."""
    if _AS_IT_IS.issuperset(map(type, values)):
        return values
    return [value if type(value) in _AS_IT_IS else _plain_value(value) for value in values]


def _plain_value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return to_ms(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value
