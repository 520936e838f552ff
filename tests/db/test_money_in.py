"""Rita brings money in through Stripe: it counts when it is usable, once, and what is taken back never touches wages."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from payments.ledger.rules import payable
from payments.reconciliation.queries import open_lines
from payments.reconciliation.rules import Standing
from payments.reconciliation.service import book_as_own
from policies.errors import Refusal
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_funds import HUNDRED, Funds
from web.local_stripe.server import LocalStripe
from web.money_in import follow_funding
from web.service_record import read_record, sweep

if TYPE_CHECKING:
    from stripe import StripeClient

CARD_FEE = 3_20
DISPUTE_FEE = 15_00


@pytest.fixture
def funds(database_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Funds]:
    opened = Funds.opened(settings_for(database_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


def test_rita_is_sent_to_stripes_page_and_nothing_counts_before_she_pays(funds: Funds) -> None:
    asked = funds.ask()

    assert asked.stage == "waiting"
    assert asked.go_to.startswith(funds.stripe.url)
    assert funds.funds == 0


def test_the_same_form_sent_twice_opens_one_page(funds: Funds) -> None:
    first = funds.ask()

    second = funds.ask()

    assert second == first
    assert len(funds.stripe.books.every("checkout.session")) == 1


def test_money_paid_by_card_counts_only_when_it_is_usable(funds: Funds) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    paid = funds.follow(asked)
    before = funds.funds
    funds.stripe.make_available("usd")

    arrived = funds.follow(asked)

    assert (paid.stage, before) == ("paid", 0)
    assert paid.available_at is not None
    assert (arrived.stage, funds.funds) == ("arrived", HUNDRED)


def test_the_fee_is_the_platforms_and_the_world_holds_what_stripe_holds(funds: Funds) -> None:
    funds.arrived()

    assert (funds.funds, funds.fees) == (HUNDRED, CARD_FEE)
    assert funds.outside == funds.stripe.available("usd") == HUNDRED - CARD_FEE


def test_money_by_bank_transfer_waits_and_then_arrives(funds: Funds) -> None:
    asked = funds.ask()
    funds.stripe.promise_transfer(asked.provider_reference)
    waiting = funds.follow(asked)
    funds.stripe.pay_by_transfer(asked.provider_reference)

    arrived = funds.follow(asked)

    assert (waiting.stage, waiting.go_to) == ("waiting", "")
    assert (arrived.stage, funds.funds) == ("arrived", HUNDRED)


def test_a_transfer_that_never_comes_costs_nobody_anything(funds: Funds) -> None:
    asked = funds.ask()
    funds.stripe.promise_transfer(asked.provider_reference)
    funds.stripe.fail_transfer(asked.provider_reference)

    failed = funds.follow(asked)

    assert (failed.stage, failed.reason) == ("failed", "canceled")
    assert (funds.funds, funds.losses) == (0, 0)


def test_looking_again_and_again_counts_money_once(funds: Funds) -> None:
    asked = funds.arrived()
    funds.follow(asked)
    read_record(funds.house)

    sweep(funds.house)

    assert funds.funds == HUNDRED
    assert funds.matching().is_zero


def test_the_house_follows_it_by_itself_when_the_day_has_come(funds: Funds) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    funds.clock.advance(minutes=2)
    follow_funding(funds.house)
    at_first = funds.seen(asked).stage
    funds.clock.advance(days=2)
    funds.stripe.settle()

    follow_funding(funds.house)

    assert at_first == "paid"
    assert funds.seen(asked).stage == "arrived"


def test_an_amount_that_stripe_does_not_take_is_refused_and_noted(funds: Funds) -> None:
    with pytest.raises(Refusal) as refused:
        funds.ask(minor=10)

    assert refused.value.code == "money_service_refuses"
    assert "too small" in str(refused.value.params["reason"])


def test_a_dispute_takes_what_lies_free_and_never_what_was_earned(funds: Funds) -> None:
    asked = funds.arrived()
    funds.spend(70_00)
    funds.stripe.dispute(funds.seen(asked).payment)

    read_record(funds.house)

    assert funds.holds(payable(1, "USD")) == 70_00
    assert (funds.funds, funds.losses) == (0, 70_00)
    assert funds.fees == CARD_FEE + DISPUTE_FEE
    assert funds.outside == funds.stripe.available("usd")


def test_a_refund_by_the_operator_takes_what_lies_free_first(funds: Funds, stripe_client: "StripeClient") -> None:
    asked = funds.arrived()
    funds.stripe.top_up("usd", 50_00)
    funds.spend(70_00)
    stripe_client.v1.refunds.create({"charge": funds.seen(asked).payment, "amount": 40_00})

    read_record(funds.house)

    assert funds.holds(payable(1, "USD")) == 70_00
    assert (funds.funds, funds.losses) == (0, 10_00)
    assert funds.outside == funds.stripe.available("usd")


def test_a_dispute_that_is_won_gives_everybody_theirs_back(funds: Funds) -> None:
    asked = funds.arrived()
    funds.spend(70_00)
    dispute = funds.stripe.dispute(funds.seen(asked).payment)
    read_record(funds.house)
    funds.stripe.win_dispute(dispute)

    read_record(funds.house)

    assert (funds.funds, funds.losses) == (30_00, 0)
    assert funds.matching().is_zero


def test_the_platforms_own_money_is_booked_as_its_own(funds: Funds) -> None:
    funds.stripe.top_up("usd", 500_00)
    funds.stripe.top_up_storage("usd", 25_00)

    read_record(funds.house)

    assert funds.outside == 525_00
    assert funds.matching().own_micros == 525_000_000
    assert funds.matching().is_zero


def test_money_that_nobody_asked_for_is_unmatched_until_somebody_says_what_it_is(funds: Funds) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    funds.stripe.make_available("usd")
    read_record(funds.house)
    unmatched = funds.matching()
    with funds.house.db.reading() as tx:
        line = open_lines(tx, Standing.UNMATCHED)[0]

    with funds.house.db.writing() as tx:
        book_as_own(
            tx, line_id=line.line.line_id, reason="A gift of the founders", by_id=funds.rita_id, now=funds.clock()
        )

    assert (unmatched.unmatched_count, unmatched.unmatched_minor) == (1, HUNDRED + CARD_FEE)
    assert line.why == "no_funding"
    assert funds.matching().is_zero
    assert funds.outside == funds.stripe.available("usd")
