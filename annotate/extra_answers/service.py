"""Asking one more person about an item whose answers disagree; its pay was set aside with all the others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotate.extra_answers.rules import is_agreed
from annotate.task_type import TaskType
from payments.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked about one item, of how many people, and how many more may be asked."""

    item_id: int
    task_type: TaskType
    schema: Mapping[str, Any]
    overlap: int
    extra_answers_most: int


# Two people who give the last two answers at once take turns here, so that the second sees the first one's answer.
# Without its key: whoever is offered the item at this moment need not wait.
_HOLD = "SELECT open_slots, extra_count FROM item WHERE id = :item_id /*postgresql: FOR NO KEY UPDATE */"
_RESULTS = """
SELECT answer.result FROM assignment JOIN answer ON answer.assignment_id = assignment.id
WHERE assignment.item_id = :item_id AND answer.is_surplus = 0 ORDER BY assignment.id
"""
# At the tail of the queue, as a slot that returns: no annotator's cursor has passed it there.
_ASK_AGAIN = """
UPDATE item SET open_slots = open_slots + 1, extra_count = extra_count + 1, sort_key = :now WHERE id = :item_id
"""


def ask_again(tx: Transaction, asked: Asked, *, now_ms: int) -> bool:
    """Open one more slot where every answer asked for is there, they disagree, and the most is not reached.

    Args:
        tx: the open transaction, in which the latest answer is stored.
        asked: about the item and its project.
        now_ms: this instant.

    Returns:
        Whether one more person is asked.
    """
    held = tx.one(_HOLD, item_id=asked.item_id)
    assert held is not None, "an answered item is never removed"
    open_slots, extra_count = held
    if open_slots or extra_count >= asked.extra_answers_most:
        return False
    results = [json.loads(row[0]) for row in tx.run(_RESULTS, item_id=asked.item_id)]
    if len(results) != asked.overlap + extra_count:
        return False  # somebody is still at it
    if is_agreed(asked.task_type, asked.schema, results):
        return False
    tx.run(_ASK_AGAIN, item_id=asked.item_id, now=now_ms)
    return True
