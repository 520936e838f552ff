"""Closes each person's week once it has ended where they live, so that payday finds it booked."""

from web.payday import WEEKS_EVER, Payday, close_due
from web.wiring import House


def close_periods(house: House) -> None:
    """Close the weeks that are due, of the last two months."""
    close_due(house, Payday())


def close_forgotten_periods(house: House) -> None:
    """Close the weeks that are due, however long ago they ended."""
    close_due(house, Payday(), weeks_looked_back=WEEKS_EVER)


JOBS = (("close_periods", 300, close_periods), ("close_forgotten_periods", 86_400, close_forgotten_periods))
