"""Rita reads how much people agree on her project, and under what conditions they worked; Mallory reads neither."""

import json

import pytest
from starlette.testclient import TestClient

from payments.people.rules import Role
from payments.people.service import add_member
from tests.cast import Clock
from tests.work import Work, people, running_project
from web.api.v1.conditions_shapes import LabourCardOut
from web.shelf import FOLDER
from web.wiring import House

PAGES = ("agreement", "labour-card", "labour-card.json", "labour-card.md")


def worked(house: House, rita_id: int, clock: Clock, *, count: int) -> Work:
    """A project of Rita's organisation on which several people answered two items each."""
    work = running_project(house.db, clock, items=2, overlap=count)
    with house.db.writing() as tx:
        add_member(tx, rita_id, organisation_id=work.organisation_id, role=Role.REQUESTER, now=clock())
    for number, person_id in enumerate(people(house.db, count)):
        work.answer_many(person_id, 2, seconds=20 + number)
    return work


@pytest.fixture
def work(house: House, rita_id: int, clock: Clock) -> Work:
    return worked(house, rita_id, clock, count=5)


def test_the_page_of_agreement_says_figures_and_that_low_ones_often_mean_unclear_instructions(
    rita: TestClient, work: Work
) -> None:
    page = rita.get(f"/projects/{work.project_id}/agreement").text

    assert "instructions are unclear" in page
    assert "Krippendorff’s alpha" in page
    assert "cannot be said" in page  # everybody always said the same label


def test_her_project_page_has_the_first_part_of_it(rita: TestClient, work: Work) -> None:
    page = rita.get(f"/projects/{work.project_id}").text
    part = rita.get(f"/projects/{work.project_id}/agreement", headers={"HX-Request": "true"}).text

    assert f'hx-get="/projects/{work.project_id}/agreement"' in page
    assert part.strip().startswith('<section class="slip stack" id="agreement"')
    assert "100" in part


def test_the_card_shows_pay_against_the_floor_and_the_law_by_digest(rita: TestClient, work: Work) -> None:
    page = rita.get(f"/projects/{work.project_id}/labour-card").text

    assert "5 weeks, each of one person: 0 below the floor." in page
    assert "Mexico" in page
    assert work.value("SELECT min(rulebook_digest) FROM time_total") in page


def test_the_card_of_few_people_shows_no_hours_and_no_pay(
    house: House, rita: TestClient, rita_id: int, clock: Clock
) -> None:
    work = worked(house, rita_id, clock, count=4)

    page = rita.get(f"/projects/{work.project_id}/labour-card").text

    assert "fewer than 5" in page
    assert "What an hour of tasks brought" not in page


def test_the_card_can_be_taken_away_as_json_and_as_text(rita: TestClient, work: Work) -> None:
    found = rita.get(f"/projects/{work.project_id}/labour-card.json")
    text = rita.get(f"/projects/{work.project_id}/labour-card.md")

    assert found.json()["people"] == 5
    assert text.text.startswith("# Labour card: Passport questions")
    assert "attachment" in text.headers["content-disposition"]


def test_mallory_finds_none_of_it(mallory: TestClient, work: Work) -> None:
    assert {mallory.get(f"/projects/{work.project_id}/{page}").status_code for page in PAGES} == {404}


def test_the_published_schema_of_the_card_is_the_one_that_programs_get() -> None:
    published = json.loads((FOLDER / "labour-card.schema.json").read_text("utf-8"))

    assert published.pop("$schema") == "https://json-schema.org/draft/2020-12/schema"
    assert published == LabourCardOut.model_json_schema()


@pytest.mark.parametrize("count", [4, 5])
def test_every_card_for_programs_is_of_the_published_schema(
    house: House, rita: TestClient, rita_id: int, clock: Clock, count: int
) -> None:
    work = worked(house, rita_id, clock, count=count)

    found = rita.get(f"/projects/{work.project_id}/labour-card.json").json()

    assert LabourCardOut.model_validate(found).model_dump(exclude_unset=True) == found
