"""Builders for money: a funded project, time worked, an item paid; every value that a test does not care about is here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from payments.earnings.rules import PayKind, Recorded, Segment, WorkPay
from payments.earnings.service import record_pay, record_time
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, keep_rulebook
from payments.ledger.rules import escrow, organisation_funds, purse, reserve
from payments.ledger.service import fund_organisation, transfer
from payments.transaction import Transaction
from policies.periods import local_day, split_at_most, to_ms
from policies.rulebook import Rulebook
from policies.working_time import Bucket
from tests.cast import BEGINNING

MXN = "MXN"
UNIT = 1_000_000
MEXICO_CITY = "America/Mexico_City"
RULEBOOK = Rulebook.load_with(None)
FLOOR = RULEBOOK.floor("MX", on=date(2026, 3, 2))
ORGANISATION, PROJECT = 1, 1
WEEK = "2026-W10"
AFTER_WEEK = BEGINNING + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Work:
    """Where and when a person of the tests works."""

    person_id: int
    organisation_id: int = ORGANISATION
    project_id: int = PROJECT
    assignment_id: int | None = None
    bucket: Bucket = Bucket.TASK
    started_at: datetime = BEGINNING
    seconds: int = 60
    work_session_id: int = 1
    floor_hourly_micros: int = FLOOR.hourly_micros


@dataclass(frozen=True, slots=True)
class Price:
    """What an item was offered at."""

    micros: int = UNIT
    kind: PayKind = PayKind.PIECE
    quantity: int = 1
    is_surplus: bool = False
    workings: dict[str, object] = field(default_factory=dict)


def make_funds(tx: Transaction, *, micros: int = 1_000 * UNIT, reference: str = "deposit-1") -> None:
    fund_organisation(
        tx,
        organisation_id=ORGANISATION,
        amount_micros=micros,
        currency=MXN,
        provider_reference=reference,
        now=BEGINNING,
    )


def make_move(tx: Transaction, debit_id: str, credit_id: str, micros: int, *, now: datetime = BEGINNING) -> None:
    transfer(
        tx,
        id=f"move:{debit_id}:{credit_id}:{micros}"[:64],
        debit_id=debit_id,
        credit_id=credit_id,
        amount_micros=micros,
        currency=MXN,
        code="move",
        reference="project:1",
        now=now,
    )


def make_project_money(tx: Transaction, person_id: int, *, purse_micros: int, reserve_micros: int) -> None:
    """Fund the organisation and fill the reserve and one purse of project 1."""
    make_funds(tx)
    funds = organisation_funds(ORGANISATION, MXN)
    if purse_micros:
        make_move(tx, funds, escrow(PROJECT), purse_micros)
        make_move(tx, escrow(PROJECT), purse(PROJECT, person_id), purse_micros)
    if reserve_micros:
        make_move(tx, funds, reserve(PROJECT), reserve_micros)


def segments_of(work: Work) -> list[Segment]:
    start_ms = to_ms(work.started_at)
    return [
        Segment(
            person_id=work.person_id,
            work_session_id=work.work_session_id,
            organisation_id=work.organisation_id,
            project_id=work.project_id,
            assignment_id=work.assignment_id,
            bucket=work.bucket,
            started_ms=from_ms,
            ended_ms=to_ms_,
            worked_on=local_day(from_ms, MEXICO_CITY),
            jurisdiction="MX",
            zone="general",
            floor_hourly_micros=work.floor_hourly_micros,
            currency=MXN,
            rulebook_digest=FLOOR.rulebook_digest,
        )
        for from_ms, to_ms_ in split_at_most(start_ms, start_ms + work.seconds * 1000, 60_000)
    ]


def make_time(tx: Transaction, work: Work, *, extra: Sequence[Fact] = ()) -> datetime:
    """Record time and its events, as one act at its end; return when it ended."""
    ended_at = work.started_at + timedelta(seconds=work.seconds)
    keep_rulebook(tx, rulebook=RULEBOOK, digest=FLOOR.rulebook_digest, now=ended_at)
    facts = record_time(tx, segments=segments_of(work), now=ended_at)
    append(tx, stream=annotator_stream(work.person_id), facts=[*extra, *facts], now=ended_at)
    return ended_at


def make_answer(tx: Transaction, work: Work, price: Price | None = None) -> Recorded:
    """Let a person work on one assignment and submit it: the offer, the time, the pay, all logged."""
    offered = price or Price()
    assert work.assignment_id is not None
    ended_at = make_time(tx, work, extra=[offer_fact(work, offered)])
    recorded = record_pay(tx, pay=pay_of(work, offered), now=ended_at)
    append(tx, stream=annotator_stream(work.person_id), facts=recorded.facts, now=ended_at)
    return recorded


def pay_of(work: Work, price: Price) -> WorkPay:
    assert work.assignment_id is not None
    return WorkPay(
        person_id=work.person_id,
        organisation_id=work.organisation_id,
        project_id=work.project_id,
        assignment_id=work.assignment_id,
        kind=price.kind,
        quantity=price.quantity,
        rate_micros=price.micros,
        currency=MXN,
        earned_on=local_day(to_ms(work.started_at), MEXICO_CITY),
        rule=FLOOR.rule,
        rulebook_digest=FLOOR.rulebook_digest,
        is_surplus=price.is_surplus,
        workings=price.workings,
    )


def offer_fact(work: Work, price: Price) -> Fact:
    return Fact(
        "offer",
        {
            "assignment_id": work.assignment_id,
            "organisation_id": work.organisation_id,
            "project_id": work.project_id,
            "pay_basis": "item" if price.kind is PayKind.PIECE else "hour",
            "price_micros": price.micros,
            "currency": MXN,
            "estimated_ms": 60_000,
            "jurisdiction": "MX",
            "zone": "general",
            "floor_hourly_micros": FLOOR.hourly_micros,
            "rulebook_digest": FLOOR.rulebook_digest,
            "offered_ms": to_ms(work.started_at),
        },
    )


def later(work: Work, *, minutes: int, assignment_id: int | None = None) -> Work:
    """Return the same work, some minutes later, on another assignment."""
    return replace(work, started_at=work.started_at + timedelta(minutes=minutes), assignment_id=assignment_id)
