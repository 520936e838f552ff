"""One person's week for an auditor: the raw spans of time, and the law as it was kept when they were recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from payments.transaction import Transaction
from policies.floors import Floor
from policies.periods import from_ms, to_ms, week_days
from policies.rulebook import Rulebook
from policies.working_time import Bucket

_SEGMENTS = """
SELECT bucket, organisation_id, project_id, started_at, ended_at, worked_on, jurisdiction, zone, floor_hourly_micros,
  currency, rulebook_digest, work_session_id
FROM time_segment WHERE person_id = :person_id AND worked_on >= :first_on AND worked_on < :next_on ORDER BY started_at
"""
_TEXTS = "SELECT digest, text FROM rulebook_text"
_ZONE = "SELECT time_zone FROM person WHERE id = :person_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """Segments that touch and are alike, joined: what was done, when, and under which floor."""

    bucket: Bucket
    organisation_id: int
    project_id: int
    started_at: datetime
    ended_at: datetime
    worked_on: date
    jurisdiction: str
    zone: str
    floor_hourly_micros: int
    currency: str
    rulebook_digest: str
    work_session_id: int
    segments: int

    @property
    def length_ms(self) -> int:
        """How long it is, milliseconds."""
        return to_ms(self.ended_at) - to_ms(self.started_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUsed:
    """A floor that time was recorded under, read again from the text of the law that was kept.

    Attributes:
        recorded_micros: the floor that the segments carry; above the rule's own where an offer had fixed a higher one.
        floor: what the kept text says for that place and day; None where the text is not kept.
    """

    first_on: date
    recorded_micros: int
    rulebook_digest: str
    floor: Floor | None


def spans_of(tx: Transaction, *, person_id: int, period: str) -> tuple[TimeSpan, ...]:
    """Return a person's week in the order of time, midnight to midnight where they live."""
    first_on, next_on = week_days(period)
    spans: list[TimeSpan] = []
    for row in tx.run(_SEGMENTS, person_id=person_id, first_on=first_on, next_on=next_on):
        span = TimeSpan(
            bucket=Bucket(row[0]),
            organisation_id=row[1],
            project_id=row[2],
            started_at=from_ms(row[3]),
            ended_at=from_ms(row[4]),
            worked_on=date.fromisoformat(row[5]),
            jurisdiction=row[6],
            zone=row[7],
            floor_hourly_micros=row[8],
            currency=row[9],
            rulebook_digest=row[10],
            work_session_id=row[11],
            segments=1,
        )
        spans = _joined(spans, span)
    return tuple(spans)


def rules_used(tx: Transaction, *, spans: Sequence[TimeSpan], rulebook: Rulebook) -> tuple[RuleUsed, ...]:
    """Return each floor that a week's time was recorded under, in the order of time.

    Args:
        tx: an open transaction.
        spans: of one person's week.
        rulebook: the one in use; older ones are rebuilt from the texts kept in the database.
    """
    firsts: dict[tuple[int, str], TimeSpan] = {}
    for span in spans:
        firsts.setdefault((span.floor_hourly_micros, span.rulebook_digest), span)
    return tuple(
        RuleUsed(
            first_on=span.worked_on,
            recorded_micros=span.floor_hourly_micros,
            rulebook_digest=span.rulebook_digest,
            floor=_floor_of(tx, span, rulebook),
        )
        for span in firsts.values()
    )


def time_zone_of(tx: Transaction, person_id: int) -> str:
    """Return the time zone in which a person's days begin."""
    return str(tx.value(_ZONE, person_id=person_id))


def _joined(spans: list[TimeSpan], span: TimeSpan) -> list[TimeSpan]:
    last = spans[-1] if spans else None
    if last is None or last.ended_at != span.started_at or _kind(last) != _kind(span):
        spans.append(span)
    else:
        spans[-1] = replace(last, ended_at=span.ended_at, segments=last.segments + 1)
    return spans


def _kind(span: TimeSpan) -> TimeSpan:
    """Return what two spans must share to be one."""
    return replace(span, started_at=from_ms(0), ended_at=from_ms(0), segments=0)


def _floor_of(tx: Transaction, span: TimeSpan, rulebook: Rulebook) -> Floor | None:
    if span.rulebook_digest == rulebook.digest(span.jurisdiction):
        return rulebook.floor(span.jurisdiction, zone=span.zone, on=span.worked_on)
    texts: dict[str, str] = {row[0]: row[1] for row in tx.run(_TEXTS)}
    if span.rulebook_digest not in texts:
        return None
    kept = Rulebook.from_texts(texts, span.rulebook_digest)
    return kept.floor(span.jurisdiction, zone=span.zone, on=span.worked_on)
