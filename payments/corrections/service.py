"""Correcting recorded time by a new row: her own word that it was less, or a claim that a named person refuses."""

from datetime import date, datetime

from payments.closing.rules import REFUSAL_MS_MAX
from payments.closing.service import take_turn
from payments.corrections.rules import LINE_LENGTH_MAX, REASON_LENGTH_LEAST, bucket_to_correct
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append
from payments.recounting.service import Body, bucket_before, recount, segments_within
from payments.transaction import Transaction
from policies.claimed_time import Correction
from policies.errors import Kind, Refusal
from policies.periods import from_ms, to_ms, week_of
from policies.working_time import Bucket, claimed_as

_CLAIM = "SELECT ended_at, claimed_at FROM time_claim WHERE person_id = :person_id AND started_at = :started_ms"
_CORRECTED = """
SELECT started_at, ended_at, becomes FROM time_correction
WHERE person_id = :person_id AND started_at < :ended_ms AND ended_at > :started_ms
"""
_CLOSED = """
SELECT max(closed_at) FROM period_close WHERE person_id = :person_id AND period = :period AND currency = :currency
"""
_ADD = """
INSERT INTO time_correction (person_id, started_at, ended_at, becomes, line, by_id, corrected_at)
VALUES (:person_id, :started_ms, :ended_ms, :becomes, :line, :by_id, :corrected_ms)
"""
_IS_REFUSED = """
SELECT 1 FROM time_correction
WHERE person_id = :person_id AND started_at = :started_ms AND becomes = 'unconfirmed'
"""
_IS_REPLIED = "SELECT 1 FROM claim_reply WHERE person_id = :person_id AND started_at = :started_ms"
_REPLY = """
INSERT INTO claim_reply (person_id, started_at, line, replied_at)
VALUES (:person_id, :started_ms, :line, :replied_ms)
"""


def refuse_claim(tx: Transaction, *, person_id: int, started_ms: int, reason: str, by_id: int, now: datetime) -> None:
    """Refuse a claim with a reason, in one's own name, while its pay is not booked; a second time changes nothing.

    Args:
        tx: the open transaction.
        person_id: whose claim.
        started_ms: where the claimed stretch begins.
        reason: why, at least ten characters; the annotator reads it with the name of who wrote it.
        by_id: who refuses; nobody their own.
        now: when.

    Raises:
        Refusal: `refusal_needs_a_reason`, `not_found`, `own_claim`, `claim_stands` (seven days have passed),
            `claim_is_booked` (money booked is never taken back).
    """
    words = _one_line(reason)
    if len(words) < REASON_LENGTH_LEAST:
        raise Refusal("refusal_needs_a_reason", Kind.UNREADABLE, least=REASON_LENGTH_LEAST)
    if by_id == person_id:
        raise Refusal("own_claim", Kind.FORBIDDEN)
    claim = tx.one(_CLAIM, person_id=person_id, started_ms=started_ms)
    if claim is None:
        raise Refusal("not_found", Kind.MISSING)
    span = {"person_id": person_id, "started_ms": started_ms, "ended_ms": claim[0]}
    bodies = segments_within(tx, **span)
    take_turn(tx, person_id=person_id, currency=str(bodies[0]["currency"]))
    if tx.one(_IS_REFUSED, person_id=person_id, started_ms=started_ms):
        return
    if to_ms(now) - claim[1] > REFUSAL_MS_MAX:
        raise Refusal("claim_stands", Kind.CONFLICT, until=from_ms(claim[1] + REFUSAL_MS_MAX).isoformat())
    closed_ms = _closed_ms(tx, bodies[0])
    if closed_ms is not None and closed_ms >= claim[1]:
        raise Refusal("claim_is_booked", Kind.CONFLICT)
    before = bucket_before(tx, person_id=person_id, started_ms=started_ms)
    counted_as = claimed_as(before, organisation_id=int(str(bodies[0]["organisation_id"])))
    recount(tx, bodies, was=counted_as, becomes=Bucket.UNCONFIRMED)
    _keep(tx, span, becomes=Correction.UNCONFIRMED, line=words, by_id=by_id, now=now)


def reply_to_refusal(tx: Transaction, *, person_id: int, started_ms: int, line: str, now: datetime) -> None:
    """Keep what an annotator answers to the refusal of their claim, one line, once.

    Raises:
        Refusal: `reply_needs_a_line`, `not_found`.
    """
    words = _one_line(line)
    if not words:
        raise Refusal("reply_needs_a_line", Kind.UNREADABLE)
    about = {"person_id": person_id, "started_ms": started_ms}
    if tx.one(_IS_REFUSED, **about) is None:
        raise Refusal("not_found", Kind.MISSING)
    if tx.one(_IS_REPLIED, **about):
        return
    reply = about | {"line": words, "replied_ms": to_ms(now)}
    tx.count(_REPLY, **reply)
    append(tx, stream=annotator_stream(person_id), facts=[Fact("claim_reply", reply)], now=now)


def correct_time(
    tx: Transaction, *, person_id: int, started_ms: int, ended_ms: int, becomes: Correction, now: datetime
) -> None:
    """Count recorded time as a meal or as her own, on her word, while its week is open; the same again changes nothing.

    Args:
        tx: the open transaction.
        person_id: whose; only she says so.
        started_ms: where it begins, exactly at a segment.
        ended_ms: where it ends, exactly.
        becomes: a meal, or her own time.
        now: when.

    Raises:
        Refusal: `nothing_to_correct`, `week_is_closed`.
    """
    span = {"person_id": person_id, "started_ms": started_ms, "ended_ms": ended_ms}
    bodies = segments_within(tx, **span)
    parts = [(str(body["bucket"]), int(str(body["started_ms"])), int(str(body["ended_ms"]))) for body in bodies]
    was = bucket_to_correct(parts, becomes=becomes, started_ms=started_ms, ended_ms=ended_ms)
    take_turn(tx, person_id=person_id, currency=str(bodies[0]["currency"]))
    before = tx.one(_CORRECTED, **span)
    if before == (started_ms, ended_ms, becomes.value):
        return
    if before is not None:
        raise Refusal("nothing_to_correct")
    if any(_closed_ms(tx, body) is not None for body in (bodies[0], bodies[-1])):
        raise Refusal("week_is_closed", Kind.CONFLICT)
    recount(tx, bodies, was=was, becomes=Bucket(becomes.value))
    _keep(tx, span, becomes=becomes, line="", by_id=person_id, now=now)


def _keep(tx: Transaction, span: dict[str, int], *, becomes: Correction, line: str, by_id: int, now: datetime) -> None:
    body = span | {"becomes": becomes.value, "line": line, "by_id": by_id, "corrected_ms": to_ms(now)}
    tx.count(_ADD, **body)
    append(tx, stream=annotator_stream(span["person_id"]), facts=[Fact("time_correction", body)], now=now)


def _closed_ms(tx: Transaction, body: Body) -> int | None:
    """Return when the week of a segment was closed last, or None."""
    period = week_of(date.fromisoformat(str(body["worked_on"])))
    closed_ms = tx.value(_CLOSED, person_id=body["person_id"], period=period, currency=body["currency"])
    return None if closed_ms is None else int(closed_ms)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LINE_LENGTH_MAX]
