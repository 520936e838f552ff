"""Reading which counted time of hourly items is not paid at its price yet; the floor alone would be too little."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from payments.transaction import Transaction
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR, from_ms, week_days

HOURS_RULE = "settlement/hourly"
"""The rule of hours that a closing pays; an answer's own cite its offer."""
_BEFORE_OFFER_MS = 24 * MS_PER_HOUR

# Cheap, for most people have no hourly work at all.
_HAS_HOURS = """
SELECT 1 FROM time_total JOIN project ON project.id = time_total.project_id
WHERE time_total.person_id = :person_id AND time_total.worked_on >= :first_on AND time_total.worked_on < :next_on
  AND project.pay_basis = 'hour' LIMIT 1
"""
_TOUCHED = """
SELECT id, organisation_id, project_id, price_micros, rulebook_digest, offered_at FROM assignment
WHERE pay_basis = 'hour' AND currency = :currency AND id IN (
  SELECT assignment_id FROM time_segment
  WHERE person_id = :person_id AND worked_on >= :first_on AND worked_on < :next_on AND assignment_id IS NOT NULL)
ORDER BY id
"""
# A silence that was claimed counts as what it interrupted: reading of instructions has a line of its own.
_WORKED = """
SELECT assignment_id, sum(ended_at - started_at) FROM time_segment AS segment
WHERE person_id = :person_id AND started_at >= :since_ms AND assignment_id IS NOT NULL
  AND (bucket IN ('task', 'rework') OR bucket = 'unconfirmed' AND EXISTS (
    SELECT 1 FROM time_claim WHERE time_claim.person_id = segment.person_id
      AND time_claim.started_at <= segment.started_at AND time_claim.ended_at >= segment.ended_at
      AND NOT EXISTS (SELECT 1 FROM time_correction AS refused WHERE refused.person_id = time_claim.person_id
        AND refused.started_at = time_claim.started_at)
      AND NOT EXISTS (SELECT 1 FROM time_segment AS reading WHERE reading.person_id = segment.person_id
        AND reading.ended_at = time_claim.started_at AND reading.bucket = 'instructions')))
GROUP BY assignment_id
"""
_PAID = """
SELECT assignment_id, quantity, rule, workings FROM earning
WHERE person_id = :person_id AND earned_on >= :since_on AND kind = 'hourly'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDue:
    """Time of some items of one project at one price that is not paid yet. Milliseconds by assignment."""

    organisation_id: int
    project_id: int
    rate_micros: int
    rulebook_digest: str
    due_ms: dict[int, int]

    @property
    def counted_ms(self) -> int:
        """All of it."""
        return sum(self.due_ms.values())

    @property
    def amount_micros(self) -> int:
        """Time times price, rounded up for the annotator."""
        return ceil_div(self.rate_micros * self.counted_ms, MS_PER_HOUR)


def hours_due(tx: Transaction, person_id: int, period: str, currency: str) -> tuple[HoursDue, ...]:
    """Return the unpaid time of every hourly item that a person worked on in a week, all time of these items counted.

    Args:
        tx: an open transaction; at a closing with the person's stream held, so that nothing is logged meanwhile.
        person_id: whose.
        period: "2026-W47".
        currency: of the offers.
    """
    first_on, next_on = week_days(period)
    week = {"person_id": person_id, "first_on": first_on, "next_on": next_on}
    touched = tx.run(_TOUCHED, **week, currency=currency) if tx.one(_HAS_HOURS, **week) else []
    if not touched:
        return ()
    since_ms = min(row[5] for row in touched) - _BEFORE_OFFER_MS
    worked = {row[0]: int(row[1]) for row in tx.run(_WORKED, person_id=person_id, since_ms=since_ms)}
    paid = _paid_ms(tx, person_id, since_on=_day_before(since_ms))
    found: dict[tuple[int, int, int, str], dict[int, int]] = {}
    for assignment_id, organisation_id, project_id, price_micros, digest, _ in touched:
        due_ms = worked.get(assignment_id, 0) - paid[assignment_id]
        if due_ms > 0:
            found.setdefault((organisation_id, project_id, price_micros, digest), {})[assignment_id] = due_ms
    return tuple(
        HoursDue(organisation_id=key[0], project_id=key[1], rate_micros=key[2], rulebook_digest=key[3], due_ms=due)
        for key, due in sorted(found.items())
    )


def closed_ms(tx: Transaction, person_id: int, assignment_id: int, *, offered_ms: int) -> int:
    """Return how much time of an item was paid at a closing already, milliseconds."""
    rows = tx.run(_PAID, person_id=person_id, since_on=_day_before(offered_ms - _BEFORE_OFFER_MS))
    return sum(_parts(row[3])[assignment_id] for row in rows if row[2] == HOURS_RULE)


def _paid_ms(tx: Transaction, person_id: int, *, since_on: date) -> Counter[int]:
    paid: Counter[int] = Counter()
    for assignment_id, quantity, rule, workings in tx.run(_PAID, person_id=person_id, since_on=since_on):
        paid += _parts(workings) if rule == HOURS_RULE else Counter({assignment_id: quantity})
    return paid


def _parts(workings: str) -> Counter[int]:
    return Counter({part["assignment_id"]: part["counted_ms"] for part in json.loads(workings)["assignments"]})


def _day_before(ms: int) -> date:
    return from_ms(ms).date() - timedelta(days=1)
