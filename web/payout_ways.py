"""In which ways a person can be paid: by what the operator set, where they live, and in which currency they earn."""

from collections.abc import Iterable
from dataclasses import dataclass

from payments.people.queries import residence_on
from payments.providers.base import AT_SERVICE, EVERYWHERE, Abilities, DestinationKind, PayoutProvider
from payments.transaction import Transaction
from policies.periods import local_day, to_ms
from web.wiring import House, names_in
from web.words import N_

COUNTRY_LETTERS = 2
THE_REST = "*"

KIND_WORDS = {
    DestinationKind.CLABE: N_("CLABE (18 digits)"),
    DestinationKind.IBAN: N_("IBAN"),
    DestinationKind.ACCOUNT: N_("Account number"),
    DestinationKind.PRETEND: N_("Pretend account (no real money)"),
    DestinationKind.STRIPE_ACCOUNT: N_("Stripe account (you give Stripe your bank, not us)"),
    DestinationKind.STRIPE_RECIPIENT: N_("Your bank, through Stripe (you give it to Stripe, not to us)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of being paid in a currency.

    Attributes:
        value: its name in the form, "manual_batch/clabe".
        words: what it is called.
        is_at_service: whether the person opens an account on a service's own pages, instead of typing a number.
        abilities: how long it takes, how small a payment may be, and what it costs the platform.
    """

    value: str
    provider: str
    kind: DestinationKind
    words: str
    is_at_service: bool
    is_pretend: bool
    abilities: Abilities


def ways_of(house: House, *, currency: str, country: str) -> tuple[Way, ...]:
    """Return how somebody who lives in a country can be paid in a currency here.

    Where the operator's table of ways names providers for the country, those, in its order; else everyone who pays
    there, real banks first.

    Args:
        house: its settings and providers.
        currency: three letters.
        country: two letters.
    """
    return tuple(
        Way(
            value=f"{provider.name}/{kind.value}",
            provider=provider.name,
            kind=kind,
            words=KIND_WORDS[kind],
            is_at_service=kind in AT_SERVICE,
            is_pretend=provider.is_pretend,
            abilities=provider.abilities(currency),
        )
        for provider in _providers_for(house, country=country, currency=currency)
        for kind in provider.kinds(currency)
        if kind not in AT_SERVICE or provider.name in house.onboarding
    )


def _providers_for(house: House, *, country: str, currency: str) -> Iterable[PayoutProvider]:
    found, table = house.payout_providers, house.settings.payout_ways
    named = names_in(table.get(country, table.get(THE_REST, "")))
    chosen = [found[name] for name in named if name in found]
    if not named:
        chosen = sorted(found.values(), key=lambda provider: provider.is_pretend)
    return (provider for provider in chosen if {country, *EVERYWHERE}.intersection(provider.countries(currency)))


def country_of(tx: Transaction, house: House, *, person_id: int, time_zone: str) -> str:
    """Return in which country an annotator lives today, two letters; empty before they live anywhere.

    A jurisdiction begins with its country: "US-CA" is in the United States.
    """
    home = residence_on(tx, person_id, on=local_day(to_ms(house.now()), time_zone))
    return home.jurisdiction[:COUNTRY_LETTERS] if home else ""
