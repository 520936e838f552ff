"""Reading the answers that are known, and how often items that have one are handed out."""

import json
from dataclasses import dataclass

from annotate.labels import Result
from payments.transaction import Transaction

_KNOWN = "SELECT result FROM known_answer WHERE item_id = :item_id"

_GOLD = """
SELECT (SELECT count(*) FROM item WHERE item.project_id = project.id AND item.gold_use_count IS NOT NULL), gold_every
FROM project WHERE id = :project_id
"""


@dataclass(frozen=True, slots=True)
class GoldView:
    """How many items of a project have a known answer, and after how many others one comes; 0 is never."""

    item_count: int
    every: int


def gold_of(tx: Transaction, project_id: int) -> GoldView:
    """Return what a project says about items whose answer is known; it exists."""
    item_count, every = tx.run(_GOLD, project_id=project_id)[0]
    return GoldView(int(item_count), int(every))


def known_answer_of(tx: Transaction, item_id: int) -> Result | None:
    """Return the answer that a requester gave an item, or None; never shown to those who work on it."""
    text = tx.value(_KNOWN, item_id=item_id)
    if text is None:
        return None
    found: Result = json.loads(text)
    return found
