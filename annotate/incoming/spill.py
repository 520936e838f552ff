"""Keeps what is put together later in a temporary file: the pictures of a COCO file, and what belongs to each."""

import sqlite3
from collections.abc import Iterator, Sequence

_AT_ONCE = 2_000


class Spill:
    """Rows that belong to others, in a temporary file of their own, so that memory stays flat however many there are.

    Whose they are is told by a text, or by a whole number written as one.
    """

    def __init__(self) -> None:
        # One thread opens it and another one reads on, never both at once (annotate.intake.ahead).
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in ("cache_size = -8000", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self._kept.execute(f"PRAGMA {setting}")
        self._kept.execute("CREATE TABLE owner (id TEXT, line INTEGER, text TEXT)")
        self._kept.execute("CREATE TABLE part (owner_id TEXT, line INTEGER, text TEXT)")
        self._kept.execute("BEGIN")
        self._owners: list[tuple[str, int, str]] = []
        self._parts: list[tuple[str, int, str]] = []

    def keep_owner(self, owner_id: str, line: int, text: str) -> None:
        """Keep something that others belong to."""
        self._owners.append((owner_id, line, text))
        if len(self._owners) >= _AT_ONCE:
            self._write()

    def keep_part(self, owner_id: str, line: int, text: str) -> None:
        """Keep something that belongs to another one, which may come later."""
        self._parts.append((owner_id, line, text))
        if len(self._parts) >= _AT_ONCE:
            self._write()

    def in_order(self) -> None:
        """Put everything in order, once all of it is there."""
        self._write()
        self._kept.execute("CREATE INDEX part_owner ON part (owner_id)")
        self._kept.execute("CREATE INDEX owner_id ON owner (id)")

    def owners(self) -> Iterator[tuple[str, int, str, int]]:
        """Yield what others belong to as it came: id, line, text, and the line of the first one of the same id."""
        yield from self._kept.execute(
            "SELECT id, line, text, (SELECT min(line) FROM owner AS other WHERE other.id = owner.id) FROM owner "
            "ORDER BY rowid"
        )

    def parts_of(self, owner_id: str) -> Sequence[tuple[int, str]]:
        """Return line and text of all that belongs to one."""
        statement = "SELECT line, text FROM part WHERE owner_id = ? ORDER BY rowid"
        return self._kept.execute(statement, (owner_id,)).fetchall()

    def orphans(self) -> Iterator[tuple[str, int, str]]:
        """Yield what belongs to nothing that is there: whose it would be, line and text."""
        yield from self._kept.execute(
            "SELECT owner_id, line, text FROM part WHERE owner_id NOT IN (SELECT id FROM owner) ORDER BY rowid"
        )

    def close(self) -> None:
        """Forget everything."""
        self._kept.close()

    def _write(self) -> None:
        self._kept.executemany("INSERT INTO owner VALUES (?, ?, ?)", self._owners)
        self._kept.executemany("INSERT INTO part VALUES (?, ?, ?)", self._parts)
        self._owners.clear()
        self._parts.clear()
