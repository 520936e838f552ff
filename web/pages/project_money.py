"""A project's money: what the ceiling is made of, where the rest is, what comes back, and two ways to add to it."""

import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from annotate.ceilings.service import add_to_reserve
from annotate.funding.queries import project_money, set_asides, what_is_open
from annotate.projects.rules import ProjectState
from payments.funding.queries import coming
from payments.funding.rules import FundingStage
from payments.funding.service import FundingWanted
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.money_in import bring_in
from web.pages.project import show_project
from web.pages.project_draft import fund_form
from web.pages.project_form import Sentence, amount_of
from web.pages.project_view import own_project, priced_project, provider_of, shown
from web.render import show, writing_of
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
Text = Annotated[str, Form()]
REFERENCE_MAX = 16
NO_AMOUNT = Sentence(N_("Write an amount with digits, for example 1000."))
SET_ASIDE_WORDS = {
    "publish": N_("Published"),
    "pilot": N_("Paid pilot"),
    "batch": N_("More items"),
    "raise": N_("Price raised"),
    "reserve": N_("Added to the reserve"),
}
_NO_SIGN = re.compile(r"[^0-9A-Za-z]")
_BACK = re.compile(r"/(price|money|pilot|batches/[0-9]{1,12}/publish)|#cost", re.ASCII)


class FundForm(BaseModel):
    """How much money to add, and from which page."""

    amount: str = ""
    reference: str = ""
    back: str = ""


@router.get("/{project_id:int}/money")
def money(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show where a project's money is."""
    return _show_money(request, house, me, project_id)


@router.post("/{project_id:int}/fund")
def fund(
    request: Request, house: TheHouse, me: Requester, project_id: int, form: Annotated[FundForm, Form()]
) -> Response:
    """Ask the provider for the money; the same form sent twice is one payment. It counts when it is here."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    micros = amount_of(form.amount)
    if micros is None:
        said = {"fund_amount": form.amount, "fund_problem": NO_AMOUNT}
        if project.state == ProjectState.DRAFT:
            return show_project(request, house, me, project_id, status=422, **said)
        return _show_money(request, house, me, project_id, status=422, **said)
    provider = provider_of(house)
    if provider is None:
        raise Refusal("no_provider", Kind.NOT_YET)
    here = f"/projects/{project_id}"
    is_ours = form.back.startswith(here) and _BACK.fullmatch(form.back.removeprefix(here)) is not None
    wanted = FundingWanted(
        organisation_id=project.organisation_id,
        provider=provider.name,
        reference=f"{project_id}-{_NO_SIGN.sub('', form.reference)[:REFERENCE_MAX]:-<8}-{micros}",
        amount_micros=micros,
        currency=project.currency,
        back=form.back if is_ours else f"{here}#cost",
    )
    found = bring_in(house, wanted=wanted, by_id=me.person_id)
    return RedirectResponse(found.back if found.stage is FundingStage.ARRIVED else f"/funds/{found.funding_id}", 303)


@router.post("/{project_id:int}/reserve")
def reserve(
    request: Request, house: TheHouse, me: Requester, project_id: int, amount: Text = "", reference: Text = ""
) -> Response:
    """Set more aside for what comes on top of the answers; the same form sent twice adds once."""
    with house.db.reading() as tx:
        own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    micros = amount_of(amount)
    if micros is None or re.fullmatch(r"[0-9a-f]{8,16}", reference, re.ASCII) is None:
        said = {"reserve_amount": amount, "reserve_problem": NO_AMOUNT}
        return _show_money(request, house, me, project_id, status=422, **said)
    try:
        with house.db.writing() as tx:
            add_to_reserve(
                tx,
                project_id=project_id,
                amount_micros=micros,
                reference=reference,
                by_id=me.person_id,
                now=house.now(),
            )
    except Refusal as refusal:
        said_refusal = say_refusal(request, refusal)
        kept = {"reserve_amount": amount, "refusal": said_refusal}
        return _show_money(request, house, me, project_id, status=STATUS[refusal.kind], **kept)
    return RedirectResponse(f"/projects/{project_id}/money", 303)


def _show_money(
    request: Request, house: House, me: Identity, project_id: int, *, status: int = 200, **said: Any
) -> HTMLResponse:
    """Show the page; what it says besides goes into the template as it is (Any: templates are not typed)."""
    with house.db.reading() as tx:
        view = priced_project(tx, project_id, me, Permission.PROJECT_READ)
        there = project_money(tx, project_id)
        times = set_asides(tx, project_id)
        still = what_is_open(tx, project_id)
        funds = balance(tx, organisation_funds(view.organisation_id, view.currency)).available
        on_the_way = coming(tx, view.organisation_id, view.currency)
    context = {
        "project": shown(view, items=0),
        "there": there,
        "times": times,
        "words": SET_ASIDE_WORDS,
        "still": still,
        "is_closed": view.state == ProjectState.CLOSED,
        "funds_micros": funds,
        "coming": on_the_way,
        "may_write": may(me, Permission.PROJECT_WRITE, organisation_id=view.organisation_id),
        "reserve_amount": "",
        "reserve_reference": secrets.token_hex(8),
        "reserve_problem": None,
        "refusal": None,
        **fund_form(
            house, 0, currency=view.currency, back=f"/projects/{project_id}/money", writing=writing_of(request)
        ),
    }
    return show(request, "projects/money.html", status=status, **{**context, **said})
