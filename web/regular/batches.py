"""Opens the items of published batches, a few at a time, so that nobody who submits an answer waits for it."""

from annotate.batches.queries import batches_to_open, next_chunk
from annotate.batches.service import open_chunk
from web.wiring import House


def open_items(house: House) -> None:
    """Open every item of every published batch; each few hundred in a transaction of their own."""
    with house.db.reading() as tx:
        waiting = batches_to_open(tx)
    for batch_id in waiting:
        while _open_some(house, batch_id):
            pass


def _open_some(house: House, batch_id: int) -> bool:
    """Look for the next items in one transaction, open them in another; return whether there may be more."""
    with house.db.reading() as tx:
        chunk = next_chunk(tx, batch_id)
    if chunk is None:
        return False
    with house.db.writing() as tx:
        open_chunk(tx, chunk)
    return True


JOBS = (("open_items", 10, open_items),)
