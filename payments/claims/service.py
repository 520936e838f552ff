"""Counting a quiet stretch as what it interrupted, on the annotator's word, and closing its week again if need be."""

from collections.abc import Sequence
from datetime import date, datetime

from payments.closing.queries import unconfirmed
from payments.closing.rules import CLAIM_MS_MAX, Stretch
from payments.closing.service import close_period, ends_ms, take_turn
from payments.earnings.service import add_to_totals, totals_of
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.transaction import Row, Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, to_ms, week_of
from policies.working_time import Bucket, claimed_as

_FIRST_SEGMENT = """
SELECT worked_on, currency FROM time_segment
WHERE person_id = :person_id AND started_at = :started_ms AND bucket = 'unconfirmed'
"""
_SEGMENTS = """
SELECT worked_on, work_session_id, organisation_id, project_id, bucket, floor_hourly_micros, currency, rulebook_digest,
  started_at, ended_at
FROM time_segment WHERE person_id = :person_id AND started_at >= :started_ms AND ended_at <= :ended_ms
"""
_SEGMENT_NAMES = (
    "worked_on",
    "work_session_id",
    "organisation_id",
    "project_id",
    "bucket",
    "floor_hourly_micros",
    "currency",
    "rulebook_digest",
    "started_ms",
    "ended_ms",
)
_ORGANISATION = _SEGMENT_NAMES.index("organisation_id")
_TAKE_FROM_TOTAL = """
UPDATE time_total SET counted_ms = counted_ms - :counted_ms WHERE person_id = :person_id AND worked_on = :worked_on
  AND work_session_id = :work_session_id AND organisation_id = :organisation_id AND project_id = :project_id
  AND bucket = :bucket AND floor_hourly_micros = :floor_hourly_micros AND currency = :currency
  AND rulebook_digest = :rulebook_digest
"""
_BEFORE = """
SELECT bucket FROM time_segment
WHERE person_id = :person_id AND started_at >= :started_ms - 60000 AND ended_at = :started_ms
"""
_CLAIMED = "SELECT 1 FROM time_claim WHERE person_id = :person_id AND started_at = :started_ms AND ended_at = :ended_ms"
_ADD_CLAIM = """
INSERT INTO time_claim (person_id, started_at, ended_at, line, claimed_at)
VALUES (:person_id, :started_ms, :ended_ms, :line, :claimed_ms)
"""
LINE_LENGTH_MAX = 500


def claim_time(tx: Transaction, *, person_id: int, started_ms: int, ended_ms: int, line: str, now: datetime) -> None:
    """Count a quiet stretch as work on the annotator's word; a week that was closed is closed again.

    A silence over instructions becomes reading of instructions, on a line of its own; any other is task time.

    Args:
        tx: the open transaction.
        person_id: who claims.
        started_ms: start of an unclaimed unconfirmed stretch, exactly (payments.closing.queries.unconfirmed).
        ended_ms: its end, exactly.
        line: what the person was doing, one line.
        now: when it is claimed; the same claim again changes nothing.

    Raises:
        Refusal: `claim_needs_a_line`, `claim_too_late`, `nothing_to_claim`.
    """
    words = " ".join(line.split())[:LINE_LENGTH_MAX]
    if not words:
        raise Refusal("claim_needs_a_line", Kind.UNREADABLE)
    if to_ms(now) - started_ms > CLAIM_MS_MAX:
        raise Refusal("claim_too_late", until=from_ms(started_ms + CLAIM_MS_MAX).isoformat())
    span = {"person_id": person_id, "started_ms": started_ms, "ended_ms": ended_ms}
    first = tx.one(_FIRST_SEGMENT, person_id=person_id, started_ms=started_ms)
    if first is None:
        raise Refusal("nothing_to_claim")
    period = week_of(date.fromisoformat(first[0]))
    take_turn(tx, person_id=person_id, currency=first[1])
    if tx.one(_CLAIMED, **span):
        return
    if not any(_is_exactly(stretch, started_ms, ended_ms) for stretch in unconfirmed(tx, person_id, period)):
        raise Refusal("nothing_to_claim")
    segments = tx.run(_SEGMENTS, **span)
    before = tx.value(_BEFORE, person_id=person_id, started_ms=started_ms)
    bucket = claimed_as(before, organisation_id=segments[0][_ORGANISATION])
    _count_as(tx, bucket, segments, person_id)
    claim = span | {"line": words, "claimed_ms": to_ms(now)}
    tx.count(_ADD_CLAIM, **claim)
    append(tx, stream=annotator_stream(person_id), facts=[Fact("claim", claim)], now=now)
    if ends_ms(tx, person_id, period) <= to_ms(now):
        close_period(tx, person_id=person_id, period=period, now=now)


def _count_as(tx: Transaction, bucket: Bucket, segments: Sequence[Row], person_id: int) -> None:
    bodies = [dict(zip(_SEGMENT_NAMES, row, strict=True)) | {"person_id": person_id} for row in segments]
    tx.run_many(_TAKE_FROM_TOTAL, totals_of(bodies))
    add_to_totals(tx, [body | {"bucket": bucket.value} for body in bodies])


def _is_exactly(stretch: Stretch, started_ms: int, ended_ms: int) -> bool:
    return (stretch.started_ms, stretch.ended_ms) == (started_ms, ended_ms)
