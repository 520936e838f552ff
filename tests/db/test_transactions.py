"""Transactions: nothing half-done is kept, readers cannot write, and writers wait their turn in order."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from payments.people.queries import standing_of
from tests import make
from tests.cast import ADA, BEGINNING, RITA
from web.db import Database
from web.fair_lock import FairLock

NAMES = "SELECT name FROM person ORDER BY id"


def test_what_is_written_is_there_for_the_next_reader(db: Database) -> None:
    with db.writing() as tx:
        make.make_person(tx, ADA)

    with db.reading() as tx:
        assert tx.run(NAMES) == [("Ada",)]


def test_nothing_of_a_failed_transaction_is_kept(db: Database) -> None:
    with pytest.raises(RuntimeError):
        _write_and_fail(db)

    with db.reading() as tx:
        assert tx.run(NAMES) == []


def _write_and_fail(db: Database) -> None:
    with db.writing() as tx:
        make.make_person(tx, ADA)
        raise RuntimeError


def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(Exception, match="read"), db.reading() as tx:
        tx.run("INSERT INTO organisation (name, created_at) VALUES ('Sly', 0)")

    with db.reading() as tx:
        assert tx.value("SELECT count(*) FROM organisation") == 0


def test_a_reader_who_could_not_write_leaves_the_connection_clean_for_a_writer(db: Database) -> None:
    with pytest.raises(Exception, match="read"), db.reading() as tx:
        tx.run("INSERT INTO organisation (name, created_at) VALUES ('Sly', 0)")

    with db.writing() as tx:
        make.make_person(tx, RITA)

    with db.reading() as tx:
        assert tx.run(NAMES) == [("Rita",)]


def test_forty_writers_at_once_all_get_through(db: Database) -> None:
    def add(number: int) -> None:
        with db.writing() as tx:
            tx.run("INSERT INTO organisation (name, created_at) VALUES (:name, 0)", name=f"Office {number}")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(add, range(40)))

    with db.reading() as tx:
        assert tx.value("SELECT count(DISTINCT name) FROM organisation") == 40


def test_a_reader_sees_one_moment_while_a_writer_moves_on(sqlite_url: str) -> None:
    db = Database(sqlite_url)

    with db.reading() as before:
        assert before.run(NAMES) == []
        with db.writing() as tx:
            make.make_person(tx, ADA)
        seen = before.run(NAMES)

    db.dispose()
    assert seen == []


def test_waiting_writers_are_served_in_the_order_in_which_they_came() -> None:
    lock = FairLock()
    served: list[int] = []

    def wait_for_turn(number: int) -> None:
        with lock:
            served.append(number)

    with lock:
        threads = [threading.Thread(target=wait_for_turn, args=(number,)) for number in range(8)]
        _start_one_after_another(threads, lock)
    _join(threads)

    assert served == list(range(8))


def _start_one_after_another(threads: list[threading.Thread], lock: FairLock) -> None:
    for place, thread in enumerate(threads, 1):
        thread.start()
        while lock.waiting < place:
            threading.Event().wait(0.001)


def _join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE event SET sequence = 9",
        "DELETE FROM event",
        "UPDATE ledger_transfer SET amount_micros = 1",
        "DELETE FROM ledger_transfer",
        "UPDATE ledger_account SET id = 0",
        "DELETE FROM ledger_account",
        "UPDATE time_segment SET ended_at = 1",
        "DELETE FROM earning",
        "DROP TABLE person",
        "ALTER TABLE event ADD COLUMN note TEXT",
        "DROP TRIGGER ledger_transfer_no_update",
        "ATTACH DATABASE ':memory:' AS elsewhere",
        "PRAGMA writable_schema = ON",
        "PRAGMA ignore_check_constraints = ON",
        "PRAGMA foreign_keys = OFF",
    ],
)
def test_the_application_cannot_even_ask_to_rewrite_records(sqlite_url: str, act: str) -> None:
    db = Database(sqlite_url)

    with pytest.raises(Exception, match=r"not authorized|prohibited"), db.writing() as tx:
        tx.run(act)

    db.dispose()


def test_a_person_cannot_vanish_while_records_name_them(db: Database) -> None:
    with db.writing() as tx:
        ada_id = make.make_annotator(tx, ADA)

    with pytest.raises(Exception, match=r"(?i)foreign key"), db.writing() as tx:
        tx.run("DELETE FROM person WHERE id = :ada_id", ada_id=ada_id)


def test_standing_is_read_alike_on_both_databases(db: Database) -> None:
    with db.writing() as tx:
        office = make.make_organisation(tx)
        rita_id = make.make_member(tx, RITA, organisation_id=office)

    with db.reading() as tx:
        standing = standing_of(tx, rita_id, now=BEGINNING)

    assert standing is not None
    assert standing.memberships == {office: frozenset({"requester"})}
    assert not standing.is_annotator
