"""Payouts under attack: whoever pays twice, pays another sum, or hides what came back, is found out."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from payments.audit.bundle import collect
from payments.audit.verify import verify
from payments.ledger.rules import Movement
from payments.providers.base import Answer
from tests import databases
from tests.audit.forgery import Members, Values, opened, packed_again, sealed_anew
from tests.cast import Clock
from tests.paying import OTHER_CLABE, bank_says, due_week, name_account, payout_seen, payroll, sent_run
from tests.work import annotator
from web.db import Database

Save = Callable[[bytes], Path]
Forge = Callable[[Members], None]


def live_through_payouts(db: Database, clock: Clock) -> None:
    """Ada's pay comes back once and is sent again and arrives; Ben's is on its way."""
    ada, ben, pia, paz = annotator(db, "Ada"), annotator(db, "Ben"), payroll(db, "Pia"), payroll(db, "Paz")
    work = due_week(db, clock, ada, ben)
    name_account(work, ada)
    sent_run(work, pia, paz)
    bank_says(work, payout_seen(work, ada).key, Answer.PAID, by_id=pia)
    bank_says(work, payout_seen(work, ada).key, Answer.RETURNED, by_id=pia, reason="account closed")
    name_account(work, ada, OTHER_CLABE)
    name_account(work, ben)
    clock.advance(hours=72)
    sent_run(work, paz, pia)
    bank_says(work, payout_seen(work, ada).key, Answer.PAID, by_id=pia)


@pytest.fixture(scope="module")
def paid_bundle(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> bytes:
    db, clock, out = (
        Database(databases.sqlite_copy(sqlite_template, tmp_path_factory.mktemp("paid"))),
        Clock(),
        io.BytesIO(),
    )
    live_through_payouts(db, clock)
    with db.reading() as tx:
        collect(tx, period=None, out=out, operator="Cooperativa Jornal", now=clock())
    db.dispose()
    return out.getvalue()


def codes(packed: bytes, save: Save) -> set[str]:
    return {finding.code for finding in verify(save(packed))}


def ledger_event(members: Members, transfer_id: str) -> Values:
    return next(one for one in members["events"] if one["kind"] == "ledger" and f'"id":"{transfer_id}"' in one["body"])


def transfer(members: Members, transfer_id: str) -> Values:
    return next(row for row in members["transfers"] if row["id"] == transfer_id)


def rewrite_transfer(members: Members, transfer_id: str, **changes: object) -> None:
    """Change a transfer and its event alike, as a clever forger does."""
    event, row = ledger_event(members, transfer_id), transfer(members, transfer_id)
    body = json.loads(event["body"]) | changes
    event["body"] = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    row.update(changes)
    row["body_hash"] = Movement(**body).body_hash()


def change_event(members: Members, kind: str, place: int, **changes: object) -> None:
    event = [one for one in members["events"] if one["kind"] == kind][place]
    body = json.loads(event["body"]) | changes
    event["body"] = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def drop_event(members: Members, kind: str, place: int) -> None:
    members["events"].remove([one for one in members["events"] if one["kind"] == kind][place])


def move_account(members: Members, account_id: str, **changes: int) -> None:
    account = next(row for row in members["accounts"] if row["id"] == account_id)
    account.update({name: account[name] + value for name, value in changes.items()})


def hide_the_return(members: Members) -> None:
    """Leave out that Ada's money came back, and keep it: the accounts are made to fit."""
    back = transfer(members, "payout:1:1:back")
    members["transfers"].remove(back)
    members["events"].remove(ledger_event(members, back["id"]))
    move_account(members, back["debit_id"], debits_posted=-back["amount_micros"])
    move_account(members, back["credit_id"], credits_posted=-back["amount_micros"])


def pay_it_to_ben(members: Members) -> None:
    change_event(members, "payout", 0, person_id=2)


def pay_less(members: Members) -> None:
    change_event(members, "payout", 0, amount_minor=1)


def pay_the_payslip_twice(members: Members) -> None:
    change_event(members, "payout", 1, payslip_id=1)


def never_open_it(members: Members) -> None:
    drop_event(members, "payout", 1)


def call_it_paid(members: Members) -> None:
    """Ben's payment is on its way; the forger says that it arrived."""
    ben = [one for one in members["events"] if one["kind"] == "payout_attempt" and '"payout_id":2' in one["body"]]
    body = json.loads(ben[-1]["body"]) | {"act": "paid"}
    ben[-1]["body"] = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rename_the_attempt(members: Members) -> None:
    rewrite_transfer(members, "payout:2:1", reference="payout:9")


def let_ben_take_adas_along(members: Members) -> None:
    """Ben's payment is said to carry Ada's week, as if hers had been too small to leave alone."""
    ada, ben = (json.loads(one["body"]) for one in members["events"] if one["kind"] == "payout")
    change_event(members, "payout", 1, amount_minor=ben["amount_minor"] + ada["amount_minor"], joined=[1])


def carry_a_week_that_left_alone(members: Members) -> None:
    """The same week is said to go as part of two payments."""
    change_event(members, "payout", 0, joined=[2])
    change_event(members, "payout", 1, joined=[2])


FORGERIES: tuple[tuple[Forge, str], ...] = (
    (hide_the_return, "paid_twice"),
    (pay_it_to_ben, "payout_differs"),
    (pay_less, "payout_differs"),
    (pay_the_payslip_twice, "payout_twice"),
    (never_open_it, "payout_missing"),
    (call_it_paid, "payout_differs"),
    (rename_the_attempt, "payout_unknown"),
    (let_ben_take_adas_along, "payout_differs"),
    (carry_a_week_that_left_alone, "payout_twice"),
)


def test_payouts_that_are_as_they_should_be_leave_nothing_to_find(paid_bundle: bytes, saved: Save) -> None:
    assert verify(saved(paid_bundle)) == []


@pytest.mark.parametrize(("forge", "code"), FORGERIES)
def test_a_forger_of_payouts_who_seals_everything_anew_is_found_out(
    forge: Forge, code: str, paid_bundle: bytes, saved: Save
) -> None:
    members, manifest = opened(paid_bundle)
    forge(members)

    found = codes(packed_again(members, sealed_anew(members, manifest)), saved)

    assert code in found
