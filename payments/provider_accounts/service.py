"""Asking for an account at a service, noting how it stands, and sending money there once it can."""

from dataclasses import dataclass
from datetime import datetime

from payments.destinations.service import Named, Wanted, name_destination, refuse_destination
from payments.events.rules import Fact, annotator_stream
from payments.events.service import append, lock
from payments.provider_accounts.queries import ProviderAccountView, provider_account
from payments.provider_accounts.rules import PAUSED, Follows, next_look, what_follows
from payments.providers.account_numbers import tail_of
from payments.providers.base import DestinationKind, PayoutProvider
from payments.providers.onboarding import AccountSeen, AccountState
from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from policies.periods import to_ms

_OPEN = """
SELECT id, state FROM provider_account
WHERE person_id = :person_id AND provider = :provider AND currency = :currency AND replaced_at IS NULL
"""
_ELSEWHERE = """
SELECT account_id, state, goes_to FROM provider_account
WHERE person_id = :person_id AND provider = :provider AND account_id IS NOT NULL AND state <> 'stopped'
  AND replaced_at IS NULL ORDER BY id LIMIT 1
"""
_ADD = """
INSERT INTO provider_account (person_id, provider, currency, country, key, account_id, state, goes_to, asked_at,
  proved_at, changed_at, look_at)
VALUES (:person_id, :provider, :currency, :country, :key, :account_id, :state, :goes_to, :now, :now, :now, :now)
RETURNING id
"""
_PROVE = "UPDATE provider_account SET proved_at = :now, look_at = :now, named_at = NULL WHERE id = :row_id"
_REPLACE = "UPDATE provider_account SET replaced_at = :now WHERE id = :row_id AND replaced_at IS NULL"
_TAKE_LOOK = "UPDATE provider_account SET look_at = :next WHERE id = :row_id AND look_at = :before"
_GIVE_UP = """
UPDATE provider_account SET replaced_at = :now
WHERE person_id = :person_id AND currency = :currency AND named_at IS NULL AND replaced_at IS NULL
"""
_KEPT = """
SELECT state, goes_to, named_at IS NOT NULL FROM provider_account WHERE id = :row_id AND replaced_at IS NULL
"""
_NOTE = """
UPDATE provider_account SET account_id = :account_id, state = :state, goes_to = :goes_to, look_at = :look_at,
  changed_at = CASE WHEN state = :state THEN changed_at ELSE :now END WHERE id = :row_id
"""
_STOP = "UPDATE provider_account SET state = 'stopped', look_at = :look_at, changed_at = :now WHERE id = :row_id"
_NAMED = "UPDATE provider_account SET named_at = :now WHERE id = :row_id"
_IN_USE = """
SELECT id, number, refused_reason FROM destination
WHERE person_id = :person_id AND currency = :currency AND provider = :provider AND replaced_at IS NULL
"""
_HOLD_IN_USE = _IN_USE + "/*postgresql: FOR UPDATE */"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWanted:
    """Which service a person chose, for money of which currency, and where they live."""

    person_id: int
    provider: str
    currency: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What came of a look: the account to which money goes from now on, if that changed, and why."""

    follows: Follows
    named: Named | None = None


def ask_account(tx: Transaction, *, wanted: AccountWanted, key: str, now: datetime) -> ProviderAccountView:
    """Keep that a person wants an account at a service, before the service is called; asked again, it is the same one.

    An account that the service closed is asked for anew, and one that it already opened for another currency is used.

    Args:
        tx: the open transaction.
        wanted: which; the person gave their password again.
        key: a new one, for the service to know the same account by.
        now: when.
    """
    lock(tx, stream=annotator_stream(wanted.person_id))  # two clicks take turns
    chosen = {"person_id": wanted.person_id, "provider": wanted.provider}
    earlier = tx.one(_OPEN, **chosen, currency=wanted.currency)
    if earlier is not None and earlier[1] != AccountState.STOPPED:
        row_id = int(earlier[0])
        tx.count(_PROVE, row_id=row_id, now=now)
    else:
        if earlier is not None:
            tx.count(_REPLACE, row_id=earlier[0], now=now)
        known = tx.one(_ELSEWHERE, **chosen) or (None, AccountState.ASKED, "")
        kept = {"account_id": known[0], "state": known[1], "goes_to": known[2], "key": key, "country": wanted.country}
        row_id = int(tx.value(_ADD, **chosen, currency=wanted.currency, **kept, now=now))
    body = chosen | {"row_id": row_id, "currency": wanted.currency, "country": wanted.country, "act": "asked"}
    append(tx, stream=annotator_stream(wanted.person_id), facts=[Fact("provider_account", body)], now=now)
    view = provider_account(tx, row_id)
    assert view is not None, "it was kept just now"
    return view


def take_look(tx: Transaction, account: ProviderAccountView, *, now: datetime) -> bool:
    """Take one look upon oneself, so that of several processes one asks; return whether it was still to be taken."""
    after = next_look(account.state, now)
    return tx.count(_TAKE_LOOK, row_id=account.row_id, before=account.look_at, next=after) == 1


def give_up_unfinished(tx: Transaction, *, person_id: int, currency: str, now: datetime) -> None:
    """Let go of accounts that were asked for and not finished: the person typed another one instead."""
    tx.count(_GIVE_UP, person_id=person_id, currency=currency, now=now)


def note_account(
    tx: Transaction,
    account: ProviderAccountView,
    seen: AccountSeen,
    *,
    provider: PayoutProvider,
    kind: DestinationKind,
    now: datetime,
) -> Noted:
    """Note how a service shows an account, and do what follows about where the person's money goes.

    Args:
        tx: the open transaction.
        account: as it was read.
        seen: as the service shows it now.
        provider: who pays there.
        kind: how the service's accounts are named.
        now: when.

    Raises:
        Refusal: `not_found` where another took its place meanwhile.
    """
    whose = _hold(tx, account)
    kept = tx.one(_KEPT, row_id=account.row_id)
    if kept is None:
        raise Refusal("not_found", Kind.MISSING)
    before, goes_to, was_named = AccountState(kept[0]), kept[1], bool(kept[2])
    said = {"account_id": seen.account_id, "state": seen.state, "goes_to": seen.goes_to or goes_to}
    tx.count(_NOTE, row_id=account.row_id, **said, look_at=next_look(seen.state, now), now=now)
    in_use = tx.one(_IN_USE, **whose)
    is_in_use = in_use is not None and in_use[1] == seen.account_id
    follows = what_follows(
        seen.state,
        was_named=was_named,
        is_in_use=is_in_use,
        refused_reason=in_use[2] if in_use is not None and is_in_use else None,
        has_moved=bool(goes_to and seen.goes_to and goes_to != seen.goes_to),
    )
    facts: list[Fact] = []
    if follows is Follows.PAUSE and in_use is not None:
        refuse_destination(tx, destination_id=in_use[0], reason=PAUSED, now=now, facts=facts)
    if seen.state is not before:
        body = whose | {"row_id": account.row_id, "act": seen.state.value, "tail": tail_of(seen.account_id)}
        facts.append(Fact("provider_account", body | {"at_ms": to_ms(now)}))
    if facts:
        append(tx, stream=annotator_stream(account.person_id), facts=facts, now=now)
    if follows not in {Follows.NAME, Follows.NAME_ANEW}:
        return Noted(follows=follows)
    wanted = Wanted(
        kind=kind,
        currency=account.currency,
        holder=account.person_name,
        number=seen.account_id,
        is_anew=follows is Follows.NAME_ANEW,
    )
    named = name_destination(tx, person_id=account.person_id, wanted=wanted, provider=provider, now=now)
    tx.count(_NAMED, row_id=account.row_id, now=now)
    return Noted(follows=follows, named=named)


def stop_account(tx: Transaction, account: ProviderAccountView, *, now: datetime) -> None:
    """Note that a service refuses a person for good; money that was to go there stays here."""
    whose = _hold(tx, account)
    tx.count(_STOP, row_id=account.row_id, look_at=next_look(AccountState.STOPPED, now), now=now)
    facts = [Fact("provider_account", whose | {"row_id": account.row_id, "act": "stopped", "at_ms": to_ms(now)})]
    in_use = tx.one(_IN_USE, **whose)
    if in_use is not None and in_use[1] == account.account_id and in_use[2] is None:
        refuse_destination(tx, destination_id=in_use[0], reason=PAUSED, now=now, facts=facts)
    append(tx, stream=annotator_stream(account.person_id), facts=facts, now=now)


def _hold(tx: Transaction, account: ProviderAccountView) -> dict[str, object]:
    """Hold the account in use and then the stream, in the order of whoever books an answer; return whose they are."""
    whose = {"person_id": account.person_id, "currency": account.currency, "provider": account.provider}
    tx.run(_HOLD_IN_USE, **whose)
    lock(tx, stream=annotator_stream(account.person_id))
    return dict(whose)
