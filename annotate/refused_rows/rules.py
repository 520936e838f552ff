"""A refused row as it is kept: on one line, so that it can be looked at, corrected, and sent again."""

import csv
import io
from collections.abc import Sequence

SHOWN_MOST = 2_000
"""So much of a row stands in the database; the file of all refused rows has more of it."""
REPORTED_MOST = 200_000
"""So much of a row stands in that file."""


def original_text(came_as: str | Sequence[str], *, most: int) -> str:
    """Return a row as its file had it, its cells put together again as CSV; only its beginning where it is long.

    Args:
        came_as: a text, or the cells of a row.
        most: characters at most.
    """
    text = came_as if isinstance(came_as, str) else _as_csv(came_as)
    return text[:most].encode("utf-8", "replace").decode().replace("\0", "")


def _as_csv(cells: Sequence[str]) -> str:
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator="").writerow(cells)
    return page.getvalue()
