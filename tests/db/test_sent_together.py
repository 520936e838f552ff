"""Statements that travel together: what the database has against one is told before anybody hears that it went well."""

import re

import pytest

from payments.transaction import Transaction
from policies.errors import Kind, Refusal
from web.db import Database

OPEN_STREAM = "INSERT INTO event_stream (stream, sequence, hash) VALUES (:stream, 1, 'none')"
COUNT = "SELECT count(*) FROM event_stream WHERE stream LIKE 'together:%'"
EXISTS = re.compile("unique", re.IGNORECASE)


def kept(db: Database) -> int:
    with db.reading() as tx:
        return int(tx.value(COUNT))


def send_twice(tx: Transaction) -> None:
    tx.send(OPEN_STREAM, stream="together:ada")
    tx.send(OPEN_STREAM, stream="together:ada")


def send_twice_and_read(tx: Transaction) -> None:
    send_twice(tx)
    tx.value(COUNT)


def send_and_refuse(tx: Transaction) -> None:
    tx.send(OPEN_STREAM, stream="together:ada")
    raise Refusal("nothing_left", Kind.CONFLICT)


def send_twice_around_a_refusal(tx: Transaction) -> None:
    try:
        send_and_refuse(tx)
    except Refusal:
        tx.send(OPEN_STREAM, stream="together:ada")
        tx.write_pending()


def test_what_ada_sends_is_there_for_what_she_reads_next(db: Database) -> None:
    with db.writing() as tx:
        tx.send(OPEN_STREAM, stream="together:ada")
        tx.send(OPEN_STREAM, stream="together:rita")
        seen = tx.value(COUNT)

    assert (seen, kept(db)) == (2, 2)


def test_ada_is_told_what_is_wrong_with_the_last_thing_that_was_sent_and_nothing_is_kept(db: Database) -> None:
    with pytest.raises(Exception, match=EXISTS), db.writing() as tx:
        send_twice(tx)

    assert kept(db) == 0


def test_ada_is_told_what_is_wrong_when_she_reads_on_and_nothing_is_kept(db: Database) -> None:
    with pytest.raises(Exception, match=EXISTS), db.writing() as tx:
        send_twice_and_read(tx)

    assert kept(db) == 0


def test_ada_is_told_of_it_even_while_a_refusal_is_being_handled(db: Database) -> None:
    with pytest.raises(Exception, match=EXISTS), db.writing() as tx:
        send_twice_around_a_refusal(tx)

    assert kept(db) == 0


def test_a_refusal_after_something_was_sent_stays_the_refusal_and_the_connection_goes_on(db: Database) -> None:
    with pytest.raises(Refusal, match="nothing_left"), db.writing() as tx:
        send_and_refuse(tx)
    with db.writing() as tx:
        tx.send(OPEN_STREAM, stream="together:ada")

    assert kept(db) == 1


def test_rows_that_go_as_one_are_counted_and_refused_like_others(db: Database) -> None:
    names: list[dict[str, object]] = [{"stream": f"together:{number}"} for number in range(40)]
    with db.writing() as tx:
        tx.run_many(OPEN_STREAM, names[:3])
        tx.run_many(OPEN_STREAM, names[3:])

    with pytest.raises(Exception, match=EXISTS), db.writing() as tx:
        tx.run_many(OPEN_STREAM, names)

    assert kept(db) == len(names)
