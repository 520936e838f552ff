"""The Mobility Office closes a project: what it did not need comes back by itself, and not before everyone is paid."""

from datetime import timedelta

import pytest

from annotate.projects.service import close
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, purse, reserve
from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.jobs import all_jobs, run_job
from web.wiring import House

CEILING = 15_525_000
SPENT = "SELECT sum(amount_micros) FROM earning WHERE carrier = 'requester'"


@pytest.fixture
def work(each_house: House, clock: Clock) -> Work:
    return running_project(each_house.db, clock)


def close_project(work: Work) -> None:
    with work.db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=work.clock())


def wait(house: House, work: Work, **spans: float) -> None:
    """Let time pass, then let the house do everything that is due, as its clockwork does."""
    work.clock.advance(**spans)
    for job in all_jobs() * 2:
        run_job(house, job)


def funds(work: Work) -> int:
    with work.db.reading() as tx:
        return balance(tx, organisation_funds(work.organisation_id, "MXN")).available


def test_what_was_not_needed_comes_back_when_everyone_is_paid(each_house: House, work: Work) -> None:
    ada = annotator(work.db, "Ada")
    work.answer(ada, seconds=120)
    close_project(work)

    wait(each_house, work, days=8)

    spent = work.value(SPENT)
    with work.db.reading() as tx:
        left = [balance(tx, name(work.project_id)).available for name in (escrow, reserve)]
        left.append(balance(tx, purse(work.project_id, ada)).available)
    assert spent == 1_531_445  # 120 s at 45.943334 an hour
    assert left == [0, 0, 0]
    assert funds(work) == CEILING - spent


def test_nothing_comes_back_while_an_answer_waits_or_a_week_is_open(each_house: House, work: Work) -> None:
    work.answer(annotator(work.db, "Ada"))
    close_project(work)

    wait(each_house, work, days=4)

    assert funds(work) == 0


def test_a_week_of_quiet_minutes_only_does_not_hold_the_money_back(each_house: House, work: Work) -> None:
    ada = annotator(work.db, "Ada")
    work.clock.at += timedelta(days=6, hours=14, minutes=58)  # two minutes to midnight on Sunday, in Mexico
    offer = work.next(ada)
    work.clock.advance(minutes=30)
    work.heartbeats(ada, 1, seconds=0)
    close_project(work)
    wait(each_house, work, minutes=30)  # what she left open is given back

    wait(each_house, work, days=8)

    assert offer.assignment_id
    assert funds(work) > 0


def test_money_comes_back_once(each_house: House, work: Work) -> None:
    close_project(work)
    wait(each_house, work, hours=1)

    wait(each_house, work, hours=1)

    returns = work.value("SELECT count(*) FROM ledger_transfer WHERE id LIKE 'return:%'")
    acts = work.value("SELECT count(*) FROM event WHERE kind = 'project' AND body LIKE '%return_money%'")
    assert funds(work) == CEILING
    assert (returns, acts) == (2, 1)
