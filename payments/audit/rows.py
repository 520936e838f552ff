"""Checking that every record has exactly one event that says the same, and every event its record."""

from collections.abc import Callable

from payments.audit.finding import Findings
from payments.audit.reading import Bundle, Values, hashed

_ROWS_OF = {
    "time": "segments",
    "claim": "claims",
    "time_correction": "corrections",
    "earning": "earnings",
    "ledger": "transfers",
    "period_close": "closes",
    "residence": "residences",
    "payslip": "payslips",
}
"""Kind of event -> the member whose rows say the same."""

_NOT_IN_EVENT = {
    "earnings": frozenset({"state", "final_ms"}),
    "payslips": frozenset({"body"}),
    "transfers": frozenset({"sequence", "happened_ms", "body_hash"}),
}
"""Columns that the event does not repeat; they are checked elsewhere."""

_KEYS: dict[str, Callable[[Values], object]] = {
    "segments": lambda row: (row["person_id"], row["started_ms"]),
    "claims": lambda row: (row["person_id"], row["started_ms"]),
    "corrections": lambda row: (row["person_id"], row["started_ms"]),
    "earnings": lambda row: row["earning_id"],
    "transfers": lambda row: row["id"],
    "closes": lambda row: (row["person_id"], row["period"], row["currency"], row["revision"]),
    "payslips": lambda row: row["payslip_id"],
    "residences": lambda row: (row["person_id"], row["from_on"]),
}


class Rows:
    """Holds a fingerprint of every record until its event comes by.

    Args:
        bundle: gives the records.
        findings: where to note what has no counterpart.
    """

    def __init__(self, bundle: Bundle, findings: Findings) -> None:
        self._findings = findings
        self._waiting: dict[str, dict[object, bytes]] = {}
        for member in _ROWS_OF.values():
            self._waiting[member] = self._fingerprints(bundle, member)

    def match(self, kind: str, body: Values, *, where: str) -> None:
        """Pair an event with its record."""
        member = _ROWS_OF.get(kind)
        if member is None:
            return
        said = {name: value for name, value in body.items() if name != "is_final"}
        fingerprint = self._waiting[member].pop(_KEYS[member](said), None)
        if self._findings.expect(fingerprint is not None, "record_missing", where, f"nothing in {member} for it"):
            self._findings.expect(
                fingerprint == hashed(said), "record_differs", where, f"its row in {member} says something else"
            )

    def finish(self) -> None:
        """Note every record that no event told of."""
        for member, waiting in self._waiting.items():
            for key in waiting:
                self._findings.add("event_missing", f"{member} {key}", "no event tells of this record")

    def _fingerprints(self, bundle: Bundle, member: str) -> dict[object, bytes]:
        left_out = _NOT_IN_EVENT.get(member, frozenset())
        found: dict[object, bytes] = {}
        for row in bundle.lines(member):
            key = _KEYS[member](row)
            self._findings.expect(key not in found, "record_twice", f"{member} {key}", "stands there twice")
            found[key] = hashed({name: value for name, value in row.items() if name not in left_out})
        return found
