"""spaCy and Prodigy: JSON lines of texts with the stretches that are marked in them, and with categories."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

from annotate.imports import LIKE_KIND, Bad, Choices, Good, Look, Opened, Seen
from annotate.incoming.given import Given, chosen_entry
from annotate.incoming.json_lines import LINE_BYTES_MAX, lines_of_json, object_in
from annotate.incoming.records import Records, look_at
from annotate.incoming.text_places import stretch
from annotate.labels import Problem

SPANS, CHOICES = ("spans", "relations"), ("choice", "choices")
HALF = 0.5
LISTS = ("spans", "ents", "entities", "labels", "label")
LOOKED_AT = 200
_FIRST = re.compile(rb'\A(\xef\xbb\xbf)?\s*\{[^\n]*"(spans|ents|entities|cats)"\s*:')


class Spacy:
    """One object in each line: `text`, and `spans`, `ents`, `entities` or doccano's `label`, counted in code points."""

    name = "spacy"
    title = "spaCy or Prodigy JSON lines"
    gives: tuple[str, ...] = ("text",)
    asks_columns = True
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    sample = (
        b'{"text": "Ana ran", "spans": [{"start": 0, "end": 3, "label": "person"}]}\n'
        b'{"text": "Oaxaca waits", "spans": [{"start": 0, "end": 6, "label": "place"}]}\n'
    )

    def likeness(self, seen: Seen, wanted: str) -> int:
        """Return whether its first line has stretches or categories."""
        del wanted
        return LIKE_KIND if seen.ending in self.suffixes and _FIRST.match(seen.head) else 0

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the beginning of a file.

        Raises:
            Refusal: `file_empty`, `not_this_encoding`, `file_has_nul`.
        """
        lines = lines_of_json(source)
        text_name = choices.text_column or "text"
        return Opened("utf-8", (text_name,), text_name, choices.id_column, _rows(lines, choices))

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the first objects, and the labels of the beginning.

        Raises:
            Refusal: as `open`.
        """
        del choices
        readable = ((number, object_in(line)) for number, line in lines_of_json(source) if line is not None)
        first = list(islice(((number, found) for number, found in readable if found is not None), LOOKED_AT))
        labels = dict.fromkeys(name for _, found in first for name in (*_cats(found), *_names(found)))
        return look_at(first[:most], labels=tuple(labels), has_labels=bool(labels))


IMPORT = Spacy()


def _rows(lines: Iterator[tuple[int, bytes | None]], choices: Choices) -> Iterator[Good | Bad]:
    records = Records(choices, is_exact=True)
    for number, line in lines:
        found = None if line is None else object_in(line)
        came_as = "" if line is None else line.decode("utf-8", "replace")
        if line is None:
            yield Bad(number, "line_too_long", {"most": LINE_BYTES_MAX})
        elif found is None:
            yield Bad(number, "line_no_object", came_as=came_as)
        else:
            yield _labelled(records.row(number, found, came_as=came_as), found, choices)


def _labelled(row: Good | Bad, found: Mapping[str, Any], choices: Choices) -> Good | Bad:
    """Return a row with its stretches and categories; what a person rejected in Prodigy is no label."""
    given = Given(choices)
    if isinstance(row, Bad) or not given.is_wanted or found.get("answer") in {"reject", "ignore"}:
        return row
    text = row.content["text"]
    for start, end, label in _stretches(found, given):
        asked = given.control(SPANS, label)
        if asked is not None:
            given.add(stretch(asked.name, label, text, start, end, about=asked.about))
    for label in _cats(found):
        chosen = given.control(CHOICES, label)
        if chosen is not None:
            given.add(chosen_entry(chosen, label))
    if given.problem is not None:
        return Bad(row.line, given.problem.code, given.problem.params, row.came_as)
    return row._replace(**given.fields())


def _cats(found: Mapping[str, Any]) -> list[str]:
    """Return the categories that hold: spaCy gives each a number from 0 to 1, Prodigy lists those accepted."""
    cats, accepted = found.get("cats"), found.get("accept")
    held = [name for name, value in cats.items() if _is_high(value)] if isinstance(cats, dict) else []
    return held + [one for one in (accepted if isinstance(accepted, list) else []) if isinstance(one, str)]


def _is_high(value: object) -> bool:
    return isinstance(value, int | float) and value >= HALF


def _stretches(found: Mapping[str, Any], given: Given) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of each stretch; what is none is noted."""
    for one in _listed(found):
        read = _stretch(one)
        if read is None:
            given.wrong(Problem("span_unreadable"))
        else:
            yield read


def _stretch(one: object) -> tuple[int, int, str] | None:
    match one:
        case {"start": int(start), "end": int(end), "label": str(label)} | [int(start), int(end), str(label)]:
            return start, end, label.strip()
        case {"start_offset": int(start), "end_offset": int(end), "label": str(label)}:
            return start, end, label.strip()
        case _:
            return None


def _listed(found: Mapping[str, Any]) -> list[object]:
    """Return what an object lists as marked; spaCy may group stretches under keys."""
    value: Any = next((found[name] for name in LISTS if found.get(name)), [])
    if isinstance(value, dict):
        return [one for group in value.values() for one in (group if isinstance(group, list) else [group])]
    return value if isinstance(value, list) else [value]


def _names(found: Mapping[str, Any]) -> list[str]:
    return [read[2] for read in map(_stretch, _listed(found)) if read is not None]
