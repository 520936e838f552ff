"""Moves what SQLite wrote lately into its main file while people go on working; nobody's answer waits for it."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

EVERY_CHANGES = 3_000
"""After so many rows were written: those of about 120 answers, or a chunk of an import; a few megabytes."""
TRIES_MOST = 4
"""Each try moves what came during the one before; once nothing is left, the next writer begins at the front again."""
WAIT_SECONDS = 1.0


class Checkpoints:
    """Starts a thread whenever enough was written and none is at work; it ends when everything was moved.

    The writer moved it itself, in somebody's commit: one answer in two hundred waited sixty milliseconds for others'.

    Args:
        path: of the SQLite file.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._begun_at = 0
        self._thread: threading.Thread | None = None

    def note(self, changes: int) -> None:
        """Take in that a commit is on the disk; called by one writer at a time.

        Args:
            changes: how many rows its connection has changed since it was opened.
        """
        is_at_work = self._thread is not None and self._thread.is_alive()
        if is_at_work or 0 <= changes - self._begun_at < EVERY_CHANGES:
            return
        self._begun_at = changes
        self._thread = threading.Thread(target=move, args=(self._path,), name="checkpoint", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait for the thread that is at work, if one is."""
        if self._thread is not None:
            self._thread.join()


def move(path: str) -> None:
    """Move what was committed into the main file; what cannot be moved now waits for the next time.

    Args:
        path: of the SQLite file.
    """
    existing = f"{Path(path).resolve().as_uri()}?mode=rw"  # a file that is gone is not made anew
    try:
        with closing(sqlite3.connect(existing, uri=True, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            for _ in range(TRIES_MOST):
                is_busy, written, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if is_busy or moved >= written:
                    return
    except sqlite3.Error:  # the writer's own commit does it once the log is long
        return
