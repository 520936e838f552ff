"""What the application may never do to its own SQLite records, refused by the database library itself."""

import sqlite3

from payments.columns import APPEND_ONLY_TABLES, COUNTED_TABLES, KEPT_TABLES

_CLOSED_PRAGMAS = {"writable_schema", "ignore_check_constraints", "foreign_keys", "recursive_triggers", "query_only"}
_SCHEMA_ACTS = {
    sqlite3.SQLITE_DROP_TABLE,
    sqlite3.SQLITE_DROP_TRIGGER,
    sqlite3.SQLITE_DROP_INDEX,
    sqlite3.SQLITE_ALTER_TABLE,
    sqlite3.SQLITE_CREATE_TRIGGER,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    sqlite3.SQLITE_ATTACH,
    sqlite3.SQLITE_DETACH,
}


def is_allowed(act: int, first: str | None, second: str | None, trigger: str | None) -> bool:
    """Return whether the application's connection may prepare this.

    Args:
        act: SQLite's number of the act.
        first: the table, or the pragma.
        second: the column, or the pragma's new value.
        trigger: the trigger that asks, if one does.
    """
    if act in _SCHEMA_ACTS:
        return False
    if act == sqlite3.SQLITE_PRAGMA:
        return not (first in _CLOSED_PRAGMAS and second is not None)
    if act == sqlite3.SQLITE_UPDATE:
        return first not in APPEND_ONLY_TABLES and (first not in COUNTED_TABLES or trigger is not None)
    if act == sqlite3.SQLITE_DELETE:
        return first not in APPEND_ONLY_TABLES + COUNTED_TABLES + KEPT_TABLES
    return True


def guard(connection: sqlite3.Connection) -> None:
    """Refuse from now on, on this connection, everything that `is_allowed` denies."""

    def decide(act: int, first: str | None, second: str | None, _database: str | None, trigger: str | None) -> int:
        return sqlite3.SQLITE_OK if is_allowed(act, first, second, trigger) else sqlite3.SQLITE_DENY

    connection.set_authorizer(decide)
