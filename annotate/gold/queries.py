"""Reading the answers that are known, how often items that have one are handed out, and how they were answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate.gold.rules import Answered, answered, in_words
from annotate.labels import Result, labels_named
from annotate.task_type import TaskType
from payments.events.rules import WHOLE_NUMBER_MAX
from payments.transaction import Transaction

_KNOWN = "SELECT result FROM known_answer WHERE item_id = :item_id"

_GOLD = """
SELECT (SELECT count(*) FROM item WHERE item.project_id = project.id AND item.gold_use_count IS NOT NULL), gold_every
FROM project WHERE id = :project_id
"""
_PROJECT = "SELECT task_type, label_schema FROM project WHERE id = :project_id"
# Its index holds these items alone, in this order.
_PAGE = """
SELECT item.id, item.content, item.gold_use_count, known_answer.result
FROM item LEFT JOIN known_answer ON known_answer.item_id = item.id
WHERE item.project_id = :project_id AND item.gold_use_count IS NOT NULL
  AND (item.gold_use_count, item.id) < (:use_count, :before_id)
ORDER BY item.gold_use_count DESC, item.id DESC LIMIT :most
"""
# Sorted by a sum, so that no database walks through all assignments of all projects from the newest on.
_ANSWERS = """
SELECT answer.result FROM (
  SELECT assignment.id FROM assignment WHERE assignment.item_id = :item_id ORDER BY assignment.id + 0 DESC LIMIT :most
) AS newest
JOIN assignment ON assignment.id = newest.id AND assignment.state IN ('submitted', 'accepted')
JOIN answer ON answer.assignment_id = newest.id AND answer.is_surplus = 0
"""
ITEMS_MOST, ANSWERS_MOST = 20, 200
"""A page looks at so many items, and at each one's newest answers, however many there are."""


@dataclass(frozen=True, slots=True)
class GoldView:
    """How many items of a project have a known answer, and after how many others one comes; 0 is never."""

    item_count: int
    every: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldItem:
    """One item whose answer is known.

    Attributes:
        known: its answer in words; None where it was marked without one.
        is_fit: whether it answers what the project asks now; without that nothing can be compared.
        use_count: how often it was handed out, also to those who gave it back.
        answered: how its newest answers agree with what is known.
    """

    item_id: int
    content: Mapping[str, Any]
    known: str | None
    is_fit: bool
    use_count: int
    answered: Answered


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of such items ends: the next one goes on after it."""

    use_count: int
    item_id: int


FIRST = Place(WHOLE_NUMBER_MAX, WHOLE_NUMBER_MAX)


def gold_items(
    tx: Transaction, *, project_id: int, task_types: Mapping[str, TaskType], after: Place = FIRST
) -> tuple[tuple[GoldItem, ...], Place | None]:
    """Return one page of the items whose answer is known, the most handed out first, and where it goes on, if it does.

    Args:
        tx: an open transaction; one that only reads will do.
        project_id: one that exists.
        task_types: every kind of work by name.
        after: where the page before ended.
    """
    row = tx.one(_PROJECT, project_id=project_id)
    assert row is not None, "whoever asks has read the project before"
    kind, schema = task_types[row[0]], json.loads(row[1])
    here = {"project_id": project_id, "use_count": after.use_count, "before_id": after.item_id}
    rows = tx.run(_PAGE, **here, most=ITEMS_MOST + 1)
    items = tuple(_item(tx, kind, schema, one) for one in rows[:ITEMS_MOST])
    return items, Place(items[-1].use_count, items[-1].item_id) if len(rows) > ITEMS_MOST else None


def _item(tx: Transaction, kind: TaskType, schema: Mapping[str, Any], row: Sequence[Any]) -> GoldItem:
    """Return one of them; what a draft asks may have changed since its known answers came."""
    item_id, text, use_count, brought = row
    content, known = json.loads(text), json.loads(brought or "[]")
    is_fit = brought is not None and not kind.problems(schema, content, known)
    answers = [json.loads(result) for (result,) in tx.run(_ANSWERS, item_id=item_id, most=ANSWERS_MOST)]
    words = in_words(kind, known) if is_fit else ", ".join(labels_named(known))
    return GoldItem(
        item_id=item_id,
        content=content,
        known=None if brought is None else words,
        is_fit=is_fit,
        use_count=use_count,
        answered=answered(kind, schema, known, answers) if is_fit else Answered(answer_count=len(answers)),
    )


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
