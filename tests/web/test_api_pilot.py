"""Rita's program tries a project out: it begins the paid pilot, reads its times, ends it and takes the price."""

import pytest
from starlette.testclient import TestClient

from payments.people.rules import Role
from payments.people.service import add_member
from tests import make
from tests.cast import PAZ, Clock
from tests.pilot_work import SECONDS_OF_EIGHT, answer_at, draft_with_items
from tests.programs import program_of
from tests.work import Work, people
from web.wiring import House


@pytest.fixture
def work(house: House, rita_id: int, clock: Clock) -> Work:
    work = draft_with_items(house.db, clock, items=60)
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    return work


@pytest.fixture
def program(house: House, rita_id: int, work: Work) -> TestClient:
    return program_of(house, rita_id)


@pytest.fixture
def paz(house: House) -> TestClient:
    with house.db.writing() as tx:
        person_id = make.make_member(tx, PAZ, organisation_id=make.make_organisation(tx, "Water Board"))
    return program_of(house, person_id)


def of(work: Work, rest: str = "pilot") -> str:
    return f"projects/{work.project_id}/{rest}"


def test_a_pilot_begins_with_half_of_few_items(program: TestClient, work: Work) -> None:
    reply = program.post(of(work), json={})

    said = reply.json()
    assert reply.status_code == 200
    assert (said["state"], said["items"], said["people_count"]) == ("running", 30, 0)
    assert (said["proposed"], said["seconds_of_people"]) == (None, None)


def test_eight_people_later_it_reads_the_price_and_takes_it(program: TestClient, work: Work) -> None:
    program.post(of(work), json={"items": 40})
    answer_at(work, people(work.db, 8), SECONDS_OF_EIGHT)
    ended = program.post(of(work, "pilot/end")).json()

    taken = program.post(of(work, "pilot/price"), json={"amount": "2.30"}).json()

    assert ended["state"] == "over"
    assert ended["proposed"] == {"amount": "2.297167", "currency": "MXN"}
    assert ended["seconds_of_people"] == {"p50": "120.000", "p75": "180.000", "p90": "240.000", "p95": "240.000"}
    assert [row["below_floor_count"] for row in ended["prices"]] == [6, 4, 2, 0]
    assert (taken["state"], taken["taken"]["amount"]) == ("taken", "2.30")
    assert work.value("SELECT sum(open_slots) FROM item") == 44


def test_without_a_pilot_there_is_none_to_read(program: TestClient, work: Work) -> None:
    reply = program.get(of(work))

    assert (reply.status_code, reply.json()["code"]) == (409, "no_pilot")


def test_too_low_a_price_says_what_the_least_is(program: TestClient, work: Work) -> None:
    program.post(of(work), json={"items": 40})
    answer_at(work, people(work.db, 8), SECONDS_OF_EIGHT)
    program.post(of(work, "pilot/end"))

    reply = program.post(of(work, "pilot/price"), json={"amount": "2.29"})

    assert (reply.status_code, reply.json()["code"]) == (422, "pilot_price_low")
    assert "2.297167" in reply.json()["next"]


@pytest.mark.parametrize("path", ["pilot", "pilot/end", "pilot/price"])
def test_another_organisation_finds_no_such_project(paz: TestClient, work: Work, path: str) -> None:
    reply = paz.post(of(work, path), json={"amount": "9.99"} if path == "pilot/price" else {})

    assert reply.status_code == 404
    assert paz.get(of(work)).status_code == 404
