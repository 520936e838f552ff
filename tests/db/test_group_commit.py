"""Many write at once on SQLite and share one commit: what was acknowledged is on the disk, and nothing else is."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from payments.transaction import Transaction
from web.db import CommitFailed, Database, GroupWriter
from web.db_engines import sqlite_writer, with_driver
from web.db_schema import broken_pages

ADD = "INSERT INTO organisation (name, created_at) VALUES (:name, 0)"
NAMES = "SELECT name FROM organisation ORDER BY name"
DANGLING = "INSERT INTO membership (organisation_id, person_id, role, since_at) VALUES (99, 99, 'requester', 0)"
SECONDS = 30
ACTS_EACH = 40
ROOT = Path(__file__).parents[2]
Act = Callable[[Transaction, str], None]


class Refused(Exception):
    """A "no" on purpose, in the middle of a transaction."""


@pytest.fixture
def writer(sqlite_url: str) -> Iterator[GroupWriter]:
    engine = sqlite_writer(with_driver(sqlite_url))
    opened = GroupWriter(engine)
    yield opened
    opened.close()
    engine.dispose()


def stored(url: str) -> list[str]:
    db = Database(url)
    with db.reading() as tx:
        found = [row[0] for row in tx.run(NAMES)]
    db.dispose()
    return found


def add(tx: Transaction, name: str) -> None:
    tx.run(ADD, name=name)


def add_and_refuse(tx: Transaction, name: str) -> None:
    add(tx, name)
    raise Refused


def add_what_no_commit_takes(tx: Transaction, name: str) -> None:
    """References are checked at the commit only, as this asks, so that it is the shared commit that fails."""
    add(tx, name)
    tx.run("PRAGMA defer_foreign_keys = ON")
    tx.run(DANGLING)


def together(writer: GroupWriter, *acts: tuple[Act, str]) -> list[Future[str]]:
    """Let everybody write in this order; the first holds the turn until the others wait, so that all share a commit."""
    is_inside, may_go_on = threading.Event(), threading.Event()

    def take_turn(act: Act, name: str) -> str:
        with writer.writing() as tx:
            is_inside.set()
            may_go_on.wait(SECONDS)
            act(tx, name)
        return name

    with ThreadPoolExecutor(len(acts)) as pool:
        futures = []
        for place, (act, name) in enumerate(acts):
            futures.append(pool.submit(take_turn, act, name))
            is_inside.wait(SECONDS)
            _wait_until_queued(writer, place)
        may_go_on.set()
    return futures


def _wait_until_queued(writer: GroupWriter, people: int) -> None:
    while writer.waiting < people:
        threading.Event().wait(0.001)


def test_writers_who_wait_share_one_commit(
    writer: GroupWriter, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.db.GROUP_SECONDS_MAX", SECONDS)

    done = together(writer, (add, "A"), (add, "B"), (add, "C"), (add, "D"))

    assert [one.result() for one in done] == ["A", "B", "C", "D"]
    assert stored(sqlite_url) == ["A", "B", "C", "D"]
    assert writer.commits < 4


def test_one_who_is_refused_takes_nothing_of_the_others_along(writer: GroupWriter, sqlite_url: str) -> None:
    first, refused, last = together(writer, (add, "A"), (add_and_refuse, "B"), (add, "C"))

    assert isinstance(refused.exception(), Refused)
    assert (first.result(), last.result()) == ("A", "C")
    assert stored(sqlite_url) == ["A", "C"]


def test_a_commit_that_fails_fails_for_all_who_shared_it_and_stores_nothing(
    writer: GroupWriter, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.db.GROUP_SECONDS_MAX", SECONDS)

    failed = together(writer, (add, "A"), (add_what_no_commit_takes, "B"), (add_and_refuse, "C"))

    assert [type(one.exception()) for one in failed] == [CommitFailed] * 3
    assert stored(sqlite_url) == []


def test_after_a_failed_commit_the_next_one_is_stored(writer: GroupWriter, sqlite_url: str) -> None:
    with pytest.raises(CommitFailed), writer.writing() as tx:
        add_what_no_commit_takes(tx, "A")

    with writer.writing() as tx:
        add(tx, "B")

    assert stored(sqlite_url) == ["B"]


def test_where_the_database_throws_everything_away_everybody_hears_of_it(
    writer: GroupWriter, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.db.GROUP_SECONDS_MAX", SECONDS)
    _let_a_name_end_everything(sqlite_url, "B")

    first, broken, last = together(writer, (add, "A"), (add, "B"), (add, "C"))

    assert isinstance(first.exception(), CommitFailed)
    assert "all gone" in str(broken.exception())
    assert last.result() == "C"
    assert stored(sqlite_url) == ["C"]


def _let_a_name_end_everything(url: str, name: str) -> None:
    db = Database(url)
    with db.owning() as connection:
        connection.exec_driver_sql(
            f"CREATE TRIGGER ends_all BEFORE INSERT ON organisation WHEN NEW.name = '{name}'"
            " BEGIN SELECT RAISE(ROLLBACK, 'all gone'); END"
        )
    db.dispose()


def test_whoever_opens_a_second_transaction_inside_the_first_is_told_instead_of_hanging(writer: GroupWriter) -> None:
    with pytest.raises(AssertionError, match="open here already"), writer.writing(), writer.writing():
        pass


def test_sixteen_who_write_and_fail_at_random_find_stored_what_was_acknowledged(
    writer: GroupWriter, sqlite_url: str
) -> None:
    acts = (add, add, add_and_refuse, add, add, add, add_and_refuse, add_what_no_commit_takes)

    def work(person: int) -> list[str]:
        return [
            name for number in range(ACTS_EACH) if (name := _try(writer, acts[number * 7 % 8], f"{person}-{number}"))
        ]

    with ThreadPoolExecutor(16) as pool:
        acknowledged = sorted(name for names in pool.map(work, range(16)) for name in names)

    assert stored(sqlite_url) == acknowledged
    assert acknowledged


def _try(writer: GroupWriter, act: Act, name: str) -> str:
    """Return the name where it was acknowledged, else nothing."""
    try:
        with writer.writing() as tx:
            act(tx, name)
    except (Refused, CommitFailed):
        return ""
    return name


WRITES_UNTIL_KILLED = """
import sys, threading
from web.db import Database

db, line = Database(sys.argv[1]), threading.Lock()

def work(person):
    for number in range(100_000):
        with db.writing() as tx:
            tx.run("INSERT INTO organisation (name, created_at) VALUES (:name, 0)", name=f"{person}-{number}")
        with line:
            print(f"{person}-{number}", flush=True)

for person in range(8):
    threading.Thread(target=work, args=(person,)).start()
"""


def test_what_was_acknowledged_before_a_kill_is_there_afterwards(sqlite_url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITES_UNTIL_KILLED, sqlite_url], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(300)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]

    assert set(acknowledged) <= set(stored(sqlite_url))
    assert len(acknowledged) >= 300
    assert broken_pages(Database(sqlite_url)) == []
