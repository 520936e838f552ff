"""Keeping a bank's answer file, and noting that somebody said yes to it."""

from datetime import datetime

from payments.events.rules import PLATFORM, Fact
from payments.events.service import append
from payments.transaction import Transaction
from policies.errors import Kind, Refusal

FILE_NAME_MAX = 120

_KNOWN = "SELECT id FROM payout_evidence WHERE digest = :digest"
_ADD = """
INSERT INTO payout_evidence (digest, file_name, uploaded_by_id, uploaded_at, matched_count, unmatched_count)
SELECT :digest, :file_name, :by_id, :now, 0, 0
WHERE NOT EXISTS (SELECT 1 FROM payout_evidence WHERE digest = :digest)
/*postgresql: ON CONFLICT (digest) DO NOTHING */ RETURNING id
"""
_APPLY = """
UPDATE payout_evidence SET applied_by_id = :by_id, applied_at = :now, matched_count = :matched_count,
  unmatched_count = :unmatched_count
WHERE id = :evidence_id AND applied_at IS NULL
"""
_EXISTS = "SELECT 1 FROM payout_evidence WHERE id = :evidence_id"


def keep_evidence(tx: Transaction, *, digest: str, file_name: str, by_id: int, now: datetime) -> int:
    """Note an uploaded answer file and return its number; the same file again is the same number.

    Args:
        tx: the open transaction; the file itself was kept before it was opened.
        digest: SHA-256 of the file, 64 hexadecimal digits.
        file_name: as the person's computer called it.
        by_id: who brought it.
        now: when.
    """
    name = " ".join(file_name.split())[:FILE_NAME_MAX] or "-"
    evidence_id = tx.value(_ADD, digest=digest, file_name=name, by_id=by_id, now=now)
    if evidence_id is None:
        return int(tx.value(_KNOWN, digest=digest))
    body = {"evidence_id": int(evidence_id), "act": "uploaded", "digest": digest, "by_id": by_id}
    append(tx, stream=PLATFORM, facts=[Fact("payout_evidence", body)], now=now)
    return int(evidence_id)


def note_applied(
    tx: Transaction, *, evidence_id: int, matched_count: int, unmatched_count: int, by_id: int, now: datetime
) -> None:
    """Note that every line of an answer file was booked, and how many matched; once.

    Raises:
        Refusal: `not_found`.
    """
    if tx.one(_EXISTS, evidence_id=evidence_id) is None:
        raise Refusal("not_found", Kind.MISSING)
    counts = {"matched_count": matched_count, "unmatched_count": unmatched_count}
    if tx.count(_APPLY, evidence_id=evidence_id, by_id=by_id, now=now, **counts):
        body = {"evidence_id": evidence_id, "act": "applied", "by_id": by_id, **counts}
        append(tx, stream=PLATFORM, facts=[Fact("payout_evidence", body)], now=now)


def note_file_fetched(tx: Transaction, *, run_id: int, digest: str, by_id: int, now: datetime) -> None:
    """Log who took a run's file, in which whole account numbers stand."""
    body = {"run_id": run_id, "act": "file_fetched", "digest": digest, "by_id": by_id}
    append(tx, stream=PLATFORM, facts=[Fact("payout_run", body)], now=now)
