"""What is kept of an account at a service: one however often she asks, one look at a time, and what nobody rewrites."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.exc import DBAPIError

from payments.audit.verify import verify
from payments.destinations.queries import destination_of
from payments.provider_accounts.queries import ProviderAccountView, due_for_a_look, provider_accounts_of
from payments.provider_accounts.rules import PAUSED
from payments.provider_accounts.service import (
    AccountWanted,
    Noted,
    ask_account,
    note_account,
    stop_account,
    take_look,
)
from payments.providers.base import DestinationKind, Keys
from payments.providers.onboarding import AccountSeen, AccountState
from payments.providers.stripe_global import StripeGlobal
from tests.audit.conftest import bundle_of
from tests.cast import Clock
from tests.work import annotator
from web.db import Database

STRIPE = StripeGlobal(Keys(stripe_key="sk_test_of_nobody"))
ACCOUNT = "acct_1Jornal0Ada"


def ask(
    db: Database, clock: Clock, person_id: int, *, key: str = "key-1", currency: str = "MXN"
) -> ProviderAccountView:
    wanted = AccountWanted(person_id=person_id, provider=STRIPE.name, currency=currency, country="MX")
    with db.writing() as tx:
        return ask_account(tx, wanted=wanted, key=key, now=clock())


def note(db: Database, clock: Clock, account: ProviderAccountView, state: AccountState, goes_to: str = "") -> Noted:
    seen = AccountSeen(account_id=ACCOUNT, state=state, goes_to=goes_to)
    kind = DestinationKind.STRIPE_RECIPIENT
    with db.writing() as tx:
        return note_account(tx, account, seen, provider=STRIPE, kind=kind, now=clock())


def kept(db: Database, person_id: int) -> tuple[ProviderAccountView, ...]:
    with db.reading() as tx:
        return provider_accounts_of(tx, person_id)


def test_ada_asking_three_times_at_once_asks_for_one_account(db: Database, clock: Clock) -> None:
    ada = annotator(db, "Ada")
    start = Barrier(3)

    def asks(number: int) -> str:
        start.wait()
        return ask(db, clock, ada, key=f"key-{number}").key

    with ThreadPoolExecutor(3) as pool:
        keys = set(pool.map(asks, range(3)))

    assert len(keys) == 1
    assert [one.key for one in kept(db, ada)] == list(keys)


def test_of_two_processes_one_takes_a_look(db: Database, clock: Clock) -> None:
    account = ask(db, clock, annotator(db, "Ada"))

    def takes(_: int) -> bool:
        with db.writing() as tx:
            return take_look(tx, account, now=clock())

    with ThreadPoolExecutor(2) as pool:
        taken = sorted(pool.map(takes, range(2)))

    assert taken == [False, True]


def test_an_account_is_looked_at_when_it_is_due_and_not_before(db: Database, clock: Clock) -> None:
    account = ask(db, clock, annotator(db, "Ada"))
    note(db, clock, account, AccountState.CHECKED)

    with db.reading() as tx:
        early = due_for_a_look(tx, now=clock.advance(minutes=14), most=10)
        later = due_for_a_look(tx, now=clock.advance(minutes=1), most=10)

    assert early == ()
    assert [one.account_id for one in later] == [ACCOUNT]


def test_the_service_closing_an_account_stops_her_pay_there_and_a_new_one_may_be_asked_for(
    db: Database, clock: Clock
) -> None:
    ada = annotator(db, "Ada")
    account = ask(db, clock, ada)
    note(db, clock, account, AccountState.READY)
    with db.writing() as tx:
        stop_account(tx, kept(db, ada)[0], now=clock())

    again = ask(db, clock, ada, key="key-2")

    with db.reading() as tx:
        found = destination_of(tx, person_id=ada, currency="MXN")
    assert found is not None
    assert found.refused_reason == PAUSED
    assert (again.key, again.state, again.account_id) == ("key-2", "asked", "")


def test_money_of_another_currency_uses_the_account_that_she_has(db: Database, clock: Clock) -> None:
    ada = annotator(db, "Ada")
    note(db, clock, ask(db, clock, ada), AccountState.READY)

    other = ask(db, clock, ada, key="key-2", currency="KES")

    assert (other.account_id, other.state) == (ACCOUNT, "ready")


def test_an_auditor_finds_nothing_wrong_where_ada_is_paid_at_a_service(
    db: Database, clock: Clock, tmp_path: Path
) -> None:
    account = ask(db, clock, annotator(db, "Ada"))
    note(db, clock, account, AccountState.READY)
    note(db, clock, account, AccountState.MORE_NEEDED)
    bundle = tmp_path / "bundle.zip"

    bundle.write_bytes(bundle_of(db))

    assert verify(bundle) == []
    assert ACCOUNT.encode() not in bundle.read_bytes()


def test_nobody_rewrites_whose_account_it_is_or_deletes_it(db: Database, clock: Clock) -> None:
    ask(db, clock, annotator(db, "Ada"))

    with pytest.raises(DBAPIError), db.owning() as owner:
        owner.exec_driver_sql("UPDATE provider_account SET key = 'another'")
    with pytest.raises(DBAPIError), db.owning() as owner:
        owner.exec_driver_sql("DELETE FROM provider_account")
