"""Reading calls: which payments a service has to be asked about now, and every call that was made for one of them."""

from dataclasses import dataclass
from datetime import datetime

from payments.payout_calls.rules import CallKind, Next
from payments.providers.base import SentState
from payments.transaction import Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMade:
    """One line of the log of a payment: a call that began, or its answer.

    Attributes:
        key: of the attempt, ours.
        answer: None for the line that was written before the call; a call that a process died in has no other.
        request_id: the service's number of the question.
    """

    key: str
    kind: CallKind
    happened_at: datetime
    answer: SentState | None
    following: Next | None
    reference: str
    request_id: str
    reason: str


_DUE = """
SELECT payout_attempt.id FROM payout_attempt JOIN payout_run ON payout_run.id = payout_attempt.run_id
JOIN payout ON payout.id = payout_attempt.payout_id
LEFT JOIN payout_calling ON payout_calling.attempt_id = payout_attempt.id
LEFT JOIN payout_pause ON payout_pause.provider = payout_run.provider AND payout_pause.currency = payout.currency
  AND payout_pause.ended_at IS NULL AND payout_pause.next_try_at > :now
WHERE payout_attempt.state = 'sending' AND payout_run.provider = :provider AND payout.state = 'sent'
  AND (payout_calling.next_call_at <= :now
    OR payout_calling.attempt_id IS NULL AND payout_pause.provider IS NULL)
ORDER BY payout_calling.next_call_at, payout_attempt.id LIMIT :most
"""
_CALLS = """
SELECT payout_attempt.key, payout_call.kind, happened_at, answer, following, reference, request_id, payout_call.reason
FROM payout_call JOIN payout_attempt ON payout_attempt.id = payout_call.attempt_id
WHERE payout_attempt.payout_id = :payout_id ORDER BY payout_call.id DESC LIMIT :most
"""
_NEXT_CALL = """
SELECT min(payout_calling.next_call_at) FROM payout_calling
JOIN payout_attempt ON payout_attempt.id = payout_calling.attempt_id
WHERE payout_attempt.payout_id = :payout_id AND payout_attempt.state = 'sending'
"""


def calls_due(tx: Transaction, provider: str, *, now: datetime, most: int) -> tuple[int, ...]:
    """Return the attempts about which a service has to be asked now, the longest waiting first."""
    return tuple(int(row[0]) for row in tx.run(_DUE, provider=provider, now=now, most=most))


def calls_of(tx: Transaction, payout_id: int, *, most: int = 100) -> tuple[CallMade, ...]:
    """Return the log of one payout's calls, the newest first."""
    return tuple(
        CallMade(
            key=row[0],
            kind=CallKind(row[1]),
            happened_at=from_ms(row[2]),
            answer=SentState(row[3]) if row[3] else None,
            following=Next(row[4]) if row[4] else None,
            reference=row[5],
            request_id=row[6],
            reason=row[7],
        )
        for row in tx.run(_CALLS, payout_id=payout_id, most=most)
    )


def next_call_of(tx: Transaction, payout_id: int) -> datetime | None:
    """Return when a service is asked about a payout next; None where it was never called or is done."""
    found = tx.value(_NEXT_CALL, payout_id=payout_id)
    return None if found is None else from_ms(found)
