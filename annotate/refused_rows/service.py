"""Keeping the rows that an upload refused: a number for each reason, and the first thousand of them by line."""

from collections import Counter
from collections.abc import Sequence

from annotate.refused_rows.rules import SHOWN_MOST, original_text
from annotate.rows import Bad
from payments.columns import json_text
from payments.transaction import Transaction

REFUSED_KEPT = 1_000

_KEEP = """
INSERT INTO refused_row (batch_id, line, code, params, original) VALUES (:batch_id, :line, :code, :params, :original)
"""
_COUNT = """
INSERT INTO refused_reason (batch_id, code, row_count) VALUES (:batch_id, :code, :row_count)
ON CONFLICT (batch_id, code) DO UPDATE SET row_count = refused_reason.row_count + excluded.row_count
"""


def keep_refused(tx: Transaction, *, batch_id: int, refused: Sequence[Bad], before: int) -> None:
    """Count refused rows by their reason, and keep as many of them as there is room for.

    Args:
        tx: the open transaction.
        batch_id: whose rows.
        refused: those of one chunk.
        before: how many this upload refused before them.
    """
    for code, count in Counter(one.code for one in refused).items():
        tx.send(_COUNT, batch_id=batch_id, code=code, row_count=count)
    room = max(0, REFUSED_KEPT - before)
    tx.run_many(_KEEP, [_row(batch_id, bad) for bad in refused[:room]])


def _row(batch_id: int, bad: Bad) -> dict[str, object]:
    original = original_text(bad.came_as, most=SHOWN_MOST)
    params = json_text(dict(bad.params))
    return {"batch_id": batch_id, "line": bad.line, "code": bad.code, "params": params, "original": original}
