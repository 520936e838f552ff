"""Taking and returning the slots of items after they were handed out, and keeping count of what each person has had."""

from payments.transaction import Transaction

_TAKE_SLOT = "UPDATE item SET open_slots = open_slots - 1 WHERE id = :item_id AND open_slots > 0"
# A slot that returns goes to the tail of the queue (milliseconds since 1970 are larger than every first key), where no
# annotator's cursor has passed it. An item whose answer is known has no slots.
_RETURN_SLOT = """
UPDATE item SET open_slots = open_slots + 1, sort_key = :now_ms WHERE id = :item_id AND gold_use_count IS NULL
"""
_COUNT_OUT = """
UPDATE cursor SET taken_count = taken_count - 1,
  since_gold_count = CASE WHEN since_gold_count > 0 THEN since_gold_count - 1 ELSE 0 END
WHERE person_id = :person_id AND project_id = :project_id
"""
_COUNT_IN = "UPDATE cursor SET taken_count = taken_count + 1 WHERE person_id = :person_id AND project_id = :project_id"


def take_slot(tx: Transaction, *, item_id: int) -> bool:
    """Take a slot of an item again for an answer that came late; return whether one was still open."""
    return tx.count(_TAKE_SLOT, item_id=item_id) > 0


def return_slot(tx: Transaction, *, item_id: int, now_ms: int) -> None:
    """Open an item to somebody else."""
    tx.run(_RETURN_SLOT, item_id=item_id, now_ms=now_ms)


def count_out(tx: Transaction, *, person_id: int, project_id: int) -> None:
    """Note that an item went back from a person's hands: it counts no more as one that they had.

    After every slot is returned, never between two: whoever submits holds their item before their count as well.
    """
    tx.run(_COUNT_OUT, person_id=person_id, project_id=project_id)


def count_in(tx: Transaction, *, person_id: int, project_id: int) -> None:
    """Note that a person answered an item that had gone back from their hands."""
    tx.run(_COUNT_IN, person_id=person_id, project_id=project_id)
