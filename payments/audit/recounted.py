"""Following what recorded time became afterwards: claims, their refusals, and what its person said that it was."""

from collections.abc import Callable
from datetime import date

from payments.audit.finding import Findings
from payments.audit.hours import Hours
from payments.audit.reading import Values
from payments.closing.rules import REFUSAL_MS_MAX
from payments.corrections.rules import REASON_LENGTH_LEAST, bucket_to_correct
from policies.claimed_time import Correction
from policies.errors import Refusal
from policies.periods import week_of
from policies.working_time import Bucket, claimed_as

_KEPT = frozenset(Bucket) - {Bucket.TASK, Bucket.REWORK, Bucket.MEAL, Bucket.OFF}
"""Time of these may become something else; an item's own never does."""


class Recounted:
    """What one person's time became after it was recorded.

    Args:
        person_id: whose.
        count: adds a segment to the totals, or takes it out where the length is negative.
        hours: of hourly items, which claimed silence adds to.
        claimed: hears in which week something was claimed, and when.
        findings: where to note what does not add up.
    """

    def __init__(
        self,
        person_id: int,
        *,
        count: Callable[[Values, int], None],
        hours: Hours,
        claimed: Callable[[str, str, int], None],
        findings: Findings,
    ) -> None:
        self._person_id = person_id
        self._count = count
        self._hours = hours
        self._claimed = claimed
        self._findings = findings
        self._kept: dict[int, Values] = {}
        self._bucket_until: dict[int, str] = {}
        self._claims: dict[int, tuple[Values, Bucket, list[Values]]] = {}
        self._closed_at: dict[tuple[str, str], int] = {}

    def hear(self, body: Values) -> None:
        """Keep what may be claimed or corrected later."""
        self._bucket_until[body["ended_ms"]] = body["bucket"]
        if Bucket(body["bucket"]) in _KEPT:
            self._kept[body["started_ms"]] = body

    def close(self, body: Values) -> None:
        """Take note of when a week was closed: what it booked is never taken back."""
        self._closed_at[body["period"], body["currency"]] = body["closed_ms"]

    def claim(self, body: Values, where: str) -> None:
        """Count the claimed stretch as what it interrupted from here on."""
        expect = self._findings.expect
        expect(body["person_id"] == self._person_id, "another_person", where, "is somebody else's claim")
        inside = self._inside(body, Bucket.UNCONFIRMED)
        is_exact = sum(map(_length_ms, inside)) == body["ended_ms"] - body["started_ms"] > 0
        expect(is_exact, "claim_differs", where, "does not claim exactly the quiet time that was recorded")
        caused_by = inside[0]["organisation_id"] if inside else 0
        bucket = claimed_as(self._bucket_until.get(body["started_ms"]), organisation_id=caused_by)
        for row in inside:
            del self._kept[row["started_ms"]]
            self._recount(row, Bucket.UNCONFIRMED, bucket)
            self._claimed(_period(row), row["currency"], body["claimed_ms"])
        self._claims[body["started_ms"]] = (body, bucket, inside)

    def correct(self, body: Values, *, logged_ms: int, where: str) -> None:
        """Count a stretch as what it became from here on."""
        expect = self._findings.expect
        expect(body["person_id"] == self._person_id, "another_person", where, "is somebody else's time")
        expect(body["corrected_ms"] <= logged_ms, "correction_differs", where, "was logged before it was made")
        if body["becomes"] == Correction.UNCONFIRMED.value:
            self._refuse(body, where)
        else:
            self._correct(body, where)

    def _refuse(self, body: Values, where: str) -> None:
        """Take a claim back that a named person refused with a reason, in time, and before it was booked."""
        expect = self._findings.expect
        claim, bucket, inside = self._claims.pop(body["started_ms"], ({}, Bucket.TASK, []))
        is_its_claim = bool(claim) and claim["ended_ms"] == body["ended_ms"]
        expect(is_its_claim, "refusal_differs", where, "refuses what was not claimed, or was refused before")
        has_reason = len(body["line"]) >= REASON_LENGTH_LEAST
        expect(has_reason, "refusal_without_reason", where, "gives no reason")
        expect(body["by_id"] != self._person_id, "refusal_differs", where, "is by the claimant")
        late_ms = body["corrected_ms"] - claim.get("claimed_ms", 0)
        expect(late_ms <= REFUSAL_MS_MAX, "refusal_too_late", where, "comes more than seven days after the claim")
        for row in inside:
            closed_ms = self._closed_at.get((_period(row), row["currency"]), -1)
            is_open = closed_ms < claim["claimed_ms"]
            expect(is_open, "refusal_too_late", where, "takes back what a closing has booked")
            self._recount(row, bucket, Bucket.UNCONFIRMED)

    def _correct(self, body: Values, where: str) -> None:
        """Count time as a meal or her own on her word, where the rules allow that and its week is open."""
        expect = self._findings.expect
        expect(body["by_id"] == self._person_id, "correction_differs", where, "is not by whose time it is")
        inside = self._inside(body, None)
        becomes = Correction(body["becomes"])
        parts = [(row["bucket"], row["started_ms"], row["ended_ms"]) for row in inside]
        try:
            was = bucket_to_correct(parts, becomes=becomes, started_ms=body["started_ms"], ended_ms=body["ended_ms"])
        except Refusal:
            self._findings.add("correction_differs", where, "is of time that cannot become this")
            return
        for row in inside:
            is_open = (_period(row), row["currency"]) not in self._closed_at
            expect(is_open, "correction_differs", where, "changes a week that was closed")
            del self._kept[row["started_ms"]]
            self._recount(row, was, Bucket(becomes.value))

    def _inside(self, body: Values, bucket: Bucket | None) -> list[Values]:
        return sorted(
            (
                row
                for row in self._kept.values()
                if body["started_ms"] <= row["started_ms"]
                and row["ended_ms"] <= body["ended_ms"]
                and bucket in {None, Bucket(row["bucket"])}
            ),
            key=lambda row: row["started_ms"],
        )

    def _recount(self, row: Values, was: Bucket, becomes: Bucket) -> None:
        length_ms = _length_ms(row)
        self._count(row | {"bucket": was.value}, -length_ms)
        self._count(row | {"bucket": becomes.value}, length_ms)
        if row["assignment_id"] is not None and Bucket.TASK in {was, becomes}:
            more_ms = length_ms if becomes is Bucket.TASK else -length_ms
            self._hours.work(row["assignment_id"], more_ms, period=_period(row), is_claimed=True)


def _length_ms(row: Values) -> int:
    ended_ms: int = row["ended_ms"]
    started_ms: int = row["started_ms"]
    return ended_ms - started_ms


def _period(row: Values) -> str:
    return week_of(date.fromisoformat(row["worked_on"]))
