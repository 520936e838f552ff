"""Several web processes over PostgreSQL while everything fails: what was acknowledged is there once, and paid once."""

import gc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from subprocess import Popen

import pytest
from starlette.testclient import TestClient

from tests import databases
from tests.acts import Deed, Recorder, instant, read_acts
from tests.cast import Clock, RunningClock
from tests.chance import chance_of
from tests.conftest import SAME_ORIGIN, settings_for
from tests.crew import Hand
from tests.crew_process import PACE
from tests.databases import OwnServer
from tests.history import findings
from tests.kept import findings_of, read_kept
from tests.processes import children_of, free_port, get, kill, running, settings_of, wait_for
from tests.stormy_day import giving_back, settle
from tests.web_desk import WebDesk
from tests.work import Work, annotator, people, running_project
from web.app import create_app
from web.auth.permissions import Permission
from web.auth.tokens import add_token
from web.db import Database
from web.wiring import open_house

pytestmark = [
    pytest.mark.stress,
    pytest.mark.alone,
    # The driver complains of connections that nobody closed when the server at their other end was gone.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function BaseConnection:pytest.PytestUnraisableExceptionWarning"
    ),
]

OVERLAP = 3


@dataclass(frozen=True, slots=True)
class Weather:
    """How much work, over how many people, and how often a worker is killed and PostgreSQL falls over."""

    items: int
    hands: int
    kills: int
    falls: int


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    with databases.own_postgresql_server() as server:
        yield server


@pytest.fixture
def own_url(own_server: OwnServer) -> Iterator[str]:
    name = databases.migrated_postgresql(own_server.url)
    with databases.postgresql_copy(own_server.url, name) as url:
        yield url
        own_server.start()  # where a test ended while it was down
        gc.collect()  # what was left of such connections goes here, not in somebody else's test


def live_through(server: OwnServer, url: str, weather: Weather, folder: Path) -> WebDesk:
    """Let people work over HTTP while processes die; check everything; return the desk, which counted the troubles."""
    began, port, db = instant(), free_port(), Database(url)
    work = running_project(db, RunningClock(began, pace=PACE), items=weather.items, overlap=OVERLAP)
    crew = list(people(db, weather.hands))
    desk = WebDesk(port, work.project_id, {who: key_of(work, who) for who in crew}, drops=0.02)
    book = Recorder(folder / "told.jsonl")
    hands = [Hand(desk, db, RunningClock(began, pace=PACE), who, chance_of(who), book) for who in crew]
    house = ("tests.clocked_house", str(port), "2", str(began))
    with running(*house, environment=settings_of(url, folder), log=folder / "house.log") as process:
        assert wait_for(lambda: get(port, "/readyz")[0] == HTTPStatus.OK), (folder / "house.log").read_text()
        with giving_back(work), ThreadPoolExecutor(len(hands)) as pool:
            at_work = [pool.submit(hand.work_until_nothing_is_left) for hand in hands]
            for blow in _blows(weather):  # in turn, so that each comes while people are at work, on a quick machine too
                time.sleep(1)
                blow(server, process)
            handled = [each.result() for each in at_work]
    book.close()
    settled = replace(work, clock=Clock(work.clock() + timedelta(days=8)))
    settle(settled)
    kept = replace(read_kept(db, work.project_id), findings=findings_of(db, now=settled.clock()))
    db.dispose()
    acts = read_acts([folder / "told.jsonl"])
    assert findings(acts, kept) == []
    assert sum(not answer.is_surplus for answer in kept.answered) == OVERLAP * weather.items
    assert sum(handled) >= OVERLAP * weather.items
    assert {Deed.OFFERED, Deed.ANSWERED, Deed.NOTHING_LEFT} <= {act.deed for act in acts}
    return desk


def _blows(weather: Weather) -> Iterator[Callable[[OwnServer, Popen[bytes]], None]]:
    for number in range(max(weather.kills, weather.falls)):
        if number < weather.falls:
            yield lambda server, _: server.fall_over_and_come_back()
        if number < weather.kills:
            yield lambda _, process: kill(children_of(process)[0])


def key_of(work: Work, person_id: int) -> str:
    with work.db.writing() as tx:
        return add_token(tx, person_id, name="storm", scopes=[Permission.WORK], now=work.clock())


def test_what_was_acknowledged_survives_a_killed_worker_a_fallen_database_and_broken_lines(
    own_server: OwnServer, own_url: str, tmp_path: Path
) -> None:
    desk = live_through(own_server, own_url, Weather(items=40, hands=8, kills=1, falls=1), tmp_path)

    assert desk.troubles["dropped"] > 0
    assert desk.troubles["come_back"] + desk.troubles["unanswered"] > 0


def test_a_long_storm_over_http(own_server: OwnServer, own_url: str, tmp_path: Path) -> None:
    desk = live_through(own_server, own_url, Weather(items=600, hands=32, kills=5, falls=3), tmp_path)

    assert desk.troubles["dropped"] > 0
    assert desk.troubles["come_back"] + desk.troubles["unanswered"] > 0


def test_while_the_database_is_away_people_are_asked_to_come_back_and_then_served(
    own_server: OwnServer, own_url: str, tmp_path: Path
) -> None:
    house = open_house(settings_for(own_url, tmp_path), now=Clock())
    work = running_project(house.db, Clock(), items=3)
    ada = annotator(house.db, "Ada")
    key = {"Authorization": f"Bearer {key_of(work, ada)}"}
    client = TestClient(create_app(house), headers=SAME_ORIGIN)
    first = client.post("/api/v1/work/next", headers=key)

    own_server.stop()
    away = client.post("/api/v1/work/next", headers=key | {"Accept-Language": "en"})
    page = client.get("/door", headers={"Cookie": "jornal=somebody"})
    alive = client.get("/healthz")
    own_server.start()
    again = client.post("/api/v1/work/next", headers=key)
    client.close()
    house.db.dispose()

    assert (first.status_code, again.status_code) == (HTTPStatus.OK, HTTPStatus.OK)
    assert again.json()["assignment_id"] == first.json()["assignment_id"]
    assert (away.status_code, away.headers["retry-after"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "5")
    assert away.json()["code"] == "database_away"
    assert "nothing of it counts twice" in away.json()["detail"]
    assert (page.status_code, page.headers["retry-after"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "5")
    assert "Send it again in 5 seconds" in page.text
    assert alive.status_code == HTTPStatus.OK
