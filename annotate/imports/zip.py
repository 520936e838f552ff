"""A ZIP archive of pictures, or of texts: read one file at a time, and refused whole where it means harm."""

import io
import stat
import zipfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from typing import BinaryIO, cast

from annotate.archives import BROKEN, Budget, Metered, name_of, parts_of, refuse_harm, refuse_odd, refuse_too_many
from annotate.darkroom.kinds import HEAD_BYTES, is_archive, picture_type
from annotate.file_names import by_name, plain_name, shown_name
from annotate.imports import Bad, Choices, Good, Import, Look, Opened, Row, Sent, Together, discover
from policies.errors import Kind, Refusal

TWO_LINES = (
    "UEsDBBQAAAAAAAAAIQD08T5ZHAAAABwAAAAFAAAAYS50eHRXaGVuIGNhbiBJIHJlbmV3PwpJdCdzIGdvbmUKUEsBAhQDFAAAAAAAAAAhAPTx"
    "PlkcAAAAHAAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAAD8AAAAAAA=="
)


class Zip:
    """Many files in one; each picture is an item, and so is each row of its texts."""

    name = "zip"
    title = "ZIP archive"
    gives: tuple[str, ...] = ("text", "image", "objects")
    asks_columns = False
    suffixes: tuple[str, ...] = (".zip",)
    sample = b64decode(TWO_LINES)

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Read the list of the files inside; the files themselves are read one at a time, later.

        Raises:
            Refusal: `file_empty`, `archive_unreadable`, `archive_too_many`, `archive_locked`, `archive_bomb`,
                `archive_without_files`.
        """
        archive, members = _members(source)
        rows = _whole_rows if choices.wanted == "objects" else _rows
        return Opened("", (), "", "", rows(archive, members, choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names of the first files inside.

        Raises:
            Refusal: as `open`.
        """
        del choices
        _, members = _members(source)
        return Look(
            encoding="",
            delimiter="",
            columns=("file",),
            rows=tuple((at, (shown_name(name_of(one)),)) for at, one in islice(members.items(), most)),
            text_column="",
            id_column="",
        )


IMPORT = Zip()


def _members(source: BinaryIO) -> tuple[zipfile.ZipFile, Mapping[int, zipfile.ZipInfo]]:
    """Return an archive that may be read, and its files by their place in it."""
    size_bytes = source.seek(0, io.SEEK_END)
    if not size_bytes:
        raise Refusal("file_empty", Kind.UNREADABLE)
    refuse_too_many(source)
    try:
        archive = zipfile.ZipFile(source)
    except BROKEN as problem:
        raise Refusal("archive_unreadable", Kind.UNREADABLE) from problem
    members = {at: one for at, one in enumerate(archive.infolist(), start=1) if not _is_nobodys(one)}
    if not members:
        raise Refusal("archive_without_files", Kind.UNREADABLE)
    refuse_harm(members.values(), archive_bytes=size_bytes)
    return archive, members


def _is_nobodys(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is a folder, or something that a computer puts in by itself."""
    parts = parts_of(name_of(member))
    return member.is_dir() or parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1] == "Thumbs.db"


def _rows(archive: zipfile.ZipFile, members: Mapping[int, zipfile.ZipInfo], choices: Choices) -> Iterator[Row]:
    budget = Budget(sum(one.compress_size for one in members.values()))
    for at, member in members.items():
        name = name_of(member)
        try:
            refuse_odd(member, name, is_link=stat.S_ISLNK(member.external_attr >> 16))
            with archive.open(member) as file:
                yield from _rows_of(at, name, Metered(cast("BinaryIO", file), budget), choices)
        except Refusal as refusal:
            if refusal.code == "archive_bomb":
                raise
            yield _bad(at, name, refusal.code, refusal.params)
        except BROKEN:
            yield _bad(at, name, "member_unreadable", {})


def _whole_rows(archive: zipfile.ZipFile, members: Mapping[int, zipfile.ZipInfo], choices: Choices) -> Iterator[Row]:
    """Yield the rows of the tables inside, each with the pictures that it names."""
    budget = Budget(sum(one.compress_size for one in members.values()))
    pictures = by_name({at: name_of(one) for at, one in members.items()})
    endings = _table_endings()
    tables = {at: one for at, one in members.items() if name_of(one).lower().endswith(endings)}
    if not tables:
        raise Refusal("archive_without_table", Kind.UNREADABLE)
    for at, member in tables.items():
        name = name_of(member)
        try:
            refuse_odd(member, name, is_link=stat.S_ISLNK(member.external_attr >> 16))
            with archive.open(member) as file:
                table = _text_format(name).open(cast("BinaryIO", Metered(cast("BinaryIO", file), budget)), choices)
                for row in table.rows:
                    if isinstance(row, Good) and row.files:
                        yield from _together(row, archive, members, pictures, budget)
                    else:
                        yield _bad(at, name, row.code, {**row.params, "row": row.line}) if isinstance(row, Bad) else row
        except Refusal as refusal:
            if refusal.code == "archive_bomb":
                raise
            yield _bad(at, name, refusal.code, refusal.params)
        except BROKEN:
            yield _bad(at, name, "member_unreadable", {})


def _together(
    row: Good,
    archive: zipfile.ZipFile,
    members: Mapping[int, zipfile.ZipInfo],
    pictures: Mapping[str, int],
    budget: Budget,
) -> Iterator[Row]:
    """Yield a row with the files that it names, which stay open until the next one is asked for."""
    with ExitStack() as stack:
        sent: dict[str, Sent] = {}
        for name, file_name in row.files.items():
            at = pictures.get(plain_name(file_name))
            if at is None:
                yield Bad(row.line, "picture_not_sent", {"file": shown_name(file_name)})
                return
            try:
                refuse_odd(members[at], file_name, is_link=stat.S_ISLNK(members[at].external_attr >> 16))
                file = stack.enter_context(archive.open(members[at]))
            except Refusal as refusal:
                yield Bad(row.line, refusal.code, {**refusal.params, "file": shown_name(file_name)})
                return
            sent[name] = Sent(row.line, file_name, cast("BinaryIO", Metered(cast("BinaryIO", file), budget)))
        yield Together(row, sent)


def _rows_of(at: int, name: str, file: Metered, choices: Choices) -> Iterator[Row]:
    """Yield what one file of the archive holds for this kind of project."""
    head = file.peek(HEAD_BYTES)
    if is_archive(head):
        raise Refusal("archive_in_archive", Kind.UNREADABLE)
    if choices.wanted == "image":
        yield Sent(at, name, cast("BinaryIO", file))
        return
    if picture_type(head):
        raise Refusal("picture_for_texts", Kind.UNREADABLE)
    for row in _text_format(name).open(cast("BinaryIO", file), Choices(order=choices.order)).rows:
        yield _bad(at, name, row.code, {**row.params, "row": row.line}) if isinstance(row, Bad) else row


def _table_endings() -> tuple[str, ...]:
    """Return how names of tables end that can say what belongs together."""
    forms = [one for one in discover().values() if "objects" in one.gives and one is not IMPORT]
    return tuple(ending for one in forms for ending in one.suffixes)


def _text_format(name: str) -> Import:
    """Return the format of a text inside, by the end of its name."""
    ending = f".{name.rpartition('.')[2].lower()}"
    found = next((one for one in discover().values() if ending in one.suffixes and "text" in one.gives), None)
    if found is None or found is IMPORT:
        raise Refusal("member_no_text", Kind.UNREADABLE)
    return found


def _bad(at: int, name: str, code: str, params: Mapping[str, str | int]) -> Bad:
    return Bad(at, code, {**params, "file": shown_name(name)})
