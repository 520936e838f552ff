"""Lets each web process say every few seconds that it answers, so that only what nobody answered in is an outage."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from annotate.outages.queries import OUTAGE_MS_LEAST
from annotate.outages.service import say_open
from policies.periods import MS_PER_SECOND
from web.logs import log
from web.regular.outages import note_outage
from web.wiring import House

EVERY_SECONDS = 15
OUTAGE_SECONDS = OUTAGE_MS_LEAST // MS_PER_SECOND


@contextmanager
def saying_that_we_are_open(house: House, *, every_seconds: float = EVERY_SECONDS) -> Iterator[None]:
    """Note that the house was down if nobody signed lately, then sign every few seconds while the process answers.

    On SQLite one process is all there is: its scheduler signs.

    Args:
        house: whose pages.
        every_seconds: the time between two signs.
    """
    note_outage(house)
    if house.db.is_sqlite:
        yield
        return
    stop = threading.Event()
    signing = threading.Thread(target=_keep_signing, args=(house, stop, every_seconds), daemon=True)
    signing.start()
    try:
        yield
    finally:
        stop.set()
        signing.join(every_seconds)


def _keep_signing(house: House, stop: threading.Event, every_seconds: float) -> None:
    last_good = time.monotonic()
    while not stop.wait(every_seconds):
        try:
            sign(house, is_late=time.monotonic() - last_good >= OUTAGE_SECONDS)
        except Exception as problem:  # noqa: BLE001 - a database that is away must not end the signs for good
            log().warning("sign_not_left", problem=type(problem).__name__)
        else:
            last_good = time.monotonic()


def sign(house: House, *, is_late: bool) -> None:
    """Leave one sign; whoever could not for a while first looks whether all the others could not either."""
    if is_late:
        note_outage(house)
        return
    with house.db.writing() as tx:
        say_open(tx, now=house.now())
