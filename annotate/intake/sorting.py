"""Tells the rows of one chunk apart: those that stand once, with their fingerprint, and those that are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from annotate.intake.labelling import Checked
from annotate.item_keys import HASH_KEY, content_text, quoted
from annotate.rows import Bad, Good, Known, Row, Sent, Together
from payments.columns import json_text

Fresh = dict[str, tuple[Good, str, str]]
"""Rows by their item's key: the row, its content as text, and the fingerprint of that."""


@dataclass(slots=True)
class Sorted:
    """The rows of one chunk, told apart."""

    fresh: Fresh = field(default_factory=dict)
    labelled: dict[str, Good] = field(default_factory=dict)
    """Those of the fresh that bring a suggestion or a known answer."""
    checked: Checked | None = None
    """What their labels are, where somebody has looked already."""
    are_plain: bool = True
    """Whether each of the fresh is one text: none brings a number that ranks it, a picture or a mask."""
    refused: list[Bad] = field(default_factory=list)
    skipped_count: int = 0
    read_bytes: int = 0
    """How much of the file was read when these had been."""


def sorted_out(rows: Sequence[Row], *, read_bytes: int) -> Sorted:
    """Return the rows that stand once among these, and those that are refused or known."""
    found = Sorted(read_bytes=read_bytes)
    fresh = found.fresh
    for row in rows:
        if type(row) is not Good:
            _take_other(row, found)
            continue
        line, external_id, content, picture, suggestion, priority, _, _, gold, _, _ = row
        text = content.get("text")
        if type(text) is str and picture is None and not priority and len(content) == 1:  # as millions are
            as_text = f'{{"text":{quoted(text)}}}'
            content_hash = sha256(as_text.encode()).hexdigest()
        else:
            as_text, content_hash = content_of(row)
            found.are_plain = False
        key = external_id or HASH_KEY + content_hash
        if external_id.startswith(HASH_KEY):
            found.refused.append(Bad(line, "id_reserved", {"id": external_id[:80]}, row.came_as))
        elif key not in fresh:
            fresh[key] = (row, as_text, content_hash)
            if suggestion is not None or gold is not None:
                found.labelled[key] = row
        elif external_id:
            found.refused.append(twice(row, fresh[key][0].line))
        else:
            found.skipped_count += 1
    return found


def content_of(row: Good) -> tuple[str, str]:
    """Return the content of an item as text, and its fingerprint: of a picture, that of the file as it came."""
    if row.picture is not None:
        return json_text(dict(row.content)), row.picture.came_as
    content = _text_of(row.content)
    return content, sha256(content.encode()).hexdigest()


def twice(row: Good, line: int) -> Bad:
    """Return that an id stands in the file already, on this line."""
    return Bad(row.line, "duplicate_id", {"id": row.external_id[:80], "first_line": line}, row.came_as)


def _take_other(row: Row, found: Sorted) -> None:
    assert not isinstance(row, Sent | Together | Good), "files are kept before their rows are sorted: KeepingPictures"
    if isinstance(row, Known):
        found.skipped_count += 1
    else:
        found.refused.append(row)


def _text_of(content: Mapping[str, Any]) -> str:
    for value in content.values():
        if type(value) is not str:
            return json_text(dict(content))
    return content_text(content)
