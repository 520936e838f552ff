"""Rest, caps, leases and late answers: what stops a new item, and what never stops an answer."""

import pytest

from annotate.assignments.rules import Reason
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import annotator, running_project
from web.db import Database


def test_ada_rests_after_55_minutes_and_is_offered_work_again_after_five(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=80)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 55, seconds=60)

    with pytest.raises(Refusal) as refused:
        work.next(ada)
    clock.advance(minutes=5)
    offer = work.next(ada)

    assert (refused.value.code, refused.value.params["minutes"]) == ("rest_due", 5)
    assert offer.content
    assert work.value("SELECT sum(counted_ms) FROM time_total WHERE bucket = 'rest'") == 300_000


def test_the_rest_that_ada_took_while_she_kept_asking_is_still_one_rest(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=80)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 55, seconds=60)
    clock.advance(minutes=3)

    with pytest.raises(Refusal) as too_soon:
        work.next(ada)
    clock.advance(minutes=2)
    offer = work.next(ada)

    assert too_soon.value.code == "rest_due"
    assert offer.content


def test_ada_may_move_her_rest_once(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=80)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 55, seconds=60)

    work.move_rest(ada)
    offer = work.next(ada)
    with pytest.raises(Refusal) as refused:
        work.move_rest(ada)

    assert offer.content
    assert refused.value.code == "rest_moved_already"


def test_no_new_work_after_eight_hours_but_the_open_answer_is_taken(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=10, estimated_ms=3_600_000, price_micros=60_000_000)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 4, seconds=3600, rest_minutes=5)
    clock.advance(minutes=30)
    work.answer_many(ada, 3, seconds=3600, rest_minutes=5)
    last = work.next(ada)
    clock.advance(minutes=60)

    receipt = work.submit(ada, last.assignment_id)
    with pytest.raises(Refusal) as refused:
        work.next(ada)

    assert receipt.amount_micros == 60_000_000
    assert refused.value.code == "day_cap_reached"
    assert refused.value.params["until"] == "2026-03-03T06:00:00+00:00"


def test_a_skipped_item_goes_to_ben_and_never_back_to_ada(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    skipped = work.next(ada)
    clock.advance(seconds=15)

    work.release(ada, skipped.assignment_id, Reason.SKIP)
    bens = work.next(ben)
    with pytest.raises(Refusal) as refused:
        work.next(ada)

    assert bens.content == skipped.content
    assert refused.value.code == "nothing_left"
    assert work.value("SELECT sum(counted_ms) FROM time_total WHERE bucket = 'task'") == 15_000


def test_a_late_answer_takes_its_slot_while_that_is_open(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    clock.advance(minutes=20)
    work.expire()

    receipt = work.submit(ada, offer.assignment_id)

    assert (receipt.is_surplus, receipt.amount_micros) == (False, 1_150_000)
    assert work.value("SELECT open_slots FROM item") == 0


def test_a_late_answer_whose_slot_is_taken_is_surplus_and_paid_by_the_guarantee(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    late = work.next(ada)
    clock.advance(minutes=20)
    work.expire()
    work.answer(ben)

    receipt = work.submit(ada, late.assignment_id)

    assert (receipt.is_surplus, receipt.amount_micros) == (True, 1_150_000)
    assert work.rows("SELECT carrier FROM earning ORDER BY id") == [("requester",), ("guarantee",)]


def test_heartbeats_hold_an_item_and_count_the_time(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    work.heartbeats(ada, 80, seconds=15)

    expired = work.expire()
    receipt = work.submit(ada, offer.assignment_id)

    assert expired == 0
    assert receipt.counted_ms == 1_200_000


def test_silence_after_three_days_accepts_the_answer(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    work.answer(ada)
    early = work.accept()
    clock.advance(hours=72)

    accepted = work.accept()

    assert (early, accepted) == (0, 1)
    assert work.value("SELECT state FROM assignment") == "accepted"
    assert work.value("SELECT state FROM earning") == "final"
