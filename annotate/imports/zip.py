"""A ZIP archive of pictures, or of texts: read one file at a time, and refused whole where it means harm."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from annotate.archives import Metered
from annotate.darkroom.kinds import HEAD_BYTES, is_archive, picture_type
from annotate.file_names import shown_name
from annotate.imports import (
    LIKE_BYTES,
    LIKE_NAME,
    Bad,
    Choices,
    Good,
    Import,
    Look,
    Opened,
    Row,
    Seen,
    Sent,
    Together,
    discover,
    form_for,
)
from annotate.incoming.archive import Archive, ending_of, look_at_files
from annotate.incoming.folder_labels import folder_entry
from annotate.incoming.pictured import together
from annotate.labels import Problem
from policies.errors import Kind, Refusal

TWO_LINES = (
    "UEsDBBQAAAAAAAAAIQD08T5ZHAAAABwAAAAFAAAAYS50eHRXaGVuIGNhbiBJIHJlbmV3PwpJdCdzIGdvbmUKUEsBAhQDFAAAAAAAAAAhAPTx"
    "PlkcAAAAHAAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAAD8AAAAAAA=="
)
Numbers = dict[str, tuple[int, str]]
"""Of each label that has one: its number, and what stands above it."""
KIND_BYTES = 65_536
"""So much of a file inside tells which kind of JSON it is."""
WITH_LABELS = frozenset({".json", ".parquet"})
"""How files end that can say which labels the pictures beside them have, or hold pictures themselves."""


class Zip:
    """Many files in one; each picture is an item, and so is each row of its texts."""

    name = "zip"
    title = "ZIP archive"
    gives: tuple[str, ...] = ("text", "image", "objects")
    asks_columns = False
    suffixes: tuple[str, ...] = (".zip",)
    sample = b64decode(TWO_LINES)

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its first bytes are those of an archive."""
        if is_archive(seen.head):
            return LIKE_BYTES
        return LIKE_NAME if wanted == "image" and seen.ending in self.suffixes else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Read the list of the files inside; the files themselves are read one at a time, later.

        Raises:
            Refusal: `file_empty`, `archive_unreadable`, `archive_too_many`, `archive_locked`, `archive_bomb`,
                `archive_without_files`.
        """
        archive = Archive(source)
        numbers: Numbers = {}
        if choices.wanted == "text":
            return Opened("", (), "", "", _rows(archive, choices))
        rows = _whole_rows if choices.wanted == "objects" else _picture_rows
        return Opened("", (), "", "", rows(archive, choices, numbers), numbers)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names of the first files inside.

        Raises:
            Refusal: as `open`.
        """
        archive = Archive(source)
        names = archive.names
        labels = () if choices.wanted == "text" else _labels_beside(archive, choices.wanted)
        return look_at_files(names.items(), most=most, labels=labels, has_labels=bool(labels))


IMPORT = Zip()


def _rows(archive: Archive, choices: Choices) -> Iterator[Row]:
    for at, name in archive.names.items():
        try:
            with archive.opened(at) as file:
                yield from _rows_of(archive, at, name, file, choices)
        except Refusal as refusal:
            yield archive.bad(at, refusal)


def _labels_beside(archive: Archive, wanted: str) -> tuple[str, ...]:
    """Return the labels of the first file that has some for what is wanted; none where there is no such file."""
    for at, name in archive.names.items():
        if ending_of(name) != ".json":
            continue
        try:
            with archive.opened(at) as file:
                form = _format_inside(name, file, wanted)
                return form.look(cast("BinaryIO", file), Choices(wanted=wanted), most=1).labels
        except Refusal as refusal:
            archive.bad(at, refusal)
    return ()


def _picture_rows(archive: Archive, choices: Choices, numbers: Numbers) -> Iterator[Row]:
    """Yield the pictures with the labels that a file beside them has for them; then those that no such file names."""
    for at, name in archive.names.items():
        if ending_of(name) in WITH_LABELS:
            yield from _labelled_rows(archive, at, choices, numbers)
    yield from _rows(archive.without(archive.taken), choices)


def _labelled_rows(archive: Archive, at: int, choices: Choices, numbers: Numbers) -> Iterator[Row]:
    """Yield the pictures of one file of labels; what is no such file is left to be read as a picture, and refused."""
    try:
        with archive.opened(at) as file:
            form = _format_inside(archive.names[at], file, "image")
            archive.taken.add(at)
            opened = form.open(cast("BinaryIO", file), choices)
            for row in opened.rows:
                if isinstance(row, Good) and row.files:
                    yield from together(row, archive, in_any_folder=True)
                else:
                    yield _placed(row, archive, at)
            numbers |= opened.categories
    except Refusal as refusal:
        if at in archive.taken:
            yield archive.bad(at, refusal)


def _whole_rows(archive: Archive, choices: Choices, numbers: Numbers) -> Iterator[Row]:
    """Yield the rows of the tables inside, each with the pictures that it names."""
    endings = _table_endings()
    tables = {at: name for at, name in archive.names.items() if ending_of(name) in endings}
    if not tables:
        raise Refusal("archive_without_table", Kind.UNREADABLE)
    for at, name in tables.items():
        try:
            with archive.opened(at) as file:
                opened = _format_inside(name, file, choices.wanted).open(cast("BinaryIO", file), choices)
                for row in opened.rows:
                    if isinstance(row, Good) and row.files:
                        yield from together(row, archive, in_any_folder=ending_of(name) == ".json")
                    else:
                        yield _placed(row, archive, at)
                numbers |= opened.categories
        except Refusal as refusal:
            yield archive.bad(at, refusal)


def _rows_of(archive: Archive, at: int, name: str, file: Metered, choices: Choices) -> Iterator[Row]:
    """Yield what one file of the archive holds for this kind of project."""
    head = file.peek(HEAD_BYTES)
    if is_archive(head):
        raise Refusal("archive_in_archive", Kind.UNREADABLE)
    if choices.wanted == "image":
        yield _picture(Sent(at, name, cast("BinaryIO", file)), choices)
        return
    if picture_type(head):
        raise Refusal("picture_for_texts", Kind.UNREADABLE)
    own = Choices(order=choices.order, labels=choices.labels, asks=choices.asks, is_whole_file=choices.is_whole_file)
    for row in _format_inside(name, file, "text").open(cast("BinaryIO", file), own).rows:
        yield _placed(row, archive, at)


def _picture(sent: Sent, choices: Choices) -> Sent | Together:
    """Return a picture, with the label of its folder where the project has one that is called so."""
    fields = folder_entry(sent.name, choices)
    if isinstance(fields, Problem) or not fields:
        return sent
    return Together(Good(sent.line, "", {}, files={"image": sent.name}, **fields), {"image": sent})


def _placed(row: Row, archive: Archive, at: int) -> Row:
    """Return a row; where it was refused, with the file in which it stands."""
    if not isinstance(row, Bad):
        return row
    return replace(row, line=at, params={**row.params, "row": row.line, "file": shown_name(archive.names[at])})


def _table_endings() -> tuple[str, ...]:
    """Return how names of tables end that can say what belongs together."""
    forms = [one for one in discover().values() if "objects" in one.gives and one is not IMPORT]
    return tuple(ending for one in forms for ending in one.suffixes)


def _format_inside(name: str, file: Metered, wanted: str) -> Import:
    """Return the format of a table or a text inside, by the end of its name and by how it begins."""
    known = {ending for one in discover().values() if "text" in one.gives for ending in one.suffixes}
    if ending_of(name) not in known - set(IMPORT.suffixes):
        raise Refusal("member_no_text", Kind.UNREADABLE)
    return form_for(name, file.peek(KIND_BYTES), wanted=wanted)
