"""Joining: a person accepts an invitation, chooses a password, and is in."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from policies.errors import Kind, Refusal
from web.auth.invitations import InvitationView, Newcomer, accept, open_invitation
from web.deps import TheHouse
from web.door import come_in
from web.errors import STATUS, say_refusal
from web.invite_forms import ROLE_WORDS
from web.render import language_of, show

router = APIRouter(prefix="/join")


class JoinForm(BaseModel):
    """What a newcomer says about themselves."""

    name: str
    language: str
    time_zone: str
    password: str


@router.get("/{token}")
def letter(request: Request, house: TheHouse, token: str) -> HTMLResponse:
    """Show what the invitation is for, and ask who is coming."""
    with house.db.reading() as tx:
        invitation = open_invitation(tx, token, now=house.now())
    given = {"name": "", "language": language_of(request).code, "time_zone": ""}
    return _show(request, invitation, given=given)


def _show(
    request: Request, invitation: InvitationView, *, given: dict[str, str], status: int = 200, refusal: object = None
) -> HTMLResponse:
    context: dict[str, Any] = {"invitation": invitation, "given": given, "roles": ROLE_WORDS, "refusal": refusal}
    return show(request, "door/join.html", status=status, **context)


@router.post("/{token}")
def join(request: Request, house: TheHouse, token: str, form: Annotated[JoinForm, Form()]) -> Response:
    """Let the invited person in."""
    with house.db.reading() as tx:
        invitation = open_invitation(tx, token, now=house.now())
    try:
        newcomer = Newcomer(form.name, form.language, form.time_zone, house.passwords.hash(form.password))
        with house.db.writing() as tx:
            person_id = accept(tx, token, newcomer, now=house.now())
    except Refusal as refusal:
        if refusal.kind is Kind.MISSING:
            raise
        said, given = say_refusal(request, refusal), form.model_dump(exclude={"password"})
        return _show(request, invitation, given=given, status=STATUS[refusal.kind], refusal=said)
    return come_in(request, house, person_id=person_id, to="")
