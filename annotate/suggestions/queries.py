"""Reading what was suggested for an item."""

import json
from typing import Any

from annotate.suggestions.rules import Suggested, Suggestion
from payments.transaction import Transaction

_SUGGESTION = "SELECT result, model FROM suggestion WHERE item_id = :item_id"


def suggestion_of(tx: Transaction, item_id: int) -> Suggestion | None:
    """Return what a model suggests for an item, or None."""
    row = tx.one(_SUGGESTION, item_id=item_id)
    if row is None:
        return None
    return Suggestion(tuple(_suggested(one) for one in json.loads(row[0])), row[1])


def _suggested(kept: dict[str, Any]) -> Suggested:  # an entry and its score, as `add_suggestions` keeps them
    return Suggested(kept["entry"], kept["percent"])
