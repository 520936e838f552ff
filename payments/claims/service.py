"""Counting a quiet stretch as what it interrupted, on the annotator's word, from that moment on."""

from datetime import date, datetime

from payments.closing.queries import unconfirmed
from payments.closing.rules import CLAIM_MS_MAX, Stretch
from payments.closing.service import take_turn
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.recounting.service import bucket_before, recount, segments_within
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, to_ms, week_of
from policies.working_time import Bucket, claimed_as

_FIRST_SEGMENT = """
SELECT worked_on, currency FROM time_segment
WHERE person_id = :person_id AND started_at = :started_ms AND bucket = 'unconfirmed'
"""
_CLAIMED = "SELECT 1 FROM time_claim WHERE person_id = :person_id AND started_at = :started_ms AND ended_at = :ended_ms"
_ADD_CLAIM = """
INSERT INTO time_claim (person_id, started_at, ended_at, line, claimed_at)
VALUES (:person_id, :started_ms, :ended_ms, :line, :claimed_ms)
"""
LINE_LENGTH_MAX = 500


def claim_time(tx: Transaction, *, person_id: int, started_ms: int, ended_ms: int, line: str, now: datetime) -> None:
    """Count a quiet stretch as work on the annotator's word, unless a named person refuses it in time.

    It counts as what it interrupted: reading, waiting, paperwork, else task time. A week that was closed already is
    closed again once nobody can refuse it any more (payments.weeks_due.queries.periods_due).

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
    segments = segments_within(tx, **span)
    before = bucket_before(tx, person_id=person_id, started_ms=started_ms)
    bucket = claimed_as(before, organisation_id=int(str(segments[0]["organisation_id"])))
    recount(tx, segments, was=Bucket.UNCONFIRMED, becomes=bucket)
    claim = span | {"line": words, "claimed_ms": to_ms(now)}
    tx.count(_ADD_CLAIM, **claim)
    append(tx, stream=annotator_stream(person_id), facts=[Fact("claim", claim)], now=now)


def _is_exactly(stretch: Stretch, started_ms: int, ended_ms: int) -> bool:
    return (stretch.started_ms, stretch.ended_ms) == (started_ms, ended_ms)
