"""Keeping a report that somebody uploaded to compare."""

from datetime import datetime

from payments.events.rules import PLATFORM, Fact
from payments.events.service import append
from payments.transaction import Transaction

FILE_NAME_MAX = 120

_ADD = """
INSERT INTO provider_report (digest, file_name, line_count, uploaded_by_id, uploaded_at)
SELECT :digest, :file_name, :line_count, :by_id, :now
WHERE NOT EXISTS (SELECT 1 FROM provider_report WHERE digest = :digest)
/*postgresql: ON CONFLICT (digest) DO NOTHING */ RETURNING id
"""
_KNOWN = "SELECT id FROM provider_report WHERE digest = :digest"


def keep_report(tx: Transaction, *, digest: str, file_name: str, line_count: int, by_id: int, now: datetime) -> int:
    """Note a report and return its number; the same file again is the same number.

    Args:
        tx: the open transaction; the file itself was kept before it was opened.
        digest: SHA-256 of the file, 64 hexadecimal digits.
        file_name: as the person's computer called it.
        line_count: how many lines it has.
        by_id: who brought it.
        now: when.
    """
    name = " ".join(file_name.split())[:FILE_NAME_MAX] or "-"
    said = {"digest": digest, "file_name": name, "line_count": line_count, "by_id": by_id}
    report_id = tx.value(_ADD, **said, now=now)
    if report_id is None:
        return int(tx.value(_KNOWN, digest=digest))
    body = {"report_id": int(report_id), "digest": digest, "line_count": line_count, "by_id": by_id}
    append(tx, stream=PLATFORM, facts=[Fact("provider_report", body)], now=now)
    return int(report_id)
