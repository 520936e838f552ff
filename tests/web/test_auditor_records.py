"""Axel checks pay records: who is above the floor, under pseudonyms, only what his permission covers, every look logged."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from payments.audit.records import pay_records
from payments.closing.service import close_period
from payments.people.service import AccreditationTerms, accredit, add_annotator, add_person
from tests.cast import AXEL, BEGINNING, Clock
from tests.make import make_auditor, make_organisation
from tests.work import RULEBOOK, Work, annotator, running_project
from web.wiring import House

WEEK = "2026-W10"


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    """Ada works fast; Ben is slow, and so is raised to the floor."""
    project = running_project(house.db, clock, items=20, overlap=2)
    ada, ben = annotator(house.db, "Ada Ruiz"), annotator(house.db, "Ben Luna")
    for _ in range(3):
        project.answer(ada, seconds=60)
    for _ in range(3):
        project.answer(ben, seconds=59)
        project.clock.advance(seconds=40)
    project.answer(ben, seconds=60)
    return project


@pytest.fixture
def axel_after(house: House, log_in) -> Callable[[], TestClient]:
    """Axel, who logs in when he is asked to: log-ins do not last a week."""
    with house.db.writing() as tx:
        make_auditor(tx, AXEL)
    return lambda: log_in(AXEL)


def looks_of(house: House) -> list[tuple[str, str]]:
    with house.db.reading() as tx:
        rows = tx.run("SELECT stream, body FROM event WHERE kind = 'audit_read' ORDER BY id")
    return [(stream, json.loads(body)["what"]) for stream, body in rows]


def pseudonyms_in(text: str) -> list[str]:
    return re.findall(r"/people/([a-z]+-\d+)\?", text)


def test_axel_sees_the_week_that_his_permission_covers(axel: TestClient, work: Work):
    assert f"/audit/{WEEK}?under=" in axel.get("/audit").text


def test_the_verdict_counts_people_at_or_above_their_floor(axel: TestClient, work: Work):
    text = axel.get(f"/audit/{WEEK}").text

    assert "2 of 2 people at or above their floor." in text
    assert "Open, projected" in text
    assert "floor 45.95" in text


def test_no_page_for_an_auditor_holds_a_name(axel: TestClient, work: Work):
    week = axel.get(f"/audit/{WEEK}").text
    person = axel.get(f"/audit/{WEEK}/people/{pseudonyms_in(week)[0]}").text
    sheet = axel.get(f"/audit/{WEEK}/spreadsheet.csv").text

    assert [name for name in ("Ada", "Ruiz", "Ben", "Luna") if name in week + person + sheet] == []


def test_a_pseudonym_stays_the_same_from_look_to_look(axel: TestClient, work: Work):
    first = pseudonyms_in(axel.get(f"/audit/{WEEK}").text)

    again = pseudonyms_in(axel.get(f"/audit/{WEEK}").text)

    assert first == again
    assert len(set(first)) == 2


def test_another_permission_knows_the_same_people_under_other_names(axel: TestClient, house: House, work: Work):
    seen = set(pseudonyms_in(axel.get(f"/audit/{WEEK}").text))
    with house.db.writing() as tx:
        other = accredit(
            tx,
            axel_id(house),
            terms=AccreditationTerms("A contract", date(2026, 1, 1), date(2027, 1, 1), date(2027, 6, 1)),
            granted_by_id=None,
            now=BEGINNING,
        )

    others = set(pseudonyms_in(axel.get(f"/audit/{WEEK}?under={other}").text))

    assert len(others) == 2
    assert seen != others


def axel_id(house: House) -> int:
    with house.db.reading() as tx:
        return int(tx.value("SELECT person_id FROM accreditation ORDER BY id LIMIT 1"))


def test_every_look_is_in_the_event_log_before_it_is_answered(axel: TestClient, house: House, work: Work):
    someone = pseudonyms_in(axel.get(f"/audit/{WEEK}").text)[0]
    axel.get(f"/audit/{WEEK}/people/{someone}")
    axel.get(f"/audit/{WEEK}/spreadsheet.csv")

    assert [what for _, what in looks_of(house)] == ["period", "person", "spreadsheet"]
    assert {stream.partition(":")[0] for stream, _ in looks_of(house)} == {"accreditation"}


def test_a_closed_week_says_so_and_shows_what_was_booked(axel_after, house: House, work: Work, clock: Clock):
    clock.advance(days=8)
    with house.db.writing() as tx:
        people = [record.person_id for record in pay_records(tx, period=WEEK, rulebook=RULEBOOK)]
        [close_period(tx, person_id=person_id, period=WEEK, now=clock()) for person_id in people]

    text = axel_after().get(f"/audit/{WEEK}").text

    assert text.count(">Week closed<") == 2
    assert "Open, projected" not in text


def test_the_spreadsheet_has_the_exact_figures_of_every_person(axel: TestClient, house: House, work: Work):
    reply = axel.get(f"/audit/{WEEK}/spreadsheet.csv")

    rows = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    with house.db.reading() as tx:
        records = pay_records(tx, period=WEEK, rulebook=RULEBOOK)

    assert reply.headers["content-type"].startswith("text/csv")
    assert sorted(row["task_ms"] for row in rows) == sorted(str(record.bucket_ms["task"]) for record in records)
    assert {row["missing_to_floor"] for row in rows} == {"0.00"}
    assert {row["currency"] for row in rows} == {"MXN"}


def test_one_persons_week_shows_its_lines_spans_and_rules(axel: TestClient, work: Work):
    someone = pseudonyms_in(axel.get(f"/audit/{WEEK}").text)[0]

    text = axel.get(f"/audit/{WEEK}/people/{someone}").text

    assert "× " in text
    assert "315.04 × 7 paid days ÷ 48 hours" in text
    assert "Not yet reviewed by a named person" in text
    assert "Monday" in text


def test_a_person_nobody_sees_under_that_name_is_not_found(axel: TestClient, work: Work):
    axel.get(f"/audit/{WEEK}")

    assert axel.get(f"/audit/{WEEK}/people/heron-000").status_code == 404


@pytest.mark.parametrize("week", ["2025-W10", "2027-W10", "2026-W53", "2026-W99", "nonsense"])
def test_a_week_outside_the_permission_is_not_found(axel: TestClient, work: Work, week):
    assert axel.get(f"/audit/{week}").status_code == 404


def test_a_permission_that_has_run_out_shows_nothing(axel: TestClient, work: Work, clock: Clock, log_in):
    clock.advance(days=500)

    assert log_in(AXEL).get(f"/audit/{WEEK}").status_code == 404


@pytest.mark.parametrize("address", ["/audit", f"/audit/{WEEK}", f"/audit/{WEEK}/spreadsheet.csv"])
def test_nobody_but_an_auditor_gets_in(
    mallory: TestClient, rita: TestClient, olga: TestClient, ada: TestClient, address
):
    replies = [person.get(address).status_code for person in (mallory, rita, olga, ada)]

    assert replies == [404, 404, 404, 404]


def test_a_stranger_is_shown_the_door(stranger: TestClient):
    assert stranger.get(f"/audit/{WEEK}").headers["location"].startswith("/door")


def test_an_auditor_of_one_organisation_sees_only_what_it_caused(house: House, work: Work, clock: Clock, log_in):
    with house.db.writing() as tx:
        make_auditor(tx, AXEL, organisation_id=make_organisation(tx, "Water Board"))

    text = log_in(AXEL).get(f"/audit/{WEEK}").text

    assert "only what Water Board caused" in text
    assert pseudonyms_in(text) == []


def test_an_auditor_of_the_organisation_that_asked_sees_its_people(house: House, work: Work, log_in):
    with house.db.writing() as tx:
        make_auditor(tx, AXEL, organisation_id=work.organisation_id)

    text = log_in(AXEL).get(f"/audit/{WEEK}").text

    assert "2 of 2 people at or above their floor." in text


def test_a_missing_top_up_is_seen_and_said(axel_after, house: House, work: Work, clock: Clock):
    clock.advance(days=8)
    with house.db.writing() as tx:
        person_id = pay_records(tx, period=WEEK, rulebook=RULEBOOK)[0].person_id
        close_period(tx, person_id=person_id, period=WEEK, now=clock())
        tx.run(ADD_AN_HOUR_THAT_NOBODY_PAID, person_id=person_id)

    text = axel_after().get(f"/audit/{WEEK}").text

    assert "1 of 2 people at or above their floor." in text
    assert "Below by" in text


ADD_AN_HOUR_THAT_NOBODY_PAID = """
UPDATE time_total SET counted_ms = counted_ms + 3600000 WHERE person_id = :person_id AND bucket = 'task'
"""


def test_pay_records_are_alike_on_both_databases(each_house: House, clock: Clock):
    project = running_project(each_house.db, clock, items=4)
    ada = annotator(each_house.db, "Ada Ruiz")
    project.answer(ada, seconds=60)
    project.answer(ada, seconds=50)

    with each_house.db.reading() as tx:
        (record,) = pay_records(tx, period=WEEK, rulebook=RULEBOOK, person_id=ada)

    assert record.bucket_ms == {"task": 110_000}
    assert record.piece_micros == 2_300_000
    assert record.is_at_floor


def test_somebody_who_never_worked_has_no_record(house: House):
    with house.db.writing() as tx:
        person_id = add_person(tx, name="Zoe", language="en", time_zone="UTC", now=BEGINNING)
        add_annotator(tx, person_id, jurisdiction="MX", zone="general", from_on=date(2026, 1, 1), now=BEGINNING)

        assert pay_records(tx, period=WEEK, rulebook=RULEBOOK) == []
