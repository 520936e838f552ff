"""JSON of any length, read a piece at a time: each element of its lists comes alone, and a broken one says its line."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from annotate.incoming.json_lines import refuse_no_text
from policies.errors import Kind, Refusal

READ_BYTES = 262_144
ELEMENT_MOST = 8_000_000
"""The longest element that is read, in characters."""
_SPACE = re.compile(r"[ \t\n\r]*")
_MARK = re.compile(r'["{}\[\],\\]')
_OPENING, _CLOSING = "{[", "}]"
_AFTER = frozenset(", \t\n\r]}")
"""What may follow a number or a word."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list, or one value beside the lists.

    Attributes:
        key: of the list in the outermost object; empty where the file is one list.
        line: where it begins, from 1.
        value: what it is; None where it could not be read.
        text: as the file has it; empty where it was too long.
        problem: the code of what is wrong with it; empty where nothing is.
        is_listed: whether it stands in a list.
    """

    key: str
    line: int
    value: Any
    text: str
    problem: str = ""
    is_listed: bool = True


def elements_of(source: BinaryIO) -> Iterator[Element]:
    """Yield the elements of a file that is a list, or an object of lists, in their order.

    Args:
        source: at its beginning; read once, and never held whole.

    Raises:
        Refusal: `file_empty`, `file_has_nul`, `not_this_encoding`; `json_unreadable` where it is neither list nor
            object, and `json_broken` with the line where the rest of it cannot be told apart any more.
    """
    text = _Text(source)
    if text.next() == "[":
        text.at += 1
        yield from _listed(text, "")
        text.refuse_more()
        return
    if text.next() != "{":
        raise Refusal("json_unreadable", Kind.UNREADABLE)
    text.at += 1
    while text.next() != "}":
        key = text.element()
        if text.next() != ":" or not isinstance(key.value, str):
            raise text.broken()
        text.at += 1
        if text.next() == "[":
            text.at += 1
            yield from _listed(text, key.value)
        else:
            one = text.element()
            yield Element(key.value, one.line, one.value, one.text, one.problem, is_listed=False)
        text.pass_comma("}")
    text.at += 1
    text.refuse_more()


def _listed(text: "_Text", key: str) -> Iterator[Element]:
    while text.next() != "]":
        one = text.element()
        yield Element(key, one.line, one.value, one.text, one.problem)
        text.pass_comma("]")
    text.at += 1


class _Text:
    """The characters of a file, of which only the part that is being read is held.

    Attributes:
        at: where reading goes on in the part that is held.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._scan = json.JSONDecoder().raw_decode
        self._held, self._line, self._counted, self._is_whole = "", 1, 0, False
        self.at = 0
        head = source.read(READ_BYTES).removeprefix(codecs.BOM_UTF8)
        refuse_no_text(head)
        self._held = self._decoder.decode(head)

    def line_here(self) -> int:
        """Return the line where reading goes on."""
        self._line += self._held.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def broken(self) -> Refusal:
        """Return that nothing more can be told apart from here on."""
        return Refusal("json_broken", Kind.UNREADABLE, line=self.line_here())

    def next(self) -> str:
        """Return the next character that is no space, without taking it; the file must not end before it."""
        while True:
            if self._has_more():
                return self._held[self.at]
            if not self._more():
                raise self.broken()

    def refuse_more(self) -> None:
        """Refuse what stands after the end, such as a second list, which nobody would notice was left out."""
        while not self._has_more():
            if not self._more():
                return
        raise self.broken()

    def pass_comma(self, closing: str) -> None:
        """Take the comma after an element, or stay before what closes the list."""
        if self.next() == ",":
            self.at += 1
        elif self.next() != closing:
            raise self.broken()

    def element(self) -> Element:
        """Take one value; one that cannot be read is passed over as far as its brackets tell."""
        self.next()
        line, begin = self.line_here(), self.at
        try:
            value, end = self._scan(self._held, begin)
        except (ValueError, RecursionError):
            return self._slowly(line)
        if self._held[begin] not in '{["' and self._held[end : end + 1] not in _AFTER:
            return self._slowly(line)  # the rest of a number may come with the next piece, or it is none
        self.at = end
        return Element("", line, value, self._held[begin:end])

    def _slowly(self, line: int) -> Element:
        """Take one value that is cut off where the part that is held ends, or that is broken, or far too long."""
        end = self._end_of_element()
        if end is None:
            self._pass_over()
            return Element("", line, None, "", "json_too_long")
        text = self._held[self.at : end]
        self.at = end
        try:
            return Element("", line, json.loads(text), text)
        except (ValueError, RecursionError):
            return Element("", line, None, text, "json_element_broken")

    def _end_of_element(self) -> int | None:
        """Return where the element ends, reading on until it does; None for one that is too long."""
        marks = _Marks(self._held[self.at])
        done = self.at
        while True:
            end = marks.end_in(self._held, done)
            if end is not None:
                return end
            if len(self._held) - self.at > ELEMENT_MOST:
                return None
            done = len(self._held) - self.at  # reading on drops what was read before
            if not self._more():
                raise self.broken()
            done += self.at

    def _pass_over(self) -> None:
        """Read on to the end of an element without holding it."""
        marks = _Marks(self._held[self.at])
        while (end := marks.end_in(self._held, self.at)) is None:
            self.at = len(self._held)
            if not self._more():
                raise self.broken()
        self.at = end

    def _has_more(self) -> bool:
        """Pass over spaces; return whether something else follows in the part that is held."""
        found = _SPACE.match(self._held, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self._held)

    def _more(self) -> bool:
        """Read the next piece and let go of what was read before; False at the end of the file."""
        if self._is_whole:
            return False
        piece = self._source.read(max(READ_BYTES, len(self._held) - self.at))
        self._is_whole = not piece
        self.line_here()  # counts the lines of what is let go
        self._held, self.at, self._counted = self._held[self.at :] + self._decoder.decode(piece, not piece), 0, 0
        return bool(piece)


class _Marks:
    """Brackets and quotation marks of one element, followed as they come.

    Args:
        first: its first character.
    """

    def __init__(self, first: str) -> None:
        self._open: list[str] = []
        self._in_text = False
        self._is_open = first in '{["'
        self._skip = 0

    def end_in(self, text: str, begin: int) -> int | None:
        """Return where the element ends in this text, or None where it goes on after it."""
        at = begin + self._skip
        self._skip = 0
        while found := _MARK.search(text, at):
            mark, at = found.group(), found.end()
            if self._in_text:
                if mark == "\\":
                    self._skip, at = max(0, at + 1 - len(text)), at + 1
                elif mark == '"' and self._ends_text():
                    return at
            elif not self._open and mark in {",", *_CLOSING}:
                return found.start()
            elif self._is_last(mark):
                return at
        return None

    def _ends_text(self) -> bool:
        """Take the quotation mark after a text; return whether that text was the element."""
        self._in_text = False
        return not self._open and self._is_open

    def _is_last(self, mark: str) -> bool:
        """Take a mark outside of texts; return whether it closes the element."""
        if mark == '"':
            self._in_text = True
        elif mark in _OPENING:
            self._open.append(mark)
        return mark in _CLOSING and self._is_closed_by(mark)

    def _is_closed_by(self, mark: str) -> bool:
        """Take a closing bracket with all that was left open inside it; return whether it closes the element."""
        opening = _OPENING[_CLOSING.index(mark)]
        while self._open and self._open.pop() != opening:
            continue
        return not self._open
