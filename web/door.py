"""Coming in and going out: what the door does, once the form was read."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from payments.people.queries import standing_of
from policies.errors import Kind, Refusal
from web.auth.accounts import account_of, account_of_email
from web.auth.identity import Identity, identity_from
from web.auth.rates import LOG_IN_ACCOUNT, LOG_IN_PLACE, Rate, place_of, take_try
from web.auth.sessions import begin_session, end_session, open_session
from web.deps import cookie_name, life_of
from web.navigation import home_of
from web.render import LANGUAGE_COOKIE
from web.wiring import House

YEAR_SECONDS = 365 * 24 * 3600
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
DOOR_CLOSED = "wrong_email_or_password"


def allow_try(request: Request, house: House, *, email: str, rates: tuple[Rate, Rate] | None = None) -> None:
    """Take one try from the account's bucket and one from the neighbourhood's.

    Raises:
        Refusal: `too_many_tries`.
    """
    account_rate, place_rate = rates or (LOG_IN_ACCOUNT, LOG_IN_PLACE)
    place = place_of(request.client.host if request.client else "")
    now, secret = house.now(), house.settings.secret.get_secret_value()
    with house.db.writing() as tx:
        take_try(tx, account_rate, email.strip().lower(), secret=secret, now=now)
        take_try(tx, place_rate, place, secret=secret, now=now)


def person_of(house: House, *, email: str, password: str) -> int:
    """Return whose address and password these are; an unknown address takes as long as a wrong password.

    Raises:
        Refusal: `wrong_email_or_password`.
    """
    with house.db.reading() as tx:
        account = account_of_email(tx, email.strip().lower())
    is_right = house.passwords.is_right(password, account.password_hash if account else None)
    if account is None or not is_right:
        raise Refusal(DOOR_CLOSED, Kind.UNREADABLE)
    return account.person_id


def prove_again(request: Request, house: House, person_id: int, password: str) -> str:
    """Return a person's address once they have given their password again.

    Raises:
        Refusal: `password_wrong`, `too_many_tries`.
    """
    with house.db.reading() as tx:
        kept = account_of(tx, person_id)
    allow_try(request, house, email=kept.email if kept else "")
    if not house.passwords.is_right(password, kept.password_hash if kept else None):
        raise Refusal("password_wrong", Kind.UNREADABLE)
    return kept.email if kept else ""


def come_in(request: Request, house: House, *, person_id: int, to: str) -> Response:
    """Begin a fresh session, end the one that this browser had, and send the person on."""
    now, life, settings = house.now(), life_of(house.settings), house.settings
    with house.db.writing() as tx:
        old = open_session(tx, request.cookies.get(cookie_name(settings), ""), life=life, now=now)
        if old is not None:
            end_session(tx, old.session_id, person_id=old.person_id, now=now)
        token = begin_session(tx, person_id, device=device_of(request), life=life, now=now)
        standing = standing_of(tx, person_id, now=now)
    assert standing is not None
    me = identity_from(standing, session_id=None)
    answer = RedirectResponse(to or home_of(me, paths=request.app.state.paths), HTTPStatus.SEE_OTHER)
    _keep(answer, house, cookie_name(settings), token, seconds=int(life.most.total_seconds()))
    keep_choice(answer, house, LANGUAGE_COOKIE, standing.language)
    return answer


def go_out(house: House, me: Identity) -> Response:
    """End the session in use and forget it in this browser."""
    with house.db.writing() as tx:
        end_session(tx, me.session_id or 0, person_id=me.person_id, now=house.now())
    answer = RedirectResponse("/door", HTTPStatus.SEE_OTHER)
    name = cookie_name(house.settings)
    answer.delete_cookie(name, httponly=True, secure=house.settings.is_secure, samesite="lax")
    return answer


def keep_choice(answer: Response, house: House, name: str, value: str) -> None:
    """Keep a choice such as the language in this browser for a year."""
    _keep(answer, house, name, value, seconds=YEAR_SECONDS)


def _keep(answer: Response, house: House, name: str, value: str, *, seconds: int) -> None:
    is_secure = house.settings.is_secure
    answer.set_cookie(name, value, max_age=seconds, httponly=True, secure=is_secure, samesite="lax")


def device_of(request: Request) -> str:
    """Return the browser and the system, in words short enough to tell one's own sessions apart."""
    agent = request.headers.get("user-agent", "")
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or "?"


def safe_path(path: str) -> str:
    """Return a path of our own to go on to, or nothing: never another site."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours and path != "/" else ""
