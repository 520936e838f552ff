"""Reading how full a person's day and week are, and how often a limit was broken."""

from datetime import date

from payments.running.queries import worked_on
from payments.transaction import Transaction
from policies.limits import Limits
from policies.notices import Notice, notice_of


def notice_for(tx: Transaction, *, person_id: int, today: date, limits: Limits) -> Notice | None:
    """Return what a person is told about how full their day or week is, or None while there is nothing to tell."""
    worked = worked_on(tx, person_id=person_id, today=today)
    return notice_of(day_ms=worked.day_ms, week_ms=worked.week_ms, limits=limits)


_BREACHES = "SELECT count(*) FROM breach WHERE begun_on >= :first_on AND begun_on < :next_on"


def breaches_between(tx: Transaction, *, first_on: date, next_on: date) -> int:
    """Return how many days and weeks of anybody, begun between two days (half-open), were longer than a limit."""
    return int(tx.value(_BREACHES, first_on=first_on, next_on=next_on))
