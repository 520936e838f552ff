"""The local Stripe, asked by the real library over HTTP: accounts, transfers, payments abroad, money in and back."""

import json
from pathlib import Path

import pytest
from stripe import (
    APIError,
    AuthenticationError,
    CapabilityNotEnabledError,
    InsufficientFundsError,
    InvalidPayoutMethodError,
    InvalidRequestError,
    StripeClient,
)

from tests.stripe_acts import ask_payment, open_account, pay_abroad, transfer

EXAMPLES = json.loads((Path(__file__).parents[1] / "contracts/stripe_examples.json").read_text("utf-8"))["objects"]


def moved(client: StripeClient) -> list[tuple[str, int]]:
    """Return every sum that came or went, the oldest first."""
    lines = client.v1.balance_transactions.list({"limit": 2}).auto_paging_iter()
    return [(line.type, line.net) for line in lines][::-1]


@pytest.fixture
def ada_account(local_stripe, stripe_client) -> str:
    """Ada's account at Stripe, in the United States, ready to be paid."""
    account = open_account(stripe_client)
    local_stripe.finish_onboarding(account.id)
    return account.id


@pytest.fixture
def carmen_account(local_stripe, stripe_client) -> str:
    """Carmen's account at Stripe, in Mexico, ready to be paid."""
    account = open_account(stripe_client, country="mx")
    local_stripe.finish_onboarding(account.id)
    return account.id


def test_an_account_can_be_paid_only_once_its_owner_has_told_stripe_what_it_asks(local_stripe, stripe_client):
    local_stripe.top_up("usd", 5_000)
    account = open_account(stripe_client)
    asked_for = account.requirements.summary.minimum_deadline.status

    with pytest.raises(InvalidRequestError) as refused:
        transfer(stripe_client, account.id, key="1:1")
    local_stripe.finish_onboarding(account.id)
    transfer(stripe_client, account.id, key="1:2")

    assert asked_for == "currently_due"
    assert refused.value.code == "insufficient_capabilities_for_transfer"
    assert moved(stripe_client) == [("topup", 5_000), ("transfer", -1_000)]


def test_a_transfer_of_more_than_can_be_spent_moves_nothing(local_stripe, stripe_client, ada_account):
    local_stripe.top_up("usd", 999)

    with pytest.raises(InvalidRequestError) as refused:
        transfer(stripe_client, ada_account, amount=1_000)

    assert (refused.value.code, local_stripe.available("usd")) == ("balance_insufficient", 999)


def test_nobody_in_mexico_is_paid_by_a_transfer(local_stripe, stripe_client, carmen_account):
    local_stripe.top_up("usd", 5_000)

    with pytest.raises(InvalidRequestError) as refused:
        transfer(stripe_client, carmen_account)

    assert "located in MX" in str(refused.value)


def test_the_transfers_of_one_payout_are_found_by_their_group(local_stripe, stripe_client, ada_account):
    local_stripe.top_up("usd", 5_000)
    wanted = [transfer(stripe_client, ada_account, key=f"7:{number}") for number in (1, 2, 3)]
    transfer(stripe_client, ada_account, key="8:1")

    found = stripe_client.v1.transfers.list({"transfer_group": "7", "limit": 2}).auto_paging_iter()

    assert [one.id for one in found] == wanted[::-1]


def test_a_reversed_transfer_brings_the_money_back_once(local_stripe, stripe_client, ada_account):
    local_stripe.top_up("usd", 1_000)
    sent = transfer(stripe_client, ada_account)

    stripe_client.v1.transfers.reversals.create(sent, {}, {"idempotency_key": "back"})
    with pytest.raises(InvalidRequestError):
        stripe_client.v1.transfers.reversals.create(sent, {}, {"idempotency_key": "back again"})

    assert stripe_client.v1.transfers.retrieve(sent).reversed is True
    assert local_stripe.available("usd") == 1_000


def test_money_paid_by_card_can_be_spent_after_two_days(local_stripe, stripe_client, clock):
    session = ask_payment(stripe_client)
    local_stripe.pay_checkout(session.id)
    pending = stripe_client.v1.balance.retrieve()

    clock.advance(days=2)
    local_stripe.settle()

    assert (pending.pending[0].amount, pending.available) == (48_520, [])
    assert local_stripe.available("usd") == 48_520
    assert stripe_client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_a_promised_bank_transfer_is_no_money_until_it_arrives(local_stripe, stripe_client):
    session = ask_payment(stripe_client)
    local_stripe.promise_transfer(session.id)
    promised = stripe_client.v1.checkout.sessions.retrieve(session.id)

    held = local_stripe.available("usd")
    local_stripe.pay_by_transfer(session.id)

    assert (promised.status, promised.payment_status, held) == ("complete", "unpaid", 0)
    assert local_stripe.available("usd") == 50_000


def test_a_disputed_payment_takes_the_money_and_a_fee_even_below_nothing(local_stripe, stripe_client):
    session = ask_payment(stripe_client)
    charge_id = local_stripe.pay_checkout(session.id)

    dispute_id = local_stripe.dispute(charge_id)

    shown = stripe_client.v1.charges.retrieve(charge_id, {"expand": ["balance_transaction"]})
    assert (shown.disputed, shown.balance_transaction.net) == (True, 48_520)
    assert local_stripe.available("usd") == -51_500
    assert stripe_client.v1.disputes.retrieve(dispute_id).status == "needs_response"


def test_more_is_never_refunded_than_was_paid(local_stripe, stripe_client):
    session = ask_payment(stripe_client, amount=5_000)
    charge_id = local_stripe.pay_by_transfer(session.id)
    stripe_client.v1.refunds.create({"charge": charge_id, "amount": 4_000}, {"idempotency_key": "r1"})

    with pytest.raises(InvalidRequestError):
        stripe_client.v1.refunds.create({"charge": charge_id, "amount": 1_001}, {"idempotency_key": "r2"})

    assert local_stripe.available("usd") == 1_000


def test_carmen_is_paid_the_whole_amount_in_pesos_and_the_fee_is_ours(local_stripe, stripe_client, carmen_account):
    local_stripe.top_up_storage("usd", 10_000)

    payment = pay_abroad(stripe_client, carmen_account, amount=50_000)
    local_stripe.post_payments()

    lines = stripe_client.v2.money_management.transactions.list({"limit": 1}).auto_paging_iter()
    assert (payment.status, payment.to.credited.value, payment.to.credited.currency) == ("processing", 50_000, "mxn")
    assert [(line.category, line.amount.value) for line in lines][:2] == [
        ("stripe_fee", -150),
        ("outbound_payment", -payment.from_.debited.value),
    ]
    assert stripe_client.v2.money_management.outbound_payments.retrieve(payment.id).status == "posted"


def test_what_is_paid_to_a_closed_account_comes_back(local_stripe, stripe_client, clock):
    local_stripe.top_up_storage("usd", 10_000)
    account = open_account(stripe_client, country="mx")
    local_stripe.finish_onboarding(account.id, last4="0001")
    payment = pay_abroad(stripe_client, account.id)

    clock.advance(days=1)
    local_stripe.settle()

    seen = stripe_client.v2.money_management.outbound_payments.retrieve(payment.id)
    assert (seen.status, seen.status_details.returned.reason) == ("returned", "payout_method_closed")


@pytest.mark.parametrize(
    ("amount", "currency", "held", "problem"),
    [
        (999, "mxn", 10_000, InvalidRequestError),
        (50_000, "kes", 10_000, InvalidPayoutMethodError),
        (50_000, "mxn", 2_800, InsufficientFundsError),
    ],
)
def test_a_payment_abroad_that_cannot_be_made_leaves_the_money_where_it_is(  # noqa: PLR0917 - a table of cases
    local_stripe, stripe_client, carmen_account, amount, currency, held, problem
):
    local_stripe.top_up_storage("usd", held)

    with pytest.raises(problem):
        pay_abroad(stripe_client, carmen_account, amount=amount, currency=currency)

    shown = stripe_client.v2.money_management.financial_accounts.list().data[0]
    assert shown.balance.available.usd.value == held


def test_nobody_is_paid_abroad_before_giving_a_bank(local_stripe, stripe_client):
    local_stripe.top_up_storage("usd", 10_000)
    account = open_account(stripe_client, country="mx")

    with pytest.raises(CapabilityNotEnabledError):
        pay_abroad(stripe_client, account.id)


def test_another_key_opens_nothing(local_stripe):
    stranger = StripeClient("sk_live_mallory", base_addresses={"api": local_stripe.url}, max_network_retries=0)

    with pytest.raises(AuthenticationError):
        stranger.v1.balance.retrieve()


def test_what_it_cannot_do_yet_it_says_loudly(local_stripe, stripe_client):
    with pytest.raises(APIError) as loud:
        stripe_client.v1.coupons.create({"percent_off": 5, "duration": "once"}, {"idempotency_key": "c1"})

    assert (loud.value.http_status, len(local_stripe.violations)) == (501, 1)
    local_stripe.violations.clear()


def test_what_stripe_would_not_read_is_remembered_so_that_a_test_fails(local_stripe, stripe_client):
    with pytest.raises(InvalidRequestError):
        stripe_client.v1.transfers.create({"amount": 1, "destination": "acct_1"}, {"idempotency_key": "t1"})

    assert local_stripe.violations == ["POST /v1/transfers: Missing required param: currency."]
    local_stripe.violations.clear()


def test_what_it_answers_is_of_the_kinds_in_stripes_published_examples(local_stripe, stripe_client, ada_account):
    local_stripe.top_up("usd", 5_000)
    transfer(stripe_client, ada_account)
    stripe_client.v1.payouts.create({"amount": 1, "currency": "usd"}, {"idempotency_key": "p1"})
    charge_id = local_stripe.pay_checkout(ask_payment(stripe_client).id)
    local_stripe.dispute(charge_id)

    ours = [one for one in local_stripe.books.objects.values() if one["object"] in EXAMPLES]
    other_kinds = [
        (one["object"], name)
        for one in ours
        for name, kind in EXAMPLES[one["object"]].items()
        if one.get(name) is not None and kind not in {"null", type(one[name]).__name__}
    ]

    assert other_kinds == []
    assert len({one["object"] for one in ours}) == 8
