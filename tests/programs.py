"""Programs that speak for the cast: each shows a key of its owner and nothing else."""

from collections.abc import Iterable

from starlette.testclient import TestClient

from tests.work import answer
from web.app import create_app
from web.auth.permissions import Permission
from web.auth.tokens import add_token
from web.enrolment import make_key
from web.wiring import House

API = "/api/v1"
DESCRIBED = {
    "name": "Passport questions",
    "schema": {"question": "What is asked?", "labels": ["renewal", {"value": "lost", "key": "l"}]},
    "instructions": "Choose what the person asks.",
    "estimated_seconds": 80,
    "pay": {"basis": "item", "currency": "MXN", "amount": "1.15", "jurisdictions": ["MX"]},
}
LINES = b'{"id": "q-1", "text": "When can I renew?"}\n{"id": "q-2", "text": "It was stolen."}\n'
NDJSON = {"Content-Type": "application/x-ndjson"}
LOST = {"result": answer("lost")}


def program_of(house: House, person_id: int) -> TestClient:
    """Return a program with a key for everything that its owner may do."""
    return with_key(house, make_key(house, person_id))


def limited_program_of(house: House, person_id: int, scopes: Iterable[Permission]) -> TestClient:
    """Return a program whose key opens less than its owner may."""
    with house.db.writing() as tx:
        key = add_token(tx, person_id, name="limited", scopes=scopes, now=house.now())
    return with_key(house, key)


def with_key(house: House, key: str) -> TestClient:
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    return TestClient(create_app(house), base_url=f"http://testserver{API}/", headers=headers, follow_redirects=False)


def published(rita: TestClient, *, lines: bytes = LINES, **changes: object) -> int:
    """Make, fill, fund and publish a project, and return its id."""
    project_id: int = rita.post("projects", json=DESCRIBED | changes).json()["project_id"]
    rita.post(f"projects/{project_id}/items", content=lines, headers=NDJSON)
    rita.post(f"projects/{project_id}/fund", json={"amount": "100"}, headers={"Idempotency-Key": "first"})
    assert rita.post(f"projects/{project_id}/publish").status_code == 200
    return project_id
