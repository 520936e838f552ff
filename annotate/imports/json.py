"""JSON: one list of objects, as programs write them; read a piece at a time, each bad object named by its line."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from annotate.imports import LIKE_NAME, Bad, Choices, Good, Look, Opened, Seen
from annotate.incoming.json_stream import Element, elements_of
from annotate.incoming.records import TEXT_NAME, Records, look_at
from annotate.suggestions.rules import brings_labels
from policies.errors import Kind, Refusal

_LINES = re.compile(rb"\A(\xef\xbb\xbf)?\s*\{[^\n]*\}[ \t\r]*\n\s*[^\s,:}\]]")
"""An object that ends on its line, and something below that could not go on with it."""


class Json:
    """A list of objects, or an object with one list of them, UTF-8; each is what a line of JSON lines would be."""

    name = "json"
    title = "JSON list"
    gives: tuple[str, ...] = ("text", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".json",)
    sample = b'[{"id": "1", "text": "When can I renew?"},\n {"id": "2", "text": "I lost my passport"}]\n'

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its name ends so, and it does not begin as JSON lines do, which some programs call so too."""
        del wanted
        return LIKE_NAME if seen.ending in self.suffixes and not _LINES.match(seen.head) else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the beginning of a file; its objects are read one at a time, later.

        Raises:
            Refusal: `file_empty`, `not_this_encoding`, `file_has_nul`, `json_unreadable`.
        """
        elements = begun(elements_of(source))
        text_name = choices.text_column or TEXT_NAME
        return Opened("utf-8", (text_name,), text_name, choices.id_column, _rows(elements, choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names and values of the first objects.

        Raises:
            Refusal: as `open`.
        """
        del choices
        first = list(islice(_objects(elements_of(source)), most))
        return look_at(first, has_labels=any(brings_labels(found) for _, found in first))


IMPORT = Json()


def begun(elements: Iterator[Element]) -> Iterator[Element]:
    """Return the elements of a file whose beginning was read, so that one that is none is refused at once."""
    first = next(elements, None)
    return _with(first, elements)


def _with(first: Element | None, rest: Iterator[Element]) -> Iterator[Element]:
    if first is not None:
        yield first
        yield from rest


def _objects(elements: Iterator[Element]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return ((one.line, one.value) for one in elements if one.is_listed and isinstance(one.value, dict))


def _rows(elements: Iterator[Element], choices: Choices) -> Iterator[Good | Bad]:
    plain, exact = Records(choices), Records(choices, is_exact=True)
    has_list, has_other = False, False
    for one in elements:
        has_list, has_other = has_list or one.is_listed, has_other or not one.is_listed
        if not one.is_listed:
            continue
        if one.problem or not isinstance(one.value, dict):
            yield Bad(one.line, one.problem or "json_no_object", came_as=one.text)
        elif brings_labels(one.value):
            yield exact.with_labels(exact.row(one.line, one.value, came_as=one.text), one.value)
        else:
            yield plain.row(one.line, one.value, came_as=one.text)
    if has_other and not has_list:  # one object alone: nobody would know why nothing came
        raise Refusal("json_unreadable", Kind.UNREADABLE)
