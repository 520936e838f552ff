"""Formats that items come in: one file each; adding a file adds a format, and a conformance test asks it the usual."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from annotate.darkroom.kinds import is_archive, picture_type
from annotate.item_objects import Wanted
from annotate.pictures.rules import PictureMade
from annotate.plug_ins import plug_ins
from policies.errors import Kind, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a requester chose about a file; an empty text means: find it out.

    Args:
        text_column: the column that is labelled.
        id_column: the column with the requester's own ids.
        encoding: how characters are written as bytes.
        has_no_ids: no column holds ids, whatever it is called.
        wanted: what the project labels, "text", "image", or "objects" where an item has several.
        objects: which, where it has several.
        columns: the column of each object, by its name; what is not there is found by its name.
        order: in which order the project hands its items out; "priority" and "uncertainty" read a column of that name.
    """

    text_column: str = ""
    id_column: str = ""
    encoding: str = ""
    has_no_ids: bool = False
    wanted: str = "text"
    order: str = ""
    objects: Sequence[Wanted] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can become an item. `external_id` is empty where the file has no ids; `picture` is one it shows.

    `suggestion` is what a model thinks of it, as the file has it: nobody has checked yet whether it is an answer.
    `priority` is what `annotate.queue_order.rank_of` made of its number. Where an item has several objects, `files`
    names the file of each picture until it is kept; then `pictures` are they.
    """

    line: int
    external_id: str
    content: Mapping[str, Any]
    picture: PictureMade | None = None
    suggestion: Mapping[str, Any] | None = None
    priority: int = 0
    files: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[PictureMade, ...] = ()


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot, and why; web/refusals has the words."""

    line: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that should be a picture; its data can be read until the next row is asked for.

    Args:
        line: which file it is of those that came together, from 1.
        name: as it came, folders and all, never used as a path; empty for a file that came alone.
        data: at its beginning.
    """

    line: int
    name: str
    data: BinaryIO


@dataclass(frozen=True, slots=True)
class Known:
    """A picture that is in the project already, known by the bytes of its file before anybody looked at it."""

    line: int


@dataclass(frozen=True, slots=True)
class Together:
    """A row and the files of its pictures, by object; their data can be read until the next row is asked for."""

    row: Good
    sent: Mapping[str, Sent]


Row = Good | Bad | Sent | Known | Together
"""What a format makes of a row, or of a file inside the file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose beginning was understood: its encoding, its columns, and its rows, read as they come."""

    encoding: str
    columns: Sequence[str]
    text_column: str
    id_column: str
    rows: Iterator[Row]


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
    gives: tuple[str, ...]
    """What its items can have: "text", "image", or "objects", several of them."""
    asks_columns: bool
    """Whether a person chooses something about a file after a look at it, before its rows are read."""
    suffixes: tuple[str, ...]
    """Endings of file names in this format, with the dot."""
    sample: bytes
    """A small whole file with two good rows (one, where a file is one item), which its tests use."""

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


def form_for(file_name: str, head: bytes, *, wanted: str) -> Import:
    """Return the format of a file: told by its first bytes where they tell, else by the end of its name.

    Args:
        file_name: what it is called.
        head: its first bytes; 512 are enough.
        wanted: what the project labels, "text", "image" or "objects".

    Raises:
        Refusal: `file_for_texts`, `file_for_pictures` or `file_for_objects`, for a file of another kind.
    """
    forms = discover()
    ending = f".{file_name.rpartition('.')[2].lower()}"
    named = next((form for form in forms.values() if ending in form.suffixes), None)
    by_name = named if named is not None and named.name not in _TOLD_BY_BYTES else None
    told = "zip" if is_archive(head) else "pictures" if picture_type(head) else ""
    form = forms[told] if told else by_name or (named if wanted == "image" else None) or forms["csv"]
    if wanted not in form.gives:
        raise Refusal(_OTHER_FILE[wanted], Kind.UNREADABLE)
    return form


_OTHER_FILE = {"text": "file_for_pictures", "image": "file_for_texts", "objects": "file_for_objects"}
_TOLD_BY_BYTES = ("zip", "pictures")
