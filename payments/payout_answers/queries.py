"""What an answer file would change, before anybody says yes to it; and the files that came before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from payments.payout_answers.rules import AnswerLine, Follows, what_follows
from payments.payouts.rules import AttemptState
from payments.transaction import Row, Transaction
from policies.periods import from_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One line of an answer file and what it changes; the names are empty where nothing of ours matches."""

    number: int
    key: str
    attempt_key: str
    follows: Follows
    payout_id: int
    person_name: str
    amount_minor: int
    currency: str
    tracking: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """An answer file: by whom, when, and what came of it; `applied_at` is None while nobody said yes."""

    evidence_id: int
    digest: str
    file_name: str
    uploaded_by: str
    uploaded_at: datetime
    applied_by: str
    applied_at: datetime | None
    matched_count: int
    unmatched_count: int


# By our key, else by the bank's tracking key where only one attempt ever had it.
_MATCH = """
SELECT payout_attempt.id, payout_attempt.state, payout.id, person.name, payout.amount_minor, payout.currency,
  payout_attempt.key, payout_run.provider
FROM payout_attempt JOIN payout ON payout.id = payout_attempt.payout_id JOIN person ON person.id = payout.person_id
JOIN payout_run ON payout_run.id = payout_attempt.run_id
WHERE payout_attempt.key = :key OR (payout_attempt.tracking = :key AND :key <> '')
ORDER BY payout_attempt.id LIMIT 2
"""
_EVIDENCE = """
SELECT payout_evidence.id, digest, file_name, uploader.name, uploaded_at, applier.name, applied_at, matched_count,
  unmatched_count
FROM payout_evidence JOIN person AS uploader ON uploader.id = uploaded_by_id
LEFT JOIN person AS applier ON applier.id = applied_by_id
"""
_ONE = _EVIDENCE + "WHERE payout_evidence.id = :evidence_id"
_LAST = _EVIDENCE + "ORDER BY payout_evidence.id DESC LIMIT :most"


def preview(tx: Transaction, lines: Sequence[AnswerLine], *, services: Collection[str] = ()) -> tuple[PreviewLine, ...]:
    """Return what each line of an answer file would change, in the order of the file.

    Args:
        tx: an open transaction.
        lines: as they were read.
        services: providers that are called; a file changes nothing about what they pay, or it could be paid twice.
    """
    return tuple(_preview(tx, line, services) for line in lines)


def _preview(tx: Transaction, line: AnswerLine, services: Collection[str]) -> PreviewLine:
    found = matching(tx, line.key)
    follows = Follows.UNMATCHED if found is None else Follows.UNREADABLE
    if found is not None and line.outcome is not None:
        follows = what_follows(AttemptState(found[1]), line.outcome.answer)
    is_booked = found is not None and found[7] not in services
    follows = follows if found is None or is_booked else Follows.BY_SERVICE
    return PreviewLine(
        number=line.number,
        key=line.key,
        attempt_key=found[6] if found and is_booked else "",
        follows=follows,
        payout_id=found[2] if found else 0,
        person_name=found[3] if found else "",
        amount_minor=found[4] if found else 0,
        currency=found[5] if found else "",
        tracking=line.outcome.tracking if line.outcome else "",
        reason=line.outcome.reason if line.outcome else "",
    )


def matching(tx: Transaction, key: str) -> Row | None:
    """Return the one attempt with this key or tracking key, or None; two with the same tracking key match nobody."""
    rows = tx.run(_MATCH, key=key) if key else []
    return rows[0] if len(rows) == 1 else None


def evidence(tx: Transaction, evidence_id: int) -> EvidenceView | None:
    """Return one answer file, or None."""
    row = tx.one(_ONE, evidence_id=evidence_id)
    return _view(row) if row else None


def last_evidence(tx: Transaction, *, most: int = 20) -> tuple[EvidenceView, ...]:
    """Return the last answer files, the newest first."""
    return tuple(_view(row) for row in tx.run(_LAST, most=most))


def _view(row: Row) -> EvidenceView:
    return EvidenceView(
        evidence_id=row[0],
        digest=row[1],
        file_name=row[2],
        uploaded_by=row[3],
        uploaded_at=from_ms(row[4]),
        applied_by=row[5] or "",
        applied_at=None if row[6] is None else from_ms(row[6]),
        matched_count=row[7],
        unmatched_count=row[8],
    )
