"""More items for a running project: a file comes in, its batch waits, and its pay is set aside before it is offered."""

from typing import Any

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.batches.queries import batch_quote, existing_batch
from annotate.batches.service import publish_batch
from annotate.datasets.queries import BatchView
from annotate.projects.queries import ProjectView
from annotate.projects.rules import ProjectAct, move
from payments.funding.queries import coming
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission
from web.deps import Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.pages.project_draft import cost_of, fund_form, upload_limits
from web.pages.project_price import check_price
from web.pages.project_view import offered_of, own_project, shown
from web.refusal_text import SaidRefusal
from web.regular.batches import open_items
from web.render import show, writing_of
from web.wiring import House

router = APIRouter(prefix="/projects")


@router.get("/{project_id:int}/more")
def more(request: Request, house: TheHouse, me: Requester, project_id: int) -> HTMLResponse:
    """Show the form that takes more items."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    move(project.state, ProjectAct.IMPORT)
    return show(request, "projects/more.html", project=shown(project, items=0), **upload_limits(house, project))


@router.get("/{project_id:int}/batches/{batch_id:int}/publish")
def look(request: Request, house: TheHouse, me: Requester, project_id: int, batch_id: int) -> Response:
    """Show what a waiting batch will cost at most."""
    with house.db.reading() as tx:
        _, found = _own_batch(tx, me, project_id, batch_id)
    if found.published_at is not None:
        return RedirectResponse(f"/projects/{project_id}#items", 303)
    return _show_batch(request, house, me, project_id, batch_id)


@router.post("/{project_id:int}/batches/{batch_id:int}/publish")
def publish(
    request: Request, house: TheHouse, me: Requester, after: BackgroundTasks, project_id: int, batch_id: int
) -> Response:
    """Set the money of a batch aside and begin to open its items; the rest is opened after the answer is sent."""
    try:
        with house.db.writing() as tx:
            _own_batch(tx, me, project_id, batch_id)
            publish_batch(tx, batch_id=batch_id, by_id=me.person_id, rulebook=house.rulebook, now=house.now())
    except Refusal as refusal:
        if refusal.code == "not_found":
            raise
        if refusal.code != "batch_already_published":
            said = say_refusal(request, refusal)
            status = STATUS[refusal.kind]
            return _show_batch(request, house, me, project_id, batch_id, status=status, refusal=said)
    after.add_task(open_items, house)
    return RedirectResponse(f"/projects/{project_id}#items", 303)


def _show_batch(  # noqa: PLR0913 - whose batch, and what is said besides
    request: Request,
    house: House,
    me: Identity,
    project_id: int,
    batch_id: int,
    *,
    status: int = 200,
    refusal: SaidRefusal | None = None,
) -> HTMLResponse:
    """Show a waiting batch with its quote and the money for it."""
    with house.db.reading() as tx:
        project, found = _own_batch(tx, me, project_id, batch_id)
        asked = batch_quote(tx, batch_id, rulebook=house.rulebook, now=house.now())
        funds = balance(tx, organisation_funds(project.organisation_id, project.currency)).available
        on_the_way = coming(tx, project.organisation_id, project.currency)
    price = check_price(house.rulebook, offered_of(project), now=house.now())
    assert price is not None, "a kept project has places that share one currency"
    missing = max(0, asked.ceiling_micros - funds)
    here = f"/projects/{project_id}/batches/{batch_id}/publish"
    context: dict[str, Any] = {  # templates are not typed
        "project": shown(project, items=asked.item_count),
        "batch": found,
        "quote": cost_of(project, asked),
        "price": price,
        "funds_micros": funds,
        "missing_micros": missing,
        "may_write": True,
        **fund_form(house, missing, currency=project.currency, back=here, writing=writing_of(request)),
        "coming": on_the_way,
        "refusal": refusal,
    }
    return show(request, "projects/batch_quote.html", status=status, **context)


def _own_batch(tx: Transaction, me: Identity, project_id: int, batch_id: int) -> tuple[ProjectView, BatchView]:
    """Return a batch of a project of the person's own organisation; anything else is not there."""
    project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    found = existing_batch(tx, batch_id)
    if found.project_id != project_id:
        raise Refusal("not_found", Kind.MISSING)
    return project, found
