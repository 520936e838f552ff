"""What a route may ask for: the house, who is asking, and that they may do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request

from payments.people.queries import standing_of
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.auth.identity import Identity, identity_from
from web.auth.permissions import Permission, insist
from web.auth.sessions import SessionLife, is_stale, mark_seen, open_session
from web.auth.tokens import token_owner
from web.settings import Settings
from web.wiring import House

SECURE_COOKIE = "__Host-jornal"
PLAIN_COOKIE = "jornal"
BEARER = "bearer "


class NotLoggedIn(Exception):
    """Nobody is logged in where somebody must be."""


async def the_house(request: Request) -> House:
    """Return the house; async, because a plain function would cost a thread."""
    house: House = request.app.state.house
    return house


TheHouse = Annotated[House, Depends(the_house)]


def cookie_name(settings: Settings) -> str:
    """Return the session cookie's name; over https the browser binds it to this host alone."""
    return SECURE_COOKIE if settings.is_secure else PLAIN_COOKIE


def life_of(settings: Settings) -> SessionLife:
    """Return how long log-ins last."""
    return SessionLife(
        idle=timedelta(hours=settings.session_idle_hours), most=timedelta(days=settings.session_days_max)
    )


def whoever(request: Request, house: TheHouse) -> Identity | None:
    """Return who is asking, or None; the answer stays with the request for its page to greet them."""
    request.state.me = None
    if not (shown := _shown(request, house)).is_anything:
        return None
    with house.db.reading() as tx:
        found = _found(tx, house, shown)
    if found is not None and found.is_stale:
        with house.db.writing() as tx:
            mark_seen(tx, found.identity.session_id or 0, now=house.now())
    request.state.me = found.identity if found else None
    return found.identity if found else None


def asking_in(tx: Transaction, request: Request, house: House, *, takes_cookies: bool) -> Identity | None:
    """Return who is asking, or None, read in a transaction that writes anyway: their session's use is noted in it.

    Args:
        tx: an open transaction that may write.
        request: what was sent.
        house: its clock and settings.
        takes_cookies: whether a browser's session counts; in /api cookies open nothing.
    """
    shown = _shown(request, house)
    found = _found(tx, house, shown) if shown.key or takes_cookies else None
    if found is not None and found.is_stale:
        mark_seen(tx, found.identity.session_id or 0, now=house.now())
    request.state.me = found.identity if found else None
    return found.identity if found else None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a request shows of who sends it: a program's key or a browser's cookie, never both."""

    key: str = ""
    cookie: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self.key or self.cookie)


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody who proved who they are, and whether their session's use should be written down again."""

    identity: Identity
    is_stale: bool = False


def _shown(request: Request, house: House) -> _Shown:
    header = request.headers.get("authorization", "")
    if header:
        return _Shown(key=header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else "")
    return _Shown(cookie=request.cookies.get(cookie_name(house.settings), ""))


def _found(tx: Transaction, house: House, shown: _Shown) -> _Found | None:
    if shown.key:
        owner = owner_of_key(tx, shown.key, now=house.now())
        return _Found(owner) if owner else None
    now = house.now()
    session = open_session(tx, shown.cookie, life=life_of(house.settings), now=now)
    standing = standing_of(tx, session.person_id, now=now) if session else None
    if session is None or standing is None:
        return None
    return _Found(identity_from(standing, session_id=session.session_id), is_stale=is_stale(session, now=now))


def owner_of_key(tx: Transaction, key: str, *, now: datetime) -> Identity | None:
    """Return the owner of a program's key, limited to its scopes, or None where it opens nothing."""
    owner = token_owner(tx, key, now=now)
    return identity_from(owner.standing, session_id=None, scopes=owner.scopes) if owner else None


MaybeMe = Annotated[Identity | None, Depends(whoever)]
GREETED = [Depends(whoever)]
"""For a route that anybody may open and whose page greets whoever is logged in."""


async def somebody(me: MaybeMe) -> Identity:
    """Return who is asking; a stranger is shown the door."""
    return _known(me)


def _known(me: Identity | None) -> Identity:
    if me is None:
        raise NotLoggedIn
    return me


Me = Annotated[Identity, Depends(somebody)]


async def _myself(me: Me) -> Identity:
    if me.session_id is None:
        raise Refusal("not_found", Kind.MISSING)
    return me


Myself = Annotated[Identity, Depends(_myself)]
"""A person at a browser, never a program: for passwords, sessions and keys."""


def require(permission: Permission) -> Callable[[Identity], Awaitable[Identity]]:
    """Return the dependency that lets in only who may do this; for others the page does not exist."""

    async def allowed(me: MaybeMe) -> Identity:  # not Me: each dependency on the way costs every request time
        known = _known(me)
        insist(known, permission)
        return known

    return allowed


Annotator = Annotated[Identity, Depends(require(Permission.WORK))]
Requester = Annotated[Identity, Depends(require(Permission.PROJECTS))]
Auditor = Annotated[Identity, Depends(require(Permission.AUDIT_READ))]
Representative = Annotated[Identity, Depends(require(Permission.FIGURES_READ))]
Operator = Annotated[Identity, Depends(require(Permission.PEOPLE_WRITE))]
Staff = Annotated[Identity, Depends(require(Permission.PEOPLE_READ))]
Payroll = Annotated[Identity, Depends(require(Permission.PAYDAY_RUN))]
