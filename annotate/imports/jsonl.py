"""JSON lines: one JSON object in each line, as programs write them; good lines land, each bad line says why."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from annotate.imports import LIKE_NAME, Bad, Choices, Good, Look, Opened, Seen
from annotate.incoming.json_lines import LINE_BYTES_MAX as LINE_BYTES_MAX
from annotate.incoming.json_lines import lines_of_json, object_in, objects_of_json
from annotate.incoming.records import TEXT_NAME, Records, look_at
from annotate.suggestions.rules import brings_labels


class JsonLines:
    """One object in each line, UTF-8, with a text and, where the requester has ids, an id.

    Beside them may stand what a model suggests: `predictions`, Label Studio's list, or `suggestion`, one of them; or
    `gold`, the answer that is known.
    """

    name = "jsonl"
    title = "JSON lines"
    gives: tuple[str, ...] = ("text", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    sample = b'{"id": "1", "text": "When can I renew?"}\n{"id": "2", "text": "I lost my passport"}\n'

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its name ends so; other kinds of JSON that are called so too know themselves."""
        del wanted
        return LIKE_NAME if seen.ending in {*self.suffixes, ".json"} else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the beginning of a file; a line without an id gets none unless an id was asked for.

        Raises:
            Refusal: `file_empty`, `not_this_encoding`, `file_has_nul`.
        """
        found = objects_of_json(source)
        text_name = choices.text_column or TEXT_NAME
        return Opened("utf-8", (text_name,), text_name, choices.id_column, _rows(found, choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names and values of the first objects.

        Raises:
            Refusal: as `open`.
        """
        del choices  # only the encoding would count, and it is always UTF-8
        readable = ((number, object_in(line)) for number, line in lines_of_json(source) if line is not None)
        first = list(islice(((number, found) for number, found in readable if found is not None), most))
        return look_at(first, has_labels=any(brings_labels(found) for _, found in first))


IMPORT = JsonLines()


def _rows(lines: Iterator[tuple[int, str | None, dict[str, Any] | None]], choices: Choices) -> Iterator[Good | Bad]:
    plain, exact = Records(choices), Records(choices, is_exact=True)
    for number, came_as, found in lines:
        if came_as is None:
            yield Bad(number, "line_too_long", {"most": LINE_BYTES_MAX})
        elif found is None:
            yield Bad(number, "line_no_object", came_as=came_as)
        elif brings_labels(found):  # which may count the characters of the text from its first one
            yield exact.with_labels(exact.row(number, found, came_as=came_as), found)
        else:
            yield plain.row(number, found, came_as=came_as)
