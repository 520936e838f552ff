"""The composition root: reads the settings once and puts the house together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from annotate import task_types
from annotate.pictures.rules import Files
from payments import providers
from payments.providers.base import Keys, PayoutProvider, Provider
from payments.providers.onboarding import Onboarding
from payments.providers.record import KeepsRecord
from policies.periods import from_ms, to_ms
from policies.rulebook import Rulebook
from web.auth.passwords import Passwords
from web.db import Database
from web.files import open_files
from web.logs import log
from web.mail import Post, open_post
from web.settings import Settings
from web.words import Language, load_languages

if TYPE_CHECKING:  # only the demonstration runs one
    from web.local_stripe.server import LocalStripe


@dataclass(frozen=True, slots=True)
class House:
    """Everything that pages, jobs and commands need, made once and passed on.

    Attributes:
        now: the one clock: aware UTC, whole milliseconds.
        providers: who takes money in, by name.
        payout_providers: who pays people out, by name.
        records: services whose own record can be read, by name.
        onboarding: the services at which people open an account of their own, by the name of who pays there.
        task_types: what kinds of labelling there are, by name.
        files: where pictures are kept.
        local_stripe: the Stripe that runs beside a demonstration.
    """

    settings: Settings
    db: Database
    now: Callable[[], datetime]
    rulebook: Rulebook
    mail: Post
    passwords: Passwords
    languages: Mapping[str, Language]
    providers: Mapping[str, Any]  # the Protocol lives in payments.providers
    payout_providers: Mapping[str, PayoutProvider]
    records: Mapping[str, KeepsRecord]
    onboarding: Mapping[str, Onboarding]
    task_types: Mapping[str, Any]  # the Protocol lives in annotate.task_types
    files: Files
    local_stripe: "LocalStripe | None" = None


def utc_now() -> datetime:
    """Return this instant: aware UTC, whole milliseconds. The only look at a clock in the house."""
    return from_ms(to_ms(datetime.now(UTC)))


def open_house(settings: Settings, *, now: Callable[[], datetime] | None = None) -> House:
    """Put the house together.

    Args:
        settings: as read from the environment.
        now: another clock, for tests and the demonstration.
    """
    complete = settings.with_secret()
    return House(
        settings=complete,
        db=Database(complete.database_url, complete.database_owner_url, connections=complete.database_connections),
        now=now or utc_now,
        rulebook=Rulebook.load_with(complete.law_dir),
        mail=open_post(complete.mail_url, sender=complete.mail_from),
        passwords=Passwords(),
        languages=load_languages(),
        providers=_providers(complete),
        payout_providers=_payout_providers(complete),
        records=providers.discover_records(_keys(complete)),
        onboarding=providers.discover_onboarding(_keys(complete)),
        task_types=task_types.discover(),
        files=open_files(complete),
    )


def _providers(settings: Settings) -> dict[str, Provider]:
    """Return who takes money in here; pretend money only where the operator asked for it in so many words."""
    found = providers.discover(_keys(settings))
    return {name: provider for name, provider in found.items() if settings.pretend_money or not provider.is_pretend}


def _payout_providers(settings: Settings) -> dict[str, PayoutProvider]:
    """Return who pays people out here; pretend money as above, and so a service's key for trying things out."""
    found = providers.discover_payouts(_keys(settings))
    for name in sorted({name for names in settings.payout_ways.values() for name in names_in(names)} - set(found)):
        log().warning("payout_way_unknown", name=name)  # a typing mistake, or its key is missing
    return {name: provider for name, provider in found.items() if settings.pretend_money or not provider.is_pretend}


def names_in(text: str) -> list[str]:
    """Return the names of providers in one entry of the operator's table of ways, in its order."""
    return text.replace(",", " ").split()


def _keys(settings: Settings) -> Keys:
    key = settings.stripe_key.get_secret_value().strip() if settings.stripe_key else ""
    return Keys(stripe_key=key, stripe_address=settings.stripe_address, public_url=settings.public_url)
