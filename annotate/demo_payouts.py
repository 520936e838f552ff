"""Paying out in the demonstration: two people send runs, one payment comes back, and one person named no account."""

from datetime import timedelta

from annotate.demo_people import BRITAIN, worker_of
from annotate.demo_stage import Stage, Steps
from payments.destinations.service import Wanted, name_destination
from payments.payout_answers.service import book_answer
from payments.payout_runs.queries import attempts_of_run, lines_of_run
from payments.payout_runs.service import RunWanted, prepare_run, release_run
from payments.payout_sending.service import send_some
from payments.providers import discover_payouts
from payments.providers.account_numbers import clabe_digit
from payments.providers.base import Answer, DestinationKind, Outcome
from payments.providers.pretend import CLOSED_ENDING

BY_BANK = "manual_batch"
PRETEND = "pretend"
EARLY = ("ben", "carmen", "diego", "fermin", "ines", "karla", "maya")
"""Whose account was known before the first payday: their money leaves with the first run."""
LATE = ("ada", "jorge", "leo")
"""Who named theirs after it: their money is in the run that waits for the visitor to release it."""
CLOSED = "hugo"
IBANS = {"grace": "GB82WEST12345698765432", "priya": "GB33BUKB20201555555555"}
"""Numbers from textbooks, whose check digits fit and which belong to nobody."""


def pay_out(stage: Stage, *, pia_id: int, paz_id: int) -> Steps:
    """Live through the first payday, from the morning on which payslips are there to the run that waits.

    Elena and Gloria name no account, so their money waits; Hugo's account is closed, so his comes back.

    Args:
        stage: on which it happens; begun on the Friday of the second week.
        pia_id: who prepares runs.
        paz_id: who releases them.
    """
    for number, key in enumerate(EARLY):
        _name(stage, key, BY_BANK, DestinationKind.CLABE, _clabe(number))
    _name(stage, CLOSED, PRETEND, DestinationKind.PRETEND, f"7712{CLOSED_ENDING}")
    for key, number_text in IBANS.items():
        _name(stage, key, BY_BANK, DestinationKind.IBAN, number_text)
    runs = [_prepare(stage, provider, pia_id) for provider in (BY_BANK, PRETEND)]
    yield stage.now + timedelta(minutes=40)
    for run_id in runs:
        _release(stage, run_id, paz_id)
    yield stage.now + timedelta(minutes=5)
    _hear_pretend(stage, runs[1])
    yield stage.now + timedelta(hours=7)
    for number, key in enumerate(LATE, start=len(EARLY)):
        _name(stage, key, BY_BANK, DestinationKind.CLABE, _clabe(number))
    yield stage.now + timedelta(hours=17)
    _hear_bank(stage, runs[0], by_id=pia_id)
    yield stage.now + timedelta(hours=22)
    _prepare(stage, BY_BANK, pia_id)


def _clabe(number: int) -> str:
    """Return a CLABE whose check digit fits, at a bank that does not exist."""
    first = f"99918000{481_900_021 + 37 * number:09d}"
    return f"{first}{clabe_digit(first)}"


def _name(stage: Stage, key: str, provider: str, kind: DestinationKind, number: str) -> None:
    worker = worker_of(key)
    currency = "GBP" if worker.home is BRITAIN else "MXN"
    wanted = Wanted(kind=kind, currency=currency, holder=worker.name, number=number)
    person_id, by = stage.annotator_ids[key], discover_payouts()[provider]
    name_destination(stage.tx, person_id=person_id, wanted=wanted, provider=by, now=stage.now)


def _prepare(stage: Stage, provider: str, by_id: int) -> int:
    layouts = discover_payouts()[provider].layouts("MXN")
    wanted = RunWanted(provider, "MXN", layouts[0] if layouts else "")
    return prepare_run(stage.tx, wanted=wanted, by_id=by_id, now=stage.now)


def _release(stage: Stage, run_id: int, by_id: int) -> None:
    release_run(stage.tx, run_id=run_id, by_id=by_id, now=stage.now)
    while send_some(stage.tx, run_id=run_id, providers=discover_payouts(), now=stage.now):
        pass


def _hear_pretend(stage: Stage, run_id: int) -> None:
    for line in lines_of_run(stage.tx, run_id):
        outcome = discover_payouts()[PRETEND].outcome(line, now=stage.now)
        assert outcome is not None, "the moment that pretend money takes is over"
        book_answer(stage.tx, key=line.key, outcome=outcome, by_id=None, now=stage.now)


def _hear_bank(stage: Stage, run_id: int, *, by_id: int) -> None:
    """Book what the bank said on Saturday: everything arrived."""
    for line in attempts_of_run(stage.tx, run_id):
        outcome = Outcome(Answer.PAID, tracking=f"99918{8_812_000 + line.payout_id}")
        book_answer(stage.tx, key=line.key, outcome=outcome, by_id=by_id, now=stage.now)
