"""Remembers on which line of a file each id stood first, in a temporary file, so that memory stays flat."""

import sqlite3
from collections.abc import Mapping


class FirstLines:
    """Where each id of a file stood first, in a temporary file of its own, so that memory stays flat."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("PRAGMA cache_size = -4000")
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("PRAGMA synchronous = OFF")
        self._kept.execute("CREATE TABLE first (key INTEGER PRIMARY KEY, line INTEGER)")
        self._kept.execute("BEGIN")

    def line_of(self, key: str) -> int | None:
        """Return the line on which an id stood before, or None."""
        row = self._kept.execute("SELECT line FROM first WHERE key = ?", (hash(key),)).fetchone()
        return None if row is None else int(row[0])

    def keep(self, lines: Mapping[str, int]) -> None:
        """Remember ids that were not seen before, each with its line."""
        self._kept.executemany(
            "INSERT OR IGNORE INTO first VALUES (?, ?)", ((hash(key), line) for key, line in lines.items())
        )

    def close(self) -> None:
        """Forget everything."""
        self._kept.close()
