"""Moving recorded time from one bucket of the totals to another; segments are never rewritten."""

from collections.abc import Sequence

from payments.earnings.service import add_to_totals, totals_of
from payments.transaction import Transaction
from policies.working_time import Bucket

_SEGMENTS = """
SELECT worked_on, work_session_id, organisation_id, project_id, bucket, floor_hourly_micros, currency, rulebook_digest,
  started_at, ended_at
FROM time_segment WHERE person_id = :person_id AND started_at >= :started_ms AND ended_at <= :ended_ms
ORDER BY started_at
"""
_NAMES = (
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

Body = dict[str, object]


def segments_within(tx: Transaction, *, person_id: int, started_ms: int, ended_ms: int) -> list[Body]:
    """Return a person's segments of a span as they were recorded, in order."""
    rows = tx.run(_SEGMENTS, person_id=person_id, started_ms=started_ms, ended_ms=ended_ms)
    return [dict(zip(_NAMES, row, strict=True)) | {"person_id": person_id} for row in rows]


def bucket_before(tx: Transaction, *, person_id: int, started_ms: int) -> str | None:
    """Return what the time just before an instant was recorded as, if any."""
    found = tx.value(_BEFORE, person_id=person_id, started_ms=started_ms)
    return None if found is None else str(found)


def recount(tx: Transaction, bodies: Sequence[Body], *, was: Bucket, becomes: Bucket) -> None:
    """Count segments as another bucket.

    Args:
        tx: the open transaction, the person's account and stream held.
        bodies: from `segments_within`.
        was: what they count as until now.
        becomes: what they count as from now on.
    """
    tx.run_many(_TAKE_FROM_TOTAL, totals_of([body | {"bucket": was.value} for body in bodies]))
    add_to_totals(tx, [body | {"bucket": becomes.value} for body in bodies])
