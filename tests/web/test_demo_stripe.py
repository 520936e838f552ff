"""The demonstration's Stripe: people give it their bank, organisations pay there, and it is the same after a restart."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests import make
from tests.cast import ADA, PASSWORD, Clock
from tests.conftest import SAME_ORIGIN, settings_for
from web.app import create_app
from web.demo_stripe import KEPT_IN, stripe_beside, with_stripe
from web.local_stripe.server import LocalStripe, running
from web.settings import Environment
from web.wiring import House, open_house


@pytest.fixture
def stage(sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A demonstration with a Stripe beside it."""
    settings = settings_for(sqlite_url, tmp_path).model_copy(update={"environment": Environment.DEMO})
    settings.data_dir.mkdir()
    with stripe_beside(settings, now=clock) as stripe:
        house = open_house(with_stripe(settings, stripe), now=clock)
        yield replace(house, local_stripe=stripe)
        house.db.dispose()


@pytest.fixture
def stripe(stage: House) -> LocalStripe:
    assert stage.local_stripe is not None
    return stage.local_stripe


@pytest.fixture
def visitor(stage: House) -> Iterator[TestClient]:
    with stage.db.writing() as tx:
        make.make_annotator(tx, ADA)
    with TestClient(create_app(stage), headers=SAME_ORIGIN, follow_redirects=False) as client:
        client.post("/door", data={"email": ADA.email, "password": PASSWORD})
        yield client


def asked_account(stripe: LocalStripe) -> tuple[str, str]:
    """Open an account as Jornal does, and return its id and the path of the page for its owner."""
    from stripe import StripeClient

    client = StripeClient(stripe.key, base_addresses={"api": stripe.url}, max_network_retries=0)
    account = client.v2.core.accounts.create(
        {
            "display_name": "Ada",
            "identity": {"country": "mx", "entity_type": "individual"},
            "configuration": {"recipient": {"capabilities": {"bank_accounts": {"local": {"requested": True}}}}},
        },
        {"idempotency_key": "a1"},
    )
    link = client.v2.core.account_links.create(
        {
            "account": account.id,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": {"return_url": "http://testserver/back", "refresh_url": "http://testserver/go"},
            },
        },
        {"idempotency_key": "l1"},
    )
    return account.id, link.url.removeprefix("http://testserver")


def test_ada_gives_her_bank_on_the_page_that_plays_stripes_part_and_comes_back(visitor, stripe):
    account_id, path = asked_account(stripe)

    shown = visitor.get(path)
    sent = visitor.post(path, data={"number": "0001 2345 6789"})

    assert "Stripe asks for your bank" in shown.text
    assert (sent.status_code, sent.headers["location"]) == (303, "http://testserver/back")
    account = stripe.books.objects[account_id]
    assert account["configuration"]["recipient"]["capabilities"]["bank_accounts"]["local"]["status"] == "active"


def test_a_link_that_is_ten_minutes_old_leads_to_where_a_new_one_is_made(visitor, stripe, clock):
    _, path = asked_account(stripe)
    clock.advance(minutes=10)

    reply = visitor.get(path)

    assert (reply.status_code, reply.headers["location"]) == (303, "http://testserver/go")


def test_what_stripe_holds_is_shown_and_no_page_without_a_name_is_there(visitor):
    shown = visitor.get("/demo/stripe")
    missing = visitor.get("/demo/stripe/checkout/cs_test_nothing")

    assert "25,000.00" in shown.text
    assert missing.status_code == 404


def test_a_house_that_is_no_demonstration_has_no_such_page(ada):
    assert ada.get("/demo/stripe").status_code == 404


def test_the_same_stripe_is_there_after_the_demonstration_was_stopped(tmp_path, clock):
    kept = tmp_path / KEPT_IN
    with running(now=clock, kept_in=kept) as first:
        first.top_up("usd", 1_200)

    with running(now=clock, kept_in=kept) as second:
        held, key = second.available("usd"), second.key

    assert (held, key) == (1_200, first.key)
    assert kept.stat().st_mode & 0o777 == 0o600
