"""Reading what was suggested for an item."""

import json

from annotate.suggestions.rules import Suggested, Suggestion
from payments.transaction import Transaction

_MODELS = """
SELECT DISTINCT suggestion.model FROM item CROSS JOIN suggestion
WHERE item.project_id = :project_id AND suggestion.item_id = item.id
"""
UNNAMED = "a model without a name"
_SUGGESTION = "SELECT result, model FROM suggestion WHERE item_id = :item_id"


def suggestion_of(tx: Transaction, item_id: int) -> Suggestion | None:
    """Return what a model suggests for an item, or None."""
    row = tx.one(_SUGGESTION, item_id=item_id)
    return None if row is None else kept_suggestion(row[0], row[1])


def kept_suggestion(text: str, model: str) -> Suggestion:
    """Return a suggestion from its row, as `add_suggestions` wrote it."""
    return Suggestion(tuple(Suggested(one["entry"], one["percent"]) for one in json.loads(text)), model)


def suggesting_models(tx: Transaction, *, project_id: int) -> tuple[str, ...]:
    """Return the names of the models whose suggestions a project's items came with."""
    return tuple(sorted(str(row[0]) or UNNAMED for row in tx.run(_MODELS, project_id=project_id)))
