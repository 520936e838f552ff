"""Reading the answers that are known."""

import json

from annotate.labels import Result
from payments.transaction import Transaction

_KNOWN = "SELECT result FROM known_answer WHERE item_id = :item_id"


def known_answer_of(tx: Transaction, item_id: int) -> Result | None:
    """Return the answer that a requester gave an item, or None; never shown to those who work on it."""
    text = tx.value(_KNOWN, item_id=item_id)
    if text is None:
        return None
    found: Result = json.loads(text)
    return found
