"""Pretend money pays itself after a moment, or comes back; and what a process left half-sent is sent on by the house."""

import pytest

from payments.payouts.rules import Standing
from tests.cast import BEN, Clock
from tests.make import make_annotator
from tests.paying import due_week, held_for, name_account, payout_seen, payroll, prepare, release, send_a_few
from tests.work import Work
from web.jobs import all_jobs, run_job
from web.wiring import House

PAYOUT_JOBS = [job for job in all_jobs() if job[0] in {"send_payouts", "hear_payouts"}]


@pytest.fixture
def ben_id(house: House) -> int:
    with house.db.writing() as tx:
        return make_annotator(tx, BEN)


@pytest.fixture
def half_sent(house: House, clock: Clock, ada_id: int, ben_id: int) -> Work:
    """A run of two that was released; then the process died with one of them sent. Ben's account is closed."""
    pia, paz = payroll(house.db, "Pia"), payroll(house.db, "Paz")
    work = due_week(house.db, clock, ada_id, ben_id)
    name_account(work, ada_id, "77124821", provider="pretend")
    name_account(work, ben_id, "77120000", provider="pretend")
    run_id = prepare(work, pia, provider="pretend")
    release(work, run_id, paz)
    send_a_few(work, run_id, limit=1)
    return work


def look_after(house: House) -> list[bool]:
    return [run_job(house, job) for job in sorted(PAYOUT_JOBS, reverse=True)]


def test_what_was_left_half_sent_is_sent_on(house: House, half_sent: Work, ada_id: int, ben_id: int) -> None:
    before = [payout_seen(half_sent, person).standing for person in (ada_id, ben_id)]

    assert look_after(house) == [True, True]

    assert before == [Standing.SENT, Standing.IN_RUN]
    assert [payout_seen(half_sent, person).standing for person in (ada_id, ben_id)] == [Standing.SENT] * 2


def test_pretend_money_arrives_after_a_moment_and_comes_back_from_a_closed_account(
    house: House, half_sent: Work, clock: Clock, ada_id: int, ben_id: int
) -> None:
    look_after(house)
    clock.advance(seconds=31)

    look_after(house)

    assert payout_seen(half_sent, ada_id).standing is Standing.PAID
    assert held_for(half_sent, ada_id) == (0, 0)
    assert (payout_seen(half_sent, ben_id).standing, payout_seen(half_sent, ben_id).reason) == (
        Standing.RETURNED,
        "account closed",
    )
    assert held_for(half_sent, ben_id)[0] > 0
