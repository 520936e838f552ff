"""An annotator's money on its way: where each payment stands, and the account to which it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from annotate.timeclock.queries import clock_view
from payments.destinations.queries import DestinationView, currencies_owed, destination_of, destinations_of
from payments.destinations.service import Named, Wanted, name_destination
from payments.payouts.queries import payouts_of
from payments.provider_accounts.queries import ProviderAccountView, provider_accounts_of
from payments.provider_accounts.service import give_up_unfinished
from payments.providers.base import AT_SERVICE
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.deps import Myself, TheHouse
from web.door import prove_again
from web.errors import STATUS, say_refusal
from web.letters import send_letter
from web.payout_ways import Way, country_of, ways_of
from web.render import language_of, show, writing_of
from web.wiring import House

router = APIRouter(prefix="/payouts")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """The account for one currency, if there is one, and the ways of naming another.

    Attributes:
        at_services: the accounts that the person has at services for this currency, or has asked for.
    """

    currency: str
    account: DestinationView | None
    waits: bool
    ways: tuple[Way, ...]
    at_services: tuple[ProviderAccountView, ...]

    @property
    def typed_ways(self) -> tuple[Way, ...]:
        """Return the ways in which a number is typed here."""
        return tuple(way for way in self.ways if not way.is_at_service)

    @property
    def service_ways(self) -> tuple[Way, ...]:
        """Return the ways in which an account is opened on a service's own pages."""
        return tuple(way for way in self.ways if way.is_at_service)

    def at(self, provider: str) -> ProviderAccountView | None:
        """Return the account at one service, if there is one."""
        return next((one for one in self.at_services if one.provider == provider), None)

    @property
    def is_at_service(self) -> bool:
        """Return whether money goes to an account at a service."""
        return self.account is not None and self.account.kind in AT_SERVICE


class AccountForm(BaseModel):
    """What was typed: `way` is provider and kind, "manual_batch/clabe". Number and password never show in its repr."""

    currency: str = Field(default="", max_length=3)
    way: str = Field(default="", max_length=60)
    holder: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=60, repr=False)
    password: str = Field(default="", max_length=500, repr=False)


def accounts_shown(tx: Transaction, house: House, me: Identity) -> tuple[AccountShown, ...]:
    """Return the account of each currency in which a person earns; at least of the currency of their floor."""
    mine = {one.currency: one for one in destinations_of(tx, me.person_id)}
    floor = clock_view(tx, person_id=me.person_id, now=house.now(), rulebook=house.rulebook).floor
    currencies = sorted({*currencies_owed(tx, me.person_id), floor.currency})
    country = country_of(tx, house, person_id=me.person_id, time_zone=me.time_zone)
    at_services = provider_accounts_of(tx, me.person_id)
    return tuple(
        AccountShown(
            currency=currency,
            account=mine.get(currency),
            waits=currency in mine and mine[currency].waits(house.now()),
            ways=ways_of(house, currency=currency, country=country),
            at_services=tuple(one for one in at_services if one.currency == currency),
        )
        for currency in currencies
    )


@router.get("")
def page(request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Show where each payment stands, and where the next ones go."""
    insist(me, Permission.OWN_EARNINGS)
    return show_payouts(request, house, me)


def show_payouts(request: Request, house: House, me: Identity, *, status: int = 200, **said: object) -> HTMLResponse:
    """Show the page with what just happened: `refusal`, and `typed`, what is to be corrected."""
    with house.db.reading() as tx:
        accounts = accounts_shown(tx, house, me)
        payouts = payouts_of(tx, me.person_id, now=house.now())
    context: dict[str, Any] = {"accounts": accounts, "payouts": payouts, "refusal": None, "typed": AccountForm()}
    return show(request, "payouts/page.html", status=status, **(context | said))


@router.post("/account")
def name_account(
    request: Request, house: TheHouse, me: Myself, later: BackgroundTasks, form: Annotated[AccountForm, Form()]
) -> Response:
    """Take the account to which money goes from now on; the password is asked for again, and a change waits."""
    insist(me, Permission.OWN_EARNINGS)
    try:
        email = prove_again(request, house, me.person_id, form.password)
        before, named = _name(house, me, form)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        typed = AccountForm(currency=form.currency, way=form.way, holder=form.holder)
        return show_payouts(request, house, me, status=STATUS[refusal.kind], refusal=said, typed=typed)
    if named.is_change and email:
        later.add_task(_warn, request, email, me, before, named)
    return RedirectResponse("/payouts#accounts", 303)


def _name(house: House, me: Identity, form: AccountForm) -> tuple[DestinationView | None, Named]:
    """Keep the account and return the one before it, and what came of it."""
    with house.db.writing() as tx:
        way = chosen_way(accounts_shown(tx, house, me), currency=form.currency, way=form.way, at_service=False)
        provider = house.payout_providers[way.provider]
        wanted = Wanted(kind=way.kind, currency=form.currency, holder=form.holder, number=form.number)
        before = destination_of(tx, person_id=me.person_id, currency=form.currency)
        named = name_destination(tx, person_id=me.person_id, wanted=wanted, provider=provider, now=house.now())
        give_up_unfinished(tx, person_id=me.person_id, currency=form.currency, now=house.now())
    return before, named


def chosen_way(accounts: Iterable[AccountShown], *, currency: str, way: str, at_service: bool) -> Way:
    """Return the way that was chosen, among those that are offered to this person.

    Args:
        accounts: as shown to them.
        currency: for which it was chosen.
        way: its name in the form.
        at_service: whether it has to be one at a service.

    Raises:
        Refusal: `destination_kind_unknown`.
    """
    offered = [each for shown in accounts if shown.currency == currency for each in shown.ways]
    found = next((each for each in offered if each.value == way and each.is_at_service is at_service), None)
    if found is None:
        raise Refusal("destination_kind_unknown", Kind.UNREADABLE)
    return found


def _warn(request: Request, email: str, me: Identity, before: DestinationView | None, named: Named) -> None:
    """Write to the address that the person had all along: whoever broke in cannot stop this letter."""
    send_letter(
        request,
        email,
        "mail/account_changed.txt",
        language_of(request).code,
        name=me.name,
        old_tail=before.tail if before else "",
        new_tail=named.tail,
        usable_from=writing_of(request).plain_when(named.usable_from),
    )
