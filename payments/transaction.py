"""One open database transaction: the session that every service takes first, with a fast way to run plain SQL."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any

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
    """

    _driver: Any = None  # the driver's connection has no type that both databases share

    def run(self, statement: str, /, **values: object) -> list[Row]:
        """Run one statement and return its rows (an empty list where it returns none).

        Args:
            statement: a constant SQL text, never put together from input.
            values: its parameters; instants go as milliseconds, days as ISO text, enumerations as their value.
        """
        cursor = self._cursor()
        cursor.execute(_for(statement, self._is_postgresql), _plain(values))
        rows: list[Row] = cursor.fetchall() if cursor.description else []
        cursor.close()
        return rows

    def count(self, statement: str, /, **values: object) -> int:
        """Run one statement that returns no rows and return how many rows it changed."""
        cursor = self._cursor()
        cursor.execute(_for(statement, self._is_postgresql), _plain(values))
        changed: int = cursor.rowcount
        cursor.close()
        return changed

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
        cursor = self._cursor()
        cursor.executemany(_for(statement, self._is_postgresql), [_plain(row) for row in rows])
        cursor.close()

    @cached_property
    def _is_postgresql(self) -> bool:
        return self.get_bind().dialect.name == "postgresql"

    def _cursor(self) -> Any:
        """Return a cursor of the driver on this transaction's connection, pending ORM rows written first."""
        if self._is_dirty_or_new():
            self.flush()
        if self._driver is None or not self.in_transaction():
            self._driver = self.connection().connection  # asking for it each time was a quarter of a hot statement
        return self._driver.cursor()

    def _is_dirty_or_new(self) -> bool:
        return bool(self.new or self.dirty or self.deleted)


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
