"""Closes each person's week once it has ended where they live, so that payday finds it booked."""

from payments.closing.service import close_period
from payments.weeks_due.queries import WEEKS_LOOKED_BACK, periods_due
from web.logs import log
from web.wiring import House

CHUNK = 100


WEEKS_EVER = 520
"""Ten years: a week that was missed while nothing ran for months is still owed."""


def close_periods(house: House) -> None:
    """Close the weeks that are due, of the last two months."""
    _close(house, weeks_looked_back=WEEKS_LOOKED_BACK)


def close_forgotten_periods(house: House) -> None:
    """Close the weeks that are due, however long ago they ended."""
    _close(house, weeks_looked_back=WEEKS_EVER)


def _close(house: House, *, weeks_looked_back: int) -> None:
    """Close each week in a transaction of its own; one that fails does not hold up the others."""
    now = house.now()
    with house.db.reading() as tx:
        due = periods_due(tx, now=now, limit=CHUNK, weeks_looked_back=weeks_looked_back)
    for person_id, period in due:
        try:
            with house.db.writing() as tx:
                close_period(tx, person_id=person_id, period=period, now=now)
        except Exception:  # noqa: BLE001 - one week that cannot be closed must not keep anybody else's
            log().exception("period_not_closed", person_id=person_id, period=period)


JOBS = (("close_periods", 300, close_periods), ("close_forgotten_periods", 86_400, close_forgotten_periods))
