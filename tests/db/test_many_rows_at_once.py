"""Rows that are written many at a time: whatever their number, each of them lands once, or none does."""

import re

import pytest

from payments.transaction import COPIED_FROM, LONG_ROWS, VALUES_MOST
from tests.cast import Clock
from tests.work import draft_project, upload
from web.db import Database

OPEN_STREAM = "INSERT INTO event_stream (stream, sequence, hash) VALUES (:stream, :sequence, :hash)"
WIDE = """
INSERT INTO item (project_id, batch_id, item_key, content_hash, content, sort_key, open_slots, priority, extra_count)
VALUES (:project_id, :batch_id, :item_key, :a || :b || :c || :d || :e || :f || :g || :h || :i, :content, :sort_key,
        :open_slots, :priority, :extra_count)
"""
COUNT = "SELECT count(*), sum(sequence), min(hash), max(hash) FROM event_stream WHERE stream LIKE 'many:%'"
AWKWARD = "tab\t, line\n, back\\slash, \\N and a kind word: ¿qué tal?"
EXISTS = re.compile("unique", re.IGNORECASE)


def streams(count: int) -> list[tuple[object, ...]]:
    return [(f"many:{number}", number, AWKWARD) for number in range(count)]


@pytest.mark.parametrize("count", [1, 40, 100, 399, COPIED_FROM, COPIED_FROM + 377, 2 * LONG_ROWS + 377])
def test_rows_of_any_number_land_as_they_are(db: Database, count: int) -> None:
    with db.writing() as tx:
        tx.run_rows(OPEN_STREAM, streams(count))

    with db.reading() as tx:
        assert tx.one(COUNT) == (count, sum(range(count)), AWKWARD, AWKWARD)


def test_where_one_row_of_many_stands_there_already_none_of_them_lands(db: Database) -> None:
    with db.writing() as tx:
        tx.run_rows(OPEN_STREAM, streams(1))

    with pytest.raises(Exception, match=EXISTS), db.writing() as tx:
        tx.run_rows(OPEN_STREAM, list(reversed(streams(COPIED_FROM))))

    with db.reading() as tx:
        assert tx.one(COUNT) == (1, 0, AWKWARD, AWKWARD)


def test_what_was_sent_before_many_rows_is_there_before_them_and_what_follows_sees_all(db: Database) -> None:
    with db.writing() as tx:
        tx.send(OPEN_STREAM, stream="many:first", sequence=1_000_000, hash=AWKWARD)
        tx.run_rows(OPEN_STREAM, streams(COPIED_FROM))
        tx.send(OPEN_STREAM, stream="many:last", sequence=0, hash=AWKWARD)
        seen = tx.one(COUNT)

    assert seen == (COPIED_FROM + 2, 1_000_000 + sum(range(COPIED_FROM)), AWKWARD, AWKWARD)


def test_rows_of_more_columns_than_so_many_at_once_can_have_land_all_the_same(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    batch_id = upload(db, work.project_id, work.requester_id, b"id,text\nfirst,When?\n")
    here = (work.project_id, batch_id)
    wide = [(*here, f"w-{number}", *"wide rows", "{}", 0, 1, 0, 0) for number in range(LONG_ROWS)]

    with db.writing() as tx:
        tx.run_rows(WIDE, wide)

    assert LONG_ROWS * len(wide[0]) > VALUES_MOST
    assert work.value("SELECT count(*) FROM item WHERE content_hash = 'wide rows'") == LONG_ROWS
