"""For whom a person may make projects: the organisations whose form they may fill in."""

from payments.people.queries import OrganisationView, organisation
from policies.errors import Kind, Refusal
from web.auth.identity import Identity
from web.auth.permissions import Permission, may
from web.wiring import House


def writable(me: Identity) -> list[int]:
    """Return the organisations for which a person may make projects."""
    return [key for key in sorted(me.memberships) if may(me, Permission.PROJECT_WRITE, organisation_id=key)]


def organisation_of(typed: str, me: Identity) -> int:
    """Return for whom the project is; another's organisation is as good as none.

    Raises:
        Refusal: `not_found`.
    """
    mine = writable(me)
    if typed in {"", *(str(key) for key in mine)} and mine:
        return int(typed or mine[0])
    raise Refusal("not_found", Kind.MISSING)


def organisations_of(house: House, me: Identity) -> list[OrganisationView]:
    """Return the organisations for which a person may make projects, as their pages name them."""
    with house.db.reading() as tx:
        found = [organisation(tx, key) for key in writable(me)]
    return [one for one in found if one is not None]
