"""Samples and verifications as an auditor's programs read them."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from web.api.v1.audit_shapes import RecordOut, record_out
from web.api.v1.values import Money, money
from web.keeping.queries import VerificationView
from web.pages.audit_sample import AnswerRow, Sample


class AnswerPaidOut(BaseModel):
    """The pay of one answer, under a pseudonym."""

    assignment_id: int
    person: str
    organisation_id: int
    project_id: int
    earned_on: date
    task_ms: int = Field(description="the time recorded for it")
    kind: str
    quantity: int = Field(description="items, or milliseconds of paid time")
    rate: Money
    amount: Money
    carrier: str
    state: str
    rule: str
    rulebook_digest: str


class SampleOut(BaseModel):
    """What was drawn, of how many: people with their records, or answers."""

    period: str
    of: str
    seed: str
    size: int
    population: int
    people: list[RecordOut]
    answers: list[AnswerPaidOut]


class FindingOut(BaseModel):
    """One thing that a verification found: which, where, and in words."""

    code: str
    where: str
    says: str


class VerificationOut(BaseModel):
    """A verification of a week; `findings` are empty where nothing is wrong."""

    period: str
    state: str = Field(description="waiting, running, done or failed")
    step: str = Field(description="what a running one does now")
    problem: str = Field(description="why a failed one failed")
    asked_at: datetime
    finished_at: datetime | None
    findings: list[FindingOut]
    records: dict[str, int] = Field(description="how many of each kind of record were read")


def sample_out(period: str, drawn: Sample) -> SampleOut:
    """Return a sample."""
    return SampleOut(
        period=period,
        of=drawn.of.value,
        seed=drawn.seed,
        size=drawn.size,
        population=drawn.population,
        people=[record_out(row) for row in drawn.people],
        answers=[_answer(row) for row in drawn.answers],
    )


def verification_out(found: VerificationView) -> VerificationOut:
    """Return a verification."""
    return VerificationOut(
        period=found.period,
        state=found.state,
        step=found.step,
        problem=found.problem,
        asked_at=found.asked_at,
        finished_at=found.finished_at,
        findings=[FindingOut(code=one["code"], where=one["where"], says=one["says"]) for one in found.findings],
        records=dict(found.records),
    )


def _answer(row: AnswerRow) -> AnswerPaidOut:
    one = row.record
    return AnswerPaidOut(
        assignment_id=one.assignment_id,
        person=row.pseudonym,
        organisation_id=one.organisation_id,
        project_id=one.project_id,
        earned_on=one.earned_on,
        task_ms=one.task_ms,
        kind=one.kind,
        quantity=one.quantity,
        rate=money(one.rate_micros, one.currency),
        amount=money(one.amount_micros, one.currency),
        carrier=one.carrier,
        state=one.state,
        rule=one.rule,
        rulebook_digest=one.rulebook_digest,
    )
