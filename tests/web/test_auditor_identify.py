"""Axel asks who somebody is: only on a stated ground, logged twice, and Ada is told before he can use it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.audit.verify import verify
from tests.cast import ADA, Clock, Who
from tests.make import make_auditor, make_organisation
from tests.work import Work, running_project
from web.wiring import House

WEEK = "2026-W10"
GROUND = {"basis_kind": "court", "basis": "Order 112/2026 of the labour court, to summon the person as a witness."}


@pytest.fixture
def work(house: House, clock: Clock, ada_id: int) -> Work:
    project = running_project(house.db, clock, items=10)
    project.answer(ada_id, seconds=60)
    return project


@pytest.fixture
def address(axel: TestClient, work: Work) -> str:
    """Where Axel asks who the one person of the week is."""
    found = re.search(r"(/audit/\S+/people/[a-z]+-\d+)\?", axel.get(f"/audit/{WEEK}").text)
    assert found
    return f"{found[1]}/identify"


def letters(house: House) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(Path(house.settings.mail_url).glob("*.eml"))]


def told_in(house: House, stream: str) -> list[dict[str, object]]:
    with house.db.reading() as tx:
        rows = tx.run("SELECT stream, body FROM event WHERE kind = 'identified' ORDER BY id")
    return [json.loads(body) for found, body in rows if found.startswith(stream)]


def test_axel_is_told_a_name_once_he_has_stated_the_ground(axel: TestClient, address: str) -> None:
    before = axel.get(address).text

    reply = axel.post(address, data=GROUND)

    assert reply.status_code == 303
    assert ">Ada<" not in before
    assert ">Ada<" in axel.get(reply.headers["location"]).text


def test_the_ground_stands_in_her_log_and_in_his(axel: TestClient, house: House, address: str) -> None:
    axel.post(address, data=GROUND)

    assert [each["basis"] for each in told_in(house, "annotator:")] == [GROUND["basis"]]
    assert told_in(house, "annotator:") == told_in(house, "accreditation:")


def test_ada_reads_who_asked_when_and_why_and_gets_a_letter(
    axel: TestClient, house: House, ada: TestClient, address: str
) -> None:
    nothing = ada.get("/me/record").text
    axel.post(address, data=GROUND)

    text = ada.get("/me/record").text
    letter = letters(house)[0]
    assert "No auditor so far" in nothing
    assert "Axel" in text
    assert GROUND["basis"] in text
    assert "An order of a court or an authority" in text
    assert f"To: {ADA.email}" in letter
    assert "112/2026" in letter


def test_olga_reads_it_in_her_first_room(axel: TestClient, olga: TestClient, address: str) -> None:
    axel.post(address, data=GROUND)

    assert GROUND["basis"] in olga.get("/operator").text


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (GROUND | {"basis": "I want to know."}, "basis_too_short"),
        (GROUND | {"basis": " " * 40}, "basis_too_short"),
        (GROUND | {"basis_kind": "curiosity"}, "basis_kind_unknown"),
        ({}, "basis_kind_unknown"),
    ],
)
def test_without_a_ground_no_name_is_told_and_nobody_is_written_to(
    axel: TestClient, house: House, address: str, sent: dict[str, str], code: str
) -> None:
    reply = axel.post(address, data=sent)

    assert reply.status_code == 422
    assert f'data-code="{code}"' in reply.text
    assert ">Ada<" not in reply.text
    assert told_in(house, "annotator:") == []
    assert letters(house) == []


def test_the_log_still_verifies_and_no_download_holds_the_name(axel: TestClient, address: str, tmp_path: Path) -> None:
    axel.post(address, data=GROUND)
    path = tmp_path / "bundle.zip"
    path.write_bytes(axel.get(f"/audit/{WEEK}/bundle.zip").content)

    sheets = axel.get(f"/audit/{WEEK}/spreadsheet.csv").text + axel.get(address.replace("identify", "slip.csv")).text

    assert verify(path) == []
    assert "Ada" not in sheets


def test_another_organisations_auditor_cannot_ask(house: House, axel: TestClient, address: str, clock: Clock) -> None:
    with house.db.writing() as tx:
        person_id = int(tx.value("SELECT person_id FROM accreditation"))
        tx.run(
            "UPDATE accreditation SET organisation_id = :organisation_id WHERE person_id = :person_id",
            organisation_id=make_organisation(tx, "Water Board"),
            person_id=person_id,
        )

    assert axel.post(address, data=GROUND).status_code == 404
    assert told_in(house, "annotator:") == []


def test_a_permission_that_has_run_out_tells_nothing(
    house: House, axel: TestClient, address: str, clock: Clock
) -> None:
    with house.db.writing() as tx:
        tx.run("UPDATE accreditation SET until_at = :now", now=clock())

    assert [axel.get(address).status_code, axel.post(address, data=GROUND).status_code] == [404, 404]


def test_nobody_but_an_auditor_may_ask(mallory: TestClient, rita: TestClient, olga: TestClient, address: str) -> None:
    replies = [person.post(address, data=GROUND).status_code for person in (mallory, rita, olga)]

    assert replies == [404, 404, 404]


def test_a_name_told_to_one_auditor_is_not_told_to_another(
    axel: TestClient, house: House, log_in: Callable[[Who], TestClient], address: str
) -> None:
    axel.post(address, data=GROUND)
    with house.db.writing() as tx:
        make_auditor(tx, Who("Alma"))
    alma = log_in(Who("Alma"))
    found = re.search(r"(/audit/\S+/people/[a-z]+-\d+)\?", alma.get(f"/audit/{WEEK}").text)
    assert found

    assert ">Ada<" not in alma.get(f"{found[1]}/identify").text
