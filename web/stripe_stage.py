"""The pages on which visitors of the demonstration play Stripe's and the banks' part; no other Jornal has them."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from policies.errors import Kind, Refusal
from web.deps import Myself, TheHouse
from web.local_stripe.books import RefusedError
from web.local_stripe.server import LocalStripe
from web.local_stripe.stage import Checkout, Link, checkout_of, link_of, stage_of
from web.render import show
from web.wiring import House

router = APIRouter(prefix="/demo/stripe")
TAIL = 4
HOW_MANY = 30


class BankForm(BaseModel):
    """The bank account that a person gives to Stripe; made up, like all of the demonstration."""

    number: str = Field(pattern=r"^[0-9 ]{4,34}$")


class PayBy(StrEnum):
    """How an organisation pays."""

    CARD = "card"
    TRANSFER = "transfer"


class Act(StrEnum):
    """What a visitor lets happen at Stripe."""

    ARRIVE = "arrive"
    RETURN = "return"
    REVERSE = "reverse"
    DISPUTE = "dispute"
    AVAILABLE = "available"


@router.get("")
def page(request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Show what the local Stripe holds, what went through it, and what can be let happen."""
    del me
    return show(request, "demo/stripe.html", stage=stage_of(_stripe(house), most=HOW_MANY))


@router.post("")
def let_happen(
    house: TheHouse, me: Myself, act: Annotated[Act, Form()], about: Annotated[str, Form()] = ""
) -> Response:
    """Let one thing happen at Stripe; the house hears of it within a second or two."""
    del me
    try:
        _happen(_stripe(house), act, about)
    except RefusedError as refused:
        raise Refusal("not_found", Kind.MISSING) from refused
    return RedirectResponse("/demo/stripe", 303)


def _happen(stripe: LocalStripe, act: Act, about: str) -> None:
    match act:
        case Act.ARRIVE:
            stripe.post_payments()
        case Act.RETURN:
            stripe.fail_payment(about)
        case Act.REVERSE:
            stripe.reverse_transfer(about)
        case Act.DISPUTE:
            stripe.dispute(about)
        case Act.AVAILABLE:
            stripe.make_available(about.lower())


@router.get("/onboarding/{link_id}")
def ask_bank(link_id: str, request: Request, house: TheHouse, me: Myself) -> Response:
    """Ask a person for her bank account, as Stripe does on its own page; a link that is too old leads back."""
    del me
    link = _link(house, link_id)
    if not link.is_good:
        return RedirectResponse(link.again_at, 303)
    return show(request, "demo/stripe_onboarding.html", link=link, link_id=link_id)


@router.post("/onboarding/{link_id}")
def take_bank(link_id: str, house: TheHouse, me: Myself, form: Annotated[BankForm, Form()]) -> Response:
    """Take it and send her back to Jornal, which is told nothing but that she came back."""
    del me
    link = _link(house, link_id)
    if not link.is_good:
        return RedirectResponse(link.again_at, 303)
    _stripe(house).finish_onboarding(link.account_id, last4=form.number.replace(" ", "")[-TAIL:])
    return RedirectResponse(link.back_to, 303)


@router.get("/checkout/{session_id}")
def ask_payment(session_id: str, request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Ask an organisation how it pays, as Stripe does on its own page."""
    del me
    return show(request, "demo/stripe_checkout.html", checkout=_checkout(house, session_id))


@router.post("/checkout/{session_id}")
def take_payment(session_id: str, house: TheHouse, me: Myself, by: Annotated[PayBy, Form()]) -> Response:
    """Take the payment, once, and send the organisation back to Jornal."""
    del me
    checkout = _checkout(house, session_id)
    if checkout.is_open and by is PayBy.CARD:
        _stripe(house).pay_checkout(session_id)
    elif checkout.is_open:
        _stripe(house).pay_by_transfer(session_id)
    return RedirectResponse(checkout.back_to, 303)


def _stripe(house: House) -> LocalStripe:
    if house.local_stripe is None:
        raise Refusal("not_found", Kind.MISSING)
    return house.local_stripe


def _link(house: House, link_id: str) -> Link:
    found = link_of(_stripe(house), link_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return found


def _checkout(house: House, session_id: str) -> Checkout:
    found = checkout_of(_stripe(house), session_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return found
