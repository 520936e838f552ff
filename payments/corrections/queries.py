"""Reading what recorded time became afterwards: for its person, and for whoever decides about claims."""

from dataclasses import dataclass
from datetime import date, datetime

from payments.closing.rules import REFUSAL_MS_MAX
from payments.transaction import Transaction
from policies.claimed_time import Correction
from policies.periods import from_ms, to_ms, week_of

CLAIMS_MOST = 100
"""So many claims are shown at a time, those whose seven days end first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClaim:
    """A claim that may still be refused."""

    person_id: int
    name: str
    language: str
    time_zone: str
    started_ms: int
    started_at: datetime
    ended_at: datetime
    line: str
    claimed_at: datetime
    until_at: datetime
    worked_on: date
    project_id: int

    @property
    def length_ms(self) -> int:
        """How long the stretch is, milliseconds."""
        return to_ms(self.ended_at) - self.started_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a stretch became, on whose word, and what its person answered."""

    started_ms: int
    started_at: datetime
    ended_at: datetime
    becomes: Correction
    line: str
    by_name: str
    corrected_at: datetime
    reply: str
    """Empty while there is none."""


_OPEN = """
SELECT claim.person_id, person.name, person.language, person.time_zone, claim.started_at, claim.ended_at, claim.line,
  claim.claimed_at, segment.worked_on, segment.currency, segment.project_id
FROM time_claim AS claim JOIN person ON person.id = claim.person_id
JOIN time_segment AS segment ON segment.person_id = claim.person_id AND segment.started_at = claim.started_at
WHERE claim.claimed_at > :since_ms AND NOT EXISTS (SELECT 1 FROM time_correction AS refused
  WHERE refused.person_id = claim.person_id AND refused.started_at = claim.started_at)
ORDER BY claim.claimed_at, claim.id LIMIT :most
"""
_CLOSED_SINCE = """
SELECT 1 FROM period_close WHERE person_id = :person_id AND period = :period AND currency = :currency
  AND closed_at >= :claimed_ms LIMIT 1
"""
_CHANGED = """
SELECT correction.started_at, correction.ended_at, correction.becomes, correction.line, person.name,
  correction.corrected_at, claim_reply.line
FROM time_correction AS correction JOIN person ON person.id = correction.by_id
LEFT JOIN claim_reply ON claim_reply.person_id = correction.person_id
  AND claim_reply.started_at = correction.started_at
WHERE correction.person_id = :person_id AND correction.started_at >= :first_ms AND correction.started_at < :next_ms
ORDER BY correction.started_at
"""
_STARTS = """
SELECT started_at FROM time_segment
WHERE person_id = :person_id AND started_at >= :started_ms AND started_at < :ended_ms ORDER BY started_at DESC
"""
_LAST_CLOSED = "SELECT max(closed_at) FROM period_close WHERE person_id = :person_id AND period = :period"
_REFUSED_LATELY = """
SELECT max(started_at) FROM time_correction AS refused
WHERE person_id = :person_id AND becomes = 'unconfirmed' AND corrected_at > :since_ms
  AND NOT EXISTS (SELECT 1 FROM claim_reply WHERE claim_reply.person_id = refused.person_id
    AND claim_reply.started_at = refused.started_at)
"""


def open_claims(tx: Transaction, *, now: datetime) -> tuple[OpenClaim, ...]:
    """Return the claims that may still be refused, whose time ends first standing first."""
    rows = tx.run(_OPEN, since_ms=to_ms(now) - REFUSAL_MS_MAX, most=CLAIMS_MOST)
    return tuple(
        OpenClaim(
            person_id=row[0],
            name=row[1],
            language=row[2],
            time_zone=row[3],
            started_ms=row[4],
            started_at=from_ms(row[4]),
            ended_at=from_ms(row[5]),
            line=row[6],
            claimed_at=from_ms(row[7]),
            until_at=from_ms(row[7] + REFUSAL_MS_MAX),
            worked_on=date.fromisoformat(row[8]),
            project_id=row[10],
        )
        for row in rows
        if not _is_booked(tx, row[0], date.fromisoformat(row[8]), row[9], row[7])
    )


def changes_of(tx: Transaction, *, person_id: int, first_ms: int, next_ms: int) -> tuple[Changed, ...]:
    """Return what a person's time of a span became, milliseconds since 1970, half-open."""
    rows = tx.run(_CHANGED, person_id=person_id, first_ms=first_ms, next_ms=next_ms)
    return tuple(
        Changed(
            started_ms=row[0],
            started_at=from_ms(row[0]),
            ended_at=from_ms(row[1]),
            becomes=Correction(row[2]),
            line=row[3],
            by_name=row[4],
            corrected_at=from_ms(row[5]),
            reply=row[6] or "",
        )
        for row in rows
    )


def starts_within(tx: Transaction, *, person_id: int, started_ms: int, ended_ms: int) -> tuple[int, ...]:
    """Return where the recorded segments of a stretch begin, milliseconds since 1970, the latest first."""
    rows = tx.run(_STARTS, person_id=person_id, started_ms=started_ms, ended_ms=ended_ms)
    return tuple(row[0] for row in rows)


def last_closed_at(tx: Transaction, *, person_id: int, period: str) -> datetime | None:
    """Return when a person's week was closed last, in whatever currency; None while it is open."""
    closed_ms = tx.value(_LAST_CLOSED, person_id=person_id, period=period)
    return None if closed_ms is None else from_ms(closed_ms)


def refused_lately(tx: Transaction, *, person_id: int, since: datetime) -> datetime | None:
    """Return when the latest stretch was whose claim was refused since an instant and not answered; None for none."""
    found = tx.value(_REFUSED_LATELY, person_id=person_id, since_ms=to_ms(since))
    return None if found is None else from_ms(found)


def _is_booked(tx: Transaction, person_id: int, worked_on: date, currency: str, claimed_ms: int) -> bool:
    about = {"person_id": person_id, "period": week_of(worked_on), "currency": currency}
    return tx.value(_CLOSED_SINCE, **about, claimed_ms=claimed_ms) is not None
