"""Whatever breaks between us and Stripe, and however many look at once: Rita's money counts once, and none is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from payments.funding.queries import FundingView
from payments.funding.rules import ASKING_MOST
from payments.funding.service import FundingWanted, ask_funding
from policies.errors import Refusal
from tests.cast import Clock
from tests.conftest import settings_for
from tests.stripe_funds import HUNDRED, USD_MICROS, Funds
from web.local_stripe.faults import Fault
from web.local_stripe.server import LocalStripe
from web.money_in import follow_funding
from web.service_record import sweep

PATHS = ("/v1/checkout/sessions", "/v1/customers")
SCHEDULERS = 4


@pytest.fixture
def funds(database_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe) -> Iterator[Funds]:
    opened = Funds.opened(settings_for(database_url, tmp_path), local_stripe, clock)
    yield opened
    opened.house.db.dispose()


def follow_for(funds: Funds, *, hours: int) -> None:
    """Let the house look after it for some hours."""
    for _ in range(hours * 4):
        funds.clock.advance(minutes=15)
        follow_funding(funds.house)


def pages(funds: Funds) -> list[str]:
    return [one["id"] for one in funds.stripe.books.every("checkout.session")]


@pytest.mark.parametrize("fault", list(Fault))
def test_whatever_breaks_while_stripe_is_asked_rita_is_sent_to_one_page(funds: Funds, fault: Fault) -> None:
    funds.stripe.faults.then(fault, paths=PATHS[:1])
    asked = funds.ask()
    funds.stripe.faults.catch_up()
    follow_for(funds, hours=1)

    waiting = funds.seen(asked)

    assert waiting.stage == "waiting"
    assert waiting.provider_reference in pages(funds)
    assert funds.stripe.faults.seen[fault] == 1


def test_a_process_killed_before_the_call_leaves_it_to_the_next(funds: Funds) -> None:
    wanted = FundingWanted(
        organisation_id=funds.organisation_id,
        provider="stripe",
        reference="1-killed00-1",
        amount_micros=HUNDRED * USD_MICROS,
        currency="USD",
        back="/projects/1",
    )
    with funds.house.db.writing() as tx:
        ask_funding(tx, wanted=wanted, by_id=funds.rita_id, now=funds.clock())

    follow_for(funds, hours=1)

    assert funds.ask(reference="1-killed00-1").stage == "waiting"
    assert len(pages(funds)) == 1


def test_what_stripe_never_took_fails_before_its_key_is_forgotten(funds: Funds) -> None:
    funds.stripe.faults.then(*[Fault.DROPPED_BEFORE] * 500, paths=PATHS)
    asked = funds.ask()
    funds.clock.advance(seconds=(ASKING_MOST + timedelta(minutes=1)).total_seconds())

    follow_funding(funds.house)

    failed = funds.seen(asked)
    assert (failed.stage, failed.reason) == ("failed", "not_asked")
    assert pages(funds) == []


def paid_and_ready(funds: Funds, number: int) -> FundingView:
    asked = funds.ask(reference=f"1-{number:08d}-1")
    funds.stripe.pay_checkout(asked.provider_reference)
    return asked


def test_four_schedulers_that_look_at_once_count_it_once(funds: Funds) -> None:
    asked = [paid_and_ready(funds, number) for number in range(3)]
    disputed = funds.follow(asked[0]).payment
    funds.stripe.make_available("usd")
    funds.stripe.dispute(disputed)
    start = Barrier(SCHEDULERS)

    def look(_: int) -> str:
        start.wait()
        try:
            sweep(funds.house)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(SCHEDULERS) as pool:
        outcomes = set(pool.map(look, range(SCHEDULERS)))

    sweep(funds.house)
    assert outcomes == {"done"}
    assert {funds.seen(one).stage for one in asked} == {"arrived"}
    assert (funds.funds - funds.losses, funds.outside) == (2 * HUNDRED, funds.stripe.available("usd"))
    assert funds.matching().is_zero
