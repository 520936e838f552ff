"""Builders for paying through Stripe: people who are owed money, their accounts there, runs that two people released."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from payments.destinations.service import Wanted, name_destination
from payments.ledger.queries import balance
from payments.ledger.rules import guarantee, payable, world
from payments.ledger.service import transfer
from payments.payout_calls.queries import CallMade, calls_of
from payments.payout_runs.service import RunWanted, prepare_run, release_run
from payments.payouts.queries import PayoutView, payouts_of
from payments.payouts.service import open_payouts
from payments.providers.base import DestinationKind, Keys
from payments.providers.stripe_client import opened
from payments.transaction import Transaction
from policies.money import micros_per_minor
from tests.cast import Clock, Who
from tests.make import make_annotator
from tests.paying import payroll
from tests.work import annotator
from web.local_stripe.server import LocalStripe
from web.paying_out import call_payouts, send_payouts
from web.settings import Settings
from web.wiring import House, open_house

if TYPE_CHECKING:
    from stripe.params.v2.core import AccountCreateParams

AMOUNT = 12_34
"""What each is owed, minor units."""
AT_ONCE = 50
KINDS = {"stripe_connect": DestinationKind.STRIPE_ACCOUNT, "stripe_global": DestinationKind.STRIPE_RECIPIENT}
CAPABILITIES = {"stripe_connect": ("stripe_balance", "stripe_transfers"), "stripe_global": ("bank_accounts", "local")}
_PAYSLIP = """
INSERT INTO payslip (person_id, period, currency, number, total_micros, total_minor, rounding_micros, digest, body,
  issued_at)
VALUES (:person_id, '2026-W10', :currency, 1, :micros, :minor, 0, :digest, '{}', :now) RETURNING id
"""
_UNPAID = "INSERT INTO unpaid_payslip (payslip_id) VALUES (:payslip_id)"


def with_stripe(settings: Settings, stripe: LocalStripe) -> Settings:
    return settings.model_copy(update={"stripe_key": SecretStr(stripe.key), "stripe_address": stripe.url})


@dataclass(slots=True)
class Wages:
    """A house that pays through a local Stripe, and short ways to do so."""

    house: House
    stripe: LocalStripe
    clock: Clock
    provider: str = "stripe_connect"
    currency: str = "EUR"

    @classmethod
    def opened(cls, settings: Settings, stripe: LocalStripe, clock: Clock, *, abroad: bool = False) -> "Wages":
        house = open_house(with_stripe(settings, stripe), now=clock)
        stripe.top_up("eur", 10**10)
        stripe.top_up_storage("usd", 10**10)
        return cls(house, stripe, clock, *(("stripe_global", "MXN") if abroad else ()))

    def account(self, *, last4: str = "6789") -> str:
        """An account at Stripe that can be paid."""
        group, name = CAPABILITIES[self.provider]
        params: AccountCreateParams = {
            "identity": {"country": "es" if self.provider == "stripe_connect" else "mx", "entity_type": "individual"},
            "configuration": {"recipient": {"capabilities": {group: {name: {"requested": True}}}}},  # type: ignore[misc]
            "dashboard": "express",
        }
        made = opened(Keys(self.stripe.key, self.stripe.url)).v2.core.accounts.create(params)
        self.stripe.finish_onboarding(made.id, last4=last4)
        return made.id

    def owed(self, name: str, account_id: str, *, minor: int = AMOUNT) -> int:
        """Somebody who is owed money, and has named an account at Stripe for it."""
        person_id = annotator(self.house.db, name)
        with self.house.db.writing() as tx:
            self._owe(tx, person_id, minor)
            self._name(tx, person_id, account_id)
            open_payouts(tx, now=self.clock())
        return person_id

    def owed_many(self, count: int, accounts: list[str]) -> None:
        """Many people who are owed money, taking turns with some accounts at Stripe."""
        for first in range(0, count, AT_ONCE):
            with self.house.db.writing() as tx:
                for number in range(first, min(count, first + AT_ONCE)):
                    person_id = make_annotator(tx, Who(f"Ada{number}"))
                    self._owe(tx, person_id, AMOUNT)
                    self._name(tx, person_id, accounts[number % len(accounts)])
                open_payouts(tx, now=self.clock(), limit=AT_ONCE)

    def _owe(self, tx: Transaction, person_id: int, minor: int) -> None:
        micros = minor * micros_per_minor(self.currency)
        moved = {"amount_micros": micros, "currency": self.currency, "reference": "test", "now": self.clock()}
        outside, ours = world(self.currency), guarantee(self.currency)
        theirs = payable(person_id, self.currency)
        transfer(tx, id=f"brought-{person_id}", debit_id=outside, credit_id=ours, code="fund", **moved)  # type: ignore[arg-type]
        transfer(tx, id=f"earned-{person_id}", debit_id=ours, credit_id=theirs, code="hourly", **moved)  # type: ignore[arg-type]
        said = {"person_id": person_id, "currency": self.currency, "micros": micros, "minor": minor}
        payslip_id = tx.value(_PAYSLIP, **said, digest="d" * 64, now=self.clock())
        tx.count(_UNPAID, payslip_id=payslip_id)

    def _name(self, tx: Transaction, person_id: int, account_id: str) -> None:
        wanted = Wanted(kind=KINDS[self.provider], currency=self.currency, holder="Ada Ruiz", number=account_id)
        provider = self.house.payout_providers[self.provider]
        name_destination(tx, person_id=person_id, wanted=wanted, provider=provider, now=self.clock())

    def name_account(self, person_id: int, account_id: str) -> None:
        with self.house.db.writing() as tx:
            self._name(tx, person_id, account_id)

    def release(self) -> int:
        """Put what is due into a run, release it as a second person, and hold its money."""
        run_id = self.prepare()
        self.release_prepared(run_id, house=self.house)
        return run_id

    def prepare(self) -> int:
        pia = payroll(self.house.db, "Pia")
        with self.house.db.writing() as tx:
            return prepare_run(tx, wanted=RunWanted(self.provider, self.currency), by_id=pia, now=self.clock())

    def release_prepared(self, run_id: int, *, house: House) -> None:
        """Release a run as its second person, and let a house hold its money."""
        paz = payroll(self.house.db, "Paz")
        with self.house.db.writing() as tx:
            release_run(tx, run_id=run_id, by_id=paz, now=self.clock())
        send_payouts(house)

    def call(self, *, most: int = 10_000, later: timedelta = timedelta()) -> int:
        """Let the house make the calls that are due, after a while."""
        self.clock.at += later
        return call_payouts(self.house, most=most)

    def call_until_quiet(self, *, looks: int = 60) -> None:
        """Let the house make calls every three minutes for a few hours; what Stripe does late is done in between."""
        for _ in range(looks):
            self.stripe.faults.catch_up()
            self.call(later=timedelta(minutes=3))

    def payout(self, person_id: int) -> PayoutView:
        with self.house.db.reading() as tx:
            return payouts_of(tx, person_id, now=self.clock())[0]

    def calls(self, person_id: int) -> list[tuple[str, str | None]]:
        """What was asked about a person's payout and what was answered, the oldest first."""
        made = reversed(self.log(person_id))
        return [(one.kind.value, one.answer.value) for one in made if one.answer is not None]

    def log(self, person_id: int) -> tuple[CallMade, ...]:
        payout_id = self.payout(person_id).payout_id
        with self.house.db.reading() as tx:
            return calls_of(tx, payout_id, most=1000)

    def holds(self, person_id: int) -> tuple[int, int]:
        """What a person's account holds and how much of it is promised away, minor units."""
        with self.house.db.reading() as tx:
            found = balance(tx, payable(person_id, self.currency))
        unit = micros_per_minor(self.currency)
        return found.posted // unit, found.pending // unit

    def received(self, account_id: str) -> int:
        """What arrived at an account at Stripe, minor units."""
        if self.provider == "stripe_connect":
            return self.stripe.books.held(account_id, self.currency.lower())
        payments = self.stripe.books.every("v2.money_management.outbound_payment")
        return sum(
            one["to"]["credited"]["value"]
            for one in payments
            if one["to"]["recipient"] == account_id and one["status"] in {"processing", "posted"}
        )

    def value(self, statement: str) -> object:
        with self.house.db.reading() as tx:
            return tx.value(statement)
