"""Rows of a file on their way to becoming items: what was chosen about it, and what a format made of each row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from annotate.item_objects import Wanted
from annotate.masks.rules import Mask
from annotate.pictures.rules import PictureMade

SUGGEST, GOLD, IGNORE = "suggest", "gold", "ignore"
"""What the labels of a file become: suggestions beside the items, known answers of gold items, or nothing."""
USES_OF_LABELS = (SUGGEST, GOLD, IGNORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a project, as a file's own labels have to answer it.

    Args:
        name: of the control.
        kind: which kind of work asks it.
        about: the object that it is about.
        labels: the answers that it has.
    """

    name: str
    kind: str
    about: str
    labels: tuple[str, ...] = ()


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
        labels: what the labels of a file become, one of `USES_OF_LABELS`.
        asks: the project's questions.
        is_whole_file: whether a text file is one item, not each of its lines.
    """

    text_column: str = ""
    id_column: str = ""
    encoding: str = ""
    has_no_ids: bool = False
    wanted: str = "text"
    order: str = ""
    objects: Sequence[Wanted] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: str = SUGGEST
    asks: Sequence[Asked] = ()
    is_whole_file: bool = False


NO_FILES: Mapping[str, str] = MappingProxyType({})


class Good(NamedTuple):
    """A row that can become an item. `external_id` is empty where the file has no ids; `picture` is one it shows.

    `suggestion` is what a model thinks of it, as the file has it: nobody has checked yet whether it is an answer.
    `gold` is the same for an item whose answer is known. `came_as` is the row as the file has it, a text or cells.
    `priority` is what `annotate.queue_order.rank_of` made of its number. Where an item has several objects, `files`
    names the file of each picture until it is kept; then `pictures` are they. `masks` came beside boxes of its labels.

    A million of them come from one file: a tuple is made five times faster than a frozen dataclass.
    """

    line: int
    external_id: str
    content: Mapping[str, Any]
    picture: PictureMade | None = None
    suggestion: Mapping[str, Any] | None = None
    priority: int = 0
    files: Mapping[str, str] = NO_FILES
    pictures: tuple[PictureMade, ...] = ()
    gold: Mapping[str, Any] | None = None
    masks: tuple[Mask, ...] = ()
    came_as: str | Sequence[str] = ""

    def __eq__(self, other: object) -> bool:
        """Return whether two rows say the same, however they were written."""
        return isinstance(other, Good) and self[:-1] == other[:-1]

    def __hash__(self) -> int:
        """Return what two rows that say the same share."""
        return hash((self.line, self.external_id))


_made = tuple.__new__


def text_row(line: int, external_id: str, text: str, came_as: str | Sequence[str]) -> Good:
    """Return a row of one text and perhaps an id, of which millions come: three times faster than by its class."""
    return _made(Good, (line, external_id, {"text": text}, None, None, 0, NO_FILES, (), None, (), came_as))


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot, and why; web/refusals has the words. `came_as` is the row as the file has it."""

    line: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    came_as: str | Sequence[str] = field(default="", compare=False)


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
    """A row and the files of its pictures, by object; their data can be read until the next row is asked for.

    `placed` makes the row anew once the width and height of its picture are known, where its labels depend on them.
    """

    row: Good
    sent: Mapping[str, Sent]
    placed: Callable[[int, int], "Good | Bad"] | None = None


Row = Good | Bad | Sent | Known | Together
"""What a format makes of a row, or of a file inside the file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose beginning was understood: its encoding, its columns, and its rows, read as they come.

    `categories` are the labels to which the file gives numbers, each with its number and what stands above it.
    """

    encoding: str
    columns: Sequence[str]
    text_column: str
    id_column: str
    rows: Iterator[Row]
    categories: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The beginning of a file as a person looks at it before choosing columns.

    Attributes:
        columns: as the file names them; those without a name are left out.
        rows: for some of the first rows, the line where it begins and the cell of each column.
        text_column: what is probably labelled; empty where nothing can be guessed.
        id_column: what probably holds ids; empty where nothing does.
        labels: those that its beginning names, in their order.
        has_labels: whether its rows bring labels along.
    """

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    text_column: str
    id_column: str
    labels: tuple[str, ...] = ()
    has_labels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is seen of a file before anybody reads it.

    Args:
        file_name: what it is called.
        head: its first bytes.
        inside: the names of the files inside, where it is an archive.
    """

    file_name: str
    head: bytes
    inside: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        """Return the end of its name, with the dot, in small letters."""
        return f".{self.file_name.rpartition('.')[2].lower()}"
