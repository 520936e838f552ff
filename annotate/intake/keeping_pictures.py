"""Keeps the pictures of an upload while its rows are read: outside any transaction, each looked at once."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

from annotate.darkroom.developing import Limits, too_heavy
from annotate.file_names import shown_name
from annotate.imports import Bad, Choices, Good, Import, Known, Look, Opened, Row, Seen, Sent, Together
from annotate.pictures.rules import Files
from annotate.pictures.service import Develop, keep_picture
from policies.errors import Refusal

STOPPING = frozenset({"files_unreachable", "archive_bomb"})
"""Refusals that say something about all that would come, not about one picture."""

PIECE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that is needed to take pictures in.

    Args:
        files: where they are kept.
        limits: how large each may be.
        making: who decodes them.
        is_known: whether the project has an item of this fingerprint already, told by the file that came.
        still_here: called before each slow step, so that others see that somebody is at work.
    """

    files: Files
    limits: Limits
    making: Develop
    is_known: Callable[[str], bool]
    still_here: Callable[[], None]


class KeepingPictures:
    """A format of files whose pictures are kept on the way.

    Args:
        form: the format that reads the file.
        desk: where its pictures go.
        file_name: what a picture is called that came as a file of its own.
    """

    def __init__(self, form: Import, desk: Desk, *, file_name: str) -> None:
        self.name, self.title, self.suffixes, self.sample = form.name, form.title, form.suffixes, form.sample
        self.gives, self.asks_columns = form.gives, form.asks_columns
        self._form = form
        self._desk = desk
        self._file_name = file_name

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return what the format says."""
        return self._form.likeness(seen, wanted)

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Open the file; each of its pictures is kept when its row is read."""
        opened = self._form.open(source, choices)
        return replace(opened, rows=self._kept(opened.rows))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return what the format sees at first."""
        return self._form.look(source, choices, most=most)

    def _kept(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if type(row) is Good and not row.files:
                yield row
            elif isinstance(row, Sent):
                yield self._picture(row)
            elif isinstance(row, Together):
                yield self._together(row)
            elif isinstance(row, Good) and row.files:
                file = shown_name(next(iter(row.files.values())))
                yield Bad(row.line, "picture_not_sent", {"file": file}, row.came_as)
            else:
                yield row

    def _together(self, found: Together) -> Good | Bad:
        """Keep every picture of a row, or say why one of them cannot be.

        Raises:
            Refusal: one of `STOPPING`.
        """
        content, pictures = dict(found.row.content), []
        for name, sent in found.sent.items():
            self._desk.still_here()
            try:
                made = keep_picture(
                    self._desk.files,
                    io.BytesIO(_read(sent.data, self._desk.limits.most_bytes + 1)),
                    name=shown_name(sent.name),
                    limits=self._desk.limits,
                    making=self._desk.making,
                )
            except Refusal as refusal:
                if refusal.code in STOPPING:
                    raise
                params = {**refusal.params, "file": shown_name(sent.name)}
                return Bad(found.row.line, refusal.code, params, found.row.came_as)
            pictures.append(made)
            content |= made.content if name == "image" else {name: made.content}
        row = found.placed(pictures[0].width, pictures[0].height) if found.placed and pictures else found.row
        if isinstance(row, Bad):
            return row
        is_alone = row.files.keys() == {"image"} and not row.content
        first = pictures[0] if is_alone else None  # an item that is one picture is known again by it
        return row._replace(content=content, files={}, picture=first, pictures=() if is_alone else tuple(pictures))

    def _picture(self, sent: Sent) -> Good | Bad | Known:
        """Keep one picture, or say why not; one that the project has already is not even decoded.

        Raises:
            Refusal: one of `STOPPING`.
        """
        name = shown_name(sent.name or self._file_name)
        desk = self._desk
        desk.still_here()
        try:
            came = _read(sent.data, desk.limits.most_bytes + 1)
            if len(came) > desk.limits.most_bytes:
                raise too_heavy(desk.limits)
            if desk.is_known(sha256(came).hexdigest()):
                return Known(sent.line)
            made = keep_picture(desk.files, io.BytesIO(came), name=name, limits=desk.limits, making=desk.making)
        except Refusal as refusal:
            if refusal.code in STOPPING:
                raise
            return Bad(sent.line, refusal.code, {**refusal.params, "file": name})
        return Good(sent.line, "", made.content, made)


def _read(data: BinaryIO, most_bytes: int) -> bytes:
    """Read a file, so many bytes at most, a piece at a time: read at once, an archive's are held twice meanwhile."""
    kept = io.BytesIO()
    while piece := data.read(min(PIECE_BYTES, most_bytes - kept.tell())):
        kept.write(piece)
    return kept.getvalue()
