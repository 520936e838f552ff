"""Axel draws a sample: at random, with a seed that is logged, so that anyone draws the same again."""

import csv
import io
import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from payments.audit.sampling import answers_paid, draw
from tests.cast import AXEL, Clock, Who
from tests.make import make_auditor, make_organisation
from tests.work import Work, annotator, running_project
from web.cli.audit import app
from web.wiring import House

WEEK = "2026-W10"


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    """Three people answer two items each."""
    project = running_project(house.db, clock, items=20)
    people = [annotator(house.db, name) for name in ("Ada Ruiz", "Ben Luna", "Cleo Paz")]
    [project.answer(person_id, seconds=60) for person_id in people * 2]
    return project


def drawn_in(text: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>(?:<a [^>]*>)?([a-z]+-\d+|\d+)<', text)


def test_the_draw_is_the_smallest_hashes_of_seed_and_name() -> None:
    names = ["heron-101", "wren-202", "loon-303"]
    expected = sorted(names, key=lambda name: sha256(f"s1:{name}".encode()).hexdigest())[:2]

    assert draw(names, seed="s1", size=2) == expected
    assert draw(reversed(names), seed="s1", size=2) == expected
    assert draw(names, seed="s1", size=9) == sorted(names, key=lambda name: sha256(f"s1:{name}".encode()).hexdigest())


def test_axel_draws_people_and_the_seed_is_shown_and_logged(axel: TestClient, house: House, work: Work) -> None:
    reply = axel.post(f"/audit/{WEEK}/sample", data={"size": "2", "of": "people"})
    text = axel.get(reply.headers["location"]).text

    with house.db.reading() as tx:
        logged = json.loads(tx.value("SELECT body FROM event WHERE kind = 'audit_read'"))
    assert logged["what"] == "sample"
    assert (logged["of"], logged["size"]) == ("people", 2)
    assert logged["seed"] in text
    assert len(drawn_in(text)) == 2
    assert "Ruiz" not in text


def test_the_same_seed_draws_the_same_people_from_the_spreadsheet(axel: TestClient, work: Work) -> None:
    text = axel.get(f"/audit/{WEEK}/sample/people?seed=abc&size=2").text
    rows = csv.DictReader(io.StringIO(axel.get(f"/audit/{WEEK}/spreadsheet.csv").text.removeprefix("\ufeff")))

    assert drawn_in(text) == draw([row["person"] for row in rows], seed="abc", size=2)


def test_a_sample_of_answers_is_drawn_again_from_the_bundle_alone(axel: TestClient, work: Work, tmp_path: Path) -> None:
    text = axel.get(f"/audit/{WEEK}/sample/answers?seed=abc&size=3").text
    path = tmp_path / "bundle.zip"
    path.write_bytes(axel.get(f"/audit/{WEEK}/bundle.zip").content)

    again = CliRunner().invoke(app, ["sample", str(path), "--seed", "abc", "--size", "3"])

    assert again.exit_code == 0, again.output
    assert drawn_in(text) == again.output.split()
    assert "1 × 1.15" in text
    assert "60 s" in text


def test_the_sample_comes_as_a_spreadsheet_with_its_records(axel: TestClient, work: Work) -> None:
    reply = axel.get(f"/audit/{WEEK}/sample/answers/sample.csv?seed=abc&size=3")

    rows = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert {(row["task_ms"], row["rate"], row["amount"], row["state"]) for row in rows} == {
        ("60000", "1.15", "1.15", "pending")
    }


@pytest.mark.parametrize(
    "query", ["seed=abc&size=0", "seed=abc&size=201", "seed=&size=1", "seed=a%20b&size=1", f"seed={'a' * 65}&size=1"]
)
def test_a_sample_that_cannot_be_drawn_is_refused(axel: TestClient, work: Work, query: str) -> None:
    assert axel.get(f"/audit/{WEEK}/sample/people?{query}").status_code == 422


def test_an_auditor_of_another_organisation_draws_nothing_of_this_one(
    house: House, work: Work, log_in: Callable[[Who], TestClient]
) -> None:
    with house.db.writing() as tx:
        make_auditor(tx, AXEL, organisation_id=make_organisation(tx, "Water Board"))
    axel = log_in(AXEL)

    assert drawn_in(axel.get(f"/audit/{WEEK}/sample/answers?seed=abc&size=9").text) == []
    assert drawn_in(axel.get(f"/audit/{WEEK}/sample/people?seed=abc&size=9").text) == []


def test_nobody_but_an_auditor_draws(mallory: TestClient, rita: TestClient, olga: TestClient, work: Work) -> None:
    address = f"/audit/{WEEK}/sample/people?seed=abc&size=2"

    assert [person.get(address).status_code for person in (mallory, rita, olga)] == [404, 404, 404]


def test_answers_of_a_week_are_alike_on_both_databases(each_house: House, clock: Clock) -> None:
    work = running_project(each_house.db, clock, items=4)
    ada = annotator(each_house.db, "Ada Ruiz")
    work.answer(ada, seconds=60)
    work.answer(ada, seconds=60)

    with each_house.db.reading() as tx:
        found = answers_paid(tx, period=WEEK, organisation_id=work.organisation_id)
        others = answers_paid(tx, period=WEEK, organisation_id=work.organisation_id + 1)

    assert len(found) == 2
    assert others == []
