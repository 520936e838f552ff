"""An item of several objects, read from one row: its texts and lists as they stand there, its pictures by file name."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from annotate.labels import Problem
from policies.errors import Kind, Refusal

ROWS_MOST, ROW_CHARACTERS_MAX, FILE_NAME_MAX = 200, 20_000, 300
LISTED_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One object that each item of a project has: which column, or key, of a row holds it."""

    name: str
    kind: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a row has for the objects of an item; `files` names the file of each picture, by object."""

    content: Mapping[str, Any]
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def columns_for(objects: Sequence[Wanted], chosen: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """Return which column holds each object: the chosen one, else the one of its name, however it is capitalised.

    Args:
        objects: of the project.
        chosen: columns by object, as somebody chose them; an empty one means that there is none.
        columns: those of the file.

    Raises:
        Refusal: `unknown_column`, or `no_object_column` for an object that every item must have.
    """
    listed = ", ".join(columns)[:LISTED_MOST]
    by_name = {one.casefold(): one for one in reversed(columns)}
    found: dict[str, str] = {}
    for wanted in objects:
        column = chosen.get(wanted.name) or ("" if wanted.name in chosen else by_name.get(wanted.name, ""))
        if column and column not in columns:
            raise Refusal("unknown_column", Kind.UNREADABLE, column=column[:80], columns=listed)
        if not column and not wanted.is_optional:
            raise Refusal("no_object_column", Kind.UNREADABLE, object=wanted.name, columns=listed)
        found |= {wanted.name: column} if column else {}
    return found


def objects_in(row: Mapping[str, object], objects: Sequence[Wanted], columns: Mapping[str, str]) -> Found | Problem:
    """Return what a row has for each object, or why it is no item; never raises.

    Args:
        row: its values by column.
        objects: of the project.
        columns: which column holds each object.
    """
    content: dict[str, Any] = {}
    files: dict[str, str] = {}
    for wanted in objects:
        value = row.get(columns.get(wanted.name, ""))
        if value is None or (isinstance(value, str) and not value.strip()):
            if not wanted.is_optional:
                return Problem("object_missing", {"object": wanted.name})
            continue
        listed = _list_in(value) if wanted.kind == "list" else None
        text = _text_in(value, wanted.kind) if wanted.kind != "list" else None
        if listed is None and text is None:
            return Problem(_UNREADABLE[wanted.kind], {"object": wanted.name})
        if wanted.kind == "image":
            files[wanted.name] = text or ""
        else:
            content[wanted.name] = listed or text
    return Found(content, files) if content or files else Problem("object_missing", {"object": objects[0].name})


_UNREADABLE = {"text": "object_no_text", "image": "object_no_picture", "list": "object_no_list"}


def _text_in(value: object, kind: str) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and kind == "text":
        return json.dumps(value)
    if not isinstance(value, str) or _is_broken(value) or (kind == "image" and len(value) > FILE_NAME_MAX):
        return None
    return value.strip()


def _list_in(value: object) -> list[dict[str, str]] | None:
    """Return the rows of a list: texts, or objects with an id and a text; in a table, the same as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, list) or not 1 <= len(value) <= ROWS_MOST:
        return None
    rows = [_listed(one, number) for number, one in enumerate(value, start=1)]
    whole = [one for one in rows if one is not None]
    is_whole = len(whole) == len(rows) and len({one["id"] for one in whole}) == len(whole)
    return whole if is_whole else None


def _listed(one: object, number: int) -> dict[str, str] | None:
    text = one.get("text") if isinstance(one, dict) else one
    given = one.get("id", number) if isinstance(one, dict) else number
    if not isinstance(text, str) or not text.strip() or len(text) > ROW_CHARACTERS_MAX or _is_broken(text):
        return None
    if isinstance(given, bool) or not isinstance(given, str | int) or not 1 <= len(str(given)) <= 80:
        return None
    return None if _is_broken(str(given)) else {"id": str(given), "text": text.strip()}


def _is_broken(text: str) -> bool:
    """Return whether half a character or a NUL stands in the text."""
    return "\0" in text or text.encode(errors="replace").decode() != text
