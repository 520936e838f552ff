"""Says every few seconds that the house is open, so that a time in which it was not is nobody's silence."""

from annotate.outages.service import open_again, say_open
from web.settings import Environment
from web.wiring import House


def say_that_we_are_open(house: House) -> None:
    """Leave a sign of life of the house, where pages and jobs are one process.

    Elsewhere each web process leaves its own (web.open_signs): that the jobs run says nothing of the pages, and that
    they stand still is no outage.
    """
    if not house.db.is_sqlite:
        return
    with house.db.writing() as tx:
        say_open(tx, now=house.now())


def note_outage(house: House) -> bool:
    """Note, before anybody is answered, that the house was down since its last sign; return whether it was.

    The demonstration moves its own clock, and what it skips is no outage.
    """
    if house.settings.environment is Environment.DEMO:
        return False
    with house.db.writing() as tx:
        return open_again(tx, now=house.now())


JOBS = (("say_that_we_are_open", 15, say_that_we_are_open),)
