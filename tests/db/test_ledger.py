"""What the ledger promises: money moves once, never below zero, and nobody can move it otherwise."""

from datetime import timedelta

import pytest

from payments.ledger.queries import balance
from payments.ledger.rules import Balance, escrow, guarantee, organisation_funds, payable, purse, world
from payments.ledger.service import fund_organisation, hold, open_account, post, transfer, void
from policies.errors import Refusal
from tests.cast import BEGINNING
from tests.wages import MXN, ORGANISATION, UNIT, make_funds
from web.db import Database

FUNDS = organisation_funds(ORGANISATION, MXN)
ESCROW = escrow(12)
ADA_IS_OWED = payable(5, MXN)
TO_ESCROW = {
    "id": "publish:12:escrow",
    "debit_id": FUNDS,
    "credit_id": ESCROW,
    "amount_micros": 40 * UNIT,
    "currency": MXN,
    "code": "escrow",
    "reference": "project:12",
    "now": BEGINNING,
}
PROMISE = TO_ESCROW | {"id": "earning:9:purse", "credit_id": ADA_IS_OWED, "code": "piece"}


def test_money_paid_in_belongs_to_the_organisation_that_paid(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx, micros=100 * UNIT)

    with db.reading() as tx:
        assert balance(tx, FUNDS) == Balance(posted=100 * UNIT, pending=0, available=100 * UNIT)
        assert balance(tx, world(MXN)).posted == 100 * UNIT


def test_a_payment_that_a_provider_reports_twice_is_booked_once(db: Database) -> None:
    paid = {"organisation_id": 1, "amount_micros": UNIT, "currency": MXN, "provider_reference": "charge-77"}

    with db.writing() as tx:
        fund_organisation(tx, **paid, now=BEGINNING)
        fund_organisation(tx, **paid, now=BEGINNING + timedelta(minutes=1))

    with db.reading() as tx:
        assert balance(tx, FUNDS).posted == UNIT


def test_the_same_transfer_sent_again_moves_nothing_more(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx)
        transfer(tx, **TO_ESCROW)

    with db.writing() as tx:
        transfer(tx, **TO_ESCROW)

    with db.reading() as tx:
        assert balance(tx, ESCROW).available == 40 * UNIT


def test_another_transfer_under_a_used_id_is_refused_and_the_transaction_stays_usable(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx)
        transfer(tx, **TO_ESCROW)

        with pytest.raises(Refusal, match="transfer_id_reused"):
            transfer(tx, **TO_ESCROW | {"amount_micros": 41 * UNIT})
        transfer(tx, **TO_ESCROW | {"id": "publish:12:escrow:more"})

    with db.reading() as tx:
        assert balance(tx, ESCROW).available == 80 * UNIT


def test_nobody_spends_more_than_there_is_and_the_transaction_stays_usable(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx, micros=39 * UNIT)

        with pytest.raises(Refusal) as refused:
            transfer(tx, **TO_ESCROW)
        transfer(tx, **TO_ESCROW | {"amount_micros": 39 * UNIT})

    assert refused.value.code == "not_enough_money"
    assert refused.value.params["available_micros"] == 39 * UNIT
    with db.reading() as tx:
        assert balance(tx, FUNDS).available == 0


def test_promised_money_cannot_be_spent_twice(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx, micros=50 * UNIT)
        hold(tx, **PROMISE)

        with pytest.raises(Refusal, match="not_enough_money"):
            transfer(tx, **TO_ESCROW)

    with db.reading() as tx:
        assert balance(tx, FUNDS) == Balance(posted=50 * UNIT, pending=40 * UNIT, available=10 * UNIT)
        assert balance(tx, ADA_IS_OWED).posted == 0


def test_a_hold_that_is_posted_reaches_the_annotator_once(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx, micros=50 * UNIT)
        hold(tx, **PROMISE)
        post(tx, id="earning:9:purse:post", pending_id="earning:9:purse", now=BEGINNING)
        post(tx, id="earning:9:purse:post", pending_id="earning:9:purse", now=BEGINNING)

    with db.reading() as tx:
        assert balance(tx, ADA_IS_OWED).available == 40 * UNIT
        assert balance(tx, FUNDS) == Balance(posted=10 * UNIT, pending=0, available=10 * UNIT)


def test_a_hold_is_settled_once(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx)
        hold(tx, **PROMISE)
        post(tx, id="earning:9:purse:post", pending_id="earning:9:purse", now=BEGINNING)

        with pytest.raises(Refusal, match="hold_already_settled"):
            void(tx, id="earning:9:purse:void", pending_id="earning:9:purse", now=BEGINNING)


def test_a_hold_let_go_gives_the_money_back(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx, micros=50 * UNIT)
        hold(tx, **PROMISE)
        void(tx, id="earning:9:purse:void", pending_id="earning:9:purse", now=BEGINNING)

    with db.reading() as tx:
        assert balance(tx, FUNDS) == Balance(posted=50 * UNIT, pending=0, available=50 * UNIT)


def test_a_hold_that_never_was_cannot_be_posted(db: Database) -> None:
    with db.writing() as tx, pytest.raises(Refusal, match="hold_missing"):
        post(tx, id="earning:1:purse:post", pending_id="earning:1:purse", now=BEGINNING)


def test_money_of_one_currency_never_enters_an_account_of_another(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx)
        open_account(tx, account_id=ESCROW, currency="GBP")

        with pytest.raises(Refusal, match="currency_differs"):
            transfer(tx, **TO_ESCROW)


def test_the_guarantee_may_go_below_zero_because_the_platform_stands_for_it(db: Database) -> None:
    with db.writing() as tx:
        transfer(tx, **TO_ESCROW | {"debit_id": guarantee(MXN), "credit_id": ADA_IS_OWED})

    with db.reading() as tx:
        assert balance(tx, guarantee(MXN)).posted == -40 * UNIT


def test_every_transfer_is_logged_in_the_stream_of_whom_it_concerns(db: Database) -> None:
    with db.writing() as tx:
        make_funds(tx)
        transfer(tx, **TO_ESCROW)
        transfer(tx, **TO_ESCROW | {"id": "purse:12:5:fill", "debit_id": ESCROW, "credit_id": purse(12, 5)})

    with db.reading() as tx:
        logged = tx.run("SELECT stream, kind FROM event ORDER BY id")
    assert logged == [("organisation:1", "ledger"), ("project:12", "ledger"), ("annotator:5", "ledger")]


def test_an_account_never_opened_holds_nothing(db: Database) -> None:
    with db.reading() as tx:
        assert balance(tx, purse(99, 99)) == Balance(posted=0, pending=0, available=0)
