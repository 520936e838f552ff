"""One payment into an organisation's money: where to pay it, how far it has come, and when it can be set aside."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from payments.funding.queries import FundingView, funding, funding_of_reference
from payments.funding.rules import FundingStage
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.deps import Requester, TheHouse
from web.money_in import follow
from web.render import show
from web.wiring import House
from web.words import N_

router = APIRouter(prefix="/funds")

STAGE_WORDS = {
    FundingStage.ASKED: (N_("The payment service is being asked"), "ring"),
    FundingStage.WAITING: (N_("Waits to be paid"), "ring"),
    FundingStage.FAILED: (N_("Was not paid"), "diamond"),
    FundingStage.PAID: (N_("Paid, on its way"), "half"),
    FundingStage.ARRIVED: (N_("Here"), "tick"),
}
"""How far a payment has come, in words, and its shape."""


@router.get("/{funding_id:int}")
def page(request: Request, house: TheHouse, me: Requester, funding_id: int) -> HTMLResponse:
    """Show one payment."""
    with house.db.reading() as tx:
        found = _own(me, funding(tx, funding_id))
    provider = house.providers.get(found.provider)
    word, shape = STAGE_WORDS[found.stage]
    return show(
        request,
        "funds/page.html",
        one=found,
        word=word,
        shape=shape,
        is_pretend=provider is not None and provider.is_pretend,
    )


@router.post("/{funding_id:int}/look")
def look(house: TheHouse, me: Requester, funding_id: int) -> Response:
    """Ask the service again how far it has come."""
    with house.db.reading() as tx:
        found = _own(me, funding(tx, funding_id))
    return _looked(house, found)


@router.get("/back/{reference}")
def back(house: TheHouse, me: Requester, reference: str) -> Response:
    """Come back from the service's page: it is asked what was paid there, and so nobody can claim it was."""
    with house.db.reading() as tx:
        found = _own(me, funding_of_reference(tx, reference))
    return _looked(house, found)


def _looked(house: House, found: FundingView) -> Response:
    if found.stage is not FundingStage.ARRIVED:
        follow(house, found)
    return RedirectResponse(f"/funds/{found.funding_id}", 303)


def _own(me: Identity, found: FundingView | None) -> FundingView:
    """Return a payment of the person's own organisation; anything else is not there."""
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    insist(me, Permission.PROJECT_READ, organisation_id=found.organisation_id)
    return found
