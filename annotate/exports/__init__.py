"""Formats that answers go out in: one file each; adding a file adds a format, which a test asks the usual."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from annotate.plug_ins import plug_ins
from policies.errors import Kind, Refusal


class Answer(Protocol):
    """One answer as every format may write it (annotate.answer_rows)."""

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

    def fits(self, task_type: str) -> bool:
        """Return whether answers of this kind of work can go out in this format."""
        ...

    def write(self, answers: Iterable[Answer], *, schema: Mapping[str, Any]) -> Iterator[bytes]:
        """Yield the file in pieces, as answers come; memory does not grow with their number.

        Args:
            answers: those of one project, by item.
            schema: the project's label schema, for formats that list its labels.
        """
        ...


def discover(folder: Path | None = None) -> dict[str, Export]:
    """Return every export format by name: those of this folder, and of one more.

    Args:
        folder: a folder of Python files, each with an `EXPORT`; its files win over ours of the same name.
    """
    found: list[Export] = [module.EXPORT for module in plug_ins(sys.modules[__name__], folder)]
    return {one.name: one for one in found}


def chosen_format(name: str, *, task_type: str) -> Export:
    """Return the format of this name, if answers of this kind of work can go out in it.

    Raises:
        Refusal: `export_format_unknown`, or `export_format_unfit` with those that fit.
    """
    found = discover()
    fitting = ", ".join(sorted(one.name for one in found.values() if one.fits(task_type)))
    if name not in found:
        raise Refusal("export_format_unknown", Kind.UNREADABLE, known=fitting)
    if not found[name].fits(task_type):
        raise Refusal("export_format_unfit", Kind.UNREADABLE, format=name, known=fitting)
    return found[name]
