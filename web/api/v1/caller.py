"""For whom a program speaks: the owner of its key, as far as the key's scopes go. Cookies open nothing."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from web.auth.identity import Identity
from web.auth.permissions import Permission, insist
from web.deps import NotLoggedIn, TheHouse, owner_of_key

KEY = HTTPBearer(
    auto_error=False,
    scheme_name="key",
    bearerFormat="jornal_...",
    description="`jornal user add ADDRESS --token` prints a key; it carries the permissions of its owner on that day.",
)
Shown = Annotated[HTTPAuthorizationCredentials | None, Depends(KEY)]


def caller(request: Request, house: TheHouse, shown: Shown) -> Identity:
    """Return the owner of the key that a program shows; they stay with the request, to be spoken to in their words.

    Raises:
        NotLoggedIn: there is no key, or it opens nothing.
    """
    me = None
    if shown:
        with house.db.reading() as tx:
            me = owner_of_key(tx, shown.credentials, now=house.now())
    request.state.me = me
    if me is None:
        raise NotLoggedIn
    return me


def allowed(permission: Permission) -> Callable[[Identity], Awaitable[Identity]]:
    """Return the dependency that lets in only whose owner and scopes may do this; for others nothing is here."""

    async def checked(me: Annotated[Identity, Depends(caller)]) -> Identity:
        insist(me, permission)
        return me

    return checked


Annotator = Annotated[Identity, Depends(allowed(Permission.WORK))]
Earner = Annotated[Identity, Depends(allowed(Permission.OWN_EARNINGS))]
Recorded = Annotated[Identity, Depends(allowed(Permission.OWN_RECORD))]
Requester = Annotated[Identity, Depends(allowed(Permission.PROJECTS))]
Auditor = Annotated[Identity, Depends(allowed(Permission.AUDIT_READ))]
Anybody = Annotated[Identity, Depends(caller)]
"""Whoever has a key, for a call that looks at more than one permission itself."""
