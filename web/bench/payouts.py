"""Pays many people through the local Stripe while half of all calls fail, and counts who was paid twice or never."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from payments.destinations.service import Wanted, name_destination
from payments.ledger.rules import guarantee, payable, world
from payments.ledger.service import transfer
from payments.payout_runs.service import PAYOUTS_MOST, RunWanted, prepare_run, release_run
from payments.payouts.service import open_payouts
from payments.people.rules import StaffRole
from payments.people.service import add_annotator, add_person, add_staff
from payments.providers.base import DestinationKind
from payments.providers.onboarding import Newcomer
from payments.transaction import Transaction
from policies.money import micros_per_minor
from web.bench.engines import DatabaseKind, opened
from web.db_schema import upgrade
from web.local_stripe.server import LocalStripe, running
from web.paying_out import call_payouts, send_payouts
from web.running import the_house_of
from web.settings import Environment, Settings
from web.wiring import House

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BETWEEN_LOOKS = timedelta(minutes=3)
LOOKS_MOST = 500
PROVIDER, CURRENCY, COUNTRY = "stripe_connect", "EUR", "ES"
AMOUNT_MINOR = 12_34
ACCOUNTS, AT_ONCE = 25, 50
_PAYSLIP = """
INSERT INTO payslip (person_id, period, currency, number, total_micros, total_minor, rounding_micros, digest, body,
  issued_at)
VALUES (:person_id, '2026-W46', :currency, 1, :micros, :minor, 0, :digest, '{}', :now) RETURNING id
"""
_UNPAID = "INSERT INTO unpaid_payslip (payslip_id) VALUES (:payslip_id)"
_DUE = "SELECT count(*) FROM payout WHERE state = 'due'"
_UNKNOWN = "SELECT count(*) FROM payout_attempt WHERE state = 'sending'"
_PAID = "SELECT count(*) FROM payout WHERE state = 'paid'"
_FROZEN = "SELECT count(*) FROM payout WHERE state = 'frozen'"
_CALLS = "SELECT count(*) FROM payout_call WHERE answer IS NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutsMade:
    """What was counted.

    Attributes:
        arrived: payments that the local Stripe made.
        twice: payouts for which it made more than one.
        never: payouts for which it made none.
        unknown: payouts of which nobody knows what became, at the end.
        booked: payouts that our own books call paid.
        violations: requests that Stripe's contract does not allow.
        faults: how often each kind of fault happened.
    """

    payouts: int
    arrived: int
    twice: int
    never: int
    unknown: int
    frozen: int
    booked: int
    violations: int
    calls: int
    looks: int
    seconds: float
    faults: dict[str, int]

    @property
    def is_right(self) -> bool:
        """Whether everybody was paid exactly once, and our books say so."""
        wrong = (self.twice, self.never, self.unknown, self.frozen, self.violations)
        return not any(wrong) and self.booked == self.payouts == self.arrived


class _Clock:
    """A clock that stands still until the next look."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def measure(
    kind: DatabaseKind, folder: Path, *, payouts: int, fault_share: float, schedulers: int, seed: int
) -> PayoutsMade:
    """Pay so many people, each once.

    Args:
        kind: which database.
        folder: for its files.
        payouts: how many people are owed money.
        fault_share: 0..1 of the calls that pay.
        schedulers: how many houses send at once.
        seed: of the faults; the same faults come for the same seed and one scheduler.
    """
    clock = _Clock()
    with opened(kind, folder) as (url, _), running(now=clock) as stripe:
        stripe.top_up(CURRENCY.lower(), payouts * AMOUNT_MINOR)
        with _houses(url, folder, stripe, clock, schedulers) as houses:
            _owe_everybody(houses[0], stripe, payouts)
            _release_everything(houses[0])
            stripe.faults.plan(seed, fault_share)
            began = time.perf_counter()
            looks = _send_everything(houses, clock, payouts)
            return _counted(houses[0], stripe, payouts, looks=looks, seconds=time.perf_counter() - began)


@contextmanager
def _houses(url: str, folder: Path, stripe: LocalStripe, clock: _Clock, count: int) -> Iterator[list[House]]:
    settings = Settings(
        environment=Environment.TEST,
        data_dir=folder,
        database_url=url,
        pretend_money=True,
        stripe_key=SecretStr(stripe.key),
        stripe_address=stripe.url,
    )
    with ExitStack() as open_houses:
        first = open_houses.enter_context(the_house_of(settings, is_migrating=False, now=clock))
        upgrade(first.db)
        others = [
            open_houses.enter_context(the_house_of(settings, is_migrating=False, now=clock)) for _ in range(count - 1)
        ]
        yield [first, *others]


def _owe_everybody(house: House, stripe: LocalStripe, payouts: int) -> None:
    accounts = [_account(house, stripe, number) for number in range(ACCOUNTS)]
    for first in range(0, payouts, AT_ONCE):
        with house.db.writing() as tx:
            for number in range(first, min(payouts, first + AT_ONCE)):
                _owe(tx, house, number, accounts[number % ACCOUNTS])
            open_payouts(tx, now=house.now(), limit=AT_ONCE)


def _account(house: House, stripe: LocalStripe, number: int) -> str:
    newcomer = Newcomer(
        key=f"bench-{number}", name="Bench", email="bench@example.org", country=COUNTRY, currency=CURRENCY
    )
    account_id = house.onboarding[PROVIDER].open_account(newcomer).account_id
    stripe.finish_onboarding(account_id)
    return account_id


def _owe(tx: Transaction, house: House, number: int, account_id: str) -> None:
    """Let one person be owed money, on a payslip without any work behind it, and name the account."""
    now, micros = house.now(), AMOUNT_MINOR * micros_per_minor(CURRENCY)
    person_id = add_person(tx, name=f"Bench {number}", language="en", time_zone="Europe/Madrid", now=now)
    add_annotator(tx, person_id, jurisdiction=COUNTRY, zone="general", from_on=now.date(), now=now)
    for code, debit_id, credit_id in (
        ("fund", world(CURRENCY), guarantee(CURRENCY)),
        ("hourly", guarantee(CURRENCY), payable(person_id, CURRENCY)),
    ):
        transfer(
            tx,
            id=f"bench-{code}-{person_id}",
            debit_id=debit_id,
            credit_id=credit_id,
            amount_micros=micros,
            currency=CURRENCY,
            code=code,
            reference="bench",
            now=now,
        )
    said = {"person_id": person_id, "currency": CURRENCY, "micros": micros, "minor": AMOUNT_MINOR}
    tx.count(_UNPAID, payslip_id=tx.value(_PAYSLIP, **said, digest="d" * 64, now=now))
    wanted = Wanted(kind=DestinationKind.STRIPE_ACCOUNT, currency=CURRENCY, holder="Bench", number=account_id)
    name_destination(tx, person_id=person_id, wanted=wanted, provider=house.payout_providers[PROVIDER], now=now)


def _release_everything(house: House) -> None:
    """Put all that is due into runs, each prepared by one person and released by another, and hold its money."""
    with house.db.writing() as tx:
        people = [add_person(tx, name=name, language="en", time_zone="UTC", now=house.now()) for name in ("Pia", "Paz")]
        for person_id in people:
            add_staff(tx, person_id, role=StaffRole.PAYROLL, now=house.now())
    first, second = people
    while _number(house, _DUE):
        with house.db.writing() as tx:
            wanted = RunWanted(PROVIDER, CURRENCY)
            run_id = prepare_run(tx, wanted=wanted, by_id=first, now=house.now(), most=PAYOUTS_MOST)
        with house.db.writing() as tx:
            release_run(tx, run_id=run_id, by_id=second, now=house.now())
        send_payouts(house)


def _send_everything(houses: list[House], clock: _Clock, payouts: int) -> int:
    """Let every house look every three minutes until nothing is on its way; return how often they looked."""
    for looks in range(LOOKS_MOST):
        with ThreadPoolExecutor(len(houses)) as pool:
            list(pool.map(lambda house: call_payouts(house, most=payouts), houses))
        clock.at += BETWEEN_LOOKS
        if not _number(houses[0], _UNKNOWN):
            return looks + 1
    return LOOKS_MOST


def _counted(house: House, stripe: LocalStripe, payouts: int, *, looks: int, seconds: float) -> PayoutsMade:
    made = Counter(one["transfer_group"] for one in stripe.books.every("transfer"))
    return PayoutsMade(
        payouts=payouts,
        arrived=made.total(),
        twice=sum(count > 1 for count in made.values()),
        never=payouts - len(made),
        unknown=_number(house, _UNKNOWN),
        frozen=_number(house, _FROZEN),
        booked=_number(house, _PAID),
        violations=len(stripe.violations),
        calls=_number(house, _CALLS),
        looks=looks,
        seconds=seconds,
        faults={fault.value: count for fault, count in sorted(stripe.faults.seen.items())},
    )


def _number(house: House, statement: str) -> int:
    with house.db.reading() as tx:
        return int(tx.value(statement))
