"""Checking that no event was changed, left out or slipped in: every stream is a chain of hashes."""

from payments.audit.finding import Findings
from payments.audit.reading import Values
from payments.events.rules import FIRST_PREVIOUS, commitment_of, seal

OVERTAKING_MS = 60_000
"""Two acts of one person at once may be logged in the other order than they began, by so much at most."""


class Chains:
    """Follows every stream from its first event.

    Args:
        findings: where to note what does not fit.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._heads: dict[str, tuple[int, str]] = {}
        self._logged_ms: dict[str, int] = {}

    def add(self, event: Values) -> None:
        """Check one event against the one before it in its stream."""
        stream, sequence = event["stream"], event["sequence"]
        where = f"event {stream} {sequence}"
        last_sequence, last_hash = self._heads.get(stream, (0, FIRST_PREVIOUS))
        self._findings.expect(
            sequence == last_sequence + 1, "event_missing", where, f"the one before it is number {last_sequence}"
        )
        self._findings.expect(
            event["previous_hash"] == last_hash, "chain_broken", where, "does not continue from the event before it"
        )
        self._findings.expect(event["hash"] == _seal(event), "event_altered", where, "its hash does not cover it")
        self._findings.expect(
            event["logged_ms"] >= self._logged_ms.get(stream, 0) - OVERTAKING_MS,
            "event_backdated",
            where,
            "is older than the one before",
        )
        self._heads[stream] = (sequence, event["hash"])
        self._logged_ms[stream] = event["logged_ms"]

    def finish(self, heads: Values) -> None:
        """Compare the last event of every stream with the head that the manifest names."""
        for stream in sorted(self._heads.keys() | heads.keys()):
            sequence, head = self._heads.get(stream, (0, FIRST_PREVIOUS))
            self._findings.expect(
                heads.get(stream) == {"hash": head, "sequence": sequence},
                "head_differs",
                f"stream {stream}",
                f"ends at event {sequence}, the manifest says otherwise",
            )


def _seal(event: Values) -> str:
    return seal(
        stream=event["stream"],
        sequence=event["sequence"],
        previous_hash=event["previous_hash"],
        kind=event["kind"],
        logged_ms=event["logged_ms"],
        commitment=commitment_of(event["salt"], event["body"]),
    )
