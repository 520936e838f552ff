"""What a requester reads of a project's cost, and the lowest pay: never below the floor that the settlement reached."""

import pytest

from payments.closing.service import close_period
from payments.ledger.rules import escrow, organisation_funds
from payments.spending.queries import TaskPay, project_spend
from tests import make
from tests.cast import ADA
from tests.wages import (
    AFTER_WEEK,
    FLOOR,
    MXN,
    ORGANISATION,
    UNIT,
    WEEK,
    Price,
    Work,
    later,
    make_answer,
    make_move,
    make_project_money,
)
from web.db import Database

OTHER_PROJECT = 2
AT_THE_FLOOR = TaskPay(hourly_micros=FLOOR.hourly_micros, floor_micros=FLOOR.hourly_micros)


@pytest.fixture
def ada(db: Database) -> int:
    """Ada, who was slow in two projects of one requester: each is topped up in part only, together they are whole."""
    with db.writing() as tx:
        person_id = make.make_annotator(tx, ADA)
        make_project_money(tx, person_id, purse_micros=60 * UNIT, reserve_micros=90 * UNIT)
        make_move(tx, organisation_funds(ORGANISATION, MXN), escrow(OTHER_PROJECT), 7 * UNIT)
        make_answer(tx, Work(person_id, assignment_id=1, seconds=1009), Price(micros=3 * UNIT))
        other = later(Work(person_id, project_id=OTHER_PROJECT, seconds=2591), minutes=60, assignment_id=2)
        make_answer(tx, other, Price(micros=7 * UNIT))
    return person_id


def test_a_top_up_over_two_projects_reads_as_the_floor_in_each_of_them(db: Database, ada: int) -> None:
    with db.reading() as tx:
        one, other = project_spend(tx, 1), project_spend(tx, OTHER_PROJECT)

    assert one.lowest_pay == other.lowest_pay == AT_THE_FLOOR


def test_the_lowest_pay_is_the_same_once_the_week_is_closed(db: Database, ada: int) -> None:
    with db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)

    with db.reading() as tx:
        closed = project_spend(tx, OTHER_PROJECT)

    assert closed.projected_micros == {}
    assert closed.lowest_pay == AT_THE_FLOOR


def test_a_project_that_nobody_worked_on_has_no_lowest_pay(db: Database, ada: int) -> None:
    with db.reading() as tx:
        untouched = project_spend(tx, 3)

    assert untouched.lowest_pay is None
    assert untouched.people_count == 0
