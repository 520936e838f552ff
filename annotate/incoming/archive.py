"""An archive that somebody sent, read one file at a time: what means harm is refused, the rest is opened by name."""

import io
import stat
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from itertools import islice
from typing import BinaryIO, cast

from annotate.archives import BROKEN, Budget, Metered, name_of, parts_of, refuse_harm, refuse_odd, refuse_too_many
from annotate.file_names import by_name, plain_name, shown_name
from annotate.rows import Bad, Look
from policies.errors import Kind, Refusal

NAMES_SEEN = 20_000
"""So many names tell what kind of archive it is."""


class Archive:
    """The files of an archive, each by its place in it.

    Args:
        source: the archive; it can be read from any place.

    Raises:
        Refusal: `file_empty`, `archive_unreadable`, `archive_too_many`, `archive_locked`, `archive_bomb`,
            `archive_without_files`.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._archive, self._members = _members(source)
        self.names: Mapping[int, str] = {at: name_of(one) for at, one in self._members.items()}
        self.taken: set[int] = set()
        """Files that a row of a table has named."""
        self._by_name = by_name(dict(self.names))
        self._budget = Budget(sum(one.compress_size for one in self._members.values()))

    def without(self, taken: Collection[int]) -> "Archive":
        """Return this archive without some of its files; what was unpacked so far still counts."""
        rest = copy(self)
        rest.names = {at: name for at, name in self.names.items() if at not in taken}
        return rest

    def named(self, file_name: str, *, in_any_folder: bool = False) -> int | None:
        """Return where a file lies that a table names, or None.

        Args:
            file_name: its whole name, or its last part where only one file is called so.
            in_any_folder: whether folders in the name do not count, as those of another computer.
        """
        wanted = plain_name(file_name)
        found = self._by_name.get(wanted)
        return self._by_name.get(wanted.rpartition("/")[2]) if found is None and in_any_folder else found

    def read_text(self, at: int, *, most: int) -> str:
        """Return a small text file whole; what is not UTF-8 in it is shown as such.

        Raises:
            Refusal: `member_too_large`, or as `opened`.
        """
        with self.opened(at) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise Refusal("member_too_large", Kind.UNREADABLE, most=most)
        return data.decode("utf-8-sig", "replace")

    @contextmanager
    def opened(self, at: int) -> Iterator[Metered]:
        """Open one file; what comes out counts against what the whole archive may unpack to.

        Raises:
            Refusal: `name_points_elsewhere`, `member_unreadable`, `archive_bomb`.
        """
        member = self._members[at]
        refuse_odd(member, self.names[at], is_link=stat.S_ISLNK(member.external_attr >> 16))
        try:
            file = self._archive.open(member)
        except BROKEN as problem:
            raise Refusal("member_unreadable", Kind.UNREADABLE) from problem
        with file:
            yield Metered(cast("BinaryIO", file), self._budget)

    def bad(self, at: int, refusal: Refusal, *, row: int = 0) -> Bad:
        """Return what is said of a file that was refused; a refusal of the whole archive is raised again."""
        if refusal.code == "archive_bomb":
            raise refusal
        where: dict[str, str | int] = {"row": row} if row else {}
        return Bad(at, refusal.code, {**refusal.params, **where, "file": shown_name(self.names[at])})


def names_inside(source: BinaryIO) -> tuple[str, ...]:
    """Return the names in an archive, or none where it cannot be read; the source is left at its beginning."""
    try:
        _, members = _members(source)
    except Refusal:
        return ()
    finally:
        source.seek(0)
    return tuple(name_of(one) for one in list(members.values())[:NAMES_SEEN])


def ending_of(name: str) -> str:
    """Return the end of a file's name, with the dot, in small letters; empty for none."""
    last = parts_of(name)[-1]
    return f".{last.rpartition('.')[2].lower()}" if "." in last else ""


def look_at_files(names: Iterable[tuple[int, str]], *, most: int, labels: Sequence[str], has_labels: bool) -> Look:
    """Return the names of the first files as a person looks at an archive, and the labels that came with them."""
    return Look(
        encoding="",
        delimiter="",
        columns=("file",),
        rows=tuple((at, (shown_name(name),)) for at, name in islice(names, most)),
        text_column="",
        id_column="",
        labels=tuple(labels),
        has_labels=has_labels,
    )


def stem_of(name: str) -> str:
    """Return a file's name with its folders and without its ending, as two computers agree on it."""
    return plain_name(name).removesuffix(ending_of(name)) if ending_of(name) else plain_name(name)


def _members(source: BinaryIO) -> tuple[zipfile.ZipFile, dict[int, zipfile.ZipInfo]]:
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
