"""Plain text: each line is one item, as anybody can write it; empty lines are left out and counted."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from annotate.encoded_lines import LINE_BYTES_MAX, Lines, is_broken, lines_of
from annotate.imports import LIKE_NAME, Bad, Choices, Good, Look, Opened, Seen

CELL_SHOWN_MAX = 300
COLUMN = "text"


class PlainText:
    """A text in each line."""

    name = "plain_text"
    title = "Plain text"
    gives: tuple[str, ...] = ("text",)
    asks_columns = True
    suffixes: tuple[str, ...] = (".txt", ".text")
    sample = b"When can I renew?\nI lost my passport\n"

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its name ends so."""
        del wanted
        return LIKE_NAME if seen.ending in self.suffixes else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Find out how the file is written.

        Raises:
            Refusal: `file_empty`, `encoding_unknown`, `not_this_encoding`, `file_has_nul`.
        """
        lines = lines_of(source, choices.encoding)
        rows = _whole(lines) if choices.is_whole_file else _rows(lines)
        return Opened(lines.encoding, (COLUMN,), COLUMN, "", rows)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the first lines that are not empty.

        Raises:
            Refusal: as `open`.
        """
        lines = lines_of(source, choices.encoding)
        readable = ((lines.number, line.strip()) for line in lines)
        first = islice(((number, line) for number, line in readable if line), most)
        return Look(
            encoding=lines.encoding,
            delimiter="",
            columns=(COLUMN,),
            rows=tuple((number, (line[:CELL_SHOWN_MAX].encode(errors="replace").decode(),)) for number, line in first),
            text_column=COLUMN,
            id_column="",
        )


IMPORT = PlainText()


def _rows(lines: Lines) -> Iterator[Good | Bad]:
    """Yield each line, and at the end how many empty ones stood between them; those after the last are no mistake."""
    first, count, waiting = 0, 0, 0
    for line in lines:
        yield from _too_long(lines)
        text = line.strip()
        if not text:
            first, waiting = first or lines.number, waiting + 1
            continue
        count, waiting = count + waiting, 0
        broken = is_broken(text)
        number = lines.number
        yield (
            Bad(number, "row_not_this_encoding", came_as=text)
            if broken
            else Good(number, "", {"text": text}, came_as=text)
        )
    yield from _too_long(lines)
    if count:
        yield Bad(first, "lines_empty", {"count": count})


def _whole(lines: Lines) -> Iterator[Good | Bad]:
    """Yield all lines as one item, the breaks between them kept; an empty file is none."""
    kept, characters = [], 0
    for line in lines:
        kept.append(line)
        characters += len(line)
        if characters > LINE_BYTES_MAX:
            lines.too_long.append(1)
            break
    if lines.too_long:
        yield Bad(1, "line_too_long", {"most": LINE_BYTES_MAX})
        return
    text = "".join(kept).replace("\r\n", "\n").strip("\n")
    if not text.strip():
        yield Bad(1, "text_empty")
    else:
        yield Bad(1, "row_not_this_encoding") if is_broken(text) else Good(1, "", {"text": text}, came_as=text)


def _too_long(lines: Lines) -> Iterator[Bad]:
    while lines.too_long:
        yield Bad(lines.too_long.pop(0), "line_too_long", {"most": LINE_BYTES_MAX})
