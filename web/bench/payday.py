"""How long payday takes for many people, and how long somebody who submits at that moment waits for it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from payments.earnings.rules import PayKind, Segment, WorkPay
from payments.earnings.service import record_pay, record_time
from payments.events.rules import annotator_stream
from payments.events.service import append, keep_rulebook
from payments.ledger.rules import escrow, organisation_funds, purse
from payments.ledger.service import fund_organisation, transfer
from payments.people.service import add_annotator, add_person
from payments.transaction import Transaction
from policies.floors import Floor
from policies.periods import split_at_most, to_ms
from policies.working_time import Bucket
from web.algorithm_digest import issuer_of
from web.bench.engines import DatabaseKind, opened
from web.db_schema import upgrade
from web.payday import Step, run_payday
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House

MONDAY = datetime(2026, 11, 9, 15, tzinfo=UTC)
NOW = MONDAY + timedelta(days=12)
CURRENCY = "MXN"
PRICE_MICROS = 1_150_000
SECONDS_EACH = 90
ORGANISATION, PROJECT = 1, 1
PAUSE_SECONDS = 0.005
ALONE_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaydayTimes:
    """What was measured. Waits are those of somebody who writes all the time, from asking to done, milliseconds.

    Attributes:
        seconds: of the closing and the payslips of everybody, with the writer beside it.
        cpu_seconds: the processor time of payday itself in it, without the database's own.
        longest_act_ms: the longest single act of payday, as the clock on the wall has it; the first of each step is
            left out, because before it what is due is looked up and the law is read, while nobody waits.
        longest_act_cpu_ms: the most processor time of one act: what it would take on a machine with nothing else to do.
        alone_ms: the longest wait while nothing else went on: what the machine itself is good for.
    """

    people: int
    answers: int
    seconds: float
    cpu_seconds: float
    longest_act_ms: float
    longest_act_cpu_ms: float
    waits: int
    median_wait_ms: float
    p99_wait_ms: float
    longest_wait_ms: float
    alone_ms: float

    @property
    def per_second(self) -> float:
        """How many people's weeks were closed and put on payslips a second."""
        return self.people / self.seconds if self.seconds else 0.0


def measure(kind: DatabaseKind, folder: Path, *, people: int, answers: int) -> PaydayTimes:
    """Live through a week of so many people, then hold payday while somebody else writes.

    Args:
        kind: which database.
        folder: for its files.
        people: how many annotators.
        answers: of each, 90 seconds for each.
    """
    with opened(kind, folder) as (url, _):
        settings = Settings(environment=Environment.TEST, data_dir=folder, database_url=url)
        with the_house_of(settings, is_migrating=False, now=lambda: NOW) as house:
            upgrade(house.db)
            _live_through(house, people=people, answers=answers)
            issuer_of(house, now=NOW)  # it is read once in a run, before the first payslip and outside any act
            alone = _waits_during(house, lambda: time.sleep(ALONE_SECONDS), tag="alone")
            return _measured(house, alone, people=people, answers=answers)


def _measured(house: House, alone: list[float], *, people: int, answers: int) -> PaydayTimes:
    acts: list[tuple[Step, float, float]] = []

    def hold() -> None:
        last = [time.perf_counter(), time.thread_time()]

        def tell(step: Step, _count: int) -> None:
            now = [time.perf_counter(), time.thread_time()]
            acts.append((step, now[0] - last[0], now[1] - last[1]))
            last[:] = now

        run_payday(house, tell=tell)

    waits = sorted(_waits_during(house, hold, tag="beside"))
    later = [act for before, act in pairwise(acts) if before[0] is act[0]]
    own = [(wall, cpu) for step, wall, cpu in acts if step in {Step.CLOSE, Step.PAYSLIP}]
    return PaydayTimes(
        people=people,
        answers=people * answers,
        seconds=sum(wall for wall, _ in own),
        cpu_seconds=sum(cpu for _, cpu in own),
        longest_act_ms=1000 * max((wall for _, wall, _ in later), default=0),
        longest_act_cpu_ms=1000 * max((cpu for _, _, cpu in later), default=0),
        waits=len(waits),
        median_wait_ms=1000 * waits[len(waits) // 2],
        p99_wait_ms=1000 * waits[len(waits) * 99 // 100],
        longest_wait_ms=1000 * waits[-1],
        alone_ms=1000 * max(alone),
    )


def _waits_during(house: House, act: Callable[[], None], *, tag: str) -> list[float]:
    """Write a small thing all the time while `act` runs, and return how long each took, seconds."""
    is_over, waits = threading.Event(), list[float]()

    def write() -> None:
        while not is_over.is_set() or not waits:
            began = time.perf_counter()
            with house.db.writing() as tx:
                _fund(tx, 1, reference=f"{tag}-{len(waits)}", organisation_id=ORGANISATION + 1)
            waits.append(time.perf_counter() - began)
            time.sleep(PAUSE_SECONDS)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        act()
    finally:
        is_over.set()
        writer.join()
    return waits


def _live_through(house: House, *, people: int, answers: int) -> None:
    """Let everybody answer on Monday and rest a little; all pay is held in their purses, as an answer does it."""
    floor = house.rulebook.floor("MX", on=MONDAY.date())
    each_micros = answers * PRICE_MICROS
    with house.db.writing() as tx:
        keep_rulebook(tx, rulebook=house.rulebook, digest=floor.rulebook_digest, now=MONDAY)
        _fund(tx, people * each_micros, reference="bench-week", organisation_id=ORGANISATION)
        _move(tx, organisation_funds(ORGANISATION, CURRENCY), escrow(PROJECT), people * each_micros)
    for number in range(people):
        with house.db.writing() as tx:
            zone = "America/Mexico_City"
            person_id = add_person(tx, name=f"Bench {number}", language="en", time_zone=zone, now=MONDAY)
            add_annotator(tx, person_id, jurisdiction="MX", zone="general", from_on=MONDAY.date(), now=MONDAY)
            _move(tx, escrow(PROJECT), purse(PROJECT, person_id), each_micros)
            _answer_all(tx, person_id, floor, first_id=number * answers + 1, answers=answers)


def _answer_all(tx: Transaction, person_id: int, floor: Floor, *, first_id: int, answers: int) -> None:
    at = MONDAY
    for assignment_id in range(first_id, first_id + answers):
        ended = at + timedelta(seconds=SECONDS_EACH)
        pay = WorkPay(
            person_id=person_id,
            organisation_id=ORGANISATION,
            project_id=PROJECT,
            assignment_id=assignment_id,
            kind=PayKind.PIECE,
            quantity=1,
            rate_micros=PRICE_MICROS,
            currency=CURRENCY,
            earned_on=MONDAY.date(),
            rule=f"offer:{assignment_id}",
            rulebook_digest=floor.rulebook_digest,
            is_surplus=False,
            workings={},
        )
        facts = record_time(tx, segments=_segments(person_id, assignment_id, floor, at, ended), now=ended)
        facts += record_pay(tx, pay=pay, now=ended).facts
        append(tx, stream=annotator_stream(person_id), facts=facts, now=ended)
        at = ended


def _segments(person_id: int, assignment_id: int, floor: Floor, began: datetime, ended: datetime) -> list[Segment]:
    return [
        Segment(
            person_id=person_id,
            work_session_id=person_id,
            organisation_id=ORGANISATION,
            project_id=PROJECT,
            assignment_id=assignment_id,
            bucket=Bucket.TASK,
            started_ms=from_ms,
            ended_ms=until_ms,
            worked_on=MONDAY.date(),
            jurisdiction="MX",
            zone="general",
            floor_hourly_micros=floor.hourly_micros,
            currency=CURRENCY,
            rulebook_digest=floor.rulebook_digest,
        )
        for from_ms, until_ms in split_at_most(to_ms(began), to_ms(ended), 60_000)
    ]


def _fund(tx: Transaction, amount_micros: int, *, reference: str, organisation_id: int) -> None:
    fund_organisation(
        tx,
        organisation_id=organisation_id,
        amount_micros=amount_micros,
        currency=CURRENCY,
        provider_reference=reference,
        now=NOW,
    )


def _move(tx: Transaction, debit_id: str, credit_id: str, amount_micros: int) -> None:
    transfer(
        tx,
        id=f"bench:{credit_id}",
        debit_id=debit_id,
        credit_id=credit_id,
        amount_micros=amount_micros,
        currency=CURRENCY,
        code="bench",
        reference=f"project:{PROJECT}",
        now=MONDAY,
    )
