"""What happens about accounts at services between transactions: asking, looking, and the letter it may bring."""

from dataclasses import dataclass
from datetime import datetime

from payments.destinations.queries import DestinationView, destination_of
from payments.people.queries import Standing, standing_of
from payments.provider_accounts.queries import (
    ProviderAccountView,
    due_for_a_look,
    provider_account,
    provider_accounts_named,
)
from payments.provider_accounts.rules import Follows
from payments.provider_accounts.service import Noted, note_account, stop_account, take_look
from payments.providers.onboarding import AccountSeen, Newcomer, Onboarding, ServiceAway, ServiceRefuses
from policies.errors import Kind, Refusal
from web.auth.accounts import account_of
from web.letters import post_letter
from web.logs import log
from web.render import Pages
from web.show_as import Writing
from web.wiring import House

LOOKS_MOST = 50
"""So many accounts are looked at in one go; the next go takes the next ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose account it is, and the address that they had all along."""

    standing: Standing
    email: str


def look_at_accounts(house: House) -> int:
    """Ask each service how the accounts stand that are due for a look; return how many were looked at.

    Where a service is away the round ends: the accounts after it are the first of the next one.
    """
    if not house.onboarding:
        return 0
    with house.db.reading() as tx:
        due = due_for_a_look(tx, now=house.now(), most=LOOKS_MOST)
    looked = 0
    for account in due:
        if _take(house, account) and account.provider in house.onboarding:
            if not look_again(house, account):
                break
            looked += 1
    return looked


def _take(house: House, account: ProviderAccountView) -> bool:
    with house.db.writing() as tx:
        return take_look(tx, account, now=house.now())


def hear_of_account(house: House, account_id: str) -> int:
    """Look at an account of which a service said that something happened; return how many rows of ours it is.

    Args:
        house: the house.
        account_id: the service's name of it; one that nobody knows here changes nothing.
    """
    with house.db.reading() as tx:
        accounts = provider_accounts_named(tx, account_id)
    return sum(look_again(house, account) for account in accounts)


def look_again(house: House, account: ProviderAccountView) -> bool:
    """Ask the service how an account stands, or to open it where it has not answered yet, and note what it says.

    Called twice, or by two processes at once, it changes nothing more: the same key is the same account.

    Returns:
        Whether the service answered.
    """
    onboarding = house.onboarding.get(account.provider)
    if onboarding is None or account.provider not in house.payout_providers:
        return False
    owner = _owner_of(house, account.person_id)
    try:
        seen = _asked(onboarding, account, owner)
    except ServiceAway as away:
        log().warning("service_away", provider=account.provider, said=str(away))
        return False
    except ServiceRefuses as refuses:
        log().warning("service_refuses", provider=account.provider, said=str(refuses))
        with house.db.writing() as tx:
            stop_account(tx, account, now=house.now())
        return True
    _note(house, account, seen, onboarding, owner)
    return True


def _asked(onboarding: Onboarding, account: ProviderAccountView, owner: _Owner) -> AccountSeen:
    if account.account_id:
        return onboarding.look(account.account_id, currency=account.currency)
    return onboarding.open_account(
        Newcomer(
            key=account.key,
            name=owner.standing.name,
            email=owner.email,
            country=account.country,
            currency=account.currency,
        )
    )


def _note(house: House, account: ProviderAccountView, seen: AccountSeen, onboarding: Onboarding, owner: _Owner) -> None:
    provider = house.payout_providers[account.provider]
    try:
        with house.db.writing() as tx:
            before = destination_of(tx, person_id=account.person_id, currency=account.currency)
            noted = note_account(tx, account, seen, provider=provider, kind=onboarding.kind, now=house.now())
    except Refusal as refusal:
        if refusal.kind is not Kind.MISSING:
            raise
        return  # another took its place while we asked
    if noted.named is not None and noted.named.is_change and owner.email:
        _warn(house, owner, before, noted)


def _warn(house: House, owner: _Owner, before: DestinationView | None, noted: Noted) -> None:
    """Write to the address that the person had all along: whoever broke in cannot stop this letter."""
    assert noted.named is not None, "nobody is written to about an account that did not change"
    standing = owner.standing
    is_moved = noted.follows is Follows.NAME_ANEW
    post_letter(
        house,
        Pages(house.languages),
        owner.email,
        "mail/account_moved.txt" if is_moved else "mail/account_changed.txt",
        standing.language,
        name=standing.name,
        old_tail=before.tail if before else "",
        new_tail=noted.named.tail,
        usable_from=_written(house, standing, noted.named.usable_from),
    )


def _written(house: House, standing: Standing, at: datetime) -> str:
    return Writing(house.languages[standing.language], standing.time_zone).plain_when(at)


def _owner_of(house: House, person_id: int) -> _Owner:
    with house.db.reading() as tx:
        standing, kept = standing_of(tx, person_id, now=house.now()), account_of(tx, person_id)
    assert standing is not None, "an account belongs to somebody"
    return _Owner(standing=standing, email=kept.email if kept else "")


def page_at_service(house: House, account: ProviderAccountView, *, back_to: str, again_at: str) -> str:
    """Return the address of the service's own page for somebody, good for one visit.

    Args:
        house: the house.
        account: theirs.
        back_to: our path to which the service sends them when they are done.
        again_at: our path to which it sends them when its page is no longer good.

    Raises:
        Refusal: `password_needed_again` an hour after it was given, `service_away`, `service_refuses`.
    """
    if not account.may_go_on(house.now()):
        raise Refusal("password_needed_again", Kind.FORBIDDEN)
    found = account if account.account_id else _opened(house, account)
    onboarding = house.onboarding.get(account.provider)
    if onboarding is None or not found.account_id:
        raise Refusal("service_away", Kind.NOT_YET)
    ours = house.settings.public_url.rstrip("/")
    try:
        return onboarding.page_for(
            found.account_id, is_change=found.is_ready, back_to=ours + back_to, again_at=ours + again_at
        )
    except ServiceAway as away:
        raise Refusal("service_away", Kind.NOT_YET) from away
    except ServiceRefuses as refuses:
        raise Refusal("service_refuses", Kind.CONFLICT) from refuses


def _opened(house: House, account: ProviderAccountView) -> ProviderAccountView:
    """Ask once more for an account that the service has not opened yet, and read what came of it."""
    look_again(house, account)
    with house.db.reading() as tx:
        found = provider_account(tx, account.row_id)
    return found or account
