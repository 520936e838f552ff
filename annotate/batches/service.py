"""Publishing a batch of a running project: its money is set aside first, then its items are opened a few at a time."""

from datetime import datetime

from annotate.batches.queries import Chunk, existing_batch, next_chunk
from annotate.funding.rules import Quote
from annotate.funding.service import set_aside
from annotate.projects.queries import existing_project, quote_of
from annotate.projects.rules import ProjectAct, check_price, move
from annotate.projects.service import hold_project
from payments.events.rules import Fact, project_stream
from payments.events.service import append, keep_rulebook
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.rulebook import Rulebook

_PUBLISH = "UPDATE batch SET published_at = :now, price_micros = :price_micros WHERE id = :batch_id"
_IN_PILOT = "SELECT 1 FROM pilot WHERE project_id = :project_id AND ended_at IS NULL"
_OPEN = """
UPDATE item SET open_slots = (SELECT project.overlap FROM project WHERE project.id = item.project_id)
WHERE batch_id = :batch_id AND id > :after_id AND id <= :up_to_id AND gold_use_count IS NULL
"""
_MOVE_ON = """
UPDATE batch SET after_item_id = :up_to_id
WHERE id = :batch_id AND published_at IS NOT NULL AND after_item_id = :after_id
"""


def publish_batch(tx: Transaction, *, batch_id: int, by_id: int, rulebook: Rulebook, now: datetime) -> Quote:
    """Set the pay of a batch aside, with its reserve and fee, and begin to open its items.

    The first items are open at once; `open_chunk` opens the others, a transaction for each few hundred.

    Args:
        tx: the open transaction.
        batch_id: an upload to a running or paused project.
        by_id: who publishes it.
        rulebook: the law; the price must be lawful on this day, in every place.
        now: when.

    Returns:
        What was set aside: by so much the ceiling of the project grows.

    Raises:
        Refusal: `not_found`, `project_state`, `batch_already_published`, `batch_empty`, `price_below_floor`,
            `pilot_running`, `not_enough_funds` (missing).
    """
    project_id = existing_batch(tx, batch_id).project_id
    hold_project(tx, project_id)
    found, view = existing_batch(tx, batch_id), existing_project(tx, project_id)
    if found.published_at is not None:
        raise Refusal("batch_already_published", Kind.CONFLICT)
    move(view.state, ProjectAct.BATCH)
    if tx.one(_IN_PILOT, project_id=project_id) is not None:
        raise Refusal("pilot_running", Kind.NOT_YET)
    if found.imported_count == 0:
        raise Refusal("batch_empty", Kind.CONFLICT)
    asked = quote_of(view, item_count=found.imported_count, rulebook=rulebook, now=now)
    for price in asked.floors:
        check_price(view.as_draft(), price.floor)
        keep_rulebook(tx, rulebook=rulebook, digest=price.floor.rulebook_digest, now=now)
    facts: list[Fact] = []
    set_aside(tx, view.chest, sums=asked.sums, act=f"batch:{batch_id}", now=now, facts=facts)
    tx.run(_PUBLISH, batch_id=batch_id, price_micros=view.price_micros, now=now)
    chunk = next_chunk(tx, batch_id)
    assert chunk is not None, "it was published just now"
    open_chunk(tx, chunk)
    body = {
        "act": "batch",
        "by_id": by_id,
        "batch_id": batch_id,
        "item_count": asked.item_count,
        "price_micros": view.price_micros,
        "piece_micros": asked.piece_micros,
        "reserve_micros": asked.reserve_micros,
        "fee_micros": asked.fee_micros,
        "rulebook_digests": sorted(price.floor.rulebook_digest for price in asked.floors),
    }
    append(tx, stream=project_stream(project_id), facts=[Fact("project", body), *facts], now=now)
    return asked


def open_chunk(tx: Transaction, chunk: Chunk) -> bool:
    """Open some items of a published batch to annotators; return whether this was still to be done.

    Args:
        tx: an open transaction.
        chunk: from `next_chunk`, read in another transaction so that nobody waits while it looks for them.
    """
    here = {"batch_id": chunk.batch_id, "after_id": chunk.after_id, "up_to_id": chunk.up_to_id}
    if tx.count(_MOVE_ON, **here) == 0:
        return False  # somebody else was quicker
    if chunk.up_to_id is not None:
        tx.run(_OPEN, **here)
    return True
