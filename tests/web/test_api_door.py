"""Who gets into the interface for programs: keys only, each for its owner, each no further than its scopes."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests import make
from tests.cast import MALLORY, Clock
from tests.programs import API, DESCRIBED, LINES, LOST, NDJSON, limited_program_of, program_of, with_key
from web.auth.permissions import Permission
from web.auth.tokens import end_token, tokens_of
from web.enrolment import make_key
from web.wiring import House

CALLS = [
    ("GET", "projects"),
    ("POST", "projects"),
    ("GET", "projects/1"),
    ("POST", "projects/1/items"),
    ("POST", "projects/1/fund"),
    ("POST", "projects/1/publish"),
    ("GET", "projects/1/export"),
    ("POST", "projects/1/pause"),
    ("POST", "projects/1/resume"),
    ("POST", "projects/1/close"),
    ("GET", "projects/1/prices"),
    ("POST", "projects/1/prices"),
    ("GET", "projects/1/prices/quote?amount=2"),
    ("GET", "projects/1/batches"),
    ("GET", "projects/1/batches/1"),
    ("POST", "projects/1/batches/1/publish"),
    ("GET", "projects/1/questions"),
    ("POST", "projects/1/questions/1/answer"),
    ("POST", "work/next"),
    ("POST", "work/pause"),
    ("POST", "work/resume"),
    ("POST", "work/1/start"),
    ("POST", "work/1/heartbeat"),
    ("POST", "work/1/release"),
    ("POST", "work/1/answer"),
    ("GET", "me/earnings"),
    ("GET", "me/payslips/2026-W10"),
    ("POST", "me/claims"),
    ("GET", "me/record"),
    ("GET", "me/questions"),
    ("POST", "me/questions"),
    ("GET", "me/content"),
    ("POST", "me/content"),
    ("GET", "audit/weeks"),
    ("GET", "audit/weeks/2026-W10"),
    ("GET", "audit/weeks/2026-W10/bundle"),
    ("GET", "audit/weeks/2026-W10/sample"),
    ("POST", "audit/weeks/2026-W10/verification"),
    ("GET", "audit/weeks/2026-W10/verification"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_without_a_key_nothing_opens(app: FastAPI, method: str, path: str) -> None:
    reply = TestClient(app).request(method, f"{API}/{path}")

    assert reply.status_code == 401
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["www-authenticate"] == "Bearer"
    assert set(reply.json()) == {"type", "title", "status", "detail", "code", "next", "params"}
    assert reply.json()["code"] == "key_needed"


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_mallory_s_own_key_opens_nothing(house: House, method: str, path: str) -> None:
    with house.db.writing() as tx:
        person_id = make.make_person(tx, MALLORY)

    reply = program_of(house, person_id).request(method, path)

    assert reply.status_code == 404
    assert reply.json()["code"] == "not_found"


@pytest.mark.parametrize("shown", ["Bearer nonsense", "Bearer ", "Basic YTpi", "nonsense", "Bearer é"])
def test_what_is_no_key_opens_nothing(app: FastAPI, shown: str) -> None:
    reply = TestClient(app).get(f"{API}/projects", headers={"Authorization": shown.encode("latin-1")})

    assert reply.status_code == 401


def test_a_browser_s_cookie_opens_nothing_here(rita: TestClient) -> None:
    assert rita.get("/projects").status_code == 200
    assert rita.get(f"{API}/projects").status_code == 401


def test_a_key_that_was_ended_opens_nothing_any_more(house: House, rita_id: int) -> None:
    key = make_key(house, rita_id)
    before = with_key(house, key).get("projects")

    with house.db.writing() as tx:
        end_token(tx, tokens_of(tx, rita_id)[0].token_id, person_id=rita_id, now=house.now())

    assert before.status_code == 200
    assert with_key(house, key).get("projects").status_code == 401


def test_a_key_does_no_more_than_its_scopes_say(house: House, rita_id: int) -> None:
    reader = limited_program_of(house, rita_id, [Permission.PROJECTS, Permission.PROJECT_READ])
    project_id = program_of(house, rita_id).post("projects", json=DESCRIBED).json()["project_id"]

    seen = reader.get(f"projects/{project_id}")
    refused = [
        reader.post("projects", json=DESCRIBED),
        reader.post(f"projects/{project_id}/items", content=LINES, headers=NDJSON),
        reader.post(f"projects/{project_id}/fund", json={"amount": "1"}, headers={"Idempotency-Key": "x"}),
        reader.post(f"projects/{project_id}/publish"),
    ]

    assert seen.status_code == 200
    assert [reply.status_code for reply in refused] == [404, 404, 404, 404]


def test_a_key_for_reading_earnings_cannot_work(house: House, ada_id: int) -> None:
    reader = limited_program_of(house, ada_id, [Permission.OWN_EARNINGS])

    assert reader.get("me/earnings").status_code == 200
    assert reader.post("work/next").status_code == 404
    assert reader.post("work/1/answer", json=LOST).status_code == 404


def test_a_program_on_another_site_needs_no_origin_because_it_shows_a_key(house: House, rita_id: int) -> None:
    reply = program_of(house, rita_id).post("projects", json=DESCRIBED, headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 201


def test_a_refusal_speaks_the_language_of_the_key_s_owner(house: House, clock: Clock) -> None:
    with house.db.writing() as tx:
        person_id = make.make_member(tx, make.Who("Luz", language="es"), organisation_id=make.make_organisation(tx))

    reply = program_of(house, person_id).get("projects/99")

    assert reply.json()["title"] == "Aquí no hay nada"
