"""Receipts for money that an organisation paid in: all of them, and each as a paper to print."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from payments.invoices.queries import all_paid_in, paid_in
from payments.people.queries import OrganisationView, organisation
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.deps import Requester, TheHouse
from web.pages.project_view import provider_of
from web.render import show

router = APIRouter(prefix="/organisations")


@router.get("/{organisation_id:int}/receipts")
def receipts(request: Request, house: TheHouse, me: Requester, organisation_id: int) -> HTMLResponse:
    """List what an organisation paid in."""
    with house.db.reading() as tx:
        found = _own(tx, me, organisation_id)
        paid = all_paid_in(tx, organisation_id)
    return show(request, "people/receipts.html", organisation=found, paid=paid)


@router.get("/{organisation_id:int}/receipts/{number:int}")
def receipt(request: Request, house: TheHouse, me: Requester, organisation_id: int, number: int) -> HTMLResponse:
    """Show the receipt for one payment."""
    with house.db.reading() as tx:
        found = _own(tx, me, organisation_id)
        paid = paid_in(tx, organisation_id, number)
    if paid is None:
        raise Refusal("not_found", Kind.MISSING)
    provider = provider_of(house)
    return show(
        request,
        "people/receipt.html",
        organisation=found,
        paid=paid,
        written_at=house.now(),
        is_pretend=provider is not None and provider.is_pretend,
    )


def _own(tx: Transaction, me: Identity, organisation_id: int) -> OrganisationView:
    """Return the person's own organisation; another's is not there."""
    insist(me, Permission.PROJECT_READ, organisation_id=organisation_id)
    found = organisation(tx, organisation_id)
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    return found
