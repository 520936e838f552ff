"""Reading what was suggested for an item."""

import json

from annotate.suggestions.rules import Suggested, Suggestion
from payments.transaction import Transaction

_SUGGESTION = "SELECT result, model FROM suggestion WHERE item_id = :item_id"


def suggestion_of(tx: Transaction, item_id: int) -> Suggestion | None:
    """Return what a model suggests for an item, or None."""
    row = tx.one(_SUGGESTION, item_id=item_id)
    return None if row is None else kept_suggestion(row[0], row[1])


def kept_suggestion(text: str, model: str) -> Suggestion:
    """Return a suggestion from its row, as `add_suggestions` wrote it."""
    return Suggestion(tuple(Suggested(one["entry"], one["percent"]) for one in json.loads(text)), model)
