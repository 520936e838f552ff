"""Setting a sample of a project's items apart in a batch of its own, and giving back those that nobody touched."""

from datetime import datetime

from payments.transaction import Transaction

FORMAT, FORMAT_OF_REST = "pilot", "pilot-rest"
"""What the batch of a sample says in place of a file's format, and that of what was left over; nobody uploaded them."""

# In the order of their fingerprints: that is neither the order of the file nor anybody's choice.
_CHOSEN = """
(SELECT id, batch_id FROM item WHERE project_id = :project_id AND gold_use_count IS NULL
 ORDER BY content_hash, id LIMIT :count) AS chosen
"""
_FIRST_FILE = "SELECT file_name FROM batch WHERE project_id = :project_id AND imported_count > 0 ORDER BY id LIMIT 1"
_NEW_BATCH = """
INSERT INTO batch (project_id, file_name, format, encoding, imported_count, skipped_count, refused_count, read_bytes,
                   size_bytes, started_by_id, started_at, finished_at, price_micros, published_at, after_item_id)
VALUES (:project_id, :file_name, :format, '', :count, 0, 0, 0, 0, :by_id, :now, :now, :price_micros, :published_at,
        :after_item_id) RETURNING id
"""
_LEAVE = f"""
UPDATE batch SET imported_count = imported_count
  - (SELECT count(*) FROM {_CHOSEN} WHERE chosen.batch_id = batch.id)
WHERE project_id = :project_id AND id <> :batch_id
"""
_JOIN = f"UPDATE item SET batch_id = :batch_id WHERE id IN (SELECT chosen.id FROM {_CHOSEN})"
_HIDE_OTHERS = """
UPDATE item SET open_slots = 0 WHERE project_id = :project_id AND batch_id <> :batch_id AND open_slots > 0
"""
# Nobody has answered any of these, nor has one in hand.
_UNTOUCHED = """
item.project_id = :project_id AND item.batch_id = :batch_id AND item.open_slots > 0 AND item.extra_count = 0
AND item.open_slots = (SELECT project.overlap FROM project WHERE project.id = item.project_id)
"""
_FIRST_UNTOUCHED = f"SELECT min(id) FROM item WHERE {_UNTOUCHED}"
_WITHDRAW = f"UPDATE item SET batch_id = :rest_id, open_slots = 0 WHERE {_UNTOUCHED}"
_COUNT = "UPDATE batch SET imported_count = imported_count + :more WHERE id = :batch_id"


def set_apart(tx: Transaction, *, project_id: int, count: int, price_micros: int, by_id: int, now: datetime) -> int:
    """Put some items of a draft into a published batch of their own, hide all others, and return the batch.

    Args:
        tx: the open transaction; it holds the project.
        project_id: a draft with more items than that.
        count: how many.
        price_micros: what an item, or an hour, pays.
        by_id: who asked for it.
        now: when.
    """
    priced = {"price_micros": price_micros, "published_at": now, "after_item_id": None}
    batch_id = _new_batch(tx, project_id=project_id, format=FORMAT, count=count, by_id=by_id, now=now, **priced)
    chosen = {"project_id": project_id, "count": count, "batch_id": batch_id}
    tx.run(_LEAVE, **chosen)
    tx.run(_JOIN, **chosen)
    tx.run(_HIDE_OTHERS, project_id=project_id, batch_id=batch_id)
    return batch_id


def give_back_untouched(tx: Transaction, *, project_id: int, batch_id: int, by_id: int, now: datetime) -> int:
    """Put the items of a sample that nobody touched into a batch that waits for its own money; return how many.

    What somebody answered, or has in hand, stays where it is: its price is fixed.
    """
    here = {"project_id": project_id, "batch_id": batch_id}
    first_id = tx.value(_FIRST_UNTOUCHED, **here)
    if first_id is None:
        return 0
    waiting = {"price_micros": None, "published_at": None, "after_item_id": first_id - 1}
    rest_id = _new_batch(tx, project_id=project_id, format=FORMAT_OF_REST, count=0, by_id=by_id, now=now, **waiting)
    count = tx.count(_WITHDRAW, **here, rest_id=rest_id)
    tx.run(_COUNT, batch_id=rest_id, more=count)
    tx.run(_COUNT, batch_id=batch_id, more=-count)
    return count


def _new_batch(tx: Transaction, *, project_id: int, **columns: object) -> int:
    file_name = tx.value(_FIRST_FILE, project_id=project_id)
    return int(tx.value(_NEW_BATCH, project_id=project_id, file_name=file_name, **columns))
