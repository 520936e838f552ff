"""What one stretch of time and one submitted item are, as values, and what an item earns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from payments.events.rules import Fact
from policies.money import ceil_div
from policies.periods import MS_PER_HOUR, to_ms, week_of
from policies.rulebook_rows import SILENCE_HOURS_MOST
from policies.working_time import Bucket

PENDING_MS = SILENCE_HOURS_MOST * MS_PER_HOUR
"""Silence accepts: an earning nobody contests is final after three days at the latest; the house may be quicker."""


class PayKind(StrEnum):
    """How a submitted item is paid."""

    PIECE = "piece"
    HOURLY = "hourly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """At most 60 seconds of one person's time in one bucket. Organisation and project 0: the platform."""

    person_id: int
    work_session_id: int
    organisation_id: int
    project_id: int
    assignment_id: int | None
    bucket: Bucket
    started_ms: int
    ended_ms: int
    worked_on: date
    jurisdiction: str
    zone: str
    floor_hourly_micros: int
    currency: str
    rulebook_digest: str

    def body(self) -> dict[str, object]:
        """Return everything it says, as the event log keeps it."""
        return {
            "assignment_id": self.assignment_id,
            "bucket": self.bucket.value,
            "currency": self.currency,
            "ended_ms": self.ended_ms,
            "floor_hourly_micros": self.floor_hourly_micros,
            "jurisdiction": self.jurisdiction,
            "organisation_id": self.organisation_id,
            "person_id": self.person_id,
            "project_id": self.project_id,
            "rulebook_digest": self.rulebook_digest,
            "started_ms": self.started_ms,
            "work_session_id": self.work_session_id,
            "worked_on": self.worked_on.isoformat(),
            "zone": self.zone,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPay:
    """What a submitted assignment earns, as its offer said.

    Attributes:
        quantity: 1 for a piece; counted milliseconds of the assignment for hourly pay.
        rate_micros: the offered price of the piece, or of an hour.
        earned_on: the day in the annotator's time zone.
        is_surplus: its slot was taken already: paid all the same, by the guarantee.
        workings: what a page needs to explain it: texts and whole numbers.
    """

    person_id: int
    organisation_id: int
    project_id: int
    assignment_id: int
    kind: PayKind
    quantity: int
    rate_micros: int
    currency: str
    earned_on: date
    rule: str
    rulebook_digest: str
    is_surplus: bool
    workings: Mapping[str, object]

    @property
    def unit(self) -> str:
        """What the quantity counts: items or milliseconds."""
        return "item" if self.kind is PayKind.PIECE else "ms"

    @property
    def amount_micros(self) -> int:
        """Quantity times rate; for hourly pay rounded up to a whole micro-unit, in the annotator's favour."""
        if self.kind is PayKind.PIECE:
            return self.quantity * self.rate_micros
        return ceil_div(self.quantity * self.rate_micros, MS_PER_HOUR)

    @property
    def period(self) -> str:
        """The week in which it counts."""
        return week_of(self.earned_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was booked for an assignment; `is_repeat` where it had been booked before, and then `facts` is empty."""

    earning_id: int
    amount_micros: int
    currency: str
    carrier: str
    is_repeat: bool
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningRow:
    """One amount owed, as its row and its event say it."""

    person_id: int
    organisation_id: int
    project_id: int
    assignment_id: int | None
    kind: str
    carrier: str
    period: str
    earned_on: date
    quantity: int
    unit: str
    rate_micros: int
    amount_micros: int
    currency: str
    rule: str
    rulebook_digest: str
    workings: Mapping[str, object]
    earned_at: datetime
    final_due_at: datetime
    final_at: datetime | None

    def fact(self, earning_id: int) -> Fact:
        """Return its event; whether it is final is told by an event of its own."""
        return Fact(
            "earning",
            {
                "amount_micros": self.amount_micros,
                "assignment_id": self.assignment_id,
                "carrier": self.carrier,
                "currency": self.currency,
                "earned_ms": to_ms(self.earned_at),
                "earned_on": self.earned_on.isoformat(),
                "earning_id": earning_id,
                "final_due_ms": to_ms(self.final_due_at),
                "is_final": self.final_at is not None,
                "kind": self.kind,
                "organisation_id": self.organisation_id,
                "period": self.period,
                "person_id": self.person_id,
                "project_id": self.project_id,
                "quantity": self.quantity,
                "rate_micros": self.rate_micros,
                "rule": self.rule,
                "rulebook_digest": self.rulebook_digest,
                "unit": self.unit,
                "workings": dict(self.workings),
            },
        )


def hold_ids(assignment_id: int) -> tuple[str, str, str]:
    """Return the ids of the holds that may stand behind an assignment's pay: from purse, reserve and guarantee."""
    return (
        f"earning:{assignment_id}:purse",
        f"earning:{assignment_id}:reserve",
        f"earning:{assignment_id}:guarantee",
    )
