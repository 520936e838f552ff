"""An organisation: its members, whom a requester invites and takes leave of, its money and its projects."""

from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from annotate.projects.queries import projects_of
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from payments.people.queries import members_of, organisation
from payments.people.rules import Role
from payments.people.service import end_membership
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.invitations import Invited, invite, open_invitations, withdraw
from web.auth.permissions import Permission, insist
from web.auth.roles import InvitedAs
from web.deps import Me, Requester, TheHouse
from web.errors import STATUS, say_refusal
from web.invite_forms import ROLE_WORDS, lasts, write_to
from web.pages.project_view import STATE_WORDS
from web.render import show
from web.wiring import House

router = APIRouter()


class MemberForm(BaseModel):
    """Whom a requester invites, and as what."""

    email: str
    role: Role


@router.get("/members")
def my_members(me: Requester) -> Response:
    """Show a requester the members of their organisation."""
    first = min(me.memberships)
    return RedirectResponse(f"/organisations/{first}/people", 303)


@router.get("/organisations/{organisation_id}/people")
def members(request: Request, house: TheHouse, me: Me, organisation_id: int) -> HTMLResponse:
    """Show who belongs to an organisation."""
    insist(me, Permission.MEMBERS_READ, organisation_id=organisation_id)
    return _show_members(request, house, organisation_id)


def _show_members(
    request: Request, house: House, organisation_id: int, *, status: int = 200, refusal: object = None
) -> HTMLResponse:
    with house.db.reading() as tx:
        found = organisation(tx, organisation_id)
        listed = members_of(tx, organisation_id)
        invitations = open_invitations(tx, organisation_id=organisation_id, now=house.now())
        funds = _funds(tx, organisation_id, house)
        projects = projects_of(tx, [organisation_id])
    if found is None:
        raise Refusal("not_found", Kind.MISSING)
    context: dict[str, Any] = {
        "organisation": found,
        "members": listed,
        "invitations": invitations,
        "funds": funds,
        "projects": projects,
        "states": STATE_WORDS,
        "roles": ROLE_WORDS,
        "refusal": refusal,
    }
    return show(request, "people/members.html", status=status, **context)


def _funds(tx: Transaction, organisation_id: int, house: House) -> list[tuple[str, int]]:
    """Return what an organisation has and has not set aside, in each currency in which it has anything."""
    currencies = sorted({place.currency for place in house.rulebook.jurisdictions()})
    free = [(code, balance(tx, organisation_funds(organisation_id, code)).available) for code in currencies]
    return [(code, micros) for code, micros in free if micros]


@router.post("/organisations/{organisation_id}/invitations")
def invite_member(
    request: Request,
    house: TheHouse,
    me: Me,
    organisation_id: int,
    after: BackgroundTasks,
    form: Annotated[MemberForm, Form()],
) -> Response:
    """Invite a requester or a reviewer into an organisation."""
    insist(me, Permission.MEMBERS_WRITE, organisation_id=organisation_id)
    invited = Invited(form.email, InvitedAs(form.role.value), organisation_id)
    try:
        with house.db.writing() as tx:
            token = invite(tx, invited, by_id=me.person_id, lasts=lasts(house), now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_members(request, house, organisation_id, status=STATUS[refusal.kind], refusal=said)
    write_to(request, after, invited, me=me, token=token)
    return RedirectResponse(f"/organisations/{organisation_id}/people", 303)


@router.post("/organisations/{organisation_id}/invitations/{invitation_id}/withdraw")
def take_member_back(house: TheHouse, me: Me, organisation_id: int, invitation_id: int) -> Response:
    """Take an organisation's invitation back."""
    insist(me, Permission.MEMBERS_WRITE, organisation_id=organisation_id)
    with house.db.writing() as tx:
        withdraw(tx, invitation_id, organisation_id=organisation_id, now=house.now())
    return RedirectResponse(f"/organisations/{organisation_id}/people", 303)


@router.post("/organisations/{organisation_id}/people/{person_id}/end")
def end_member(
    request: Request, house: TheHouse, me: Me, organisation_id: int, person_id: int, role: Annotated[Role, Form()]
) -> Response:
    """End a member's role."""
    insist(me, Permission.MEMBERS_WRITE, organisation_id=organisation_id)
    try:
        with house.db.writing() as tx:
            end_membership(tx, person_id, organisation_id=organisation_id, role=role, now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_members(request, house, organisation_id, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse(f"/organisations/{organisation_id}/people", 303)
