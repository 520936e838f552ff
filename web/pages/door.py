"""The front door: coming in, going out, and choosing a new password by letter."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from policies.errors import Refusal
from web.auth.accounts import account_of_email
from web.auth.rates import RESET_ACCOUNT, RESET_PLACE
from web.auth.resets import begin_reset, finish_reset, is_open
from web.deps import GREETED, MaybeMe, Me, TheHouse
from web.door import allow_try, come_in, go_out, person_of, safe_path
from web.errors import STATUS, say_refusal
from web.letters import send_letter
from web.navigation import home_of
from web.render import language_of, show

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/")
def first(request: Request, me: MaybeMe) -> Response:
    """Send people to where they left off: their own first page, or the door."""
    return RedirectResponse(home_of(me, paths=request.app.state.paths) if me else "/door", 303)


@router.get("/door", dependencies=GREETED)
def door(request: Request, next: str = "") -> HTMLResponse:  # noqa: A002 - the word in the address
    """Show the door."""
    return show(request, "door/page.html", next=safe_path(next), email="", refusal=None)


@router.post("/door")
def enter(request: Request, house: TheHouse, email: Text, password: Text, next: Text = "") -> Response:  # noqa: A002
    """Let a person in, or say that address and password do not go together."""
    try:
        allow_try(request, house, email=email)
        person_id = person_of(house, email=email, password=password)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        page: dict[str, Any] = {"next": safe_path(next), "email": email, "refusal": said}
        return show(request, "door/page.html", status=STATUS[refusal.kind], **page)
    return come_in(request, house, person_id=person_id, to=safe_path(next))


@router.post("/leave")
def leave(house: TheHouse, me: Me) -> Response:
    """Let a person out."""
    return go_out(house, me)


@router.get("/door/forgotten", dependencies=GREETED)
def forgotten(request: Request) -> HTMLResponse:
    """Ask where to send the letter for a new password."""
    return show(request, "door/forgotten.html", is_sent=False, email="")


@router.post("/door/forgotten")
def send_reset(request: Request, house: TheHouse, after: BackgroundTasks, email: Text) -> HTMLResponse:
    """Send the letter where there is an account; the answer is the same where there is none."""
    allow_try(request, house, email=email, rates=(RESET_ACCOUNT, RESET_PLACE))
    lasts = timedelta(minutes=house.settings.reset_minutes)
    with house.db.writing() as tx:
        account = account_of_email(tx, email.strip().lower())
        token = begin_reset(tx, account.person_id, lasts=lasts, now=house.now()) if account else ""
    if account:
        link = f"{house.settings.public_url}/door/new-password/{token}"
        letter = {"link": link, "minutes": house.settings.reset_minutes}
        after.add_task(send_letter, request, account.email, "mail/reset.txt", language_of(request).code, **letter)
    return show(request, "door/forgotten.html", is_sent=True, email=email)


@router.get("/door/new-password/{token}")
def new_password(request: Request, house: TheHouse, token: str) -> HTMLResponse:
    """Ask for the new password."""
    with house.db.reading() as tx:
        opens = is_open(tx, token, now=house.now())
    return show(request, "door/new_password.html", status=200 if opens else 404, opens=opens, refusal=None)


@router.post("/door/new-password/{token}")
def set_password(request: Request, house: TheHouse, token: str, password: Text) -> Response:
    """Set the new password and show the door."""
    try:
        password_hash = house.passwords.hash(password)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return show(request, "door/new_password.html", status=STATUS[refusal.kind], opens=True, refusal=said)
    with house.db.writing() as tx:
        finish_reset(tx, token, password_hash=password_hash, now=house.now())
    return RedirectResponse("/door", 303)
