"""Reading and keeping what a requester's model suggests for the items that just came in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotate.label_schema import parts_of
from annotate.labels import Problem
from annotate.suggestions.rules import Suggestion, read_suggestion
from annotate.task_type import TaskType
from payments.columns import json_text
from payments.transaction import Transaction

_ASKS = "SELECT task_type, label_schema FROM project WHERE id = :project_id"
_ADD = """
INSERT INTO suggestion (item_id, result, model)
SELECT item.id, :result, :model FROM item WHERE item.project_id = :project_id AND item.item_key = :item_key
"""


@dataclass(frozen=True, slots=True)
class Asks:
    """What a project asks: its kind of work, and its label schema as text."""

    task_type: str
    label_schema: str


def asks_of(tx: Transaction, project_id: int) -> Asks:
    """Return what a project asks that exists."""
    row = tx.one(_ASKS, project_id=project_id)
    assert row is not None, "whoever brings rows in has looked whether it exists"
    return Asks(str(row[0]), str(row[1]))


def read_suggestions(
    raw: Mapping[str, tuple[Mapping[str, Any] | None, Mapping[str, Any]]],
    *,
    asks: Asks,
    task_types: Mapping[str, TaskType],
) -> dict[str, Suggestion | Problem]:
    """Return what is suggested for some items, by their keys, or what is wrong where it could not be an answer.

    Args:
        raw: for each key what the file suggests, and the content of the item.
        asks: what their project asks.
        task_types: every kind of work by name.
    """
    if not raw:
        return {}
    schema = json.loads(asks.label_schema)
    kind, parts = task_types[asks.task_type], parts_of(asks.task_type, schema, task_types)
    return {
        key: read_suggestion(found or {}, kind=kind, parts=parts, schema=schema, content=content)
        for key, (found, content) in raw.items()
    }


def add_suggestions(tx: Transaction, *, project_id: int, suggestions: Mapping[str, Suggestion]) -> None:
    """Keep suggestions, by the key of the item that each is for; the items are there, and have none yet."""
    rows: list[dict[str, object]] = [
        {"project_id": project_id, "item_key": key, "result": _text(one), "model": one.model}
        for key, one in suggestions.items()
    ]
    if rows:
        tx.run_many(_ADD, rows)


def _text(suggestion: Suggestion) -> str:
    return json_text([{"entry": dict(one.entry), "percent": one.percent} for one in suggestion.entries])
