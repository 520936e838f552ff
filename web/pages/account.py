"""A person's own account: how they are called, their password, where they are logged in, their keys for programs."""

from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from annotate.projects.rules import LANGUAGES
from annotate.willingness.service import choose, choose_to_read
from payments.employment.queries import employments_of
from payments.people.queries import languages_read, willing_for
from payments.people.service import change_person
from policies.errors import Kind, Refusal
from web.auth.accounts import account_of, change_password
from web.auth.identity import Identity
from web.auth.permissions import Permission, insist, may
from web.auth.sessions import end_all_sessions, end_session, sessions_of
from web.auth.tokens import add_token, end_token, tokens_of
from web.content_words import RISKS
from web.deps import Myself, TheHouse, life_of
from web.door import allow_try
from web.errors import STATUS, say_refusal
from web.item_languages import language_name
from web.render import language_of, show
from web.wiring import House

router = APIRouter(prefix="/account")
Text = Annotated[str, Form()]


@router.get("")
def account(request: Request, house: TheHouse, me: Myself) -> HTMLResponse:
    """Show a person their account."""
    return _show(request, house, me)


def _show(request: Request, house: House, me: Identity, *, status: int = 200, **said: object) -> HTMLResponse:
    """Show the account with what just happened: `refusal`, or `token`, a key that is shown once."""
    with house.db.reading() as tx:
        sessions = sessions_of(tx, me.person_id, life=life_of(house.settings), now=house.now())
        tokens = tokens_of(tx, me.person_id)
        willing, reads = willing_for(tx, me.person_id), languages_read(tx, me.person_id)
        employments = employments_of(tx, me.person_id)
        kept = account_of(tx, me.person_id)
    context: dict[str, Any] = {
        "sessions": sessions,
        "tokens": tokens,
        "email": kept.email if kept else "",
        "zones": sorted(available_timezones()),
        "risks": RISKS if me.is_annotator else (),
        "willing": willing,
        "item_languages": _item_languages(request) if me.is_annotator else (),
        "reads": reads,
        "is_reading_kept": False,
        "employments": employments,
        "given_back": 0,
        "is_content_kept": False,
        "refusal": None,
        "token": "",
        **said,
    }
    return show(request, "account/page.html", status=status, **context)


def _item_languages(request: Request) -> list[tuple[str, str]]:
    """Return each language that items may be written in, and its name, in the order of the names."""
    speaks = language_of(request)
    return sorted(((code, language_name(code, speaks)) for code in LANGUAGES), key=lambda one: one[1].casefold())


@router.post("")
def change(request: Request, house: TheHouse, me: Myself, name: Text, language: Text, time_zone: Text) -> Response:
    """Change how a person is called, which language they read and where their days begin."""
    try:
        with house.db.writing() as tx:
            change_person(tx, me.person_id, name=name, language=language, time_zone=time_zone)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse("/account", 303)


@router.post("/content")
def choose_content(
    request: Request, house: TheHouse, me: Myself, risk: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Say yes or no to each kind of hard content; what is open of a no is given back."""
    insist(me, Permission.WORK)
    try:
        with house.db.writing() as tx:
            given_back = choose(
                tx, person_id=me.person_id, willing=risk or [], now=house.now(), rulebook=house.rulebook
            )
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said)
    return _show(request, house, me, given_back=len(given_back), is_content_kept=True)


@router.post("/languages")
def choose_languages(
    request: Request, house: TheHouse, me: Myself, reads: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Keep in which languages a person wants to label; none ticked means any."""
    insist(me, Permission.WORK)
    try:
        with house.db.writing() as tx:
            choose_to_read(tx, person_id=me.person_id, languages=reads or [], now=house.now())
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said)
    return _show(request, house, me, is_reading_kept=True)


@router.post("/password")
def set_password(request: Request, house: TheHouse, me: Myself, password: Text, new_password: Text) -> Response:
    """Change the password and log the person out everywhere else."""
    try:
        _set_password(request, house, me, password=password, new_password=new_password)
    except Refusal as refusal:
        said = say_refusal(request, refusal)
        return _show(request, house, me, status=STATUS[refusal.kind], refusal=said)
    return RedirectResponse("/account", 303)


def _set_password(request: Request, house: House, me: Identity, *, password: str, new_password: str) -> None:
    with house.db.reading() as tx:
        kept = account_of(tx, me.person_id)
    allow_try(request, house, email=kept.email if kept else "")
    if not house.passwords.is_right(password, kept.password_hash if kept else None):
        raise Refusal("password_wrong", Kind.UNREADABLE)
    password_hash = house.passwords.hash(new_password)
    with house.db.writing() as tx:
        change_password(tx, me.person_id, password_hash=password_hash)
        end_all_sessions(tx, me.person_id, besides=me.session_id, now=house.now())


@router.post("/sessions/{session_id}/end")
def end_one(house: TheHouse, me: Myself, session_id: int) -> Response:
    """Log a person out of one of their browsers."""
    with house.db.writing() as tx:
        end_session(tx, session_id, person_id=me.person_id, now=house.now())
    return RedirectResponse("/account", 303)


@router.post("/sessions/end")
def end_others(house: TheHouse, me: Myself) -> Response:
    """Log a person out of every other browser."""
    with house.db.writing() as tx:
        end_all_sessions(tx, me.person_id, besides=me.session_id, now=house.now())
    return RedirectResponse("/account", 303)


@router.post("/tokens")
def make_token(request: Request, house: TheHouse, me: Myself, name: Text) -> HTMLResponse:
    """Make a key for programs, with all that the person may do, and show it once."""
    scopes = [permission for permission in Permission if may(me, permission)]
    with house.db.writing() as tx:
        token = add_token(tx, me.person_id, name=name.strip() or "-", scopes=scopes, now=house.now())
    return _show(request, house, me, token=token)


@router.post("/tokens/{token_id}/end")
def end_key(house: TheHouse, me: Myself, token_id: int) -> Response:
    """End one of a person's own keys."""
    with house.db.writing() as tx:
        end_token(tx, token_id, person_id=me.person_id, now=house.now())
    return RedirectResponse("/account", 303)
