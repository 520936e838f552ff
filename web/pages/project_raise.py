"""The page that raises a project's price: what it comes to in an hour, what it costs, and the rises before."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from annotate.prices.queries import RaiseQuote, price_rises, raise_quote
from annotate.prices.service import REASON_MAX, raise_price
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectAct, move
from payments.funding.queries import coming
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from policies.errors import Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.project_draft import fund_form
from web.pages.project_form import Offered, Sentence, amount_of
from web.pages.project_price import check_price
from web.pages.project_view import offered_of, priced_project, shown
from web.refusal_text import SaidRefusal
from web.render import show, writing_of
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/projects")
NO_PRICE = Sentence(N_("Write an amount with digits, for example 1.15."))


class PriceForm(BaseModel):
    """The new price and why; `act` says whether to look at it or to raise it."""

    amount: str = ""
    reason: str = ""
    act: str = ""


@router.get("/{project_id:int}/price")
def look(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show the form with the price as it is."""
    view = _own(house, me, project_id)
    move(view.state, ProjectAct.RAISE)
    return _show_price(request, house, view, PriceForm())


@router.post("/{project_id:int}/price")
def change(
    request: Request, house: TheHouse, me: Requester, project_id: int, form: Annotated[PriceForm, Form()]
) -> Response:
    """Show what a higher price costs, or raise it."""
    view = _own(house, me, project_id)
    micros = amount_of(form.amount)
    if micros is None:
        return _show_price(request, house, view, form, status=422, problem=NO_PRICE)
    with house.db.reading() as tx:
        quoted = raise_quote(tx, project_id, price_micros=micros, rulebook=house.rulebook, now=house.now())
    if form.act != "raise":
        return _show_price(request, house, view, form, quoted=quoted)
    try:
        with house.db.writing() as tx:
            raise_price(
                tx,
                quoted=quoted,
                reason=form.reason,
                by_id=me.person_id,
                rulebook=house.rulebook,
                now=house.now(),
            )
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_price(request, house, view, form, quoted=quoted, refusal=said, status=STATUS[refusal.kind])
    return RedirectResponse(f"/projects/{project_id}", 303)


def _own(house: House, me: Identity, project_id: int) -> ProjectView:
    with house.db.reading() as tx:
        return priced_project(tx, project_id, me, Permission.PROJECT_WRITE)


def _show_price(  # noqa: PLR0913 - whose price, what was typed, and what is said about it
    request: Request,
    house: House,
    view: ProjectView,
    form: PriceForm,
    *,
    quoted: RaiseQuote | None = None,
    problem: Sentence | None = None,
    refusal: SaidRefusal | None = None,
    status: int = 200,
) -> HTMLResponse:
    with house.db.reading() as tx:
        rises = price_rises(tx, view.project_id)
        funds = balance(tx, organisation_funds(view.organisation_id, view.currency)).available
        on_the_way = coming(tx, view.organisation_id, view.currency)
    now_paid = check_price(house.rulebook, offered_of(view), now=house.now())
    assert now_paid is not None, "a kept project has places that share one currency"
    is_higher = quoted is not None and quoted.price_micros > view.price_micros
    missing = max(0, quoted.sums.total_micros - funds) if quoted and is_higher else 0
    context: dict[str, Any] = {  # templates are not typed
        "project": shown(view, items=0),
        "form": form,
        "now_paid": now_paid,
        "price": check_price(house.rulebook, _offered_at(view, quoted), now=house.now()) if quoted else None,
        "quoted": quoted,
        "is_higher": is_higher,
        "problem": problem,
        "refusal": refusal,
        "rises": rises,
        "reason_most": REASON_MAX,
        "funds_micros": funds,
        "missing_micros": missing,
        "coming": on_the_way,
        **fund_form(
            house,
            missing,
            currency=view.currency,
            back=f"/projects/{view.project_id}/price",
            writing=writing_of(request),
        ),
    }
    return show(request, "projects/raise.html", status=status, **context)


def _offered_at(view: ProjectView, quoted: RaiseQuote) -> Offered:
    before = offered_of(view)
    return Offered(before.places, before.estimated_ms, quoted.price_micros, before.pay_basis)
