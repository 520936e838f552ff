"""Many answer at once on SQLite: one thread takes them one after another, and each is told what came of their own."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from payments.transaction import Transaction
from web.db import CommitFailed, Database
from web.one_turn import OneTurn, Say, Take

ADD = "INSERT INTO organisation (name, created_at) VALUES (:name, 0)"
NAMES = "SELECT name FROM organisation ORDER BY name"
DANGLING = "INSERT INTO membership (organisation_id, person_id, role, since_at) VALUES (99, 99, 'requester', 0)"
SECONDS = 30


class Refused(Exception):
    """A "no" on purpose."""


@pytest.fixture
def db(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


def adding(name: str) -> Take:
    def take(tx: Transaction) -> Say:
        tx.run(ADD, name=name)
        return lambda: f"{name} is kept"

    return take


def adding_and_refusing(name: str) -> Take:
    def take(tx: Transaction) -> Say:
        tx.run(ADD, name=name)
        raise Refused

    return take


def adding_what_no_commit_takes(name: str) -> Take:
    def take(tx: Transaction) -> Say:
        tx.run(ADD, name=name)
        tx.run("PRAGMA defer_foreign_keys = ON")
        tx.run(DANGLING)
        return lambda: f"{name} is kept"

    return take


def saying_what_fails(name: str) -> Take:
    def take(tx: Transaction) -> Say:
        tx.run(ADD, name=name)

        def say() -> Any:
            raise Refused

        return say

    return take


def unreadable() -> Take:
    raise Refused


def all_at_once(db: Database, *reads: Callable[[], Take]) -> list[Any]:
    """Let everybody wait in the line before the first is taken, and return what each was told."""
    may_begin = threading.Event()

    async def everybody(turn: OneTurn) -> list[Any]:
        told = asyncio.gather(*(turn.done(read) for read in reads), return_exceptions=True)
        await asyncio.sleep(0)  # each of them stands in the line now
        may_begin.set()
        return await asyncio.wait_for(told, SECONDS)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(may_begin.wait, SECONDS)
        return asyncio.run(everybody(OneTurn(db, pool)))


def kept(db: Database) -> list[str]:
    with db.reading() as tx:
        return [row[0] for row in tx.run(NAMES)]


def test_ada_and_ben_are_told_each_their_own(db: Database) -> None:
    told = all_at_once(db, lambda: adding("Ada"), lambda: adding("Ben"))

    assert told == ["Ada is kept", "Ben is kept"]
    assert kept(db) == ["Ada", "Ben"]


def test_what_was_refused_to_ben_takes_nothing_from_ada(db: Database) -> None:
    told = all_at_once(
        db, lambda: adding("Ada"), lambda: adding_and_refusing("Ben"), unreadable, lambda: adding("Cleo")
    )

    assert [type(each) for each in told] == [str, Refused, Refused, str]
    assert kept(db) == ["Ada", "Cleo"]


def test_ada_is_told_nothing_that_is_not_on_the_disk(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.db.GROUP_SECONDS_MAX", SECONDS)  # both share a commit, however slow the machine is
    told = all_at_once(db, lambda: adding("Ada"), lambda: adding_what_no_commit_takes("Mallory"))

    assert [type(each) for each in told] == [CommitFailed, CommitFailed]
    assert kept(db) == []


def test_an_answer_that_cannot_be_said_is_kept_all_the_same(db: Database) -> None:
    told = all_at_once(db, lambda: saying_what_fails("Ada"), lambda: adding("Ben"))

    assert [type(each) for each in told] == [Refused, str]
    assert kept(db) == ["Ada", "Ben"]


def test_whoever_comes_when_all_is_done_begins_anew(db: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        turn = OneTurn(db, pool)

        told = [asyncio.run(turn.done(lambda: adding("Ada"))), asyncio.run(turn.done(lambda: adding("Ben")))]

    assert told == ["Ada is kept", "Ben is kept"]


def test_nobody_waits_for_ever_where_no_transaction_can_be_begun(db: Database) -> None:
    with db.writing() as tx:
        tx.run("PRAGMA busy_timeout = 50")

    with db.owning() as stranger:  # another program holds the file
        stranger.exec_driver_sql("SELECT 1")
        told = all_at_once(db, lambda: adding("Ada"), lambda: adding("Ben"))

    assert [type(each).__name__ for each in told] == ["OperationalError", "OperationalError"]
