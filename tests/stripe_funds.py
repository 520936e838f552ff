"""Builders for money that comes in through Stripe: a house that asks for it, and short ways to follow it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import SecretStr

from payments.funding.queries import FundingView, funding
from payments.funding.service import FundingWanted
from payments.ledger.queries import balance
from payments.ledger.rules import losses, organisation_funds, payable, provider_fees, world
from payments.ledger.service import transfer
from payments.reconciliation.queries import Matching, matchings
from policies.money import micros_per_minor
from tests.cast import RITA, Clock
from tests.make import make_member, make_organisation
from tests.stripe_wages import with_stripe
from web.local_stripe.server import LocalStripe
from web.money_in import bring_in, follow
from web.settings import Settings
from web.wiring import House, open_house

USD_MICROS = micros_per_minor("USD")
HUNDRED = 100_00
"""A hundred dollars, minor units."""


def funds_settings(settings: Settings, stripe: LocalStripe) -> Settings:
    said = {"stripe_webhook_secret": SecretStr(stripe.webhook_secret), "pretend_money": True}
    return with_stripe(settings, stripe).model_copy(update=said)


@dataclass(slots=True)
class Funds:
    """A house that takes money in through a local Stripe."""

    house: House
    stripe: LocalStripe
    clock: Clock
    organisation_id: int
    rita_id: int

    @classmethod
    def opened(cls, settings: Settings, stripe: LocalStripe, clock: Clock) -> "Funds":
        house = open_house(funds_settings(settings, stripe), now=clock)
        with house.db.writing() as tx:
            organisation_id = make_organisation(tx)
            rita_id = make_member(tx, RITA, organisation_id=organisation_id)
        return cls(house, stripe, clock, organisation_id, rita_id)

    def ask(self, *, minor: int = HUNDRED, reference: str = "1-abcdef01-100") -> FundingView:
        """Rita asks to bring money in."""
        wanted = FundingWanted(
            organisation_id=self.organisation_id,
            provider="stripe",
            reference=reference,
            amount_micros=minor * USD_MICROS,
            currency="USD",
            back="/projects/1/money",
        )
        return bring_in(self.house, wanted=wanted, by_id=self.rita_id)

    def seen(self, asked: FundingView) -> FundingView:
        """Return a payment as it is written down."""
        with self.house.db.reading() as tx:
            found = funding(tx, asked.funding_id)
        assert found is not None
        return found

    def follow(self, asked: FundingView) -> FundingView:
        """Ask Stripe how far a payment has come."""
        follow(self.house, self.seen(asked))
        return self.seen(asked)

    def arrived(self, *, minor: int = HUNDRED, reference: str = "1-abcdef01-100") -> FundingView:
        """Rita asks, pays by card, and the money becomes usable."""
        asked = self.ask(minor=minor, reference=reference)
        self.stripe.pay_checkout(asked.provider_reference)
        self.stripe.make_available("usd")
        return self.follow(asked)

    def spend(self, minor: int) -> None:
        """Let so much of it be earned by somebody, so that it is theirs for ever."""
        with self.house.db.writing() as tx:
            transfer(
                tx,
                id="wages-of-ada",
                debit_id=organisation_funds(self.organisation_id, "USD"),
                credit_id=payable(1, "USD"),
                amount_micros=minor * USD_MICROS,
                currency="USD",
                code="piece",
                reference="test",
                now=self.clock(),
            )

    def holds(self, account_id: str) -> int:
        """What an account holds, minor units."""
        with self.house.db.reading() as tx:
            return balance(tx, account_id).posted // USD_MICROS

    @property
    def funds(self) -> int:
        """What Rita's organisation has free, minor units."""
        return self.holds(organisation_funds(self.organisation_id, "USD"))

    @property
    def losses(self) -> int:
        """What the platform has lost, minor units."""
        return -self.holds(losses("USD"))

    @property
    def fees(self) -> int:
        """What Stripe kept, minor units."""
        return -self.holds(provider_fees("USD"))

    @property
    def outside(self) -> int:
        """What the ledger says that the world holds for us, minor units."""
        return self.holds(world("USD"))

    def matching(self) -> Matching:
        """How the record and the ledger agree in dollars."""
        with self.house.db.reading() as tx:
            return {one.currency: one for one in matchings(tx, ("stripe",), now=self.clock())}["USD"]


def stamp(at: datetime) -> int:
    """Return an instant as Stripe stamps it."""
    return int(at.astimezone(UTC).timestamp())
