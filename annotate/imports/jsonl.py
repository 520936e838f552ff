"""JSON lines: one JSON object in each line, as programs write them; good lines land, each bad line says why."""

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO

from annotate.imports import Bad, Choices, Good, Look, Opened
from annotate.item_objects import Found, objects_in
from annotate.labels import Problem
from annotate.queue_order import RANK_NAMES, rank_of
from annotate.suggestions.rules import suggestion_in
from policies.errors import Kind, Refusal

READ_BYTES = 65_536
LINE_BYTES_MAX = 2_000_000
ID_CHARACTERS_MAX = 200
CELL_SHOWN_MAX = 300
COLUMNS_SHOWN_MAX = 50
TEXT_NAME = "text"
ID_NAMES = ("id", "external_id", "item_id")


class JsonLines:
    """One object in each line, UTF-8, with a text and, where the requester has ids, an id.

    Beside them may stand what a model suggests: `predictions`, Label Studio's list, or `suggestion`, one of them.
    """

    name = "jsonl"
    title = "JSON lines"
    gives: tuple[str, ...] = ("text", "objects")
    asks_columns = True
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    sample = b'{"id": "1", "text": "When can I renew?"}\n{"id": "2", "text": "I lost my passport"}\n'

    def open(self, source: BinaryIO, choices: Choices) -> Opened:
        """Look at the beginning of a file; a line without an id gets none unless an id was asked for.

        Raises:
            Refusal: `file_empty`, `not_this_encoding`, `file_has_nul`.
        """
        lines = _begun(source)
        text_name = choices.text_column or TEXT_NAME
        id_names = () if choices.has_no_ids else (choices.id_column,) if choices.id_column else ID_NAMES
        rows = _rows(lines, text_name, id_names, must_have_id=bool(choices.id_column), choices=choices)
        return Opened("utf-8", (text_name,), text_name, choices.id_column, rows)

    def look(self, source: BinaryIO, choices: Choices, *, most: int) -> Look:
        """Return the names and values of the first objects.

        Raises:
            Refusal: as `open`.
        """
        del choices  # only the encoding would count, and it is always UTF-8
        readable = ((number, _object_in(line)) for number, line in _begun(source) if line is not None)
        first = list(islice(((number, found) for number, found in readable if found is not None), most))
        names = dict.fromkeys(name for _, found in first for name in found if name and not _is_broken(name))
        columns = tuple(names)[:COLUMNS_SHOWN_MAX]
        return Look(
            encoding="utf-8",
            delimiter="",
            columns=columns,
            rows=tuple((number, tuple(_shown(found.get(name, "")) for name in columns)) for number, found in first),
            text_column=TEXT_NAME if TEXT_NAME in columns else "",
            id_column=next((name for name in ID_NAMES if name in columns), ""),
        )


IMPORT = JsonLines()


def _begun(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of a file that begins as text, numbered from 1; None for one that is too long."""
    head = source.read(READ_BYTES).removeprefix(codecs.BOM_UTF8)
    if not head.strip():
        raise Refusal("file_empty", Kind.UNREADABLE)
    if b"\0" in head:
        raise Refusal("file_has_nul", Kind.UNREADABLE, byte=head.index(b"\0") + 1)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as problem:
        byte = problem.start + 1
        raise Refusal("not_this_encoding", Kind.UNREADABLE, encoding="utf-8", byte=byte, proposal="utf-8") from problem
    return ((number, line) for number, line in _numbered(head, source) if line is None or line.strip())


def _numbered(head: bytes, source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield every line without its end; of one that is too long nothing is kept, so that memory stays flat."""
    number, rest, is_too_long, piece = 1, b"", False, head
    while piece:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield number, None if is_too_long or len(line) > LINE_BYTES_MAX else line
            number, is_too_long = number + 1, False
        if len(rest) > LINE_BYTES_MAX:
            rest, is_too_long = b"", True
        piece = source.read(READ_BYTES)
    if rest or is_too_long:
        yield number, None if is_too_long else rest


def _rows(
    lines: Iterator[tuple[int, bytes | None]],
    text_name: str,
    id_names: Sequence[str],
    *,
    must_have_id: bool,
    choices: Choices,
) -> Iterator[Good | Bad]:
    order = choices.order
    for number, line in lines:
        if line is None:
            yield Bad(number, "line_too_long", {"most": LINE_BYTES_MAX})
            continue
        found = _object_in(line)
        if found is None:
            yield Bad(number, "line_no_object")
            continue
        whole = _whole(found, text_name, choices)
        if isinstance(whole, Problem):
            yield Bad(number, whole.code, whole.params)
            continue
        external_id = _id_of(found, id_names)
        wrong = _wrong(external_id, must_have_id=must_have_id)
        if wrong:
            yield Bad(number, wrong[0], wrong[1])
            continue
        priority = rank_of(_rank_in(found, order), order=order)
        if priority is None:
            yield Bad(number, f"{order}_unreadable")
            continue
        yield Good(
            number,
            external_id or "",
            whole.content,
            suggestion=suggestion_in(found),
            priority=priority,
            files=whole.files,
        )


def _whole(found: Mapping[str, Any], text_name: str, choices: Choices) -> Found | Problem:
    """Return the content of an item: one text, or each object that the project shows."""
    if choices.wanted == "objects":
        return objects_in(
            found, choices.objects, {one.name: choices.columns.get(one.name, one.name) for one in choices.objects}
        )
    text = found.get(text_name)
    if not isinstance(text, str) or not text.strip():
        return Problem("text_empty")
    return Problem("row_not_this_encoding") if _is_broken(text) else Found({"text": text.strip()})


def _object_in(line: bytes) -> dict[str, Any] | None:
    """Return the object that a line holds, or None; its values may be anything."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _id_of(found: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return a requester's own id: a text or a whole number; empty where there is none, None for anything else."""
    given = next((found[name] for name in names if found.get(name) is not None), "")
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return str(given).strip() if isinstance(given, str) or -(10**18) < given < 10**18 else None


def _rank_in(found: Mapping[str, Any], order: str) -> object:
    """Return the number that ranks an item, as it was written, in a project whose order asks for one."""
    return next((found[name] for name in RANK_NAMES.get(order, ()) if name in found), None)


def _wrong(external_id: str | None, *, must_have_id: bool) -> tuple[str, Mapping[str, int]] | None:
    if external_id is None or (must_have_id and not external_id):
        return "id_empty", {}
    if len(external_id) > ID_CHARACTERS_MAX:
        return "id_too_long", {"most": ID_CHARACTERS_MAX}
    if _is_broken(external_id):
        return "row_not_this_encoding", {}
    return None


def _is_broken(text: str) -> bool:
    """Return whether half a character or a NUL stands in the text."""
    if text.isascii():
        return "\0" in text
    return "\0" in text or text.encode(errors="replace").decode() != text


def _shown(value: object) -> str:
    """Return a value as a person looks at it before choosing columns."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:CELL_SHOWN_MAX].encode(errors="replace").decode()
