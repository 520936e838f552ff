"""Ada's hours are paid at the price of the hour: also those she claimed, and those on an item that never came back."""

import json

from annotate.funding.service import give_back
from annotate.projects.queries import existing_project
from annotate.projects.service import close as close_project
from payments.audit.verify import verify
from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, purse, reserve
from tests.audit.conftest import Save, bundle_of
from tests.audit.forgery import opened, packed_again, rewritten, sealed_anew
from tests.audit.test_real_work import accept_all, close_weeks
from tests.audit.test_time_by_another_name import OWED, claim_all, close
from tests.cast import Clock
from tests.work import annotator, running_project
from web.db import Database

BY_HOUR = {"pay_basis": "hour", "price_micros": 90_000_000}
HOURLY = "SELECT sum(quantity), sum(amount_micros) FROM earning WHERE kind = 'hourly'"


def test_a_claimed_silence_is_paid_at_the_price_of_the_hour(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, **BY_HOUR)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=600)
    claim_all(work, ada)

    close(work, ada)

    assert work.rows(OWED) == [("hourly", 600_000, 15_000_000)]
    assert verify(saved(bundle_of(db))) == []


def test_a_silence_claimed_after_the_week_closed_is_paid_at_it_once_its_seven_days_have_passed(
    db: Database, clock: Clock, saved: Save
) -> None:
    work = running_project(db, clock, **BY_HOUR)
    ada = annotator(db, "Ada")
    work.answer(ada, seconds=600)
    close(work, ada)
    claim_all(work, ada)
    clock.advance(days=6)
    close_weeks(work)
    too_soon = work.rows(OWED)

    clock.advance(days=2)
    close_weeks(work)

    assert too_soon == [("hourly", 240_000, 6_000_000)]
    assert work.rows(OWED) == [("hourly", 600_000, 15_000_000)]
    assert work.value("SELECT max(revision) FROM period_close") == 2
    assert verify(saved(bundle_of(db))) == []


def test_an_item_that_never_came_back_is_paid_for_the_time_it_took(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, **BY_HOUR)
    ada = annotator(db, "Ada")
    work.next(ada)
    work.heartbeats(ada, 8, seconds=15)
    clock.advance(days=8)
    work.expire()

    close_weeks(work)

    assert work.rows(HOURLY) == [(120_000, 3_000_000)]
    assert work.value("SELECT count(*) FROM earning WHERE kind = 'top_up'") == 0
    assert verify(saved(bundle_of(db))) == []


def test_an_item_open_over_the_end_of_a_week_is_paid_once_for_all_its_time(
    db: Database, clock: Clock, saved: Save
) -> None:
    work = running_project(db, clock, **BY_HOUR)
    ada = annotator(db, "Ada")
    offer = work.next(ada)
    work.heartbeats(ada, 8, seconds=15)
    clock.advance(days=8)
    close_weeks(work)
    work.next(ada)
    clock.advance(seconds=40)
    work.submit(ada, offer.assignment_id)
    clock.advance(days=8)

    accept_all(work)
    close_weeks(work)

    assert work.rows(HOURLY) == work.rows(
        "SELECT sum(counted_ms), sum(counted_ms) * 25 FROM time_total WHERE bucket = 'task'"
    )
    assert verify(saved(bundle_of(db))) == []


def test_hours_left_out_of_a_closing_are_found(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, **BY_HOUR)
    ada = annotator(db, "Ada")
    work.next(ada)
    work.heartbeats(ada, 8, seconds=15)
    clock.advance(days=8)
    close_weeks(work)
    members, manifest = opened(bundle_of(db))
    members["events"] = [
        event for event in members["events"] if (event["kind"], is_hours(event["body"])) != ("earning", True)
    ]
    members["earnings"] = []

    found = {finding.code for finding in verify(saved(packed_again(members, sealed_anew(members, manifest))))}

    assert "hours_unpaid" in found


def test_hours_shortened_by_a_forger_are_found(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, **BY_HOUR)
    ada = annotator(db, "Ada")
    work.next(ada)
    work.heartbeats(ada, 8, seconds=15)
    clock.advance(days=8)
    close_weeks(work)
    members, manifest = opened(bundle_of(db))
    shorter = {"quantity": 60_000, "amount_micros": 1_500_000}
    parts = {"workings": {"assignments": [{"assignment_id": 1, "counted_ms": 60_000}]}}
    rewritten(
        members,
        kind="earning",
        member="earnings",
        key="earning_id",
        change=lambda values: values.update(shorter | parts),
    )

    found = {finding.code for finding in verify(saved(packed_again(members, sealed_anew(members, manifest))))}

    assert {"pay_differs", "hours_unpaid"} <= found


def test_everything_that_hourly_work_did_not_need_comes_back_to_the_last_micro_unit(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3, **BY_HOUR)
    ada = annotator(db, "Ada")
    before = work.value("SELECT sum(amount_micros) FROM ledger_transfer WHERE code = 'fund'")
    work.answer_many(ada, 3, seconds=47.123)
    with db.writing() as tx:
        close_project(tx, project_id=work.project_id, by_id=work.requester_id, now=clock())
    clock.advance(days=8)
    accept_all(work)
    close_weeks(work)

    with db.writing() as tx:
        chest = existing_project(tx, work.project_id).chest
        give_back(tx, chest, now=clock())
        left = [
            balance(tx, account).available
            for account in (escrow(work.project_id), reserve(work.project_id), purse(work.project_id, ada))
        ]
        funds = balance(tx, organisation_funds(work.organisation_id, "MXN")).available

    paid = work.value("SELECT sum(amount_micros) FROM earning")
    assert left == [0, 0, 0]
    assert funds + int(str(paid)) == before


def is_hours(body: str) -> bool:
    return json.loads(body).get("rule") == "settlement/hourly"
