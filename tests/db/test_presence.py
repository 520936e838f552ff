"""Ada at a page without an item: choosing, paperwork and waiting count, each for whom it belongs to, none without end."""

from datetime import UTC, datetime

import pytest

from annotate.outages.service import open_again, say_open
from annotate.presence.rules import Page
from annotate.presence.service import be_at, read_instructions
from annotate.timeclock.rules import Place
from annotate.timeclock.service import pause, resume
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database

BUCKETS = "SELECT bucket, sum(counted_ms) FROM time_total WHERE person_id = :ada GROUP BY bucket ORDER BY bucket"
WHO_PAYS = "SELECT organisation_id, sum(counted_ms) FROM time_total WHERE bucket = :bucket GROUP BY organisation_id"


def signs(work: Work, ada: int, page: Page, *, count: int, seconds: int = 15, project_id: int = 0) -> None:
    """Let the page say once that she is there, then every so often, with the clock going on in between."""
    for number in range(count + 1):
        work.clock.advance(seconds=seconds if number else 0)
        with work.db.writing() as tx:
            be_at(tx, person_id=ada, page=page, now=work.clock(), rulebook=RULEBOOK, project_id=project_id)


def rest_and_return(work: Work, ada: int) -> None:
    """Let the open stretch be decided."""
    with work.db.writing() as tx:
        pause(tx, person_id=ada, is_meal=False, now=work.clock(), rulebook=RULEBOOK)
    with work.db.writing() as tx:
        resume(tx, person_id=ada, now=work.clock(), rulebook=RULEBOOK)


def one_item_held_by_another(db: Database, clock: Clock) -> tuple[Work, int]:
    """A project whose only item is in somebody else's hands, and Ada."""
    work = running_project(db, clock, items=1, overlap=1)
    work.next(annotator(db, "Otto's other annotator"))
    return work, annotator(db, "Ada")


def test_choosing_among_the_work_is_paid_by_the_platform(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    signs(work, ada, Page.SEARCH, count=4)
    work.next(ada)

    assert work.rows(BUCKETS, ada=ada) == [("search", 60_000)]
    assert work.rows(WHO_PAYS, bucket="search") == [(0, 60_000)]


def test_an_hour_of_choosing_is_not_a_paid_hour_and_none_of_it_is_lost(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    signs(work, ada, Page.SEARCH, count=240)
    work.next(ada)

    assert work.rows(BUCKETS, ada=ada) == [("search", 360_000), ("unconfirmed", 3_240_000)]


def test_reading_messages_is_paid_and_a_page_left_open_over_lunch_asks_nothing(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    signs(work, ada, Page.ADMIN, count=4)
    clock.advance(minutes=40)

    signs(work, ada, Page.ADMIN, count=4)
    rest_and_return(work, ada)

    assert work.rows(BUCKETS, ada=ada) == [("admin", 180_000), ("meal", 2_340_000)]


def test_paperwork_counts_half_an_hour_a_day_by_itself(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    signs(work, ada, Page.ADMIN, count=60 * 4)
    rest_and_return(work, ada)

    assert dict(work.rows(BUCKETS, ada=ada))["admin"] <= 31 * 60_000
    assert sum(ms for _, ms in work.rows(BUCKETS, ada=ada)) == 3_600_000


def test_waiting_for_an_item_that_others_hold_is_paid_by_the_requester(db: Database, clock: Clock) -> None:
    work, ada = one_item_held_by_another(db, clock)

    signs(work, ada, Page.WAIT, count=8, project_id=work.project_id)
    rest_and_return(work, ada)

    assert work.rows(BUCKETS, ada=ada) == [("waiting_requester", 120_000)]
    assert work.rows(WHO_PAYS, bucket="waiting_requester") == [(work.organisation_id, 120_000)]


def test_nobody_waits_at_a_requester_s_cost_while_there_is_work(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    signs(work, ada, Page.WAIT, count=4, project_id=work.project_id)
    rest_and_return(work, ada)

    assert work.rows(BUCKETS, ada=ada) == [("search", 60_000)]


def test_a_requester_pays_for_half_an_hour_of_waiting_at_most(db: Database, clock: Clock) -> None:
    work, ada = one_item_held_by_another(db, clock)

    signs(work, ada, Page.WAIT, count=60 * 4, project_id=work.project_id)
    rest_and_return(work, ada)

    assert dict(work.rows(BUCKETS, ada=ada))["waiting_requester"] <= 31 * 60_000


def test_nobody_waits_at_a_project_that_is_not_theirs(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    abroad = annotator(db, "Mallory", jurisdiction="GB", zone=RULEBOOK.zones("GB")[0].code)

    with pytest.raises(Refusal) as refused:
        signs(work, abroad, Page.WAIT, count=0, project_id=work.project_id)

    assert refused.value.code == "not_found"


def test_a_message_read_beside_an_open_item_belongs_to_the_item_and_holds_it(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    clock.advance(seconds=10)

    signs(work, ada, Page.ADMIN, count=2)
    receipt = work.submit(ada, offer.assignment_id)

    assert receipt.counted_ms == 40_000
    assert work.rows(BUCKETS, ada=ada) == [("task", 40_000)]


def test_a_page_that_she_looks_at_while_she_rests_does_not_end_her_rest(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 5, seconds=200)
    with db.writing() as tx:
        pause(tx, person_id=ada, is_meal=False, now=clock(), rulebook=RULEBOOK)

    signs(work, ada, Page.SEARCH, count=8)
    with db.writing() as tx:
        resume(tx, person_id=ada, now=clock(), rulebook=RULEBOOK)

    assert dict(work.rows(BUCKETS, ada=ada)) == {"task": 1_000_000, "rest": 120_000}


def test_a_platform_that_was_down_made_her_wait_and_asks_her_nothing(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    work.heartbeats(ada, 2, seconds=15)
    with db.writing() as tx:
        say_open(tx, now=clock())
    clock.advance(minutes=10)
    with db.writing() as tx:
        open_again(tx, now=clock())

    work.heartbeats(ada, 1, seconds=20)
    work.submit(ada, offer.assignment_id)

    assert work.rows(BUCKETS, ada=ada) == [("task", 50_000), ("waiting_platform", 600_000)]
    assert work.rows(WHO_PAYS, bucket="waiting_platform") == [(0, 600_000)]


def test_a_house_that_opens_again_at_once_or_twice_notes_no_outage_twice(db: Database, clock: Clock) -> None:
    with db.writing() as tx:
        say_open(tx, now=clock())
    clock.advance(seconds=20)
    with db.writing() as tx:
        was_down_for_a_moment = open_again(tx, now=clock())
    clock.advance(minutes=5)

    with db.writing() as tx:
        was_down = open_again(tx, now=clock()), open_again(tx, now=clock())

    assert (was_down_for_a_moment, *was_down) == (False, True, False)
    with db.reading() as tx:
        assert tx.value("SELECT count(*) FROM outage") == 1


def test_instructions_wait_for_the_rest_between_two_days_as_new_work_does(db: Database) -> None:
    clock = Clock(datetime(2026, 3, 2, 14, tzinfo=UTC))
    work = running_project(db, clock, items=10)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=60)
    for _ in range(13):
        clock.advance(minutes=59)
        signs(work, ada, Page.ADMIN, count=0)
    clock.advance(minutes=30)

    place = Place(work.organisation_id, work.project_id)
    with pytest.raises(Refusal) as refused, db.writing() as tx:
        read_instructions(tx, person_id=ada, place=place, now=clock(), rulebook=RULEBOOK)

    assert refused.value.code == "daily_rest_due"
