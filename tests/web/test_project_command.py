"""The command line's way from a file of questions to a file of answers, on a database of its own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from payments.ledger.service import fund_organisation
from tests.archives import zipped
from tests.cast import RITA, Clock
from tests.make import make_member, make_organisation
from tests.pictures import drawn
from tests.work import Work, annotator
from web.cli import commands
from web.running import the_house_of
from web.settings import Settings

ABOUT = {
    "name": "Passport questions",
    "labels": ["renewal", {"value": "lost", "key": "x"}],
    "instructions": "Choose what is asked.",
    "estimated_seconds": 80,
    "pay": {"basis": "item", "currency": "MXN", "amount": "1.20", "jurisdictions": ["MX"]},
}
BY = ("--by", RITA.email)


def jornal(*words: str) -> Result:
    return CliRunner().invoke(commands(), ["project", *words])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with Rita's funded organisation in it."""
    monkeypatch.setenv("JORNAL_DATA_DIR", str(tmp_path))
    with the_house_of(Settings()) as house, house.db.writing() as tx:
        organisation_id = make_organisation(tx)
        make_member(tx, RITA, organisation_id=organisation_id)
        fund_organisation(
            tx,
            organisation_id=organisation_id,
            amount_micros=100_000_000,
            currency="MXN",
            provider_reference="pretend-1",
            now=house.now(),
        )
    return tmp_path


def described(place: Path, **changes: object) -> str:
    path = place / "about.json"
    path.write_text(json.dumps(ABOUT | changes))
    return str(path)


def created(place: Path) -> str:
    reply = jornal("create", described(place), *BY, "--organisation", "Mobility Office")
    return reply.output.strip().removeprefix("project: ")


def test_rita_brings_questions_in_and_carries_answers_out(place: Path) -> None:
    project_id = created(place)
    (place / "q.csv").write_text("id,text\n1,When?\n2,\n3,Where?\n")
    imported = jornal("import", project_id, str(place / "q.csv"), *BY)
    published = jornal("publish", project_id, *BY)
    with the_house_of(Settings()) as house:
        work = Work(house.db, Clock(house.now()), int(project_id), 1, 1)
        work.answer(annotator(house.db, "Ada"), seconds=0)
    exported = jornal("export", project_id, "--out", str(place / "answers.jsonl"))

    assert "imported 2, skipped 0, refused 1" in imported.output
    assert "line 3: text_empty" in imported.output
    assert "never more than 3.24 MXN" in published.output
    assert exported.exit_code == 0
    assert json.loads((place / "answers.jsonl").read_text())["label"] == "lost"


def test_rita_corrects_the_rows_that_were_refused_and_brings_in_just_those(place: Path) -> None:
    project_id = created(place)
    (place / "q.csv").write_text("id;text;note\n1;When?;\n2;;from the desk\n3;Where?;\n")
    rest = place / "rest.csv"

    jornal("import", project_id, str(place / "q.csv"), *BY, "--to-correct", str(rest))
    came = rest.read_text()
    rest.write_text(came.replace("2,,", "2,How?,"))
    again = jornal("import", project_id, str(rest), *BY)

    assert came.splitlines() == ["id,text,note", "2,,from the desk"]
    assert "imported 1, skipped 0, refused 0" in again.output


def test_what_means_nothing_alone_is_said_to_be_corrected_where_it_lies(place: Path) -> None:
    project_id = created(place)
    (place / "q.json").write_text('[{"id": 1, "text": "When?"}, {"id": 2, "text": ""}]')

    reply = jornal("import", project_id, str(place / "q.json"), *BY, "--to-correct", str(place / "rest.json"))

    assert "correct them in the file itself" in reply.output
    assert not (place / "rest.json").exists()


def test_a_folder_of_pictures_and_an_archive_are_brought_in_by_name(place: Path) -> None:
    boxes = described(place, task_type="boxes")
    made = jornal("create", boxes, *BY, "--organisation", "Mobility Office").output
    project_id = made.strip().removeprefix("project: ")
    street = place / "street" / "north"
    street.mkdir(parents=True)
    (street / "1.png").write_bytes(drawn(colour="red"))
    (street.parent / "notes.txt").write_text("not a picture")
    (place / "more.zip").write_bytes(zipped({"1 again.png": drawn(colour="red"), "2.png": drawn(colour="blue")}))

    folder = jornal("import", project_id, str(street.parent), *BY)
    archive = jornal("import", project_id, str(place / "more.zip"), *BY)

    assert "imported 1, skipped 0, refused 1" in folder.output
    assert '"file": "notes.txt"' in folder.output
    assert "imported 1, skipped 1, refused 0" in archive.output
    assert not list(place.glob("tmp*"))


def test_a_price_below_the_floor_is_refused_from_the_command_line_too(place: Path) -> None:
    low = {"pay": ABOUT["pay"] | {"amount": "0.90"}}  # type: ignore[operator]

    reply = jornal("create", described(place, **low), *BY, "--organisation", "Mobility Office")

    assert getattr(reply.exception, "code", "") == "price_below_floor"


@pytest.mark.parametrize(
    "changes",
    [{"pay": {}}, {"labels": [7]}, {"estimated_seconds": "soon"}, {"pay": "much"}],
    ids=["no pay", "number as label", "no number", "no object"],
)
def test_a_description_that_cannot_be_read_names_what_is_wrong(place: Path, changes: dict[str, object]) -> None:
    reply = jornal("create", described(place, **changes), *BY, "--organisation", "Mobility Office")

    assert getattr(reply.exception, "code", "") == "description_unreadable"


def test_somebody_who_is_not_here_cannot_ask_for_work(place: Path) -> None:
    reply = jornal("create", described(place), "--by", "mallory@example.org", "--organisation", "Mobility Office")

    assert getattr(reply.exception, "code", "") == "nobody_of_this_address"


def test_a_file_that_is_no_json_is_refused_kindly(place: Path) -> None:
    (place / "about.json").write_text("name: Passport questions")

    reply = jornal("create", str(place / "about.json"), *BY, "--organisation", "Mobility Office")

    assert getattr(reply.exception, "code", "") == "description_unreadable"
