"""An annotator's account at a service that pays her: asking for it, going to the service's pages, and coming back."""

from secrets import token_hex
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from payments.provider_accounts.queries import ProviderAccountView, provider_accounts_of
from payments.provider_accounts.service import AccountWanted, ask_account
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.deps import Myself, TheHouse
from web.door import prove_again
from web.errors import STATUS, say_refusal
from web.pages.payout_account import accounts_shown, chosen_way, show_payouts
from web.payout_ways import Way, country_of
from web.provider_accounts import look_again, page_at_service
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/payouts/service")


class ServiceForm(BaseModel):
    """What was chosen: `way` is provider and kind, "stripe_global/stripe_recipient"; the password never shows."""

    currency: str = Field(default="", max_length=3)
    way: str = Field(default="", max_length=60)
    password: str = Field(default="", max_length=500, repr=False)


@router.post("")
def ask(request: Request, house: TheHouse, me: Myself, form: Annotated[ServiceForm, Form()]) -> Response:
    """Ask a service for an account, once the password was given again; asked twice, it is the same account."""
    insist(me, Permission.OWN_EARNINGS)
    try:
        prove_again(request, house, me.person_id, form.password)
        account = _ask(house, me, form)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return show_payouts(request, house, me, status=STATUS[refusal.kind], refusal=said)
    look_again(house, account)
    return RedirectResponse(_path(account.row_id), 303)


def _ask(house: House, me: Identity, form: ServiceForm) -> ProviderAccountView:
    """Keep what is wanted, with its key, before anybody is called."""
    with house.db.writing() as tx:
        way = chosen_way(accounts_shown(tx, house, me), currency=form.currency, way=form.way, at_service=True)
        country = country_of(tx, house, person_id=me.person_id, time_zone=me.time_zone)
        wanted = AccountWanted(person_id=me.person_id, provider=way.provider, currency=form.currency, country=country)
        return ask_account(tx, wanted=wanted, key=f"jornal-{token_hex(16)}", now=house.now())


@router.get("/{row_id}")
def page(row_id: int, request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Show how an account at a service stands, what the service asks for and what it hears from us."""
    account, way = _mine(house, me, row_id)
    may_go_on = account.may_go_on(house.now())
    return show(request, "payouts/service.html", account=account, way=way, may_go_on=may_go_on, refusal=None)


@router.get("/{row_id}/go")
def go(row_id: int, request: Request, house: TheHouse, me: Myself) -> Response:
    """Send the person on to the service's own page; it is asked for anew each time, as each is good for one visit.

    A GET, because the service itself leads here where its page is no longer good; it changes nothing of ours.
    """
    account, way = _mine(house, me, row_id)
    try:
        address = page_at_service(house, account, back_to=f"{_path(row_id)}/back", again_at=f"{_path(row_id)}/go")
    except Refusal as refusal:
        status, said = STATUS[refusal.kind], say_refusal(request, refusal)
        may_go_on = account.may_go_on(house.now())
        shown: dict[str, Any] = {"account": account, "way": way, "may_go_on": may_go_on, "refusal": said}
        return show(request, "payouts/service.html", status=status, **shown)
    return RedirectResponse(address, 303)


@router.get("/{row_id}/back")
def come_back(row_id: int, house: TheHouse, me: Myself) -> Response:
    """Ask the service what became of the visit, and show it; nothing that stands in the address is believed."""
    account, _ = _mine(house, me, row_id)
    look_again(house, account)
    return RedirectResponse(_path(row_id), 303)


def _mine(house: House, me: Identity, row_id: int) -> tuple[ProviderAccountView, Way | None]:
    """Return somebody's own account, and what its way of being paid can do while it is offered to them.

    Raises:
        Refusal: `not_found`.
    """
    insist(me, Permission.OWN_EARNINGS)
    with house.db.reading() as tx:
        found = next((one for one in provider_accounts_of(tx, me.person_id) if one.row_id == row_id), None)
        shown = accounts_shown(tx, house, me) if found else ()
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    ways = [way for each in shown if each.currency == found.currency for way in each.service_ways]
    return found, next((way for way in ways if way.provider == found.provider), None)


def _path(row_id: int) -> str:
    return f"/payouts/service/{row_id}"
