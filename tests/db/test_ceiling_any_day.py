"""Whatever people and their requester do on any day: the bill never passes the ceiling, and nothing of it is lost."""

import pytest

from annotate.funding.queries import project_money
from payments.ledger.queries import balance
from payments.ledger.rules import organisation_funds
from tests.cast import Clock
from tests.ceiling_days import random_days
from tests.work import Work, fund, people, running_project
from web.db import Database

SPARE = 60_000_000
BELOW = """
SELECT count(*) FROM period_close WHERE total_micros < pooled_micros
"""
OWED = "SELECT coalesce(sum(amount_micros), 0) FROM earning WHERE carrier = 'requester'"


def on_its_way(db: Database, clock: Clock, permille: int) -> Work:
    """A project of few items, with money to spare in its organisation for whatever Rita adds."""
    work = running_project(db, clock, items=14, overlap=2, fee_permille=permille)
    fund(work, SPARE, reference="pretend-spare")
    return work


@pytest.mark.parametrize(("seed", "permille"), [(1, 0), (2, 125), (3, 37)])
def test_no_day_brings_the_bill_above_the_ceiling(db: Database, clock: Clock, seed: int, permille: int) -> None:
    work = on_its_way(db, clock, permille)

    bills = random_days(work, people(db, 3), seed)

    assert [bill for bill in bills if bill[0] > bill[1]] == []
    assert bills[-1][0] > 0
    assert work.value(BELOW) == 0


@pytest.mark.parametrize("seed", [4])
def test_at_the_end_all_that_was_not_spent_is_back(db: Database, clock: Clock, seed: int) -> None:
    work = on_its_way(db, clock, 50)
    before = funds(work)

    random_days(work, people(db, 3), seed)

    with db.reading() as tx:
        money = project_money(tx, work.project_id)
    held = money.escrow_micros + money.purses_micros + money.reserve_micros
    assert (held, money.pending_micros) == (0, 0)
    assert money.spent_micros + money.returned_micros == money.ceiling_micros
    assert before - funds(work) == money.spent_micros - first_ceiling(work)


def funds(work: Work) -> int:
    with work.db.reading() as tx:
        return balance(tx, organisation_funds(work.organisation_id, "MXN")).available


def first_ceiling(work: Work) -> int:
    """What was set aside before the days began: it had left the funds already."""
    return int(str(work.value("SELECT sum(amount_micros) FROM ledger_transfer WHERE code = 'publish'")))


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(100, 130))
def test_thirty_more_lives_of_a_project_stay_below_their_ceilings(db: Database, clock: Clock, seed: int) -> None:
    work = on_its_way(db, clock, seed % 3 * 50)

    bills = random_days(work, people(db, 4), seed)

    assert [bill for bill in bills if bill[0] > bill[1]] == []
