"""Reading batches that wait: what one will cost at most, and which items of it are to be opened next."""

from dataclasses import dataclass
from datetime import datetime

from annotate.datasets.queries import BatchView, batch
from annotate.funding.rules import Quote
from annotate.projects.queries import existing_project, quote_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook

CHUNK_ITEMS = 500
"""So many items are opened in one transaction: a few milliseconds, so that nobody who submits waits for it."""

_TO_OPEN = """
SELECT batch.id FROM batch JOIN project ON project.id = batch.project_id
WHERE batch.published_at IS NOT NULL AND batch.after_item_id IS NOT NULL AND project.state <> 'closed' ORDER BY batch.id
"""
_AFTER = "SELECT after_item_id FROM batch WHERE id = :batch_id AND published_at IS NOT NULL"
_UP_TO = """
SELECT max(id) FROM (
  SELECT id FROM item WHERE id > :after_id AND batch_id = :batch_id ORDER BY id LIMIT :most) AS chunk
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Items of a published batch that are to be opened next; `up_to_id` is None where none is left."""

    batch_id: int
    after_id: int
    up_to_id: int | None


def batch_quote(tx: Transaction, batch_id: int, *, rulebook: Rulebook, now: datetime) -> Quote:
    """Return what the items of a batch will cost at most, at the project's price and the law of this day.

    Raises:
        Refusal: `not_found`.
    """
    found = existing_batch(tx, batch_id)
    view = existing_project(tx, found.project_id)
    return quote_of(view, item_count=found.imported_count, rulebook=rulebook, now=now)


def existing_batch(tx: Transaction, batch_id: int) -> BatchView:
    """Return a batch.

    Raises:
        Refusal: `not_found`.
    """
    found = batch(tx, batch_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return found


def batches_to_open(tx: Transaction) -> tuple[int, ...]:
    """Return the published batches of which some items are not open yet."""
    return tuple(row[0] for row in tx.run(_TO_OPEN))


def next_chunk(tx: Transaction, batch_id: int, *, most: int = CHUNK_ITEMS) -> Chunk | None:
    """Return which items of a published batch are to be opened next, or None once all of them are."""
    after_id = tx.value(_AFTER, batch_id=batch_id)
    if after_id is None:
        return None
    return Chunk(batch_id, after_id, tx.value(_UP_TO, batch_id=batch_id, after_id=after_id, most=most))
