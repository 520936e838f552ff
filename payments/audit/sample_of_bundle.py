"""The answers that a bundle holds, so that a sample can be drawn from it again without us."""

from pathlib import Path

from payments.audit.finding import Findings
from payments.audit.reading import Bundle

_PIECES = frozenset({"piece", "hourly"})


def answers_in(path: Path) -> list[str]:
    """Return the number of every assignment whose answer earned pay in the week of a bundle, as texts."""
    bundle = Bundle(path, Findings())
    try:
        period = bundle.manifest.get("period")
        return [
            str(row["assignment_id"])
            for row in bundle.lines("earnings")
            if row["kind"] in _PIECES and row["assignment_id"] is not None and period in (None, row["period"])
        ]
    finally:
        bundle.close()
