"""The demonstration's clock: moved ahead for everybody, never back, and nowhere but in a demonstration."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from annotate.demo_plan import first_monday
from annotate.serving.service import next_offer
from payments.people.service import add_annotator, add_person
from tests.conftest import SAME_ORIGIN, settings_for
from tests.work import running_project
from web.app import create_app
from web.auth.accounts import add_account
from web.demo_clock import CLOCK_FILE, DemoClock
from web.settings import Environment
from web.wiring import House, open_house

NOON = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
PASSWORD = "heron-kestrel-plover-1234"


@pytest.fixture
def clock(tmp_path: Path) -> DemoClock:
    return DemoClock(tmp_path, tick=lambda: NOON)


@pytest.fixture
def demo(sqlite_url: str, tmp_path: Path, clock: DemoClock) -> Iterator[House]:
    """A demonstration's house without a past, and Ada in it."""
    settings = settings_for(sqlite_url, tmp_path).model_copy(update={"environment": Environment.DEMO})
    house = open_house(settings, now=clock)
    with house.db.writing() as tx:
        ada = add_person(tx, name="Ada Mendoza", language="en", time_zone="America/Mexico_City", now=NOON)
        add_account(tx, ada, email="ada@jornal.example", password_hash=house.passwords.hash(PASSWORD), now=NOON)
        add_annotator(
            tx, ada, jurisdiction="MX", zone="general", from_on=first_monday(NOON), now=NOON - timedelta(days=9)
        )
    yield house
    house.db.dispose()


@pytest.fixture
def browser(demo: House) -> Iterator[TestClient]:
    with TestClient(create_app(demo), headers=SAME_ORIGIN, follow_redirects=False) as client:
        client.post("/door", data={"email": "ada@jornal.example", "password": PASSWORD})
        yield client


def test_moved_by_an_hour_it_is_an_hour_later_for_everybody(browser, demo):
    reply = browser.post("/demo/time", data={"to": "hour"})

    assert reply.status_code == 200
    assert "Nothing was due" in reply.text
    assert demo.now() == NOON + timedelta(hours=1)


def test_every_page_says_that_the_clock_was_moved_and_none_before(browser):
    before = browser.get("/home").text

    browser.post("/demo/time", data={"to": "day"})

    assert "was moved" not in before
    assert "was moved" in browser.get("/home").text


def test_whoever_moves_it_by_weeks_stays_logged_in(browser):
    moves = [browser.post("/demo/time", data={"to": "week"}).status_code for _ in range(6)]

    assert moves == [200] * 6
    assert browser.get("/home").status_code == 200


def test_a_bucket_of_tries_does_not_fill_up_because_the_clock_was_moved(browser):
    wrong = {"email": "ada@jornal.example", "password": "not-her-password"}
    tries = [browser.post("/door", data=wrong).status_code for _ in range(12)]

    browser.post("/demo/time", data={"to": "day"})

    assert tries[-1] == 429
    assert browser.post("/door", data=wrong).status_code == 429


def test_the_week_ends_for_who_lives_farthest_west(browser, demo):
    with demo.db.writing() as tx:
        ines = add_person(tx, name="Inés", language="es", time_zone="America/Tijuana", now=NOON)
        add_annotator(tx, ines, jurisdiction="MX", zone="ZLFN", from_on=first_monday(NOON), now=NOON)

    browser.post("/demo/time", data={"to": "week"})

    assert demo.now().isoformat() == "2026-11-23T08:10:00+00:00"


def test_who_has_nothing_open_is_told_to_begin_a_task_before_a_rest_can_come(browser, demo):
    page = browser.get("/demo/time").text

    reply = browser.post("/demo/time", data={"to": "rest"})

    assert "Until my next rest" not in page
    assert reply.status_code == 409
    assert "Begin a task" in reply.text
    assert demo.now() == NOON


def test_who_is_at_work_can_go_to_their_next_rest_and_all_of_the_time_counts(browser, demo, clock):
    work = running_project(demo.db, clock)
    with demo.db.writing() as tx:
        ada = tx.value("SELECT id FROM person WHERE name = 'Ada Mendoza'")
        next_offer(tx, person_id=ada, project_id=work.project_id, now=NOON, rulebook=demo.rulebook)

    reply = browser.post("/demo/time", data={"to": "rest"})

    with demo.db.reading() as tx:
        minutes = dict(tx.run("SELECT bucket, sum(ended_at - started_at) / 60000 FROM time_segment GROUP BY bucket"))
    assert "Now a rest is due" in reply.text
    assert minutes == {"task": 55}
    assert demo.now() == NOON + timedelta(minutes=55)


def test_what_falls_due_meanwhile_is_done_and_said(browser, demo, clock):
    work = running_project(demo.db, clock)
    with demo.db.writing() as tx:
        ada = tx.value("SELECT id FROM person WHERE name = 'Ada Mendoza'")
        next_offer(tx, person_id=ada, project_id=work.project_id, now=NOON, rulebook=demo.rulebook)

    browser.post("/demo/time", data={"to": "rest"})
    day = browser.post("/demo/time", data={"to": "day"})
    week = browser.post("/demo/time", data={"to": "week"})

    assert "1 open item went back" in day.text
    assert "1 person" in week.text
    assert "week was closed" in unescape(week.text)


def test_a_stranger_cannot_move_it(demo):
    with TestClient(create_app(demo), headers=SAME_ORIGIN, follow_redirects=False) as stranger:
        reply = stranger.post("/demo/time", data={"to": "day"})

    assert reply.status_code == 303
    assert demo.now() == NOON


def test_another_start_goes_on_where_the_clock_was(clock, tmp_path):
    clock.move(timedelta(days=2))

    again = DemoClock(tmp_path, tick=lambda: NOON)

    assert again() == NOON + timedelta(days=2)
    assert again.is_moved


@pytest.mark.parametrize("by", [timedelta(), timedelta(seconds=-1)])
def test_it_never_goes_back_nor_stands_still(clock, tmp_path, by):
    with pytest.raises(ValueError, match="only goes forward"):
        clock.move(by)

    assert clock() == NOON
    assert not (tmp_path / CLOCK_FILE).exists()


@pytest.mark.parametrize("environment", [Environment.PRODUCTION, Environment.TEST])
def test_no_other_jornal_has_the_page_whatever_its_clock(sqlite_url, tmp_path, clock, environment):
    settings = settings_for(sqlite_url, tmp_path).model_copy(update={"environment": environment})
    house = open_house(settings, now=clock)
    app = create_app(house)

    with TestClient(app, headers=SAME_ORIGIN) as anybody:
        answers = [anybody.get("/demo/time").status_code, anybody.post("/demo/time", data={"to": "day"}).status_code]

    assert "/demo/time" not in app.state.paths
    assert answers == [404, 404]
    assert house.now() == NOON
    house.db.dispose()
