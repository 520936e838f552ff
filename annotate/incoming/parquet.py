"""Parquet, read by DuckDB where it is installed: a copy on disk, some rows at a time, nothing else within its reach."""

import importlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from policies.errors import Kind, Refusal

SIGN = b"PAR1"
ROWS_AT_ONCE = 500
_OF_A_ZONE = re.compile(r"\bTIME(STAMP)? WITH TIME ZONE\b")
"""Instants of a zone come as text: DuckDB wants a library of time zones to say them in any other way."""
_SETTINGS = (
    "SET memory_limit = '256MB'",
    "SET threads = 1",
    "SET preserve_insertion_order = true",
    "SET allowed_paths = [?]",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@contextmanager
def opened(source: BinaryIO) -> Iterator["Table"]:
    """Open a file's rows; its copy is gone afterwards.

    Raises:
        Refusal: `parquet_missing` where DuckDB is not installed, `parquet_unreadable`.
    """
    duckdb = _duckdb()
    with tempfile.TemporaryDirectory(prefix="jornal-parquet-") as folder:
        path = Path(folder) / "rows.parquet"
        with path.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        connection = duckdb.connect(":memory:")
        try:
            for setting in _SETTINGS:
                connection.execute(setting, [str(path)] if "?" in setting else [])
            yield Table(connection, path, duckdb.Error)
        finally:
            connection.close()


class Table:
    """The rows of one file.

    Args:
        connection: of DuckDB, which has no types of its own.
        path: the file.
        error: what it raises.
    """

    def __init__(self, connection: Any, path: Path, error: type[Exception]) -> None:
        self._connection, self._path, self._error = connection, str(path), error
        described = self._asked("DESCRIBE SELECT * FROM read_parquet(?)")
        self.columns: tuple[str, ...] = tuple(str(row[0]) for row in described)
        self._shown = ", ".join(_shown(str(row[0]), str(row[1])) for row in described)
        self.label_names = self._label_names()

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Yield the rows in their order.

        Raises:
            Refusal: `parquet_unreadable`, where the file turns out to be broken.
        """
        try:
            cursor = self._connection.execute(f"SELECT {self._shown} FROM read_parquet(?)", [self._path])
            while found := cursor.fetchmany(ROWS_AT_ONCE):
                for row in found:
                    yield dict(zip(self.columns, row, strict=True))
        except self._error as problem:
            raise Refusal("parquet_unreadable", Kind.UNREADABLE) from problem

    def _asked(self, statement: str) -> list[tuple[Any, ...]]:
        try:
            found: list[tuple[Any, ...]] = self._connection.execute(statement, [self._path]).fetchall()
        except self._error as problem:
            raise Refusal("parquet_unreadable", Kind.UNREADABLE) from problem
        return found

    def _label_names(self) -> dict[str, list[str]]:
        """Return what the numbers of each column mean, as Hugging Face writes it beside the rows."""
        try:
            kept = self._asked("SELECT key, value FROM parquet_kv_metadata(?)")
            said = {bytes(key).decode(): bytes(value).decode() for key, value in kept}
            features = json.loads(said.get("huggingface", "{}")).get("info", {}).get("features", {})
        except (Refusal, ValueError, AttributeError, TypeError):
            return {}
        listed = {name: one for name, one in features.items() if isinstance(one, dict)}
        return {
            name: [str(label) for label in one["names"]]
            for name, one in listed.items()
            if isinstance(one.get("names"), list)
        }


def _shown(name: str, kind: str) -> str:
    """Return how a column is asked for: as it is, or with the instants in it as text, however deep they lie."""
    column = '"' + name.replace('"', '""') + '"'
    return f"CAST({column} AS {_OF_A_ZONE.sub('VARCHAR', kind)})" if _OF_A_ZONE.search(kind) else column


def _duckdb() -> Any:  # it may be missing, and has no types of its own
    try:
        return importlib.import_module("duckdb")
    except ImportError as problem:
        raise Refusal("parquet_missing", Kind.UNREADABLE) from problem
