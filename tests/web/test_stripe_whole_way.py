"""Ada's week through Stripe, whole: she opens an account, is paid, it comes back, she changes her bank, it is sent again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from payments.people.rules import StaffRole
from payments.provider_accounts.queries import provider_accounts_of
from payments.reconciliation.queries import matchings
from tests import make
from tests.cast import PASSWORD, PAZ, PIA, Clock, Who
from tests.conftest import settings_for
from tests.kept import findings_of
from tests.paying import due_week, payout_seen
from tests.stripe_wages import with_stripe
from tests.work import Work
from web.local_stripe.server import LocalStripe
from web.paying_out import call_payouts
from web.service_record import sweep
from web.wiring import House, open_house

WAY = {"currency": "MXN", "way": "stripe_global/stripe_recipient", "password": PASSWORD}


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, clock: Clock, local_stripe: LocalStripe, one_loop: None) -> Iterator[House]:
    said = {
        "payout_ways": {"MX": "stripe_global, manual_batch", "*": "manual_batch"},
        "stripe_webhook_secret": SecretStr(local_stripe.webhook_secret),
    }
    settings = with_stripe(settings_for(sqlite_url, tmp_path), local_stripe).model_copy(update=said)
    opened = open_house(settings, now=clock)
    yield opened
    opened.db.dispose()


@pytest.fixture
def due(house: House, clock: Clock, ada_id: int) -> Work:
    return due_week(house.db, clock, ada_id, answers=10)


@pytest.fixture
def payroll_people(house: House, log_in: Callable[[Who], TestClient]) -> Callable[[], tuple[TestClient, TestClient]]:
    """Pia and Paz, who come in anew each time: days pass between."""
    with house.db.writing() as tx:
        make.make_staff(tx, PIA, role=StaffRole.PAYROLL)
        make.make_staff(tx, PAZ, role=StaffRole.PAYROLL)
    return lambda: (log_in(PIA), log_in(PAZ))


def account_of(house: House, person_id: int) -> str:
    with house.db.reading() as tx:
        return provider_accounts_of(tx, person_id)[0].account_id


def opens_an_account(house: House, stripe: LocalStripe, ada: TestClient, ada_id: int) -> None:
    page = ada.post("/payouts/service", data=WAY).headers["location"]
    stripe.finish_onboarding(account_of(house, ada_id))
    ada.get(f"{page}/back")


def send(house: House, first: TestClient, second: TestClient) -> None:
    """One prepares, another releases, and the scheduler calls."""
    run = first.post("/payroll/runs", data={"provider": "stripe_global", "currency": "MXN"}).headers["location"]
    second.post(f"{run}/release")
    call_payouts(house)


@pytest.mark.stress
def test_a_weeks_pay_goes_to_her_bank_comes_back_and_arrives_at_another(
    due: Work,
    house: House,
    local_stripe: LocalStripe,
    ada: TestClient,
    ada_id: int,
    payroll_people: Callable[[], tuple[TestClient, TestClient]],
) -> None:
    local_stripe.top_up_storage("usd", 10**6)
    opens_an_account(house, local_stripe, ada, ada_id)
    standings = [payout_seen(due, ada_id).standing.value]
    send(house, *payroll_people())
    standings.append(payout_seen(due, ada_id).standing.value)
    local_stripe.post_payments()
    sweep(house)
    standings.append(payout_seen(due, ada_id).standing.value)
    due.clock.advance(hours=2)
    local_stripe.fail_payment(payout_seen(due, ada_id).tracking)
    sweep(house)
    standings.append(payout_seen(due, ada_id).standing.value)
    page = ada.get("/payouts").text
    local_stripe.finish_onboarding(account_of(house, ada_id), last4="1111")
    sweep(house)
    standings.append(payout_seen(due, ada_id).standing.value)
    due.clock.advance(hours=73)
    standings.append(payout_seen(due, ada_id).standing.value)
    pia, paz = payroll_people()
    send(house, paz, pia)
    local_stripe.post_payments()

    sweep(house)

    standings.append(payout_seen(due, ada_id).standing.value)
    assert standings == ["ready", "sent", "paid", "returned", "account_waits", "ready", "paid"]
    with house.db.reading() as tx:
        matched = matchings(tx, list(house.records), now=house.now())
    assert [one.currency for one in matched if not one.is_zero] == []
    assert "it is your bank that did not take the money" in page
    assert "Stripe can pay you." not in page
    assert findings_of(house.db, now=house.now()) == ()


@pytest.mark.stress
def test_a_weeks_pay_that_waited_for_money_at_stripe_arrives_and_the_verifier_finds_nothing_wrong(
    due: Work,
    house: House,
    local_stripe: LocalStripe,
    ada: TestClient,
    ada_id: int,
    payroll_people: Callable[[], tuple[TestClient, TestClient]],
) -> None:
    opens_an_account(house, local_stripe, ada, ada_id)
    send(house, *payroll_people())
    waits = ada.get("/payouts").text
    local_stripe.top_up_storage("usd", 10**6)
    due.clock.advance(minutes=6)
    call_payouts(house)
    local_stripe.post_payments()

    sweep(house)

    assert "The platform has to put more money into its own account at Stripe first" in waits
    assert payout_seen(due, ada_id).standing.value == "paid"
    assert findings_of(house.db, now=house.now()) == ()
