"""The three days by program, once on each database: pictures boxed, questions answered, a price raised, pay checked."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotate.regions import PARTS_OF_THE_WHOLE, Box, region
from payments.audit.verify import verify
from tests import make
from tests.archives import zipped
from tests.cast import ADA, AXEL, RITA, Clock
from tests.pictures import drawn
from tests.programs import program_of
from web.api.v1.project_shapes import CONFIG
from web.regular.verifications import verify_asked
from web.wiring import House

STREETS = {
    "name": "Street ramps",
    "label_config": CONFIG,
    "instructions": "Draw a box around each ramp and each kerb.",
    "content_risks": ["violence"],
    "estimated_seconds": 60,
    "pay": {"basis": "item", "currency": "MXN", "amount": "1.15", "jurisdictions": ["MX"]},
}
QUARTER = PARTS_OF_THE_WHOLE // 4
RAMP = region(Box("ramp", 0, 0, QUARTER, QUARTER), region_id="b1", picture_width=64, picture_height=48)
PAYMENT = {"Idempotency-Key": "march"}


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


@pytest.fixture
def project(rita: TestClient) -> str:
    """Rita's morning: three pictures in an archive, paid for and published."""
    made = rita.post("projects", json=STREETS).json()
    address = f"projects/{made['project_id']}"
    pictures = {f"{colour}.png": drawn(colour=colour) for colour in ("red", "green", "blue")}
    sent = rita.post(f"{address}/items", files={"file": ("streets.zip", zipped(pictures))})
    rita.post(f"{address}/fund", json={"amount": "100"}, headers=PAYMENT)
    opened = rita.post(f"{address}/publish")

    assert (made["task_type"], made["state"]) == ("boxes", "draft")
    assert (sent.json()["imported"], sent.json()["refused"]) == (3, [])
    assert (opened.status_code, opened.json()["state"], opened.json()["item_count"]) == (200, "running", 3)
    return address


def boxed(ada: TestClient, clock: Clock, task: dict[str, Any]) -> dict[str, Any]:
    """Look at the picture, draw a box, send it."""
    clock.advance(seconds=70)
    reply = ada.post(f"work/{task['assignment_id']}/answer", json={"result": [RAMP]})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_an_annotator_s_day(project: str, ada: TestClient, rita: TestClient, clock: Clock) -> None:
    nothing_yet = ada.post("work/next")
    chosen = ada.post("me/content", json={"willing": ["violence"]})
    task = ada.post("work/next").json()
    picture = ada.get(f"http://testserver/pictures/{task['item']['image']}/screen")
    clock.advance(seconds=15)
    held = ada.post(f"work/{task['assignment_id']}/heartbeat")
    asking = {"project_id": task["project_id"], "assignment_id": task["assignment_id"], "text": "Is this a ramp?"}
    asked = ada.post("me/questions", json=asking)
    first = boxed(ada, clock, task)
    started = ada.post(f"work/{first['next']['assignment_id']}/start")
    given_back = ada.post(
        f"work/{started.json()['assignment_id']}/release", json={"reason": "report", "problem": "not_loading"}
    )
    resting = ada.post("work/pause")
    clock.advance(minutes=6)
    back = ada.post("work/resume")
    second = boxed(ada, clock, ada.post("work/next").json())
    seen = rita.get(f"{project}/questions").json()["waiting"]
    earnings = ada.get("me/earnings").json()["this_week"]["statements"][0]
    record = ada.get("me/record").json()

    assert nothing_yet.status_code == 204
    assert chosen.json() == {"willing": ["violence"], "given_back": []}
    assert picture.headers["content-type"] == "image/png"
    assert held.json()["expires_at"] > task["expires_at"]
    assert (asked.status_code, given_back.status_code) == (201, 204)
    assert (resting.json()["is_paused"], back.json()["is_paused"]) == (True, False)
    assert [one["problem"] for one in seen] == [None, "not_loading"]
    assert (first["earning"]["amount"], second["earning"]["amount"]) == ("1.15", "1.15")
    assert earnings["counted_ms"] > 140_000
    assert [one["kind"] for one in record["earnings"]].count("piece") == 2


def test_a_requester_s_day(project: str, ada: TestClient, rita: TestClient, clock: Clock) -> None:
    ada.post("me/content", json={"willing": ["violence"]})
    ada.post("me/questions", json={"project_id": int(project.removeprefix("projects/")), "text": "And stairs?"})
    boxed(ada, clock, ada.post("work/next").json())
    waiting = rita.get(f"{project}/questions").json()["waiting"]
    said = rita.post(
        f"{project}/questions/{waiting[0]['question_id']}/answer", json={"text": "No.", "is_for_all": True}
    )
    paused = rita.post(f"{project}/pause")
    in_hand = ada.post("work/next", json={"project_id": paused.json()["project_id"]})
    going_on = rita.post(f"{project}/resume")
    quoted = rita.get(f"{project}/prices/quote", params={"amount": "1.30"})
    raised = rita.post(f"{project}/prices", json={"amount": "1.30", "reason": "It takes longer."})
    more = rita.post(f"{project}/items", files=[("file", ("4.png", drawn(colour="pink")))])
    batch = f"{project}/batches/{more.json()['batch_id']}"
    costs = rita.get(batch)
    published = rita.post(f"{batch}/publish")
    offered = boxed(ada, clock, ada.post("work/next").json())
    later = boxed(ada, clock, offered["next"])
    coco = json.loads(rita.get(f"{project}/export", params={"format": "coco"}).content)
    closed = rita.post(f"{project}/close")

    assert [one["answer"] for one in said.json()["answered"]] == ["No."]
    assert ada.get("me/questions").json()["questions"][0]["answer"] == "No."
    assert (paused.json()["state"], in_hand.status_code) == ("paused", 200)  # what was begun may be finished
    assert going_on.json()["state"] == "running"
    assert quoted.json() == raised.json()
    assert rita.get(f"{project}/prices").json()["rises"][0]["after"]["amount"] == "1.30"
    assert (more.json()["imported"], costs.json()["published_at"]) == (1, None)
    assert costs.json()["ceiling"]["amount"] > "1.30"
    assert published.json()["published_at"] is not None
    assert [one["imported_count"] for one in rita.get(f"{project}/batches").json()["batches"]] == [1, 3]
    assert (offered["earning"]["amount"], later["earning"]["amount"]) == ("1.15", "1.30")  # offers stay as they were
    assert (len(coco["images"]), len(coco["annotations"])) == (3, 3)
    assert closed.json()["state"] == "closed"


def test_an_auditor_s_day(
    project: str, each_house: House, ada: TestClient, axel: TestClient, clock: Clock, tmp_path: Path
) -> None:
    ada.post("me/content", json={"willing": ["violence"]})
    boxed(ada, clock, ada.post("work/next").json())
    permitted = axel.get("audit/weeks")
    week = axel.get("audit/weeks/2026-W10")
    drawn = axel.get("audit/weeks/2026-W10/sample", params={"of": "answers", "size": 5, "seed": "dice66"})
    again = axel.get("audit/weeks/2026-W10/sample", params={"of": "answers", "size": 5, "seed": "dice66"})
    person = axel.get("audit/weeks/2026-W10/sample", params={"of": "people", "size": 1})
    law = axel.get("rules/MX", params={"on": "2026-03-02"})
    asked = axel.post("audit/weeks/2026-W10/verification")
    verify_asked(each_house)
    verified = axel.get("audit/weeks/2026-W10/verification")
    bundle = axel.get("audit/weeks/2026-W10/bundle")
    (tmp_path / "week.zip").write_bytes(bundle.content)

    assert permitted.json()["permitted"][0]["weeks"] == ["2026-W10"]
    assert (week.json()["people_count"], week.json()["below_count"]) == (1, 0)
    assert "Ada" not in week.text
    assert drawn.json() == again.json()
    assert [one["amount"]["amount"] for one in drawn.json()["answers"]] == ["1.15"]
    assert [one["total"]["amount"] for one in person.json()["people"]] == ["1.15"]
    assert "45.943334" in {floor["hourly"]["amount"] for floor in law.json()["floors"]}
    assert axel.get(f"rules/texts/{law.json()['rulebook_digest']}").status_code == 200
    assert drawn.json()["answers"][0]["rulebook_digest"] == law.json()["rulebook_digest"]
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert (verified.json()["state"], verified.json()["findings"]) == ("done", [])
    assert verify(tmp_path / "week.zip") == []
