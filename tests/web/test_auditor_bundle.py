"""Axel need not believe a page: the bundle of a week can be taken away, and verified here or anywhere."""

import json
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from payments.audit.verify import verify
from payments.people.service import AccreditationTerms, accredit
from tests.cast import AXEL, BEGINNING, Clock
from tests.make import make_auditor, make_person
from tests.work import Work, annotator, running_project
from web.keeping.queries import last_verification
from web.keeping.service import ask_verification, take_verification
from web.regular.verifications import STUCK, verify_asked
from web.wiring import House

WEEK = "2026-W10"


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    project = running_project(house.db, clock, items=10)
    ada = annotator(house.db, "Ada Ruiz")
    project.answer(ada, seconds=60)
    project.answer(ada, seconds=70)
    return project


def saved(reply, folder: Path) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(reply.content)
    return path


def looks_of(house: House) -> list[str]:
    with house.db.reading() as tx:
        return [json.loads(row[0])["what"] for row in tx.run("SELECT body FROM event WHERE kind = 'audit_read'")]


def test_the_bundle_verifies_offline(axel: TestClient, house: House, work: Work, tmp_path: Path):
    reply = axel.get(f"/audit/{WEEK}/bundle.zip")

    assert reply.status_code == 200
    assert "jornal-2026-W10.zip" in reply.headers["content-disposition"]
    assert verify(saved(reply, tmp_path)) == []
    assert looks_of(house) == ["bundle"]


def test_the_bundle_holds_no_name(axel: TestClient, work: Work, tmp_path: Path):
    path = saved(axel.get(f"/audit/{WEEK}/bundle.zip"), tmp_path)

    with ZipFile(path) as bundle:
        everything = b"".join(bundle.read(name) for name in bundle.namelist())

    assert b"Ruiz" not in everything


def test_verifying_here_is_done_by_a_job_and_shows_no_finding_where_nothing_was_altered(
    axel: TestClient, house: House, work: Work
) -> None:
    asked = axel.post(f"/audit/{WEEK}/verify")
    waiting = axel.get(asked.headers["location"]).text
    done = verify_asked(house)

    text = axel.get(f"/audit/{WEEK}").text
    assert (asked.status_code, done) == (303, 1)
    assert "Waiting for its turn" in waiting
    assert "0 findings." in text
    assert "Unbroken" in text
    assert "events in the log" in text
    assert looks_of(house) == ["verify", "period"]


def test_verifying_here_shows_what_was_altered(axel: TestClient, house: House, work: Work) -> None:
    with house.db.owning() as connection:
        connection.exec_driver_sql("UPDATE time_total SET counted_ms = counted_ms - 1000")
    axel.post(f"/audit/{WEEK}/verify")
    verify_asked(house)

    text = axel.get(f"/audit/{WEEK}/verify").text

    assert "total_differs" in text
    assert "Unbroken" not in text


def test_asking_twice_verifies_once(axel: TestClient, house: House, work: Work) -> None:
    axel.post(f"/audit/{WEEK}/verify")
    axel.post(f"/audit/{WEEK}/verify")

    with house.db.reading() as tx:
        assert tx.value("SELECT count(*) FROM verification_run") == 1


def test_a_verification_whose_process_died_is_taken_up_again(
    axel: TestClient, house: House, work: Work, clock: Clock
) -> None:
    axel.post(f"/audit/{WEEK}/verify")
    with house.db.writing() as tx:
        first = take_verification(tx, stuck_since=clock() - STUCK, now=clock())
        again = take_verification(tx, stuck_since=clock() - STUCK, now=clock())
    clock.advance(hours=3)
    with house.db.writing() as tx:
        later = take_verification(tx, stuck_since=clock() - STUCK, now=clock())

    assert first == later
    assert again is None


def test_verifications_wait_their_turn_on_both_databases(each_house: House, clock: Clock) -> None:
    now = clock()
    with each_house.db.writing() as tx:
        _, accreditation_id = make_auditor(tx, AXEL)
        ask_verification(tx, accreditation_id=accreditation_id, period="2026-W10", now=now)
        ask_verification(tx, accreditation_id=accreditation_id, period="2026-W11", now=now)

        taken = [take_verification(tx, stuck_since=now - STUCK, now=now) for _ in range(3)]
        seen = last_verification(tx, accreditation_id=accreditation_id, period="2026-W10")

    assert [one and one[1] for one in taken] == ["2026-W10", "2026-W11", None]
    assert seen is not None
    assert seen.state == "running"


def test_htmx_gets_only_the_progress_and_asks_again_by_itself(axel: TestClient, work: Work) -> None:
    text = axel.post(f"/audit/{WEEK}/verify", headers={"HX-Request": "true"}).text

    assert text.strip().startswith('<section class="slip stack" id="verify"')
    assert 'hx-trigger="load delay:2s"' in text


def test_a_bundle_that_holds_more_than_the_permission_covers_is_refused(house: House, work: Work, clock: Clock, log_in):
    clock.advance(days=14)
    work.answer(ada_id(house), seconds=60)
    with house.db.writing() as tx:
        terms = AccreditationTerms("A contract", date(2026, 3, 2), date(2026, 3, 9), date(2027, 1, 1))
        accredit(tx, make_person(tx, AXEL), terms=terms, granted_by_id=None, now=BEGINNING)
    axel = log_in(AXEL)

    week, taken, verified = (
        axel.get(f"/audit/{WEEK}"),
        axel.get(f"/audit/{WEEK}/bundle.zip"),
        axel.post(f"/audit/{WEEK}/verify"),
    )

    assert (week.status_code, taken.status_code, verified.status_code) == (200, 403, 403)
    assert "does not cover everything in this bundle" in taken.text
    assert "bundle.zip" not in week.text


def ada_id(house: House) -> int:
    with house.db.reading() as tx:
        return int(tx.value("SELECT person_id FROM annotator"))


def test_an_auditor_of_one_organisation_is_not_given_the_records_of_all(house: House, work: Work, log_in):
    with house.db.writing() as tx:
        make_auditor(tx, AXEL, organisation_id=work.organisation_id)

    assert log_in(AXEL).get(f"/audit/{WEEK}/bundle.zip").status_code == 403


def test_nobody_but_an_auditor_gets_a_bundle(mallory: TestClient, rita: TestClient, work: Work):
    assert mallory.get(f"/audit/{WEEK}/bundle.zip").status_code == 404
    assert rita.post(f"/audit/{WEEK}/verify").status_code == 404
