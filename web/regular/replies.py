"""Forgets what programs were answered under keys of their own, after a day."""

from web.keeping.replies.service import FORGET_MOST, forget_replies
from web.wiring import House


def forget(house: House) -> None:
    """Forget every answer that was kept long enough, some in each transaction."""
    while _forget_some(house) == FORGET_MOST:
        pass


def _forget_some(house: House) -> int:
    with house.db.writing() as tx:
        return forget_replies(tx, now=house.now())


JOBS = (("forget_replies", 3600, forget),)
