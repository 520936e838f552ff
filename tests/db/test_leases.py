"""What Ada has open stays hers while she is there, in whatever tab; what she began is paid, whatever happened since."""

from dataclasses import replace

import pytest

from annotate.drafts.queries import draft_of
from annotate.drafts.service import save_draft
from annotate.projects.service import close
from annotate.serving.service import heartbeat
from annotate.timeclock.service import pause, resume
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, people, running_project
from web.db import Database


def two_projects(db: Database, clock: Clock) -> tuple[Work, Work]:
    return running_project(db, clock, items=3), running_project(db, clock, items=60)


def test_signs_of_life_in_one_tab_hold_what_is_open_in_another(db: Database, clock: Clock) -> None:
    first, second = two_projects(db, clock)
    ada = annotator(db, "Ada")
    held = first.next(ada)
    second.next(ada)

    second.heartbeats(ada, 80, seconds=15)
    expired = first.expire()

    assert expired == 0
    assert first.submit(ada, held.assignment_id).is_surplus is False


def test_answers_in_one_project_hold_what_is_open_in_another(db: Database, clock: Clock) -> None:
    first, second = two_projects(db, clock)
    ada = annotator(db, "Ada")
    held = first.next(ada)

    second.answer_many(ada, 20, seconds=60)
    expired = first.expire()

    assert expired == 0
    assert first.next(ada).assignment_id == held.assignment_id


def test_a_tab_that_names_its_item_holds_it_while_nothing_else_is_open(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    held = work.next(ada)

    for _ in range(80):
        clock.advance(seconds=15)
        with db.writing() as tx:
            heartbeat(tx, person_id=ada, now=clock(), rulebook=RULEBOOK, assignment_id=held.assignment_id)

    assert work.expire() == 0


def test_a_rest_and_a_meal_of_45_minutes_hold_what_is_open_and_longer_does_not(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=2)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    work.next(ada)
    work.next(ben)
    for person_id in (ada, ben):
        with db.writing() as tx:
            pause(tx, person_id=person_id, is_meal=True, now=clock(), rulebook=RULEBOOK)

    clock.advance(minutes=44)
    early = work.expire()
    with db.writing() as tx:
        resume(tx, person_id=ben, now=clock(), rulebook=RULEBOOK)
    clock.advance(minutes=2)
    late = work.expire()

    assert (early, late) == (0, 1)
    assert work.rows("SELECT person_id FROM assignment WHERE state = 'expired'") == [(ada,)]


def test_who_falls_silent_gives_the_slot_back_and_keeps_the_draft_and_the_time(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    held = work.next(ada)
    work.heartbeats(ada, 4, seconds=15)
    with db.writing() as tx:
        save_draft(tx, person_id=ada, assignment_id=held.assignment_id, fields={"label": ["lost"]}, now=clock())
    clock.advance(minutes=14)

    expired = work.expire()
    slots = work.value("SELECT open_slots FROM item")
    with db.reading() as tx:
        draft = draft_of(tx, person_id=ada, assignment_id=held.assignment_id)
    receipt = work.submit(ada, held.assignment_id)

    assert (expired, slots) == (1, 1)
    assert draft is not None
    assert draft.fields == {"label": ["lost"]}
    assert receipt.is_surplus is False
    assert receipt.counted_ms >= 60_000


def test_what_was_begun_is_taken_and_paid_when_the_project_closed_meanwhile(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3)
    ada = annotator(db, "Ada")
    begun = work.next(ada)
    clock.advance(seconds=30)
    with db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=clock())

    receipt = work.submit(ada, begun.assignment_id)
    with pytest.raises(Refusal) as refused:
        work.next(ada)

    assert (receipt.amount_micros, receipt.is_surplus) == (1_150_000, False)
    assert refused.value.code == "project_closed"
    assert work.rows("SELECT assignment_id FROM earning") == [(begun.assignment_id,)]


def test_what_expired_is_taken_and_paid_even_when_the_project_closed_meanwhile(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3)
    ada = annotator(db, "Ada")
    begun = work.next(ada)
    clock.advance(minutes=20)
    work.expire()
    with db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=clock())

    receipt = work.submit(ada, begun.assignment_id)

    assert receipt.amount_micros == 1_150_000
    assert work.value("SELECT count(*) FROM answer") == 1


def test_a_retry_after_a_dropped_line_gets_the_first_receipt(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3)
    ada = annotator(db, "Ada")
    begun = work.next(ada)
    clock.advance(seconds=30)
    first = work.submit_and_next(ada, begun.assignment_id)
    clock.advance(minutes=5)

    again = work.submit_and_next(ada, begun.assignment_id, "renewal")

    assert again.receipt == replace(first.receipt, is_repeat=True)
    assert again.offer is not None
    assert first.offer is not None
    assert again.offer.assignment_id == first.offer.assignment_id
    assert work.value("SELECT count(*) FROM earning") == 1


def test_mallory_cannot_hold_what_ada_has(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada, mallory = people(db, 2)
    held = work.next(ada)
    clock.advance(minutes=20)

    with db.writing() as tx:
        heartbeat(tx, person_id=mallory, now=clock(), rulebook=RULEBOOK, assignment_id=held.assignment_id)

    assert work.expire() == 1


def test_signs_of_life_out_of_order_turn_no_clock_back(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    held = work.next(ada)
    work.heartbeats(ada, 4, seconds=15)
    clock.advance(seconds=-40)
    with db.writing() as tx:
        heartbeat(tx, person_id=ada, now=clock(), rulebook=RULEBOOK, assignment_id=held.assignment_id)
    clock.advance(seconds=50)

    receipt = work.submit(ada, held.assignment_id)

    assert receipt.counted_ms == 70_000
