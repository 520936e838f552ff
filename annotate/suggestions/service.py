"""Keeping what a requester's model suggests for the items that just came in."""

from collections.abc import Mapping

from annotate.suggestions.rules import Suggestion
from payments.columns import json_text
from payments.transaction import Transaction

_ADD = """
INSERT INTO suggestion (item_id, result, model)
SELECT item.id, :result, :model FROM item WHERE item.project_id = :project_id AND item.item_key = :item_key
"""


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
