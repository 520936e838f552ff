"""An annotator's money on its way: where each payment stands, and the account to which it goes."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from annotate.timeclock.queries import clock_view
from payments.destinations.queries import DestinationView, currencies_owed, destination_of, destinations_of
from payments.destinations.service import Named, Wanted, name_destination
from payments.payouts.queries import payouts_of
from payments.providers.base import DestinationKind, PayoutProvider
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.accounts import account_of
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.deps import Myself, TheHouse
from web.door import allow_try
from web.errors import STATUS, say_refusal
from web.letters import send_letter
from web.render import language_of, show, writing_of
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/payouts")

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
    """One way of being paid in a currency: its name in the form, and what it is called."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """The account for one currency, if there is one, and the ways of naming another."""

    currency: str
    account: DestinationView | None
    waits: bool
    ways: tuple[Way, ...]


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
    return tuple(
        AccountShown(
            currency=currency,
            account=mine.get(currency),
            waits=currency in mine and mine[currency].waits(house.now()),
            ways=ways_of(house, currency),
        )
        for currency in currencies
    )


def ways_of(house: House, currency: str) -> tuple[Way, ...]:
    """Return how somebody can be paid in a currency here; real banks first."""
    providers = sorted(house.payout_providers.values(), key=lambda provider: provider.is_pretend)
    return tuple(
        Way(value=f"{provider.name}/{kind.value}", words=KIND_WORDS[kind])
        for provider in providers
        for kind in provider.kinds(currency)
    )


@router.get("")
def page(request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Show where each payment stands, and where the next ones go."""
    insist(me, Permission.OWN_EARNINGS)
    return _show(request, house, me)


def _show(request: Request, house: House, me: Identity, *, status: int = 200, **said: object) -> HTMLResponse:
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
        email = _prove(request, house, me, form.password)
        before, named = _name(house, me, form)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        typed = AccountForm(currency=form.currency, way=form.way, holder=form.holder)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said, typed=typed)
    if named.is_change and email:
        later.add_task(_warn, request, email, me, before, named)
    return RedirectResponse("/payouts#accounts", 303)


def _prove(request: Request, house: House, me: Identity, password: str) -> str:
    """Return a person's address once they have given their password again.

    Raises:
        Refusal: `password_wrong`, `too_many_tries`.
    """
    with house.db.reading() as tx:
        kept = account_of(tx, me.person_id)
    allow_try(request, house, email=kept.email if kept else "")
    if not house.passwords.is_right(password, kept.password_hash if kept else None):
        raise Refusal("password_wrong", Kind.UNREADABLE)
    return kept.email if kept else ""


def _name(house: House, me: Identity, form: AccountForm) -> tuple[DestinationView | None, Named]:
    """Keep the account and return the one before it, and what came of it."""
    provider, kind = _way(house, form.way)
    wanted = Wanted(kind=kind, currency=form.currency, holder=form.holder, number=form.number)
    with house.db.writing() as tx:
        if form.currency not in {one.currency for one in accounts_shown(tx, house, me)}:
            raise Refusal("destination_kind_unknown", Kind.UNREADABLE)
        before = destination_of(tx, person_id=me.person_id, currency=form.currency)
        named = name_destination(tx, person_id=me.person_id, wanted=wanted, provider=provider, now=house.now())
    return before, named


def _way(house: House, way: str) -> tuple[PayoutProvider, DestinationKind]:
    name, _, kind = way.partition("/")
    if name not in house.payout_providers or kind not in set(DestinationKind):
        raise Refusal("destination_kind_unknown", Kind.UNREADABLE)
    return house.payout_providers[name], DestinationKind(kind)


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
