"""The ledger as a journal to take away: Paula takes all of it, Axel what his permission covers, others nothing."""

import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from payments.people.rules import StaffRole
from tests import make
from tests.cast import AXEL, BEN, PAULA, Clock, Who
from tests.journals import read_journal
from tests.programs import program_of
from tests.work import Work, running_project
from web.wiring import House

JOURNAL = "/journal/hledger"
CALL = "audit/journal"


@pytest.fixture
def work(house: House, ada_id: int, clock: Clock) -> Work:
    """Ada answers three items and is paid for them; an organisation that is not Axel's pays something in."""
    project = running_project(house.db, clock, items=5)
    project.answer_many(ada_id, 3, seconds=70)
    clock.advance(hours=73)
    project.accept()
    return project


def looks_of(house: House) -> list[str]:
    with house.db.reading() as tx:
        return [json.loads(row[0])["what"] for row in tx.run("SELECT body FROM event WHERE kind = 'audit_read'")]


def test_payroll_takes_the_whole_ledger_by_number(work: Work, paula: TestClient, ada_id: int) -> None:
    reply = paula.get(JOURNAL)

    read = read_journal(reply.text)
    assert reply.headers["content-disposition"] == 'attachment; filename="jornal-ledger.journal"'
    assert read.sums[f"annotator:{ada_id}:payable:MXN"] == -3_450_000
    assert read.asserted[f"annotator:{ada_id}:payable:MXN"] == -3_450_000


def test_axel_s_journal_names_people_as_his_pages_do(house: House, work: Work, axel: TestClient, ada_id: int) -> None:
    week = axel.get("/audit/2026-W10").text

    read = read_journal(axel.get(JOURNAL).text)

    (payable,) = [account for account in read.sums if account.startswith("annotator:")]
    assert payable.split(":")[1] in week
    assert read.sums[payable] == -3_450_000
    assert looks_of(house) == ["period", "journal"]


def test_axel_who_may_see_one_organisation_sees_no_other_s_money(
    house: House, work: Work, log_in: Callable[[Who], TestClient]
) -> None:
    other = running_project(house.db, work.clock, items=5, name="Other")
    with house.db.writing() as tx:
        make.make_auditor(tx, AXEL, organisation_id=work.organisation_id)

    text = log_in(AXEL).get(JOURNAL).text

    assert f"Project:{work.project_id}:Escrow" in text
    assert f"Project:{other.project_id}:Escrow" not in text
    assert f"Organisation:{other.organisation_id}:" not in text


@pytest.mark.parametrize("who", ["ada", "rita", "delia", "mallory"])
def test_for_others_there_is_no_journal(work: Work, who: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(who).get(JOURNAL).status_code == 404


def test_a_stranger_is_shown_the_door(stranger: TestClient, work: Work) -> None:
    assert stranger.get(JOURNAL).headers["location"].startswith("/door")


@pytest.mark.parametrize("path", ["/journal/hledger?under=999", "/journal/hledger?under=0"])
def test_another_s_accreditation_opens_nothing(work: Work, axel: TestClient, path: str) -> None:
    assert axel.get(path).status_code == 404


def test_payroll_does_not_borrow_an_accreditation(work: Work, paula: TestClient) -> None:
    assert paula.get("/journal/hledger?under=1").status_code == 404


def test_the_overview_leads_axel_to_it(work: Work, axel: TestClient) -> None:
    page = axel.get("/audit").text

    assert "/journal/hledger?under=1" in page
    assert "/journal/beancount?under=1" in page


def test_the_payroll_room_leads_paula_to_it(work: Work, paula: TestClient) -> None:
    page = paula.get("/payroll").text

    assert 'href="/journal/hledger"' in page
    assert 'href="/journal/beancount"' in page


@pytest.mark.parametrize(("form", "opens"), [("hledger", "account Assets"), ("beancount", " open Assets")])
def test_a_program_of_payroll_takes_either_form(house: House, work: Work, form: str, opens: str) -> None:
    with house.db.writing() as tx:
        paula_id = make.make_staff(tx, PAULA, role=StaffRole.PAYROLL)

    reply = program_of(house, paula_id).get(CALL, params={"format": form})

    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert opens in reply.text


def test_a_program_that_names_no_form_or_another_is_told(house: House, work: Work) -> None:
    with house.db.writing() as tx:
        axel_id, _ = make.make_auditor(tx, AXEL)
    program = program_of(house, axel_id)

    assert program.get(CALL).status_code == 422
    assert program.get(CALL, params={"format": "ledger"}).status_code == 422


def test_a_program_of_ben_finds_nothing(house: House, work: Work) -> None:
    with house.db.writing() as tx:
        ben_id = make.make_annotator(tx, BEN)

    assert program_of(house, ben_id).get(CALL, params={"format": "hledger"}).status_code == 404
