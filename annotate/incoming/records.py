"""One object of a JSON file as a row: its text or its other objects, its id, its rank, and what it brings as labels."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotate.incoming.given import as_chosen
from annotate.item_objects import Found, objects_in
from annotate.labels import Problem
from annotate.queue_order import RANK_NAMES, rank_of
from annotate.rows import GOLD, IGNORE, Bad, Choices, Good, Look, text_row
from annotate.suggestions.rules import gold_in, suggestion_in

ID_CHARACTERS_MAX = 200
CELL_SHOWN_MAX = 300
COLUMNS_SHOWN_MAX = 50
TEXT_NAME = "text"
ID_NAMES = ("id", "external_id", "item_id")


class Records:
    """How the objects of one file are read.

    Args:
        choices: what was chosen about the file.
        text_name: which key holds the text; empty: the chosen one, or "text".
        is_exact: whether spaces around a text are kept, as stretches of it are counted from its first character.
    """

    def __init__(self, choices: Choices, *, text_name: str = "", is_exact: bool = False) -> None:
        self._choices = choices
        self._text_name = text_name or choices.text_column or TEXT_NAME
        chosen = (choices.id_column,) if choices.id_column else ID_NAMES
        self._id_names: Sequence[str] = () if choices.has_no_ids else chosen
        self._is_exact = is_exact
        self._is_plain = choices.wanted != "objects" and choices.order not in RANK_NAMES

    def row(self, line: int, found: Mapping[str, Any], *, came_as: str = "", external_id: str = "") -> Good | Bad:
        """Return what an object becomes, or why it cannot; labels stay as they are, for others to read.

        Args:
            line: where it stands.
            found: the object.
            came_as: as the file has it.
            external_id: its id where that stands elsewhere.
        """
        if self._is_plain and not external_id and (short := self._short(line, found, came_as)) is not None:
            return short
        whole = self._whole(found)
        if isinstance(whole, Problem):
            return Bad(line, whole.code, whole.params, came_as)
        own_id = external_id or _id_of(found, self._id_names)
        wrong = _wrong(own_id, must_have_id=bool(self._choices.id_column))
        if wrong is not None:
            return Bad(line, wrong.code, wrong.params, came_as)
        order = self._choices.order
        priority = rank_of(
            next((found[name] for name in RANK_NAMES.get(order, ()) if name in found), None), order=order
        )
        if priority is None:
            return Bad(line, f"{order}_unreadable", came_as=came_as)
        return Good(line, own_id or "", whole.content, priority=priority, files=whole.files, came_as=came_as)

    def _short(self, line: int, found: Mapping[str, Any], came_as: str) -> Good | None:
        """Return a row of a text and perhaps an id by the shortest way; None where something about it is unusual."""
        text, own_id = found.get(self._text_name), ""
        for name in self._id_names:
            if (given := found.get(name)) is not None:
                own_id = given
                break
        if type(text) is not str or type(own_id) is not str:
            return None
        own_id, bare = own_id.strip(), text.strip()
        if (
            not bare
            or (not own_id and self._choices.id_column)
            or len(own_id) > ID_CHARACTERS_MAX
            or is_broken(text + own_id)
        ):
            return None
        return text_row(line, own_id, text if self._is_exact else bare, came_as)

    def with_labels(self, row: Good | Bad, found: Mapping[str, Any]) -> Good | Bad:
        """Return a row with what its object suggests, or what it says is known, as the requester chose."""
        if isinstance(row, Bad) or self._choices.labels == IGNORE:
            return row
        suggestion, gold = suggestion_in(found), gold_in(found)
        if gold is not None:
            return row._replace(gold=gold, suggestion=None if self._choices.labels == GOLD else suggestion)
        return row if suggestion is None else row._replace(**as_chosen(suggestion, self._choices))

    def _whole(self, found: Mapping[str, Any]) -> Found | Problem:
        """Return the content of an item: one text, or each object that the project shows."""
        choices = self._choices
        if choices.wanted == "objects":
            columns = {one.name: choices.columns.get(one.name, one.name) for one in choices.objects}
            return objects_in(found, choices.objects, columns)
        text = found.get(self._text_name)
        if not isinstance(text, str) or not text.strip():
            return Problem("text_empty")
        if is_broken(text):
            return Problem("row_not_this_encoding")
        return Found({"text": text if self._is_exact else text.strip()})


def look_at(
    first: Iterable[tuple[int, Mapping[str, Any]]], *, labels: Sequence[str] = (), has_labels: bool = False
) -> Look:
    """Return the first objects as a person looks at them before choosing columns.

    Args:
        first: each with its line.
        labels: those that the file names.
        has_labels: whether its rows bring labels.
    """
    rows = list(first)
    names = dict.fromkeys(name for _, found in rows for name in found if name and not is_broken(name))
    columns = tuple(names)[:COLUMNS_SHOWN_MAX]
    texts = [name for name in columns if any(isinstance(found.get(name), str) for _, found in rows)]
    only = texts[0] if len(texts) == 1 else ""
    return Look(
        encoding="utf-8",
        delimiter="",
        columns=columns,
        rows=tuple((number, tuple(_shown(found.get(name, "")) for name in columns)) for number, found in rows),
        text_column=TEXT_NAME if TEXT_NAME in columns else only,
        id_column=next((name for name in ID_NAMES if name in columns), ""),
        labels=tuple(labels),
        has_labels=has_labels,
    )


def is_broken(text: str) -> bool:
    """Return whether half a character or a NUL stands in the text."""
    if text.isascii():
        return "\0" in text
    return "\0" in text or text.encode(errors="replace").decode() != text


def _id_of(found: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return a requester's own id: a text or a whole number; empty where there is none, None for anything else."""
    given = next((found[name] for name in names if found.get(name) is not None), "")
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return str(given).strip() if isinstance(given, str) or -(10**18) < given < 10**18 else None


def _wrong(external_id: str | None, *, must_have_id: bool) -> Problem | None:
    if external_id is None:
        return Problem("id_unreadable")
    if must_have_id and not external_id:
        return Problem("id_empty")
    if len(external_id) > ID_CHARACTERS_MAX:
        return Problem("id_too_long", {"most": ID_CHARACTERS_MAX})
    return Problem("row_not_this_encoding") if is_broken(external_id) else None


def _shown(value: object) -> str:
    """Return a value as a person looks at it before choosing columns."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:CELL_SHOWN_MAX].encode(errors="replace").decode()
