"""Formats that items come in: one file each; adding a file adds a format, and a conformance test asks it the usual."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Protocol

from annotate.plug_ins import plug_ins


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a requester chose about a file; an empty text means: find it out.

    Args:
        text_column: the column that is labelled.
        id_column: the column with the requester's own ids.
        encoding: how characters are written as bytes.
        has_no_ids: no column holds ids, whatever it is called.
    """

    text_column: str = ""
    id_column: str = ""
    encoding: str = ""
    has_no_ids: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can become an item. `external_id` is empty where the file has no ids."""

    line: int
    external_id: str
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot, and why; web/refusals has the words."""

    line: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose beginning was understood: its encoding, its columns, and its rows, read as they come."""

    encoding: str
    columns: Sequence[str]
    text_column: str
    id_column: str
    rows: Iterator[Good | Bad]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The beginning of a file as a person looks at it before choosing columns.

    Attributes:
        columns: as the file names them; those without a name are left out.
        rows: for some of the first rows, the line where it begins and the cell of each column.
        text_column: what is probably labelled; empty where nothing can be guessed.
        id_column: what probably holds ids; empty where nothing does.
    """

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    text_column: str
    id_column: str


class Import(Protocol):
    """What every import format can do."""

    name: str
    """Stable word stored with each upload."""
    title: str
    """What people read, English source text for translation."""
    suffixes: tuple[str, ...]
    """Endings of file names in this format, with the dot."""
    sample: bytes
    """A small whole file with two good rows, which its tests use."""

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
