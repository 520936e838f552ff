"""The local Stripe when things go wrong: each fault does to the money what it does at Stripe, and keys mean one payment."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from stripe import APIConnectionError, APIError, IdempotencyError, InvalidRequestError, RateLimitError, StripeClient

from tests.stripe_acts import open_account, pay_abroad, transfer
from web.local_stripe.faults import LATER, Fault
from web.local_stripe.server import LocalStripe

HELD = 100_000


@pytest.fixture
def account_id(local_stripe, stripe_client: StripeClient) -> str:
    """The account of somebody who can be paid, by transfer or abroad, with money there to pay."""
    account = open_account(stripe_client)
    local_stripe.finish_onboarding(account.id)
    local_stripe.top_up("usd", HELD)
    local_stripe.top_up_storage("usd", HELD)
    return account.id


@pytest.mark.parametrize(
    ("fault", "problem", "moved"),
    [
        (Fault.DROPPED_BEFORE, APIConnectionError, 0),
        (Fault.DROPPED_AFTER, APIConnectionError, 1_000),
        (Fault.SAVED_500_BEFORE, APIError, 0),
        (Fault.SAVED_500_AFTER, APIError, 1_000),
        (Fault.TOO_MANY, RateLimitError, 0),
        (Fault.CONFLICT, APIError, 0),
    ],
)
def test_a_fault_does_to_the_money_what_it_does_at_stripe(
    local_stripe, stripe_client, account_id, fault, problem, moved
):
    local_stripe.faults.then(fault)

    with pytest.raises(problem):
        transfer(stripe_client, account_id)

    assert HELD - local_stripe.available("usd") == moved
    assert local_stripe.faults.seen == {fault: 1}


@pytest.mark.parametrize("fault", [Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER, Fault.TOO_MANY, Fault.CONFLICT])
def test_the_same_key_again_pays_once_after_a_fault_that_says_nothing(local_stripe, stripe_client, account_id, fault):
    local_stripe.faults.then(fault, None)

    with pytest.raises((APIConnectionError, APIError, RateLimitError)):
        transfer(stripe_client, account_id)
    transfer(stripe_client, account_id)

    assert HELD - local_stripe.available("usd") == 1_000


@pytest.mark.parametrize("fault", [Fault.SAVED_500_BEFORE, Fault.SAVED_500_AFTER])
def test_a_saved_failure_is_repeated_for_ever_and_says_so(local_stripe, stripe_client, account_id, fault):
    local_stripe.faults.then(fault, None)
    with pytest.raises(APIError):
        transfer(stripe_client, account_id)

    with pytest.raises(APIError) as again:
        transfer(stripe_client, account_id)

    assert again.value.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize("fault", [Fault.SAVED_500_BEFORE, Fault.SAVED_500_AFTER])
def test_the_second_version_finishes_what_failed_when_it_is_asked_again(local_stripe, stripe_client, account_id, fault):
    local_stripe.faults.then(fault, None)
    with pytest.raises(APIError):
        pay_abroad(stripe_client, account_id, currency="usd")

    payment = pay_abroad(stripe_client, account_id, currency="usd")

    paid = local_stripe.books.every("v2.money_management.outbound_payment")
    assert [one["id"] for one in paid] == [payment.id]


def test_a_payment_whose_connection_died_may_still_be_under_way(local_stripe, stripe_client, account_id):
    local_stripe.faults.then(Fault.LATE, None)
    with pytest.raises(APIConnectionError):
        transfer(stripe_client, account_id)

    seen_at_once = stripe_client.v1.transfers.list({"transfer_group": "1"}).data
    with pytest.raises(APIError) as at_once:
        transfer(stripe_client, account_id)

    assert (seen_at_once, at_once.value.http_status) == ([], 409)
    assert local_stripe.available("usd") == HELD


@pytest.mark.parametrize("later", [LATER, timedelta(days=2)])
def test_what_was_still_under_way_is_done_a_moment_later_and_once(
    local_stripe, stripe_client, account_id, clock, later
):
    local_stripe.faults.then(Fault.LATE, None)
    with pytest.raises(APIConnectionError):
        transfer(stripe_client, account_id)

    clock.at += later
    made = stripe_client.v1.transfers.list({"transfer_group": "1"}).data

    assert len(made) == 1
    assert HELD - local_stripe.available("usd") == 1_000


def test_whoever_asks_again_is_answered_with_what_was_done_late(local_stripe, stripe_client, account_id):
    local_stripe.faults.then(Fault.LATE, None)
    with pytest.raises(APIConnectionError):
        transfer(stripe_client, account_id)

    local_stripe.faults.catch_up()
    transfer(stripe_client, account_id)

    assert HELD - local_stripe.available("usd") == 1_000


def test_a_key_means_one_payment_however_many_ask_at_once(local_stripe, stripe_client, account_id):
    with ThreadPoolExecutor(4) as hands:
        made = set(hands.map(lambda _: transfer(stripe_client, account_id), range(12)))

    assert len(made) == 1
    assert HELD - local_stripe.available("usd") == 1_000


def test_a_key_that_comes_with_another_amount_is_refused(local_stripe, stripe_client, account_id):
    transfer(stripe_client, account_id, amount=1_000)

    with pytest.raises(IdempotencyError):
        transfer(stripe_client, account_id, amount=1_001)

    assert HELD - local_stripe.available("usd") == 1_000


def test_a_key_is_forgotten_after_a_day_so_that_it_would_pay_again(local_stripe, stripe_client, account_id, clock):
    transfer(stripe_client, account_id)

    clock.advance(hours=24)
    transfer(stripe_client, account_id)

    assert HELD - local_stripe.available("usd") == 2_000


def test_a_definite_refusal_is_kept_under_its_key(local_stripe, stripe_client, account_id):
    with pytest.raises(InvalidRequestError):
        transfer(stripe_client, account_id, amount=HELD + 1)
    local_stripe.top_up("usd", HELD)

    with pytest.raises(InvalidRequestError) as kept:
        transfer(stripe_client, account_id, amount=HELD + 1)

    assert (kept.value.code, kept.value.headers["idempotent-replayed"]) == ("balance_insufficient", "true")


def test_a_plan_of_faults_is_the_same_for_the_same_seed(local_stripe):
    drawn = []
    for _ in range(2):
        local_stripe.faults.plan(7, 0.5)
        drawn.append([local_stripe.faults.drawn("post", "/v1/transfers") for _ in range(200)])

    assert drawn[0] == drawn[1]
    assert 70 < sum(fault is not None for fault in drawn[0]) < 130
    assert set(drawn[0]) == {None, *Fault}


def test_half_a_request_of_a_process_that_was_killed_does_nothing(local_stripe: LocalStripe) -> None:
    address = urlsplit(local_stripe.url)
    half = "POST /v1/transfers HTTP/1.1\r\nHost: stripe\r\nContent-Length: 500\r\n\r\namount=1"

    with socket.create_connection((str(address.hostname), int(address.port or 0))) as line:
        line.sendall(half.encode())
        line.shutdown(socket.SHUT_WR)
        answered = line.recv(100)

    assert (answered, local_stripe.violations, local_stripe.books.every("transfer")) == (b"", [], [])
