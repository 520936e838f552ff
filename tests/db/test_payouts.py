"""Paying people out: one payout for each payslip, two people, money held before it leaves, and back where it returns."""

import pytest
from sqlalchemy.exc import IntegrityError

from payments.payout_answers.rules import Follows
from payments.payouts.rules import Standing
from payments.payouts.service import note_unpaid, open_payouts
from payments.providers.base import Answer
from policies.errors import Refusal
from tests.cast import Clock
from tests.paying import (
    MXN_MICROS,
    OTHER_CLABE,
    bank_says,
    due_week,
    held_for,
    issue_slips,
    leave_outside,
    name_account,
    outside,
    paid_slips,
    payout_seen,
    payroll,
    prepare,
    release,
    send_all,
    sent_run,
    worked,
)
from tests.work import annotator
from web.db import Database


def test_a_payslip_has_one_payout_however_often_it_is_asked_for(db: Database, clock: Clock) -> None:
    ada = annotator(db, "Ada")
    work = due_week(db, clock, ada)

    with db.writing() as tx:
        again = open_payouts(tx, now=clock())

    assert again == 0
    assert work.value("SELECT count(*) FROM payout") == 1
    assert payout_seen(work, ada).amount_minor * MXN_MICROS == held_for(work, ada)[0]


def test_a_payslip_that_nobody_noted_as_unpaid_is_found_and_gets_its_payout(db: Database, clock: Clock) -> None:
    ada = annotator(db, "Ada")
    work = worked(db, clock, ada)
    issue_slips(work, ada)
    with db.writing() as tx:
        tx.count("DELETE FROM unpaid_payslip")
        before = open_payouts(tx, now=clock())

    with db.writing() as tx:
        found = note_unpaid(tx)
        after = open_payouts(tx, now=clock())

    assert (before, found, after) == (0, 1, 1)
    assert work.value("SELECT count(*) FROM unpaid_payslip") == 0


def test_the_walk_of_adas_money_from_due_to_paid_leaves_nothing_owed(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    before, owed = outside(work), held_for(work, ada)[0]
    name_account(work, ada)
    run_id = prepare(work, pia)
    release(work, run_id, paz)
    send_all(work, run_id)
    on_the_way = (payout_seen(work, ada).standing, held_for(work, ada))

    follows = bank_says(work, payout_seen(work, ada).key, Answer.PAID, by_id=pia, tracking="8812")

    assert on_the_way == (Standing.SENT, (owed, owed))
    assert follows is Follows.PAID
    assert (payout_seen(work, ada).standing, payout_seen(work, ada).tracking) == (Standing.PAID, "8812")
    assert held_for(work, ada) == (0, 0)
    assert before - outside(work) == owed


def test_who_prepared_a_run_cannot_release_it(db: Database, clock: Clock) -> None:
    ada, pia = annotator(db, "Ada"), payroll(db, "Pia")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    run_id = prepare(work, pia)

    with pytest.raises(Refusal) as refused:
        release(work, run_id, pia)

    assert refused.value.code == "second_person_needed"
    assert payout_seen(work, ada).standing is Standing.IN_RUN


def test_not_even_the_database_takes_a_run_released_by_who_prepared_it(db: Database, clock: Clock) -> None:
    ada, pia = annotator(db, "Ada"), payroll(db, "Pia")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    prepare(work, pia)

    with pytest.raises(Exception, match="two_people"), db.writing() as tx:
        tx.run("UPDATE payout_run SET state = 'released', released_by_id = prepared_by_id, released_at = 1")


def test_a_second_click_on_release_changes_nothing(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    run_id = sent_run(work, pia, paz)

    with pytest.raises(Refusal) as refused:
        release(work, run_id, paz)
    send_all(work, run_id)

    assert refused.value.code == "run_has_moved_on"
    assert work.value("SELECT count(*) FROM ledger_transfer WHERE code = 'payout'") == 1


def test_money_without_an_account_waits_and_says_so(db: Database, clock: Clock) -> None:
    ada, pia = annotator(db, "Ada"), payroll(db, "Pia")
    work = due_week(db, clock, ada)

    with pytest.raises(Refusal) as refused:
        prepare(work, pia)

    assert refused.value.code == "nothing_to_send"
    assert payout_seen(work, ada).standing is Standing.NO_ACCOUNT


def test_a_changed_account_waits_seventy_two_hours(db: Database, clock: Clock) -> None:
    ada, pia = annotator(db, "Ada"), payroll(db, "Pia")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    changed = name_account(work, ada, OTHER_CLABE)
    waits = payout_seen(work, ada).standing
    clock.advance(hours=72)

    run_id = prepare(work, pia)

    assert (changed.is_change, waits) == (True, Standing.ACCOUNT_WAITS)
    assert work.value("SELECT count(*) FROM payout_attempt WHERE run_id = :run_id", run_id=run_id) == 1


def test_an_account_changed_while_a_run_waits_keeps_its_payout_behind(db: Database, clock: Clock) -> None:
    ada, ben, pia, paz = annotator(db, "Ada"), annotator(db, "Ben"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada, ben)
    name_account(work, ada)
    name_account(work, ben, OTHER_CLABE, holder="Ben Soto")
    run_id = prepare(work, pia)
    name_account(work, ada, "032180000118359719")

    release(work, run_id, paz)
    send_all(work, run_id)

    assert payout_seen(work, ada).standing is Standing.ACCOUNT_WAITS
    assert payout_seen(work, ben).standing is Standing.SENT


def test_a_payment_that_came_back_is_paid_again_exactly_once(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    before, owed = outside(work), held_for(work, ada)[0]
    name_account(work, ada)
    sent_run(work, pia, paz)
    bank_says(work, payout_seen(work, ada).key, Answer.PAID, by_id=pia)
    bank_says(work, payout_seen(work, ada).key, Answer.RETURNED, by_id=pia, reason="account closed")
    returned = payout_seen(work, ada)
    is_hers_again = held_for(work, ada)
    name_account(work, ada, OTHER_CLABE)
    clock.advance(hours=72)

    sent_run(work, paz, pia)
    bank_says(work, payout_seen(work, ada).key, Answer.PAID, by_id=pia)

    assert (returned.standing, returned.reason) == (Standing.RETURNED, "account closed")
    assert is_hers_again == (owed, 0)
    assert (payout_seen(work, ada).standing, held_for(work, ada)) == (Standing.PAID, (0, 0))
    assert before - outside(work) == owed
    assert payout_seen(work, ada).key == "JOR0000001N2"


def test_a_rejected_payment_never_left(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    before, owed = outside(work), held_for(work, ada)[0]
    name_account(work, ada)
    sent_run(work, pia, paz)

    bank_says(work, payout_seen(work, ada).key, Answer.REJECTED, by_id=pia, reason="name differs")

    assert held_for(work, ada) == (owed, 0)
    assert outside(work) == before
    assert payout_seen(work, ada).standing is Standing.RETURNED


def test_the_same_answer_twice_is_booked_once(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    sent_run(work, pia, paz)
    key = payout_seen(work, ada).key

    first, second = (bank_says(work, key, Answer.PAID, by_id=pia) for _ in range(2))

    assert (first, second) == (Follows.PAID, Follows.KNOWN)
    assert held_for(work, ada) == (0, 0)


def test_a_run_larger_than_the_platforms_money_is_refused_with_what_is_missing(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    run_id = prepare(work, pia)
    leave_outside(work, MXN_MICROS)

    with pytest.raises(Refusal) as refused:
        release(work, run_id, paz)

    owed_minor = payout_seen(work, ada).amount_minor
    assert refused.value.code == "payout_money_short"
    assert refused.value.params["missing"] == f"{(owed_minor - 1) // 100}.{(owed_minor - 1) % 100:02d}"
    assert payout_seen(work, ada).standing is Standing.IN_RUN


def test_two_live_attempts_of_one_payout_cannot_be_written(db: Database, clock: Clock) -> None:
    ada, pia = annotator(db, "Ada"), payroll(db, "Pia")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    prepare(work, pia)

    with pytest.raises((IntegrityError, Exception), match=r"exists|one_live_attempt"), db.writing() as tx:
        tx.run(
            "INSERT INTO payout_attempt (payout_id, number, run_id, destination_id, key, state, tracking, reason,"
            " prepared_at) SELECT payout_id, 2, run_id, destination_id, 'JOR0000001N2', 'sending', '', '', 1"
            " FROM payout_attempt"
        )


def test_a_contradiction_freezes_the_payout_until_a_second_person_decides(db: Database, clock: Clock) -> None:
    ada, pia, paz = annotator(db, "Ada"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada)
    name_account(work, ada)
    sent_run(work, pia, paz)
    key = payout_seen(work, ada).key
    bank_says(work, key, Answer.RETURNED, by_id=pia, reason="account closed")

    follows = bank_says(work, key, Answer.PAID, by_id=pia, tracking="8812")

    name_account(work, ada)
    assert follows is Follows.CONTRADICTS
    assert payout_seen(work, ada).standing is Standing.FROZEN
    with pytest.raises(Refusal, match="nothing_to_send"):
        prepare(work, paz)


def test_nothing_is_opened_for_a_week_before_its_payday(db: Database, clock: Clock) -> None:
    ada = annotator(db, "Ada")
    work = worked(db, clock, ada)
    clock.advance(days=-4)

    paid_slips(work, ada)

    assert work.value("SELECT count(*) FROM payout") == 0
