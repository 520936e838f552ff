"""Jornal's fee and the reserve: set aside within the ceiling, charged on what was spent, never out of anybody's pay."""

from datetime import timedelta

import pytest

from annotate.ceilings.service import add_to_reserve, charge, return_money
from annotate.funding.queries import project_money, set_asides, spent_and_ceiling
from annotate.projects.service import close
from payments.closing.service import close_period
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds, platform_fees, project_fee, reserve
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import (
    Work,
    annotator,
    fund,
    running_project,
)
from web.db import Database

PIECES, RESERVE = 10 * 1_150_000, 4_025_000
LEDGER_SUM = """
SELECT sum(CASE WHEN normal = 'C' THEN credits_posted - debits_posted ELSE debits_posted - credits_posted END
           * CASE WHEN normal = 'C' THEN 1 ELSE -1 END) FROM ledger_account
"""


def holds(work: Work, account_id: str) -> int:
    with work.db.reading() as tx:
        return balance(tx, account_id).available


def finish(work: Work, person_id: int) -> None:
    """Close the project, accept what waits, close the week."""
    with work.db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=work.clock())
    work.clock.at += timedelta(days=8)
    work.accept()
    with work.db.writing() as tx:
        close_period(tx, person_id=person_id, period="2026-W10", now=work.clock())


@pytest.mark.parametrize(("permille", "fee"), [(0, 0), (100, 1_552_500), (25, 388_125), (1, 15_525)])
def test_the_fee_is_set_aside_beside_pay_and_within_the_ceiling(
    db: Database, clock: Clock, permille: int, fee: int
) -> None:
    work = running_project(db, clock, fee_permille=permille)

    with db.reading() as tx:
        money = project_money(tx, work.project_id)

    assert money.ceiling_micros == PIECES + RESERVE + fee
    assert (money.escrow_micros, money.reserve_micros, money.spent_micros) == (PIECES, RESERVE, 0)
    assert holds(work, project_fee(work.project_id)) == fee


@pytest.mark.parametrize("permille", [0, 100])
def test_people_are_paid_the_same_whatever_the_fee(db: Database, clock: Clock, permille: int) -> None:
    work = running_project(db, clock, fee_permille=permille)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 3, seconds=120)

    finish(work, ada)

    assert work.value("SELECT sum(amount_micros) FROM earning") == 4_594_334  # six minutes at 45.943334 an hour
    assert work.value("SELECT sum(amount_micros) FROM earning WHERE carrier <> 'requester'") is None


@pytest.mark.parametrize(("permille", "fee"), [(0, 0), (100, 459_433)])
def test_at_the_end_the_fee_is_on_what_was_spent_and_the_rest_comes_back(
    db: Database, clock: Clock, permille: int, fee: int
) -> None:
    work = running_project(db, clock, fee_permille=permille)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 3, seconds=120)
    finish(work, ada)
    with db.reading() as tx:
        ceiling = spent_and_ceiling(tx, work.project_id)[1]

    with db.writing() as tx:
        returned = return_money(tx, project_id=work.project_id, by_id=None, now=clock())

    assert holds(work, platform_fees("MXN")) == fee
    assert returned == ceiling - 4_594_334 - fee
    assert holds(work, organisation_funds(work.organisation_id, "MXN")) == returned
    assert work.value(LEDGER_SUM) == 0
    with db.reading() as tx:
        assert spent_and_ceiling(tx, work.project_id) == (4_594_334 + fee, ceiling)


def test_the_fee_is_charged_only_on_what_is_final_and_once(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, fee_permille=100)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=60)

    with db.writing() as tx:
        early = charge(tx, project_id=work.project_id, now=clock())
    clock.at += timedelta(days=4)
    work.accept()
    with db.writing() as tx:
        final = charge(tx, project_id=work.project_id, now=clock())
        again = charge(tx, project_id=work.project_id, now=clock())

    assert (early, final, again) == (0, 230_000, 0)
    assert holds(work, platform_fees("MXN")) == 230_000


def test_a_reserve_that_ran_low_can_be_filled_and_offers_go_on(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=600)
    clock.at += timedelta(days=8)
    with db.writing() as tx:
        close_period(tx, person_id=ada, period="2026-W10", now=clock())
    with pytest.raises(Refusal) as refusal:
        work.next(ada)
    fund(work, 20_000_000, reference="more")

    with db.writing() as tx:
        add_to_reserve(
            tx,
            project_id=work.project_id,
            amount_micros=5_000_000,
            reference="aa11",
            by_id=work.requester_id,
            now=clock(),
        )

    assert refusal.value.code == "reserve_low"
    assert work.next(ada).price_micros == 1_150_000
    with db.reading() as tx:
        assert [(one.code, one.reserve_micros) for one in set_asides(tx, work.project_id)] == [
            ("publish", 1_207_500),
            ("reserve", 5_000_000),
        ]


def test_the_same_addition_sent_twice_is_one(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3)
    fund(work, 20_000_000, reference="more")
    before = holds(work, reserve(work.project_id))
    added = {"project_id": work.project_id, "amount_micros": 5_000_000, "by_id": work.requester_id, "now": clock()}

    with db.writing() as tx:
        add_to_reserve(tx, reference="aa11", **added)
    with db.writing() as tx:
        add_to_reserve(tx, reference="aa11", **added)

    assert holds(work, reserve(work.project_id)) == before + 5_000_000
    assert work.value('SELECT count(*) FROM event WHERE body LIKE \'%"act":"reserve"%\'') == 1
