"""Forgets what annotators had begun and then answered elsewhere, or did not come back for within a month."""

from datetime import timedelta

from annotate.drafts.service import forget_old_drafts
from web.wiring import House

KEPT = timedelta(days=30)
AT_ONCE = 100


def forget(house: House) -> None:
    """Forget every draft that is of no more use or was kept long enough, some in each transaction."""
    while _forget_some(house) == AT_ONCE:
        pass


def _forget_some(house: House) -> int:
    now = house.now()
    with house.db.writing() as tx:
        return forget_old_drafts(tx, before=now - KEPT, limit=AT_ONCE)


JOBS = (("forget_drafts", 3600, forget),)
