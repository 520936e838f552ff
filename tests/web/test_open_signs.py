"""Whether the house is open is said by whoever answers: a stopped scheduler is no outage, a silence of all of them is."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from annotate.outages.service import say_open
from tests.cast import Clock
from tests.processes import free_port, get, running, settings_of, wait_for
from web.db import Database
from web.open_signs import saying_that_we_are_open, sign
from web.regular.outages import note_outage, say_that_we_are_open
from web.wiring import House

SEEN = "SELECT seen_at FROM house_sign"
OUTAGES = "SELECT count(*) FROM outage"


def value(db: Database, statement: str) -> object:
    with db.reading() as tx:
        return tx.value(statement)


@pytest.fixture
def environment(postgresql_url: str, tmp_path: Path) -> Mapping[str, str]:
    return settings_of(postgresql_url, tmp_path)


@pytest.mark.stress
def test_workers_without_a_scheduler_leave_signs(
    environment: Mapping[str, str], postgresql_url: str, tmp_path: Path
) -> None:
    port, db = free_port(), Database(postgresql_url)
    with running("web", "serve", "--workers", "2", "--port", str(port), environment=environment, log=tmp_path / "log"):
        assert wait_for(lambda: get(port, "/readyz")[0] == 200)
        first = value(db, SEEN)

        assert wait_for(lambda: value(db, SEEN) != first)

    assert first is not None
    assert value(db, OUTAGES) == 0
    db.dispose()


def test_a_scheduler_that_stood_still_made_nobody_wait(each_house: House, clock: Clock) -> None:
    note_outage(each_house)
    clock.advance(seconds=45)
    sign(each_house, is_late=False)
    clock.advance(seconds=45)

    was_down = note_outage(each_house)

    assert not was_down
    assert value(each_house.db, OUTAGES) == 0


def test_jobs_that_run_while_no_page_is_answered_do_not_hide_the_outage(each_house: House, clock: Clock) -> None:
    with each_house.db.writing() as tx:
        say_open(tx, now=clock())
    clock.advance(minutes=5)
    say_that_we_are_open(each_house)

    was_down = note_outage(each_house)

    assert was_down is not each_house.db.is_sqlite


def test_whoever_could_not_sign_for_a_while_notes_that_nobody_could_once(each_house: House, clock: Clock) -> None:
    note_outage(each_house)
    clock.advance(minutes=4)

    sign(each_house, is_late=True)
    sign(each_house, is_late=True)

    assert value(each_house.db, OUTAGES) == 1


def test_whoever_could_not_sign_while_others_could_notes_nothing(each_house: House, clock: Clock) -> None:
    note_outage(each_house)
    clock.advance(minutes=4)
    with each_house.db.writing() as tx:
        say_open(tx, now=clock())

    sign(each_house, is_late=True)

    assert value(each_house.db, OUTAGES) == 0


def test_signs_end_with_the_process_that_leaves_them(each_house: House) -> None:
    before = threading.active_count()

    with saying_that_we_are_open(each_house, every_seconds=0.05):
        pass

    assert threading.active_count() == before
