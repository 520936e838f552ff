"""Stripe calls: what it signs is kept once and acted on by reading anew; nobody else is heard, and nothing is missed."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from payments.provider_events.queries import event_counts
from payments.provider_events.rules import Outcome
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_funds import HUNDRED, Funds
from web.app import create_app
from web.local_stripe.deliveries import Delivery, signed
from web.local_stripe.server import LocalStripe
from web.service_record import apply_news, sweep

FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def funds(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Funds]:
    opened = Funds.opened(settings_for(sqlite_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


@pytest.fixture
def door(funds: Funds) -> Iterator[TestClient]:
    with TestClient(create_app(funds.house)) as client:
        yield client


def tell(door: TestClient, delivery: Delivery) -> int:
    headers = {"Stripe-Signature": delivery.signature} | FROM_ELSEWHERE
    return door.post("/webhooks/stripe", content=delivery.body, headers=headers).status_code


def tell_all(door: TestClient, deliveries: list[Delivery]) -> set[int]:
    return {tell(door, one) for one in deliveries}


def counts(funds: Funds) -> dict[Outcome, int]:
    with funds.house.db.reading() as tx:
        return event_counts(tx)


def test_what_stripe_tells_is_acted_on_by_reading_the_page_anew(funds: Funds, door: TestClient) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    funds.stripe.make_available("usd")

    statuses = tell_all(door, funds.stripe.take_deliveries())
    apply_news(funds.house)

    assert statuses == {200}
    assert (funds.seen(asked).stage, funds.funds) == ("arrived", HUNDRED)
    assert funds.matching().is_zero


def test_the_same_message_twice_is_kept_once(funds: Funds, door: TestClient) -> None:
    funds.stripe.pay_checkout(funds.ask().provider_reference)

    tell_all(door, funds.stripe.take_deliveries(twice=True))

    assert counts(funds) == {Outcome.WAITING: 3}


def test_mallory_is_not_heard_and_nothing_is_kept(funds: Funds, door: TestClient) -> None:
    funds.stripe.pay_checkout(funds.ask().provider_reference)
    true = funds.stripe.take_deliveries()[0]
    event, now = funds.stripe.books.objects[true.event_id], int(funds.clock().timestamp())

    statuses = [
        tell(door, Delivery(true.event_id, true.body, "")),
        tell(door, Delivery(true.event_id, true.body + b" ", true.signature)),
        tell(door, signed(event, "whsec_guessed", at=now)),
        tell(door, signed(event, funds.stripe.webhook_secret, at=now - 600)),
        tell(door, signed(event, funds.stripe.webhook_secret, at=now + 600)),
    ]

    assert statuses == [422] * 5
    assert counts(funds) == {}


def test_a_message_about_what_is_not_ours_changes_nothing(funds: Funds, door: TestClient) -> None:
    funds.stripe.books.tell("checkout.session.completed", {"id": "cs_test_of_somebody", "object": "checkout.session"})
    funds.stripe.books.tell("transfer.reversed", {"id": "tr_of_somebody", "object": "transfer"})
    funds.stripe.books.tell("customer.created", {"id": "cus_1", "object": "customer"})
    tell_all(door, funds.stripe.take_deliveries())

    apply_news(funds.house)

    assert counts(funds) == {Outcome.UNKNOWN: 2, Outcome.IGNORED: 1}


def test_a_message_of_the_real_world_is_not_acted_on_with_a_trial_key(funds: Funds, door: TestClient) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    told = [funds.stripe.books.objects[one.event_id] | {"livemode": True} for one in funds.stripe.take_deliveries()]
    now = int(funds.clock().timestamp())
    tell_all(door, [signed(one, funds.stripe.webhook_secret, at=now) for one in told])

    apply_news(funds.house)

    assert counts(funds) == {Outcome.OTHER_MODE: 3}
    assert funds.seen(asked).stage == "waiting"


def test_messages_that_got_lost_are_found_at_night(funds: Funds) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    funds.stripe.make_available("usd")
    funds.stripe.take_deliveries()

    new = sweep(funds.house)
    again = sweep(funds.house)

    assert (new, again) == (4, 0)
    assert (funds.seen(asked).stage, funds.funds) == ("arrived", HUNDRED)


def test_without_a_signing_secret_there_is_no_such_address(house: object, stranger: TestClient) -> None:
    assert stranger.post("/webhooks/stripe", content=b"{}").status_code == 404


def test_a_service_that_is_away_is_asked_again_and_the_message_waits(funds: Funds, door: TestClient) -> None:
    asked = funds.ask()
    funds.stripe.pay_checkout(asked.provider_reference)
    tell_all(door, funds.stripe.take_deliveries())
    funds.stripe.books.objects[asked.provider_reference]["object"] = "hidden"
    apply_news(funds.house)
    waiting = counts(funds).get(Outcome.WAITING)
    funds.stripe.books.objects[asked.provider_reference]["object"] = "checkout.session"

    apply_news(funds.house)

    assert waiting == 1
    assert funds.seen(asked).stage == "paid"


def a_month(funds: Funds, *, payments: int) -> None:
    """Let Rita pay many times; some are disputed, and of those some are won."""
    for number in range(payments):
        asked = funds.ask(minor=HUNDRED + number, reference=f"1-{number:08d}-1")
        charge = funds.stripe.pay_checkout(asked.provider_reference)
        funds.stripe.make_available("usd")
        disputed = funds.stripe.dispute(charge) if number % 5 == 0 else ""
        funds.stripe.win_dispute(disputed) if number % 10 == 0 else None


@pytest.mark.parametrize("payments", [4, pytest.param(440, marks=pytest.mark.stress)])
def test_shuffled_and_doubled_messages_end_where_ordered_ones_do(funds: Funds, door: TestClient, payments: int) -> None:
    a_month(funds, payments=payments)
    told = funds.stripe.take_deliveries()
    chance = random.Random(7)
    mixed = told + chance.sample(told, len(told) // 5)
    chance.shuffle(mixed)
    statuses = tell_all(door, mixed[: len(mixed) // 2])
    apply_news(funds.house)
    statuses |= tell_all(door, mixed[len(mixed) // 2 :])

    apply_news(funds.house)

    expected = sum(HUNDRED + number for number in range(payments) if number % 5 or number % 10 == 0)
    assert statuses == {200}
    assert sum(counts(funds).values()) == len(told)
    assert (funds.funds - funds.losses, funds.matching().unmatched_count) == (expected, 0)
    assert funds.outside == funds.stripe.available("usd")
