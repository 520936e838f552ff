"""People: the operator sees and invites everyone, a requester the members of their own organisation."""

from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from payments.people.queries import organisations, people
from policies.errors import Refusal
from web.auth.identity import Identity
from web.auth.invitations import invite, open_invitations, withdraw
from web.deps import Operator, Staff, TheHouse
from web.errors import STATUS, say_refusal
from web.invite_forms import ROLE_WORDS, InvitationForm, lasts, places, write_to
from web.keeping.service import record_act
from web.render import show
from web.wiring import House

router = APIRouter()
TheForm = Annotated[InvitationForm, Form()]


@router.get("/people")
def everyone(request: Request, house: TheHouse, me: Staff, after: int = 0) -> HTMLResponse:
    """Show everyone, and the open invitations."""
    return _show_people(request, house, me, after=after)


def _show_people(
    request: Request, house: House, me: Identity, *, after: int = 0, status: int = 200, refusal: object = None
) -> HTMLResponse:
    now = house.now()
    with house.db.reading() as tx:
        found = people(tx, now=now, after_id=after)
        known = organisations(tx)
        invitations = open_invitations(tx, now=now)
    context: dict[str, Any] = {
        "people": found,
        "organisations": known,
        "invitations": invitations,
        "places": places(house.rulebook),
        "roles": ROLE_WORDS,
        "refusal": refusal,
        "may_write": "operator" in me.staff_roles,
    }
    return show(request, "people/page.html", status=status, **context)


@router.post("/people/invitations")
def invite_anyone(request: Request, house: TheHouse, me: Operator, form: TheForm, after: BackgroundTasks) -> Response:
    """Invite a person in any role."""
    try:
        with house.db.writing() as tx:
            invited = form.read(tx, house.rulebook)
            token = invite(tx, invited, by_id=me.person_id, lasts=lasts(house), now=house.now())
            record_act(tx, by_id=me.person_id, what="invited", role=invited.invited_as.value, now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show_people(request, house, me, status=STATUS[refusal.kind], refusal=said)
    write_to(request, after, invited, me=me, token=token)
    return RedirectResponse("/people", 303)


@router.post("/people/invitations/{invitation_id}/withdraw")
def take_back(house: TheHouse, me: Operator, invitation_id: int) -> Response:
    """Take an invitation back."""
    with house.db.writing() as tx:
        withdraw(tx, invitation_id, now=house.now())
        record_act(tx, by_id=me.person_id, what="invitation_withdrawn", invitation_id=invitation_id, now=house.now())
    return RedirectResponse("/people", 303)
