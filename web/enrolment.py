"""Letting a person in without a letter: from the command line and in the demonstration."""

from collections.abc import Mapping, Sequence

from payments.people.queries import standing_of
from payments.people.service import add_person
from web.auth.accounts import account_of_email, add_account, plain_email
from web.auth.identity import identity_from
from web.auth.invitations import Invited, give_standing
from web.auth.permissions import Permission, may
from web.auth.tokens import add_token
from web.wiring import House


def enrol(
    house: House, wanted: Sequence[Invited], *, email: str, who: Mapping[str, str], password: str
) -> tuple[int, bool]:
    """Add a person and what they are; one who is here already keeps name and password.

    Args:
        wanted: what they are to be.
        email: the address with which they come in.
        who: `name`, `language` and `time_zone`.
        password: their first password.

    Returns:
        Their id, and whether they are new.
    """
    now, password_hash = house.now(), house.passwords.hash(password)
    with house.db.writing() as tx:
        account = account_of_email(tx, plain_email(email))
        if account is None:
            person_id = add_person(tx, now=now, **who)
            add_account(tx, person_id, email=email, password_hash=password_hash, now=now)
        else:
            person_id = account.person_id
        for invited in wanted:
            give_standing(tx, person_id, invited, granted_by_id=None, now=now)
    return person_id, account is None


def make_key(house: House, person_id: int, *, name: str = "command line") -> str:
    """Make a key for programs with all that a person may do, and return it; it cannot be shown again."""
    now = house.now()
    with house.db.writing() as tx:
        standing = standing_of(tx, person_id, now=now)
        assert standing is not None
        me = identity_from(standing, session_id=None)
        scopes = [permission for permission in Permission if may(me, permission)]
        return add_token(tx, person_id, name=name, scopes=scopes, now=now)
