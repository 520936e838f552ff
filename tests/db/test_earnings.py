"""What Ada holds after she worked, and when it becomes final."""

from datetime import timedelta

import pytest

from payments.earnings.queries import today
from payments.earnings.rules import PayKind
from payments.earnings.service import make_final_due, record_pay, record_time
from payments.ledger.queries import balance
from payments.ledger.rules import guarantee, payable, purse, reserve
from policies.working_time import Bucket
from tests import make
from tests.cast import ADA, BEGINNING, BEN
from tests.wages import (
    FLOOR,
    MXN,
    PROJECT,
    UNIT,
    Price,
    Work,
    later,
    make_answer,
    make_project_money,
    make_time,
    pay_of,
    segments_of,
)
from web.db import Database

FOUR_DAYS_ON = BEGINNING + timedelta(days=4)


@pytest.fixture
def ada(db: Database) -> int:
    """Ada, with 2.00 in her purse and 0.50 in the project's reserve."""
    with db.writing() as tx:
        person_id = make.make_annotator(tx, ADA)
        make_project_money(tx, person_id, purse_micros=2 * UNIT, reserve_micros=UNIT // 2)
    return person_id


def test_an_answer_is_paid_from_her_purse_and_waits_to_become_final(db: Database, ada: int) -> None:
    with db.writing() as tx:
        booked = make_answer(tx, Work(ada, assignment_id=1))

    with db.reading() as tx:
        assert (booked.amount_micros, booked.carrier, booked.is_repeat) == (UNIT, "requester", False)
        assert balance(tx, purse(PROJECT, ada)).available == UNIT
        assert balance(tx, payable(ada, MXN)).posted == 0


def test_a_second_answer_to_the_same_assignment_is_not_paid_twice(db: Database, ada: int) -> None:
    work = Work(ada, assignment_id=1)

    with db.writing() as tx:
        first = make_answer(tx, work)
        again = record_pay(tx, pay=pay_of(work, Price(micros=9 * UNIT)), now=FOUR_DAYS_ON)

    assert (again.earning_id, again.amount_micros, again.is_repeat) == (first.earning_id, UNIT, True)
    assert again.facts == ()


def test_what_her_purse_cannot_pay_comes_from_the_reserve_and_then_the_guarantee(db: Database, ada: int) -> None:
    with db.writing() as tx:
        booked = make_answer(tx, Work(ada, assignment_id=1), Price(micros=4 * UNIT))

    with db.reading() as tx:
        assert booked.carrier == "requester"
        assert balance(tx, purse(PROJECT, ada)).available == 0
        assert balance(tx, reserve(PROJECT)).available == 0
        assert balance(tx, guarantee(MXN)).pending == 1_500_000


def test_a_surplus_answer_is_paid_by_the_guarantee_alone(db: Database, ada: int) -> None:
    with db.writing() as tx:
        booked = make_answer(tx, Work(ada, assignment_id=1), Price(is_surplus=True))

    with db.reading() as tx:
        assert booked.carrier == "guarantee"
        assert balance(tx, purse(PROJECT, ada)).available == 2 * UNIT


def test_hourly_pay_is_rate_times_counted_time_rounded_up_for_her(db: Database, ada: int) -> None:
    price = Price(micros=50 * UNIT, kind=PayKind.HOURLY, quantity=90_001)

    with db.writing() as tx:
        booked = make_answer(tx, Work(ada, assignment_id=1, seconds=91), price)

    assert booked.amount_micros == 1_250_014  # 50 x 90,001 ms / 3,600,000 ms = 1.25001388...


def test_silence_makes_her_pay_final_after_three_days(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_answer(tx, Work(ada, assignment_id=1), Price(micros=3 * UNIT))

    with db.writing() as tx:
        early = make_final_due(tx, now=BEGINNING + timedelta(hours=72), limit=10)
        due = make_final_due(tx, now=FOUR_DAYS_ON, limit=10)
        again = make_final_due(tx, now=FOUR_DAYS_ON, limit=10)

    with db.reading() as tx:
        assert (early, due, again) == ([], [1], [])
        assert balance(tx, payable(ada, MXN)).available == 3 * UNIT
        assert tx.run("SELECT state, final_at FROM earning") == [("final", int(FOUR_DAYS_ON.timestamp()) * 1000)]


def test_only_so_much_becomes_final_in_one_transaction(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_answer(tx, Work(ada, assignment_id=1))
        make_answer(tx, later(Work(ada), minutes=2, assignment_id=2))
        first = make_final_due(tx, now=FOUR_DAYS_ON, limit=1)
        second = make_final_due(tx, now=FOUR_DAYS_ON, limit=1)

    assert (first, second) == ([1], [2])


def test_time_is_added_up_as_it_is_recorded(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_time(tx, Work(ada, seconds=150))
        make_time(tx, later(Work(ada, seconds=30), minutes=10))

    with db.reading() as tx:
        assert tx.run("SELECT bucket, counted_ms FROM time_total") == [("task", 180_000)]
        assert tx.value("SELECT count(*) FROM time_segment") == 4


def test_time_that_has_not_passed_yet_is_not_recorded(db: Database, ada: int) -> None:
    with db.writing() as tx, pytest.raises(AssertionError):
        record_time(tx, segments=segments_of(Work(ada)), now=BEGINNING)


def test_every_segment_and_earning_has_its_event_in_her_stream(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_answer(tx, Work(ada, assignment_id=1))

    with db.reading() as tx:
        kinds = tx.run("SELECT kind FROM event WHERE stream = :stream ORDER BY sequence", stream=f"annotator:{ada}")
    assert kinds == [("residence",), ("ledger",), ("offer",), ("time",), ("ledger",), ("earning",)]


def test_her_day_shows_pay_and_paid_rest_and_what_tasks_still_miss(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_answer(tx, Work(ada, assignment_id=1, seconds=90))
        make_time(tx, later(Work(ada, bucket=Bucket.REST, seconds=300), minutes=2))
        make_time(tx, later(Work(ada, bucket=Bucket.UNCONFIRMED), minutes=20))

    with db.reading() as tx:
        day = today(tx, ada, FLOOR.on)
    assert (day.earned_micros, day.missing_micros) == (UNIT + 3_828_612, 148_584)  # 45.943334 an hour
    assert (day.counted_ms, day.unconfirmed_ms, day.currency) == (390_000, 60_000, MXN)


def test_a_day_without_work_is_empty(db: Database, ada: int) -> None:
    with db.reading() as tx:
        assert today(tx, ada, FLOOR.on).counted_ms == 0


def test_one_transaction_holds_one_persons_money_so_that_nobody_waits_in_a_circle(db: Database, ada: int) -> None:
    with db.writing() as tx:
        ben = make.make_annotator(tx, BEN)
        make_answer(tx, Work(ada, assignment_id=1))
        make_answer(tx, Work(ben, assignment_id=2, work_session_id=2))
        first = make_final_due(tx, now=FOUR_DAYS_ON, limit=10)
        second = make_final_due(tx, now=FOUR_DAYS_ON, limit=10)

    assert (first, second) == ([1], [2])
