"""Two people at once, four senders at once, two answers at once: money leaves once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from payments.payout_answers.rules import Follows
from payments.providers.base import Answer
from policies.errors import Refusal
from tests.cast import Clock
from tests.paying import (
    OTHER_CLABE,
    bank_says,
    due_week,
    held_for,
    leave_outside,
    name_account,
    outside,
    payout_seen,
    payroll,
    prepare,
    release,
    send_a_few,
    sent_run,
)
from tests.work import Work, annotator
from web.db import Database


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do everything at the same moment and return each outcome: its result, or the code of its refusal."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> str:
        start.wait()
        try:
            return str(act())
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(begin, acts))


def release_until_done(work: Work, run_id: int) -> str:
    while send_a_few(work, run_id, limit=1):
        pass
    return "done"


def test_of_two_who_release_at_once_one_does(db: Database, clock: Clock) -> None:
    ada, pia, paz, olga = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz"), payroll(db, "Olga")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    run_id = prepare(work, pia)

    outcomes = at_once(lambda: release(work, run_id, paz), lambda: release(work, run_id, olga))

    assert outcomes == ["None", "run_has_moved_on"]


def test_of_two_who_prepare_at_once_each_payout_is_in_one_run(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    name_account(work, ada)

    outcomes = at_once(lambda: prepare(work, pia), lambda: prepare(work, paz))

    assert "nothing_to_send" in outcomes
    assert work.value("SELECT count(*) FROM payout_attempt") == 1


def test_four_senders_at_once_hold_each_persons_money_once(db: Database, clock: Clock) -> None:
    people = [annotator(db, f"Ada {number}") for number in range(4)]
    pia, paz = payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, *people)
    named = [name_account(work, person, holder="Ada Ruiz") for person in people]
    run_id = prepare(work, pia)
    release(work, run_id, paz)

    at_once(*[lambda: release_until_done(work, run_id)] * 4)

    held = [held_for(work, person) for person in people]
    assert len(named) == 4
    assert [posted == pending for posted, pending in held] == [True] * 4
    assert work.value("SELECT state FROM payout_run") == "sent"
    assert work.value("SELECT count(*) FROM ledger_transfer WHERE code = 'payout'") == 4


def test_the_same_answer_from_two_people_at_once_is_booked_once(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    sent_run(work, pia, paz)
    before, owed, key = outside(work), held_for(work, ada)[0], payout_seen(work, ada).key

    outcomes = at_once(*[lambda: bank_says(work, key, Answer.PAID, by_id=pia)] * 3)

    assert outcomes == sorted([Follows.KNOWN, Follows.KNOWN, Follows.PAID])
    assert before - outside(work) == owed


def test_two_runs_released_at_once_cannot_spend_the_same_money(db: Database, clock: Clock) -> None:
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    pia, paz = payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada, ben)
    name_account(work, ada)
    first = prepare(work, pia)
    name_account(work, ben, OTHER_CLABE, holder="Ben Soto")
    second = prepare(work, pia)
    leave_outside(work, held_for(work, ada)[0])

    outcomes = at_once(lambda: release(work, first, paz), lambda: release(work, second, paz))

    assert outcomes == ["None", "payout_money_short"]


def test_an_account_named_twice_at_once_is_named_once(db: Database, clock: Clock) -> None:
    ada = annotator(db, "Ada")
    work = due_week(db, clock, ada)

    at_once(*[lambda: name_account(work, ada)] * 3)

    assert work.value("SELECT count(*) FROM destination") == 1
