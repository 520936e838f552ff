"""Adds money to an organisation's funds for a project, through whichever provider moves money here."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from payments.ledger.service import fund_organisation
from policies.errors import Kind, Refusal
from web.auth.permissions import Permission
from web.deps import Requester, TheHouse
from web.pages.project import show_project
from web.pages.project_form import Sentence, amount_of
from web.pages.project_view import own_project, provider_of
from web.words import N_

router = APIRouter(prefix="/projects")
Text = Annotated[str, Form()]
REFERENCE_MAX = 16


@router.post("/{project_id:int}/fund")
def fund(
    request: Request, house: TheHouse, me: Requester, project_id: int, amount: Text = "", reference: Text = ""
) -> Response:
    """Ask the provider for the money, then note its arrival; the same form sent twice is one payment."""
    with house.db.reading() as tx:
        project = own_project(tx, project_id, me, Permission.PROJECT_WRITE)
    micros = amount_of(amount)
    if micros is None:
        problem = Sentence(N_("Write an amount with digits, for example 1000."))
        return show_project(request, house, me, project_id, status=422, fund_amount=amount, fund_problem=problem)
    provider = provider_of(house)
    if provider is None:
        raise Refusal("no_provider", Kind.NOT_YET)
    name = f"{project_id}-{reference[:REFERENCE_MAX]}-{micros}"
    paid = provider.fund(amount_micros=micros, currency=project.currency, reference=name)
    with house.db.writing() as tx:
        fund_organisation(
            tx,
            organisation_id=project.organisation_id,
            amount_micros=micros,
            currency=project.currency,
            provider_reference=paid.provider_reference,
            now=house.now(),
        )
    return RedirectResponse(f"/projects/{project_id}#cost", 303)
