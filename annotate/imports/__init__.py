"""Formats that items come in: one file each; adding a file adds a format, and a conformance test asks it the usual."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from annotate.plug_ins import plug_ins
from annotate.rows import Bad as Bad
from annotate.rows import Choices as Choices
from annotate.rows import Good as Good
from annotate.rows import Known as Known
from annotate.rows import Look as Look
from annotate.rows import Opened as Opened
from annotate.rows import Row as Row
from annotate.rows import Seen as Seen
from annotate.rows import Sent as Sent
from annotate.rows import Together as Together
from policies.errors import Kind, Refusal

LIKE_NAME, LIKE_KIND, LIKE_BYTES, LIKE_PARTS = 1, 2, 3, 4
"""How surely a file is of a format: its name ends so, its kind does, its first bytes say so, so does what is in it."""


class Import(Protocol):
    """What every import format can do."""

    name: str
    """Stable word stored with each upload."""
    title: str
    """What people read, English source text for translation."""
    gives: tuple[str, ...]
    """What its items can have: "text", "image", or "objects", several of them."""
    asks_columns: bool
    """Whether a person chooses something about a file after a look at it, before its rows are read."""
    suffixes: tuple[str, ...]
    """Endings of file names in this format, with the dot."""
    sample: bytes
    """A small whole file with two good rows (one, where a file is one item), which its tests use."""

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return how surely a file is of this format: a `LIKE_...` number, 0 where it is none.

        Args:
            seen: what is seen of it at first.
            wanted: what the project labels.
        """
        ...

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Understand the beginning of a file; its rows are read later, in bounded memory.

        Raises:
            Refusal: nothing of the file can be used as it is; the params say what to change.
        """
        ...

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the beginning of a file for a person to look at; no column needs to be chosen yet.

        Args:
            source: at its beginning.
            choices: only the encoding counts.
            most: how many rows at most.

        Raises:
            Refusal: as `open`, but never for want of a text column.
        """
        ...


def discover(folder: Path | None = None) -> dict[str, Import]:
    """Return every import format by name: those of this folder, and of one more.

    Args:
        folder: a folder of Python files, each with an `IMPORT`; its files win over ours of the same name.
    """
    found: list[Import] = [module.IMPORT for module in plug_ins(sys.modules[__name__], folder)]
    return {one.name: one for one in found}


def form_for(file_name: str, head: bytes, *, wanted: str, inside: Sequence[str] = ()) -> Import:
    """Return the format of a file: told by its first bytes where they tell, else by the end of its name.

    Args:
        file_name: what it is called.
        head: its first bytes; 512 tell a picture, 65,536 tell one kind of JSON from another.
        wanted: what the project labels, "text", "image" or "objects".
        inside: the names of the files inside an archive.

    Raises:
        Refusal: `file_for_texts`, `file_for_pictures` or `file_for_objects`, for a file of another kind.
    """
    seen = Seen(file_name=file_name, head=head, inside=tuple(inside))
    forms = discover()
    likely = sorted(forms.values(), key=lambda form: form.likeness(seen, wanted), reverse=True)
    form = likely[0] if likely[0].likeness(seen, wanted) > 0 else forms["csv"]
    if wanted not in form.gives:
        raise Refusal(_OTHER_FILE[wanted], Kind.UNREADABLE)
    return form


_OTHER_FILE = {"text": "file_for_pictures", "image": "file_for_texts", "objects": "file_for_objects"}
