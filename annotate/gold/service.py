"""Marking items whose answer is known. A few of them among the others say how well a question is understood.

They are handed out by the path of every other item, at the same price, on the same clock, from the same purse, and are
paid in the same way. The page of a draft says how often (web/pages/project_gold.py).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from annotate.gold.rules import GOLD_EVERY_LEAST, GOLD_EVERY_MOST
from annotate.labels import Result
from payments.columns import json_text
from payments.events.rules import Fact, project_stream
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

_PROJECT = "SELECT state FROM project WHERE id = :project_id /*postgresql: FOR NO KEY UPDATE */"
_EVERY = "UPDATE project SET gold_every = :every WHERE id = :project_id"
# Nobody was offered an item of a draft, nor of a batch whose money is not set aside yet.
_MARK = """
UPDATE item SET gold_use_count = 0, open_slots = 0
WHERE id = :item_id AND project_id = :project_id AND gold_use_count IS NULL
  AND (:is_draft = 1 OR EXISTS (SELECT 1 FROM batch WHERE batch.id = item.batch_id AND batch.published_at IS NULL))
"""
_IS_GOLD = "SELECT 1 FROM item WHERE id = :item_id AND project_id = :project_id AND gold_use_count IS NOT NULL"
_KNOWN = """
INSERT INTO known_answer (item_id, result)
SELECT item.id, :result FROM item WHERE item.project_id = :project_id AND item.item_key = :item_key
"""
_IDS = """
SELECT item.id FROM json_each(:keys/*postgresql:::json*/) AS wanted
CROSS JOIN item WHERE item.project_id = :project_id AND item.item_key = wanted.key
"""
_EXISTS = "SELECT 1 FROM item WHERE id = :item_id AND project_id = :project_id"


def set_gold_every(tx: Transaction, *, project_id: int, every: int, by_id: int, now: datetime) -> None:
    """Say after how many items of each person one comes whose answer is known; while it is a draft, as it costs money.

    Args:
        tx: the open transaction.
        project_id: a draft: the pay of these answers is set aside with all the others when it is published.
        every: 2 to 1,000, or 0 for never.
        by_id: who says so.
        now: when.

    Raises:
        Refusal: `not_found`, `project_state`, `gold_every_out_of_range`.
    """
    if every and not GOLD_EVERY_LEAST <= every <= GOLD_EVERY_MOST:
        raise Refusal("gold_every_out_of_range", Kind.UNREADABLE, least=GOLD_EVERY_LEAST, most=GOLD_EVERY_MOST)
    state = _state(tx, project_id)
    if state != "draft":
        raise Refusal("project_state", Kind.CONFLICT, state=state, act="gold")
    tx.run(_EVERY, project_id=project_id, every=every)
    fact = Fact("project", {"act": "gold", "by_id": by_id, "gold_every": every})
    append(tx, stream=project_stream(project_id), facts=[fact], now=now)


def mark_gold(tx: Transaction, *, project_id: int, item_ids: Sequence[int]) -> None:
    """Mark items as those whose answer is known: no slot of theirs is open to anybody, exports leave them out.

    Args:
        tx: the open transaction.
        project_id: whose items.
        item_ids: items of a draft, or of a batch that is not published; marking one twice changes nothing.

    Raises:
        Refusal: `not_found` for an item of another project, `gold_too_late` for one that people are offered already.
    """
    is_draft = int(_state(tx, project_id) == "draft")
    for item_id in sorted(item_ids):
        here = {"item_id": item_id, "project_id": project_id}
        if tx.count(_MARK, **here, is_draft=is_draft) or tx.one(_IS_GOLD, **here):
            continue
        raise Refusal("gold_too_late", Kind.CONFLICT) if tx.one(_EXISTS, **here) else Refusal("not_found", Kind.MISSING)


def keep_known_answers(tx: Transaction, *, project_id: int, answers: Mapping[str, Result]) -> None:
    """Keep the answers of items that just came in and whose answer is known, and mark those items.

    Args:
        tx: the open transaction.
        project_id: whose items.
        answers: each by the key of its item, already found to be an answer.

    Raises:
        Refusal: `gold_too_late`, `not_found`.
    """
    if not answers:
        return
    tx.run_many(
        _KNOWN,
        [{"project_id": project_id, "item_key": key, "result": json_text(one)} for key, one in answers.items()],
    )
    keys = json_text(dict.fromkeys(answers, 0))
    item_ids = [int(item_id) for (item_id,) in tx.run(_IDS, project_id=project_id, keys=keys)]
    mark_gold(tx, project_id=project_id, item_ids=item_ids)


def _state(tx: Transaction, project_id: int) -> str:
    state = tx.value(_PROJECT, project_id=project_id)
    if state is None:
        raise Refusal("not_found", Kind.MISSING)
    return str(state)
