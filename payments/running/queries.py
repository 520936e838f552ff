"""Reading how much a person has worked, and what a day's answers paid, from the records that settlement reads."""

from dataclasses import dataclass
from datetime import date

from payments.transaction import Transaction
from policies.periods import week_days, week_of
from policies.working_time import is_counted

_WORKED = """
SELECT bucket, sum(CASE WHEN worked_on = :today THEN counted_ms ELSE 0 END),
  sum(CASE WHEN worked_on >= :monday THEN counted_ms ELSE 0 END),
  sum(CASE WHEN work_session_id >= :first_session_id THEN counted_ms ELSE 0 END)
FROM time_total WHERE person_id = :person_id AND worked_on >= :since_on GROUP BY bucket
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Counted time so far, milliseconds: of the day, of the ISO week and since the last daily rest."""

    day_ms: int
    week_ms: int
    shift_ms: int


def worked_on(
    tx: Transaction, *, person_id: int, today: date, since_on: date | None = None, first_session_id: int = 0
) -> Worked:
    """Return counted time that is recorded.

    Args:
        tx: an open transaction.
        person_id: whose.
        today: the day it is where the person lives.
        since_on: from which day on the shift may have begun; today and this week without one.
        first_session_id: the first work session of the shift.
    """
    monday, _ = week_days(week_of(today))
    about = {"person_id": person_id, "today": today, "monday": monday, "first_session_id": first_session_id}
    rows = tx.run(_WORKED, **about, since_on=min(monday, since_on or today))
    counted = [row for row in rows if is_counted(row[0])]
    day_ms, week_ms, shift_ms = (sum(int(row[place]) for row in counted) for place in (1, 2, 3))
    return Worked(day_ms=day_ms, week_ms=week_ms, shift_ms=shift_ms)


_PIECES = """
SELECT currency, sum(amount_micros) FROM earning
WHERE person_id = :person_id AND earned_on = :day AND kind IN ('piece', 'hourly') GROUP BY currency
"""


def pieces_on(tx: Transaction, person_id: int, day: date) -> dict[str, int]:
    """Return what a person's answers of one day paid, micro-units by currency, added up one by one."""
    return {currency: int(micros) for currency, micros in tx.run(_PIECES, person_id=person_id, day=day)}


_RUNNING = "SELECT day_ms, week_ms, shift_ms FROM running_total WHERE person_id = :person_id AND worked_on = :today"


def running_today(tx: Transaction, *, person_id: int, today: date) -> Worked | None:
    """Return a person's running totals where they are of today, in one look; otherwise ask `worked_on`."""
    row = tx.one(_RUNNING, person_id=person_id, today=today)
    return None if row is None else Worked(day_ms=row[0], week_ms=row[1], shift_ms=row[2])
