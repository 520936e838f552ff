"""What an annotator is handed: one item at a time, funded, at a fixed price, and never twice."""

import pytest

from policies.errors import Refusal
from tests.cast import Clock
from tests.work import annotator, running_project
from web.db import Database


def test_ada_is_paid_for_an_answer_and_handed_another_item(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=2)
    ada = annotator(db, "Ada")
    first = work.next(ada)
    clock.advance(seconds=70)

    receipt = work.submit(ada, first.assignment_id)
    second = work.next(ada)

    assert receipt.amount_micros == 1_150_000
    assert receipt.counted_ms == 70_000
    assert second.content != first.content


def test_ada_gets_the_item_she_has_open_again_and_not_a_second_one(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    first = work.next(ada)
    clock.advance(seconds=20)
    again = work.next(ada)

    assert again.assignment_id == first.assignment_id
    assert work.value("SELECT count(*) FROM assignment") == 1


def test_a_second_answer_is_not_paid_twice(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    clock.advance(seconds=30)

    first = work.submit(ada, offer.assignment_id, "lost")
    second = work.submit(ada, offer.assignment_id, "renewal")

    assert (second.is_repeat, second.amount_micros) == (True, first.amount_micros)
    assert work.value("SELECT count(*) FROM earning") == 1
    assert "lost" in str(work.value("SELECT result FROM answer"))


def test_mallory_cannot_answer_for_ada(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada, mallory = annotator(db, "Ada"), annotator(db, "Mallory")
    offer = work.next(ada)

    with pytest.raises(Refusal) as refused:
        work.submit(mallory, offer.assignment_id)

    assert refused.value.code == "not_found"
    assert work.value("SELECT count(*) FROM answer") == 0


def test_an_assignment_nobody_ever_had_is_not_found(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")

    with pytest.raises(Refusal) as refused:
        work.submit(ada, 987_654)

    assert refused.value.code == "not_found"


def test_otto_is_not_offered_work_that_is_open_in_mexico_only(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    otto = annotator(db, "Otto", jurisdiction="GB")

    with pytest.raises(Refusal) as refused:
        work.next(otto)

    assert refused.value.code == "not_found"


def test_a_label_that_no_longer_exists_is_refused_and_the_item_stays_open(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    offer = work.next(ada)

    with pytest.raises(Refusal) as refused:
        work.submit(ada, offer.assignment_id, "abolished")

    assert refused.value.code == "label_unknown"
    assert work.submit(ada, offer.assignment_id, "lost").is_repeat is False


def test_nothing_is_left_when_everything_is_answered(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    work.answer(ada)

    with pytest.raises(Refusal) as refused:
        work.next(ada)

    assert refused.value.code == "nothing_left"


def test_ben_is_told_until_when_to_wait_for_what_ada_holds(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    held = work.next(ada)

    with pytest.raises(Refusal) as refused:
        work.next(ben)

    assert refused.value.code == "more_may_return"
    assert refused.value.params["until"] == held.lease_until_at.isoformat()


def test_work_that_was_begun_is_paid_in_a_paused_project_and_no_more_is_offered(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    work.pause()

    receipt = work.submit(ada, offer.assignment_id)
    with pytest.raises(Refusal) as refused:
        work.next(ada)

    assert receipt.amount_micros == 1_150_000
    assert refused.value.code == "project_paused"


def test_hourly_pay_is_the_rate_times_the_counted_time(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, pay_basis="hour", price_micros=60_000_000)
    ada = annotator(db, "Ada")

    receipt = work.answer(ada, seconds=90)

    assert receipt.counted_ms == 90_000
    assert receipt.amount_micros == 1_500_000


def test_the_answer_and_the_next_item_come_in_one_turn(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    first = work.next(ada)
    clock.advance(seconds=50)

    served = work.submit_and_next(ada, first.assignment_id)

    assert served.receipt.amount_micros == 1_150_000
    assert served.offer is not None
    assert served.offer.content != first.content


def test_an_answer_is_kept_and_paid_when_no_item_can_follow(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada = annotator(db, "Ada")
    first = work.next(ada)

    served = work.submit_and_next(ada, first.assignment_id)

    assert served.refusal is not None
    assert served.refusal.code == "nothing_left"
    assert work.value("SELECT count(*) FROM answer") == 1
