"""Tells a database that cannot be reached just now from one that says no: the first passes, and nothing was kept."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from web.db import CommitFailed

OUTAGES: tuple[type[Exception], ...] = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    sqlite3.OperationalError,
    DBAPIError,
    PoolTimeout,
    CommitFailed,
)
"""What an outage may come as; `is_outage` says whether it is one."""
RETRY_SECONDS = 5
"""PostgreSQL is back from a restart within that, most of the time."""
_PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_FIRST_BYTE = 0xFF


def is_outage(problem: BaseException) -> bool:
    """Return whether the database could not be reached, was full or busy: the same request may go well later."""
    if isinstance(problem, PoolTimeout | CommitFailed):
        return True
    if isinstance(problem, DBAPIError):
        return problem.connection_invalidated or (problem.orig is not None and is_outage(problem.orig))
    if isinstance(problem, sqlite3.OperationalError):
        return problem.sqlite_errorcode & _FIRST_BYTE in _PASSING
    return isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError)
