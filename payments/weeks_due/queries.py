"""Looking for weeks to close: those that ended where their person lives, and what was claimed of closed ones."""

from datetime import datetime, timedelta

from payments.closing.rules import REFUSAL_MS_MAX
from payments.transaction import Transaction
from policies.periods import day_start_ms, local_day, to_ms, week_days, week_of

# Counted time of a week that the latest closing does not know yet, or that was never closed. What was claimed of a
# closed week is closed once nobody can refuse it any more; money that is booked is never taken back.
_DUE = """
SELECT total.person_id, person.time_zone FROM time_total AS total JOIN person ON person.id = total.person_id
WHERE total.worked_on >= :first_on AND total.worked_on < :next_on
  AND total.bucket NOT IN ('meal', 'off', 'unconfirmed')
GROUP BY total.person_id, person.time_zone, total.currency
HAVING sum(total.counted_ms) <> coalesce((
  SELECT counted_ms FROM period_close AS latest WHERE latest.person_id = total.person_id
    AND latest.period = :period AND latest.currency = total.currency ORDER BY latest.revision DESC LIMIT 1), -1)
  AND NOT EXISTS (SELECT 1 FROM time_claim WHERE time_claim.person_id = total.person_id
    AND time_claim.claimed_at > :refusable_ms AND EXISTS (
      SELECT 1 FROM period_close AS before_it WHERE before_it.person_id = total.person_id
        AND before_it.period = :period AND before_it.closed_at <= time_claim.claimed_at)
    AND time_claim.started_at >= :first_ms AND time_claim.started_at < :next_ms
    AND NOT EXISTS (SELECT 1 FROM time_correction AS refused WHERE refused.person_id = time_claim.person_id
      AND refused.started_at = time_claim.started_at))
ORDER BY total.person_id
"""
_DIGESTS = """
SELECT DISTINCT rulebook_digest FROM time_total WHERE worked_on >= :first_on AND worked_on < :next_on
"""
WEEKS_LOOKED_BACK = 8
"""How far the usual search for weeks to close goes back; once a day somebody should look further."""

_EARLIEST_ZONE = "Pacific/Kiritimati"
_LATEST_ZONE = "Etc/GMT+12"


def periods_due(
    tx: Transaction, *, now: datetime, limit: int, weeks_looked_back: int = WEEKS_LOOKED_BACK
) -> list[tuple[int, str]]:
    """Return weeks that have ended for their person and hold counted time that no closing knows yet.

    Args:
        tx: an open transaction.
        now: weeks that ended by now, each in its person's time zone.
        limit: at most so many.
        weeks_looked_back: the search ends after so many weeks in a row with nothing to do.

    Returns:
        (person, period) pairs for `close_period`, the newest week first.
    """
    due: dict[tuple[int, str], None] = {}
    day = local_day(to_ms(now), _EARLIEST_ZONE) - timedelta(days=7)
    quiet_weeks = 0
    while quiet_weeks < weeks_looked_back and len(due) < limit:
        period = week_of(day)
        found = _due_in(tx, period, now=now)
        due |= dict.fromkeys((person_id, period) for person_id in found)
        quiet_weeks = 0 if found else quiet_weeks + 1
        day -= timedelta(days=7)
    return list(due)[:limit]


def digests_of(tx: Transaction, period: str) -> list[str]:
    """Return the digests of the law that a week's time cites: its texts can be read before a closing needs them."""
    first_on, next_on = week_days(period)
    return [row[0] for row in tx.run(_DIGESTS, first_on=first_on, next_on=next_on)]


def _due_in(tx: Transaction, period: str, *, now: datetime) -> list[int]:
    first_on, next_on = week_days(period)
    about = {
        "first_on": first_on,
        "next_on": next_on,
        "first_ms": day_start_ms(first_on, _EARLIEST_ZONE),
        "next_ms": day_start_ms(next_on, _LATEST_ZONE),
        "refusable_ms": to_ms(now) - REFUSAL_MS_MAX,
    }
    rows = tx.run(_DUE, **about, period=period)
    return [person_id for person_id, zone in rows if day_start_ms(next_on, zone) <= to_ms(now)]
