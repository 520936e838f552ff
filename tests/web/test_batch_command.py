"""Items that Rita brings into a running project from the command line: a batch of its own, offered once it is paid for."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from payments.ledger.service import fund_organisation
from tests.cast import RITA, Clock
from tests.make import make_member, make_organisation
from tests.work import running_project
from web.cli import commands
from web.running import the_house_of
from web.settings import Settings

BY = ("--by", RITA.email)
OPEN = "SELECT sum(open_slots) FROM item WHERE batch_id = :batch_id"


def jornal(*words: str) -> Result:
    return CliRunner().invoke(commands(), ["project", *words])


@pytest.fixture
def project_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A running project of two items, in a data folder of its own."""
    monkeypatch.setenv("JORNAL_DATA_DIR", str(tmp_path))
    with the_house_of(Settings()) as house:
        work = running_project(house.db, Clock(house.now()), items=2)
        with house.db.writing() as tx:
            make_member(tx, RITA, organisation_id=make_organisation(tx, "Water Board"))
    (tmp_path / "more.csv").write_text("id,text\nx,One more?\ny,And one?\n")
    return str(work.project_id)


def value(statement: str, **values: object) -> object:
    with the_house_of(Settings()) as house, house.db.reading() as tx:
        return tx.value(statement, **values)


def fund(amount_micros: int) -> None:
    with the_house_of(Settings()) as house, house.db.writing() as tx:
        organisation_id = tx.value("SELECT organisation_id FROM project")
        fund_organisation(
            tx,
            organisation_id=int(organisation_id),
            amount_micros=amount_micros,
            currency="MXN",
            provider_reference="more",
            now=house.now(),
        )


def test_what_comes_later_waits_as_a_batch_and_is_offered_once_it_is_paid_for(project_id: str, tmp_path: Path) -> None:
    imported = jornal("import", project_id, str(tmp_path / "more.csv"), *BY)
    waiting = value(OPEN, batch_id=2)
    unpaid = jornal("publish-batch", "2", *BY)
    fund(10_000_000)
    paid = jornal("publish-batch", "2", *BY)

    assert "they wait for their money as batch 2" in imported.output
    assert waiting == 0
    assert unpaid.exit_code != 0
    assert "published: 2 more answers, never more than 3.105 MXN" in paid.output
    assert value(OPEN, batch_id=2) == 2


def test_a_batch_is_published_once_and_one_that_is_none_is_refused(project_id: str, tmp_path: Path) -> None:
    jornal("import", project_id, str(tmp_path / "more.csv"), *BY)
    fund(10_000_000)
    jornal("publish-batch", "2", *BY)

    again = jornal("publish-batch", "2", *BY)
    unknown = jornal("publish-batch", "99", *BY)

    assert again.exit_code != 0
    assert unknown.exit_code != 0
    assert value("SELECT count(*) FROM ledger_transfer WHERE code = 'batch'") == 2
