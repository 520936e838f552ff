"""A row and the pictures that it names, opened together from the archive in which they came."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, cast
from urllib.parse import unquote

from annotate.file_names import shown_name
from annotate.incoming.archive import Archive
from annotate.rows import Bad, Good, Row, Sent, Together
from policies.errors import Refusal

_PUT_BEFORE = re.compile(r"^[0-9a-f]{8}-")
"""Label Studio puts this before the name of a file that was uploaded."""


def together(
    row: Good,
    archive: Archive,
    *,
    in_any_folder: bool = False,
    placed: Callable[[int, int], Good | Bad] | None = None,
) -> Iterator[Row]:
    """Yield a row with the files that it names, which stay open until the next one is asked for.

    Args:
        row: its `files` are names of files in the archive.
        archive: in which they came.
        in_any_folder: whether folders in those names do not count, nor what a program put before a name.
        placed: as in `Together`.
    """
    with ExitStack() as stack:
        sent: dict[str, Sent] = {}
        for name, named in row.files.items():
            file_name, at = _found(archive, named, in_any_folder=in_any_folder)
            if at is None:
                yield Bad(row.line, "picture_not_sent", {"file": shown_name(file_name)}, row.came_as)
                return
            archive.taken.add(at)
            try:
                file = stack.enter_context(archive.opened(at))
            except Refusal as refusal:
                yield Bad(row.line, refusal.code, {**refusal.params, "file": shown_name(file_name)}, row.came_as)
                return
            sent[name] = Sent(row.line, file_name, cast("BinaryIO", file))
        yield Together(row, sent, placed)


def _found(archive: Archive, named: str, *, in_any_folder: bool) -> tuple[str, int | None]:
    """Return how a named file is called where it comes from, and its place, None where the archive has none."""
    at = archive.named(named, in_any_folder=in_any_folder)
    if at is None and in_any_folder:
        own_name = _PUT_BEFORE.sub("", unquote(named))
        at = archive.named(own_name, in_any_folder=True)
        return (named if at is None else own_name), at
    return named, at
