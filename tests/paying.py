"""Builders for paying out: a week that is worked, closed and on a payslip, accounts, runs, and the bank's answers."""

from datetime import timedelta

from payments import providers
from payments.closing.service import close_period
from payments.destinations.service import Named, Wanted, name_destination
from payments.ledger.queries import balance
from payments.ledger.rules import guarantee, payable, world
from payments.ledger.service import transfer
from payments.payout_answers.rules import Follows
from payments.payout_answers.service import book_answer
from payments.payout_runs.service import RunWanted, prepare_run, release_run
from payments.payout_sending.service import send_some
from payments.payouts.queries import PayoutView, payouts_of
from payments.payouts.service import open_payouts
from payments.payslips.service import issue
from payments.people.rules import StaffRole
from payments.people.service import add_person, add_staff
from payments.providers.base import Answer, DestinationKind, Outcome
from policies.periods import week_of
from tests.cast import BEGINNING, Clock
from tests.work import Work, running_project
from web.db import Database

PROVIDERS = providers.discover_payouts()
CLABE = "002010077777777771"
OTHER_CLABE = "646180110400000007"
WEEK = week_of(BEGINNING.date())
TO_PAYDAY = timedelta(days=12)
MXN_MICROS = 10_000
"""A Mexican cent in micro-units."""


def payroll(db: Database, name: str) -> int:
    with db.writing() as tx:
        person_id = add_person(tx, name=name, language="en", time_zone="America/Mexico_City", now=BEGINNING)
        add_staff(tx, person_id, role=StaffRole.PAYROLL, now=BEGINNING)
    return person_id


def worked(db: Database, clock: Clock, *people: int, answers: int = 2) -> Work:
    """Let people answer on Monday, and go to the payday of that week."""
    work = running_project(db, clock, items=answers * len(people), overlap=1)
    for person_id in people:
        work.answer_many(person_id, answers, seconds=60)
    clock.at = BEGINNING + TO_PAYDAY
    return work


def paid_slips(work: Work, *people: int) -> None:
    """Make the week's pay final, close the week, issue the payslips and open the payouts."""
    issue_slips(work, *people)
    with work.db.writing() as tx:
        open_payouts(tx, now=work.clock())


def issue_slips(work: Work, *people: int) -> None:
    """Make the week's pay final, close the week, issue the payslips; nobody has opened their payouts."""
    while work.accept():
        pass
    for person_id in people:
        with work.db.writing() as tx:
            close_period(tx, person_id=person_id, period=WEEK, now=work.clock())
        with work.db.writing() as tx:
            issue(tx, person_id=person_id, period=WEEK, now=work.clock())


def due_week(db: Database, clock: Clock, *people: int, answers: int = 2) -> Work:
    """A week of some people's work, with its payouts due: 1.15 an answer."""
    work = worked(db, clock, *people, answers=answers)
    paid_slips(work, *people)
    return work


def name_account(
    work: Work, person_id: int, number: str = CLABE, *, holder: str = "Ada Ruiz", provider: str = "manual_batch"
) -> Named:
    kind = DestinationKind.CLABE if provider == "manual_batch" else DestinationKind.PRETEND
    with work.db.writing() as tx:
        return name_destination(
            tx,
            person_id=person_id,
            wanted=Wanted(kind=kind, currency="MXN", holder=holder, number=number),
            provider=PROVIDERS[provider],
            now=work.clock(),
        )


def prepare(work: Work, by_id: int, *, provider: str = "manual_batch") -> int:
    wanted = RunWanted(provider, "MXN", "spei" if provider == "manual_batch" else "")
    with work.db.writing() as tx:
        return prepare_run(tx, wanted=wanted, by_id=by_id, now=work.clock())


def release(work: Work, run_id: int, by_id: int) -> None:
    with work.db.writing() as tx:
        release_run(tx, run_id=run_id, by_id=by_id, now=work.clock())


def send_all(work: Work, run_id: int, *, limit: int = 25) -> None:
    while send_a_few(work, run_id, limit=limit):
        pass


def send_a_few(work: Work, run_id: int, *, limit: int = 25) -> bool:
    with work.db.writing() as tx:
        return send_some(tx, run_id=run_id, providers=PROVIDERS, now=work.clock(), limit=limit)


def sent_run(work: Work, pia: int, paz: int, *, provider: str = "manual_batch") -> int:
    run_id = prepare(work, pia, provider=provider)
    release(work, run_id, paz)
    send_all(work, run_id)
    return run_id


def bank_says(
    work: Work, key: str, answer: Answer, *, by_id: int | None = None, tracking: str = "", reason: str = ""
) -> Follows:
    with work.db.writing() as tx:
        return book_answer(tx, key=key, outcome=Outcome(answer, tracking, reason), by_id=by_id, now=work.clock())


def payout_seen(work: Work, person_id: int) -> PayoutView:
    with work.db.reading() as tx:
        return payouts_of(tx, person_id, now=work.clock())[0]


def held_for(work: Work, person_id: int) -> tuple[int, int]:
    """What a person's account holds and how much of it is promised away, micro-units."""
    with work.db.reading() as tx:
        found = balance(tx, payable(person_id, "MXN"))
    return found.posted, found.pending


def outside(work: Work) -> int:
    """What the platform holds at its banks, micro-units."""
    with work.db.reading() as tx:
        return balance(tx, world("MXN")).posted


def leave_outside(work: Work, left_micros: int) -> None:
    """Let the platform's banks hold no more than this."""
    with work.db.writing() as tx:
        transfer(
            tx,
            id="spent-elsewhere",
            debit_id=guarantee("MXN"),
            credit_id=world("MXN"),
            amount_micros=balance(tx, world("MXN")).posted - left_micros,
            currency="MXN",
            code="spent",
            reference="test",
            now=work.clock(),
        )
