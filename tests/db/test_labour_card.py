"""The labour card: what a project's work came to, nothing of it while fewer than five people worked."""

import json

import pytest

from annotate.labour_card.queries import labour_card
from annotate.labour_card.rules import as_json, as_markdown, as_rai
from annotate.labour_figures import LabourCard
from payments.closing.service import close_period
from policies.errors import Refusal
from policies.periods import week_of
from policies.working_time import Bucket
from tests.cast import Clock
from tests.staff import employ, salaried_project
from tests.work import Work, people, running_project
from web.db import Database


def worked(db: Database, clock: Clock, *, count: int, **changes: object) -> Work:
    """A project on which several people worked, each answering two items in 100 seconds each: below the price's pace."""
    work = running_project(db, clock, items=2, overlap=count, **changes)
    for person_id in people(db, count):
        work.answer(person_id, seconds=50)
        work.answer(person_id, seconds=50)
    return work


def card_of(work: Work) -> LabourCard:
    with work.db.reading() as tx:
        return labour_card(tx, project_id=work.project_id, now=work.clock())


def test_the_card_says_who_worked_how_long_and_what_an_hour_brought(db: Database, clock: Clock) -> None:
    card = card_of(worked(db, clock, count=5))

    assert (card.people_count, card.answer_count, card.week_count) == (5, 10, 5)
    assert [(place.code, place.people_count) for place in card.places] == [("MX", 5)]
    assert card.bucket_times[0].bucket is Bucket.TASK
    assert card.counted_ms >= 5 * 100_000
    assert card.lines_micros["pieces"] == 10 * 1_150_000
    assert card.below_floor_count == 0
    assert [one.name for one in card.hourly] == ["lowest", "p10", "p25", "median", "p75", "p90", "highest"]
    assert all(one.of_floor_permille >= 1000 for one in card.hourly)


def test_the_card_of_fewer_than_five_people_shows_nobodys_hours_or_pay(db: Database, clock: Clock) -> None:
    card = card_of(worked(db, clock, count=4))

    found = as_json(card)

    assert card.people_count is None
    assert (card.places, card.hourly, card.lines_micros, card.rests) == ((), (), {}, None)
    assert not {"paid", "hourly_pay", "counted_ms", "jurisdictions"} & set(found)
    assert "fewer than 5" in as_markdown(card)


def test_the_card_cites_the_rulebooks_that_the_work_was_paid_under(db: Database, clock: Clock) -> None:
    work = worked(db, clock, count=5)

    assert set(card_of(work).rulebooks) == {
        row[0] for row in work.rows("SELECT DISTINCT rulebook_digest FROM time_total")
    }


def test_closing_the_week_changes_no_figure_of_the_card(db: Database, clock: Clock) -> None:
    work = worked(db, clock, count=5, price_micros=1_050_000)
    before, period = card_of(work), week_of(clock().date())
    clock.advance(days=8)
    for (person_id,) in work.rows("SELECT DISTINCT person_id FROM time_total"):
        with db.writing() as tx:
            close_period(tx, person_id=person_id, period=period, now=clock())

    after = card_of(work)

    assert (after.lines_micros, after.hourly) == (before.lines_micros, before.hourly)


def test_staff_on_a_salary_have_hours_on_the_card_and_no_pay(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock, items=2, overlap=5)
    for person_id in people(db, 5):
        employ(work, person_id)
        work.answer(person_id, seconds=50)

    card = card_of(work)

    assert card.is_salaried
    assert card.counted_ms > 0
    assert (card.lines_micros, card.hourly) == ({}, ())
    assert "salary" in as_markdown(card)


def test_the_card_can_be_written_for_programs_for_people_and_in_croissants_words(db: Database, clock: Clock) -> None:
    card = card_of(worked(db, clock, count=5))

    found, text, rai = json.loads(json.dumps(as_json(card))), as_markdown(card), as_rai(card, answers_per_item=5)

    assert found["hourly_pay"]["median"]["of_floor_permille"] >= 1000
    assert found["paid"]["pieces"] == "11.50"
    assert "| task |" in text
    assert "People: 5." in rai["rai:annotatorDemographics"]
    assert rai["rai:annotationsPerItem"] == "5"


def test_there_is_no_card_of_a_project_that_is_not_there(db: Database, clock: Clock) -> None:
    with db.reading() as tx, pytest.raises(Refusal, match="not_found"):
        labour_card(tx, project_id=404, now=clock())
