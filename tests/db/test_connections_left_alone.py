"""A connection that ended while nobody used it is replaced, and one used a moment ago is not asked again."""

from collections.abc import Iterator

import pytest

from web.db import Database

pytestmark = pytest.mark.stress
ME = "SELECT pg_backend_pid()"
END = "SELECT pg_terminate_backend(:process)"


@pytest.fixture
def house_db(postgresql_url: str) -> Iterator[Database]:
    db = Database(postgresql_url)
    yield db
    db.dispose()


@pytest.fixture
def other_db(postgresql_url: str) -> Iterator[Database]:
    db = Database(postgresql_url)
    yield db
    db.dispose()


def process_of(db: Database) -> int:
    with db.reading() as tx:
        return int(tx.value(ME))


def test_whoever_comes_after_a_pause_gets_a_connection_that_works(
    house_db: Database, other_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.db_engines.ALONE_SECONDS", 0.0)  # as if nobody had come for a while
    ended = process_of(house_db)
    with other_db.writing() as tx:
        tx.run(END, process=ended)

    now_used = process_of(house_db)

    assert now_used != ended


def test_a_connection_used_a_moment_ago_is_not_asked_whether_it_lives(
    house_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.db_engines.ALONE_SECONDS", 3600.0)
    first = process_of(house_db)
    asked: list[object] = []
    dialect = house_db._writer.dialect
    monkeypatch.setattr(dialect, "do_ping", asked.append)

    second = process_of(house_db)

    assert second == first
    assert not asked
