"""From questions to a dataset and a checked pay record without a browser, once on each database."""

import json

import pytest
from starlette.testclient import TestClient

from payments.audit.verify import verify
from tests import make
from tests.cast import ADA, AXEL, RITA, Clock
from tests.programs import DESCRIBED, LINES, LOST, NDJSON, program_of
from web.wiring import House


@pytest.fixture
def rita(each_house: House) -> TestClient:
    with each_house.db.writing() as tx:
        person_id = make.make_member(tx, RITA, organisation_id=make.make_organisation(tx))
    return program_of(each_house, person_id)


@pytest.fixture
def ada(each_house: House) -> TestClient:
    with each_house.db.writing() as tx:
        person_id = make.make_annotator(tx, ADA)
    return program_of(each_house, person_id)


@pytest.fixture
def axel(each_house: House) -> TestClient:
    with each_house.db.writing() as tx:
        person_id, _ = make.make_auditor(tx, AXEL)
    return program_of(each_house, person_id)


def test_questions_become_a_dataset_and_a_pay_record_without_a_browser(clock: Clock, rita, ada, axel, tmp_path) -> None:
    made = rita.post("projects", json=DESCRIBED)
    project = f"projects/{made.json()['project_id']}"
    imported = rita.post(f"{project}/items", content=LINES, headers=NDJSON)
    again = rita.post(f"{project}/items", content=LINES, headers=NDJSON)
    poor = rita.post(f"{project}/publish")
    funded = rita.post(f"{project}/fund", json={"amount": "50"}, headers={"Idempotency-Key": "a"})
    open_now = rita.post(f"{project}/publish")

    first = ada.post("work/next", json={"project_id": made.json()["project_id"]})
    clock.advance(seconds=90)
    answered = ada.post(f"work/{first.json()['assignment_id']}/answer", json=LOST)
    started = ada.post(f"work/{answered.json()['next']['assignment_id']}/start")
    clock.advance(seconds=80)
    last = ada.post(f"work/{started.json()['assignment_id']}/answer", json=LOST)
    nothing = ada.post("work/next")
    earnings = ada.get("me/earnings")

    exported = rita.get(f"{project}/export", params={"format": "jsonl"})
    bundle = axel.get("audit/weeks/2026-W10/bundle")
    (tmp_path / "week.zip").write_bytes(bundle.content)

    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert (imported.json()["imported"], again.json()["skipped"]) == (2, 2)
    assert (poor.status_code, poor.json()["code"]) == (409, "not_enough_funds")
    assert funded.json()["available"] == {"amount": "50.00", "currency": "MXN"}
    assert (open_now.status_code, open_now.json()["state"]) == (200, "running")
    assert first.json()["item"] == {"text": "When can I renew?"}
    assert answered.json()["earning"]["amount"] == "1.15"
    assert answered.json()["next"]["item"] == {"text": "It was stolen."}
    assert (last.json()["next"], last.json()["why_no_next"]["code"]) == (None, "nothing_left")
    assert nothing.status_code == 204
    assert earnings.json()["this_week"]["statements"][0]["counted_ms"] == 170_000
    assert [json.loads(line)["label"] for line in exported.text.splitlines()] == ["lost", "lost"]
    assert verify(tmp_path / "week.zip") == []
