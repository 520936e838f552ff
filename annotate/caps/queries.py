"""Reading how full a person's day and week are, and how often a limit was broken."""

from datetime import date, datetime

from payments.running.queries import worked_on
from payments.transaction import Transaction
from policies.limits import Limits
from policies.notices import Notice, notice_of
from policies.periods import MS_PER_HOUR, day_start_ms, to_ms, week_days


def notice_for(tx: Transaction, *, person_id: int, today: date, limits: Limits) -> Notice | None:
    """Return what a person is told about how full their day or week is, or None while there is nothing to tell."""
    worked = worked_on(tx, person_id=person_id, today=today)
    return notice_of(day_ms=worked.day_ms, week_ms=worked.week_ms, limits=limits)


_BREACHES = "SELECT count(*) FROM breach WHERE begun_on >= :first_on AND begun_on < :next_on"


def breaches_between(tx: Transaction, *, first_on: date, next_on: date) -> int:
    """Return how many days and weeks of anybody, begun between two days (half-open), were longer than a limit."""
    return int(tx.value(_BREACHES, first_on=first_on, next_on=next_on))


_LONG_WEEKS = """
SELECT total.person_id, person.time_zone FROM time_total AS total JOIN person ON person.id = total.person_id
WHERE total.worked_on >= :first_on AND total.worked_on < :next_on
  AND total.bucket NOT IN ('meal', 'off', 'unconfirmed')
GROUP BY total.person_id, person.time_zone, total.worked_on HAVING sum(total.counted_ms) > :least_ms
"""
DAY_MS_LEAST = 4 * MS_PER_HOUR
"""Only weeks with a day of more than this are looked at: seven of them are less than any week's limit."""


def long_weeks(tx: Transaction, *, period: str, now: datetime) -> tuple[int, ...]:
    """Return who may have gone over a limit in a week that has ended where they live."""
    first_on, next_on = week_days(period)
    rows = tx.run(_LONG_WEEKS, first_on=first_on, next_on=next_on, least_ms=DAY_MS_LEAST)
    return tuple(sorted({row[0] for row in rows if day_start_ms(next_on, row[1]) <= to_ms(now)}))
