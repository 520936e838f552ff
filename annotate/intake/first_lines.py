"""Remembers on which line of a file each id stood first, in a temporary file, so that memory stays flat."""

import sqlite3
import tempfile
from array import array
from collections.abc import Iterable, Sequence

_READ_BYTES = 400_000


class FirstLines:
    """Where each id of a file stood first, in a temporary file of its own, so that memory stays flat.

    Ids are only written down, one after the other; they are put in order once somebody asks for one, which happens
    where an id stands twice.
    """

    def __init__(self) -> None:
        self._keys = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115 - `close` ends it
        self._lines = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115 - the same
        self._kept: sqlite3.Connection | None = None

    def line_of(self, key: str) -> int | None:
        """Return the line on which an id stood before, or None."""
        if self._kept is None:
            self._kept = self._in_order()
        row = self._kept.execute("SELECT line FROM first WHERE key = ?", (hash(key),)).fetchone()
        return None if row is None else int(row[0])

    def keep(self, keys: Sequence[str], lines: Sequence[int]) -> None:
        """Remember ids that were not seen before, and the line of each."""
        if self._kept is not None:
            _add(self._kept, zip(map(hash, keys), lines, strict=True))
        else:
            self._keys.write(array("q", map(hash, keys)).tobytes())
            self._lines.write(array("q", lines).tobytes())

    def close(self) -> None:
        """Forget everything."""
        self._keys.close()
        self._lines.close()
        if self._kept is not None:
            self._kept.close()

    def _in_order(self) -> sqlite3.Connection:
        """Return all that was written down so far, to be asked by id."""
        kept = sqlite3.connect("", isolation_level=None)
        for setting in ("cache_size = -4000", "journal_mode = OFF", "synchronous = OFF"):
            kept.execute(f"PRAGMA {setting}")
        kept.execute("CREATE TABLE first (key INTEGER PRIMARY KEY, line INTEGER)")
        kept.execute("BEGIN")
        self._keys.seek(0)
        self._lines.seek(0)
        while keys := self._keys.read(_READ_BYTES):
            _add(kept, zip(array("q", keys), array("q", self._lines.read(_READ_BYTES)), strict=True))
        return kept


def _add(kept: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    kept.executemany("INSERT OR IGNORE INTO first VALUES (?, ?)", pairs)
