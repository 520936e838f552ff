"""The event log: one unbroken chain for each person, and the law kept word for word."""

import json
import threading

import pytest

from payments.events.rules import FIRST_PREVIOUS, Fact, annotator_stream, commitment_of, seal
from payments.events.service import append, keep_rulebook
from policies.rulebook import Rulebook
from tests.cast import BEGINNING
from tests.wages import FLOOR, RULEBOOK
from web.db import Database

ADA = annotator_stream(5)
EVENTS = """
SELECT stream, sequence, previous_hash, kind, logged_at, salt, body, hash FROM event ORDER BY stream, sequence
"""


def test_each_event_seals_the_one_before_it(db: Database) -> None:
    with db.writing() as tx:
        append(tx, stream=ADA, facts=[Fact("time", {"ms": 1}), Fact("earning", {"micros": 2})], now=BEGINNING)
        append(tx, stream=ADA, facts=[Fact("claim", {"line": "ñandú"})], now=BEGINNING)

    with db.reading() as tx:
        events = tx.run(EVENTS)
    assert [event[1] for event in events] == [1, 2, 3]
    assert [event[2] for event in events] == [FIRST_PREVIOUS, events[0][7], events[1][7]]
    assert [event[7] for event in events] == [sealed(event) for event in events]


def test_streams_of_two_people_do_not_touch(db: Database) -> None:
    with db.writing() as tx:
        append(tx, stream=ADA, facts=[Fact("time", {})], now=BEGINNING)
        append(tx, stream=annotator_stream(6), facts=[Fact("time", {})], now=BEGINNING)

    with db.reading() as tx:
        assert [event[1] for event in tx.run(EVENTS)] == [1, 1]


def test_equal_bodies_have_different_salts_so_that_nobody_can_guess_them(db: Database) -> None:
    with db.writing() as tx:
        append(tx, stream=ADA, facts=[Fact("time", {}), Fact("time", {})], now=BEGINNING)

    with db.reading() as tx:
        salts = {event[5] for event in tx.run(EVENTS)}
    assert len(salts) == 2


def test_nothing_to_say_says_nothing(db: Database) -> None:
    with db.writing() as tx:
        append(tx, stream=ADA, facts=[], now=BEGINNING)

    with db.reading() as tx:
        assert tx.run("SELECT stream FROM event_stream") == []


def test_an_act_that_fails_leaves_no_event(db: Database) -> None:
    with pytest.raises(ValueError, match="no place"), db.writing() as tx:
        append(tx, stream=ADA, facts=[Fact("time", {}), Fact("time", {"hours": 0.1})], now=BEGINNING)

    with db.reading() as tx:
        assert tx.run(EVENTS) == []


def test_eight_acts_at_once_make_one_chain(db: Database) -> None:
    threads = [threading.Thread(target=log_five, args=(db,)) for _ in range(8)]

    all_of(threads)

    with db.reading() as tx:
        events = tx.run(EVENTS)
    assert [event[1] for event in events] == list(range(1, 41))
    assert [event[2] for event in events] == [FIRST_PREVIOUS, *(event[7] for event in events[:-1])]


def test_the_law_behind_a_record_is_kept_once_and_gives_the_same_floor_again(db: Database) -> None:
    with db.writing() as tx:
        keep_rulebook(tx, rulebook=RULEBOOK, digest=FLOOR.rulebook_digest, now=BEGINNING)
        keep_rulebook(tx, rulebook=RULEBOOK, digest=FLOOR.rulebook_digest, now=BEGINNING)

    with db.reading() as tx:
        texts = dict(tx.run("SELECT digest, text FROM rulebook_text"))
        logged = [json.loads(event[6])["texts"] for event in tx.run(EVENTS)]
    assert Rulebook.from_texts(texts, FLOOR.rulebook_digest).floor("MX", on=FLOOR.on) == FLOOR
    assert logged == [sorted(texts)]


def sealed(event: tuple[object, ...]) -> str:
    stream, sequence, previous, kind, logged_ms, salt, body, _ = event
    return seal(
        stream=str(stream),
        sequence=int(str(sequence)),
        previous_hash=str(previous),
        kind=str(kind),
        logged_ms=int(str(logged_ms)),
        commitment=commitment_of(str(salt), str(body)),
    )


def log_five(db: Database) -> None:
    for number in range(5):
        with db.writing() as tx:
            append(tx, stream=ADA, facts=[Fact("time", {"number": number})], now=BEGINNING)


def all_of(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
