"""The demonstration: everyone can log in and finds a past, and starting it again keeps what was done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.audit.bundle import collect
from payments.audit.verify import verify
from payments.people.queries import people
from tests.conftest import SAME_ORIGIN
from web.app import create_app
from web.demo import DATABASE_FILE, UNFINISHED_FILE, demo_settings, put_in_place
from web.demo_cast import PASSWORD_FILE, parts, password_of
from web.running import the_house_of
from web.wiring import House


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration that was made once."""
    folder = tmp_path_factory.mktemp("demo") / ".jornal"
    put_in_place(demo_settings(folder, port=8000))
    return folder


@pytest.fixture
def demo(folder: Path) -> Iterator[House]:
    with the_house_of(demo_settings(folder, port=8000)) as house:
        yield house


@pytest.fixture
def browser(demo: House) -> Iterator[TestClient]:
    with TestClient(create_app(demo), headers=SAME_ORIGIN, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.name)
def test_everyone_in_the_printed_table_can_log_in(browser, folder, part):
    reply = browser.post("/door", data={"email": part.email, "password": password_of(folder)})

    assert reply.status_code == 303


def test_only_the_visitor_can_read_the_password(folder):
    assert (folder / PASSWORD_FILE).stat().st_mode & 0o777 == 0o600
    assert len(password_of(folder)) >= 16


def test_a_visitor_finds_a_week_that_was_closed_with_a_top_up(demo):
    with demo.db.reading() as tx:
        closed = tx.value("SELECT count(*) FROM period_close WHERE total_micros >= pooled_micros")
        top_ups = tx.run("SELECT amount_micros FROM earning WHERE kind = 'top_up' AND state = 'final'")

    assert closed >= 8
    assert len(top_ups) >= 1


def test_a_visitor_finds_a_rest_a_skipped_item_and_quiet_minutes_to_claim(demo):
    with demo.db.reading() as tx:
        minutes = dict(tx.run("SELECT bucket, sum(ended_at - started_at) / 60000 FROM time_segment GROUP BY bucket"))
        skipped = tx.value("SELECT count(*) FROM assignment WHERE reason = 'skip'")

    assert minutes["rest"] >= 5
    assert minutes["unconfirmed"] >= 10
    assert skipped >= 1


def test_ada_finds_work_left_for_her(demo):
    with demo.db.reading() as tx:
        left = tx.value("SELECT count(*) FROM item WHERE open_slots > 0")

    assert left >= 30


def test_nothing_in_the_past_lies_in_the_future(demo):
    with demo.db.reading() as tx:
        latest = tx.value("SELECT max(logged_at) FROM event")

    assert latest <= demo.now().timestamp() * 1000


def test_an_auditor_who_works_the_past_out_again_finds_nothing(demo, tmp_path):
    with (tmp_path / "bundle.zip").open("wb") as out, demo.db.reading() as tx:
        collect(tx, period=None, out=out, operator="Cooperativa Jornal", now=demo.now())

    assert verify(tmp_path / "bundle.zip") == []


def test_starting_again_keeps_everything_and_makes_nothing_twice(folder, demo):
    with demo.db.reading() as tx:
        before = tx.run("SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM event)")
    password = password_of(folder)

    is_made = put_in_place(demo_settings(folder, port=8000))

    with demo.db.reading() as tx:
        assert tx.run("SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM event)") == before
        assert len(people(tx, now=demo.now())) == len(parts())
    assert not is_made
    assert password_of(folder) == password


def test_a_start_that_was_interrupted_is_made_whole_by_the_next_one(tmp_path):
    settings = demo_settings(tmp_path, port=8000)
    (tmp_path / UNFINISHED_FILE).write_bytes(b"half of a database")

    is_made = put_in_place(settings)

    assert is_made
    assert (tmp_path / DATABASE_FILE).exists()
    assert not (tmp_path / UNFINISHED_FILE).exists()
