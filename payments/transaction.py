"""One open database transaction: the session that every service takes first, with a fast way to run plain SQL."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.pool import PoolProxiedConnection
from sqlmodel import Session

from policies.periods import to_ms

_NAMED = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_POSTGRESQL_ONLY = re.compile(r"/\*postgresql:(.*?)\*/", re.DOTALL)

_PLAIN_TYPES = frozenset({int, str, type(None)})
_AS_IT_IS = frozenset({int, str, bytes, type(None)})

Row = tuple[Any, ...]
"""A row as the driver gives it; its column types are known by the statement that asked."""


class Transaction(Session):
    """A session whose begin, commit and roll-back belong to web/db.py alone.

    `run`, `one` and `value` send a constant SQL text to the bare driver, inside this transaction: the hot path
    (DESIGN.md section 6). Parameters are written `:name`; `/*postgresql: FOR UPDATE */` is kept on PostgreSQL only.

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

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """Return the ORM's view of this transaction's connection; Any, as SQLAlchemy asks for it in many ways."""
        if self._joined is None:
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
        """End the ORM's part, where it joined."""
        if self._joined is not None:
            super().close()

    def write_pending(self) -> None:
        """Write what the ORM still holds back."""
        if self._joined is not None and (self.new or self.dirty or self.deleted):
            self.flush()

    def run(self, statement: str, /, **values: object) -> list[Row]:
        """Run one statement and return its rows (an empty list where it returns none).

        Args:
            statement: a constant SQL text, never put together from input.
            values: its parameters; instants go as milliseconds, days as ISO text, enumerations as their value.
        """
        cursor = self._execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def count(self, statement: str, /, **values: object) -> int:
        """Run one statement that returns no rows and return how many rows it changed."""
        return int(self._execute(statement, values).rowcount)

    def one(self, statement: str, /, **values: object) -> Row | None:
        """Run one statement and return its first row, or None."""
        rows = self.run(statement, **values)
        return rows[0] if rows else None

    def value(self, statement: str, /, **values: object) -> Any:
        """Run one statement and return the first column of its first row, or None."""
        row = self.one(statement, **values)
        return row[0] if row else None

    def run_many(self, statement: str, rows: Iterable[dict[str, object]], /) -> None:
        """Run one statement once for each row of parameters."""
        self.write_pending()
        cursor = self._driver.cursor()
        cursor.executemany(_for(statement, self._is_postgresql), [_plain(row) for row in rows])
        cursor.close()

    def _execute(self, statement: str, values: dict[str, object]) -> Any:
        """Run a statement and return the driver's cursor."""
        if self._joined is not None:
            self.write_pending()
        return self._driver.execute(_for(statement, self._is_postgresql), _plain(values))


@lru_cache(maxsize=512)
def _for(statement: str, is_postgresql: bool, /) -> str:  # noqa: FBT001 - the cache wants plain arguments
    """Return the statement in the placeholders of one driver."""
    if not is_postgresql:
        return _POSTGRESQL_ONLY.sub("", statement)
    return _NAMED.sub(r"%(\1)s", _POSTGRESQL_ONLY.sub(r"\1", statement).replace("%", "%%"))


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Return parameters as both drivers take them."""
    if _AS_IT_IS.issuperset(map(type, values.values())):
        return values
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: object) -> object:
    if type(value) in _PLAIN_TYPES:  # most are, and this is asked for every parameter of the hot path
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return to_ms(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value
