"""Gives held items back when their time is over, and accepts answers that nobody contested in time."""

from annotate.lapsing.service import accept_due, expire_due
from web.wiring import House

CHUNK = 50
"""Rows in one transaction, so that nobody who submits waits for this."""


def expire_leases(house: House) -> None:
    """Give back every item whose lease has run out."""
    while _expire(house) == CHUNK:
        pass


def accept_silent(house: House) -> None:
    """Accept every answer on which the requester stayed silent: silence means paid."""
    while _accept(house):
        pass


def _expire(house: House) -> int:
    with house.db.writing() as tx:
        return expire_due(tx, now=house.now(), limit=CHUNK)


def _accept(house: House) -> int:
    now = house.now()
    with house.db.writing() as tx:
        return accept_due(tx, silence_ms=house.rulebook.silence_ms(on=now.date()), now=now, limit=CHUNK)


JOBS = (("expire_leases", 15, expire_leases), ("accept_silent", 60, accept_silent))
