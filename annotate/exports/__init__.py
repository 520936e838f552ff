"""Formats that answers go out in: one file each; adding a file adds a format, which a test asks the usual."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from annotate.plug_ins import plug_ins


class Answer(Protocol):
    """One answer as every format may write it (annotate.assignments.queries.AnswerRow)."""

    @property
    def cells(self) -> Sequence[tuple[str, object]]:
        """Name and value of each column, in order; values are texts, whole numbers, booleans or JSON values."""
        ...


class Export(Protocol):
    """What every export format can do."""

    name: str
    """Stable word, as in `export?format=`."""
    title: str
    """What people read, English source text for translation."""
    suffix: str
    """Ending of file names in this format, with the dot."""
    media_type: str

    def write(self, answers: Iterable[Answer]) -> Iterator[bytes]:
        """Yield the file in pieces, as answers come; memory does not grow with their number."""
        ...


def discover(folder: Path | None = None) -> dict[str, Export]:
    """Return every export format by name: those of this folder, and of one more.

    Args:
        folder: a folder of Python files, each with an `EXPORT`; its files win over ours of the same name.
    """
    found: list[Export] = [module.EXPORT for module in plug_ins(sys.modules[__name__], folder)]
    return {one.name: one for one in found}
