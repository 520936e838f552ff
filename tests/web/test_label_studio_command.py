"""Rita moves from Label Studio by the command line: configuration and export in, COCO, YOLO and Croissant out."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annotate.serving.service import submit
from payments.ledger.service import fund_organisation
from tests.cast import RITA, Clock
from tests.label_studio_export import CONFIG, NAMES, RAMP, answered, export, pictures
from tests.make import make_member, make_organisation
from tests.work import RULEBOOK, TASK_TYPES, Work, people
from web.cli import commands
from web.running import the_house_of
from web.settings import Settings

ABOUT = {
    "name": "Street ramps",
    "instructions": "Draw a box around each ramp, kerb and cart.",
    "estimated_seconds": 90,
    "overlap": 5,
    "language": "en",
    "pay": {"basis": "item", "currency": "MXN", "amount": "1.20", "jurisdictions": ["MX"]},
}
BY = ("--by", RITA.email)


def jornal(*words: str) -> Result:
    return CliRunner().invoke(commands(), ["project", *words])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with Rita's funded organisation in it, and beside it what she takes along."""
    monkeypatch.setenv("JORNAL_DATA_DIR", str(tmp_path / "data"))
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
    taken = tmp_path / "team"
    taken.mkdir()
    (tmp_path / "about.json").write_text(json.dumps(ABOUT))
    (tmp_path / "config.xml").write_text(CONFIG)
    (taken / "export.json").write_bytes(export())
    for name, data in pictures().items():
        (taken / name).write_bytes(data)
    return tmp_path


def created(place: Path, *more: str) -> Result:
    return jornal("create", str(place / "about.json"), *BY, "--organisation", "Mobility Office", *more)


def everybody_answers(project_id: int) -> None:
    """Let five people find the same ramp in each of the three pictures that nobody had labelled."""
    with the_house_of(Settings()) as house:
        work = Work(house.db, Clock(house.now()), project_id, 1, 1)
        for person_id in people(house.db, 5):
            for _ in range(3):
                offer = work.next(person_id)
                work.clock.advance(seconds=60)
                with work.db.writing() as tx:
                    submit(
                        tx,
                        person_id=person_id,
                        assignment_id=offer.assignment_id,
                        result=answered("ramp", RAMP, "wet"),
                        now=work.clock(),
                        rulebook=RULEBOOK,
                        task_types=TASK_TYPES,
                    )


def carried_out(place: Path, project_id: str, form: str) -> dict[str, bytes]:
    """Take the answers away as an archive, and return its files."""
    path = place / f"{form}.zip"
    said = jornal("export", project_id, "--format", form, "--archive", "--out", str(path))
    assert said.exit_code == 0, said.output
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.stress
def test_rita_brings_a_label_studio_export_in_and_carries_data_sets_with_their_labour_card_out(place: Path) -> None:
    project_id = created(place, "--config", str(place / "config.xml")).output.strip().removeprefix("project: ")

    imported = jornal("import", project_id, str(place / "team"), *BY, "--labels", "gold")
    published = jornal("publish", project_id, *BY)
    everybody_answers(int(project_id))
    coco, yolo, croissant = (carried_out(place, project_id, form) for form in ("coco", "yolo", "croissant"))

    answers, card = json.loads(coco["answers.json"]), json.loads(croissant["labour_card.json"])
    told = json.loads(croissant["croissant.json"])
    assert "imported 4, skipped 0, refused 0" in imported.output
    assert "published: 15 answers" in published.output
    assert [one["original_name"] for one in answers["images"]] == list(NAMES[1:])
    assert {tuple(one["bbox"]) for one in answers["annotations"]} == {(550.4, 600.0, 200.0, 75.0)}
    assert yolo["labels/train/2.txt"] == b"0 0.508125 0.6640625 0.15625 0.078125\n"
    assert (card["people"], card["answers"], card["paid_total"]) == (5, 15, "18.00")
    assert told["rai:machineAnnotationTools"] == ["street-7"]
    assert all("LABOUR_CARD.md" in one for one in (coco, yolo, croissant))


def test_a_description_that_asks_nothing_needs_the_configuration(place: Path) -> None:
    reply = created(place)

    assert getattr(reply.exception, "code", "") == "description_unreadable"


def test_a_configuration_that_is_no_text_is_refused_kindly(place: Path) -> None:
    (place / "config.xml").write_bytes(b"\xff\xfe<View>")

    reply = created(place, "--config", str(place / "config.xml"))

    assert getattr(reply.exception, "code", "") == "description_unreadable"
