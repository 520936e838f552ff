"""What Jornal counts on at Stripe, asked of the local one and, where JORNAL_STRIPE_TEST_KEY is set, of Stripe's own sandbox.

Nobody plays the bank's part here, so that every question can be put to both and has to be answered alike.
"""

from uuid import uuid4

import pytest
from stripe import AuthenticationError, IdempotencyError, InvalidRequestError, StripeClient

from tests.stripe_acts import ask_payment, open_account, transfer


@pytest.fixture
def key() -> str:
    """A key that nobody used before; a sandbox remembers those of other runs."""
    return f"jornal-{uuid4().hex}"


def test_the_same_key_opens_one_account(stripe_client, key):
    first, again = open_account(stripe_client, key=key), open_account(stripe_client, key=key)

    assert first.id == again.id


def test_a_new_account_waits_for_its_owner(stripe_client, key):
    account = open_account(stripe_client, key=key)

    status = account.configuration.recipient.capabilities.stripe_balance.stripe_transfers.status
    waits_for = {entry.awaiting_action_from for entry in account.requirements.entries}
    assert (status, "user" in waits_for) == ("restricted", True)


def test_what_is_not_asked_for_of_an_account_is_left_out(stripe_client, key):
    account = open_account(stripe_client, key=key)

    assert stripe_client.v2.core.accounts.retrieve(account.id).configuration is None


def test_a_page_for_its_owner_is_good_for_some_minutes(stripe_client, key):
    account = open_account(stripe_client, key=key)

    link = stripe_client.v2.core.account_links.create(
        {
            "account": account.id,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": {
                    "refresh_url": "https://example.org/go",
                    "return_url": "https://example.org/back",
                },
            },
        }
    )

    assert link.url.startswith("http")
    assert link.created < link.expires_at


def test_nothing_is_transferred_to_an_account_whose_owner_is_still_asked(stripe_client, key):
    account = open_account(stripe_client, key=key)

    with pytest.raises(InvalidRequestError) as refused:
        transfer(stripe_client, account.id, amount=100, key=f"{key}:1")

    assert refused.value.code == "insufficient_capabilities_for_transfer"


def test_nothing_is_transferred_to_an_account_that_does_not_exist(stripe_client, key):
    with pytest.raises(InvalidRequestError) as refused:
        transfer(stripe_client, "acct_1Nobody00000000", amount=100, key=f"{key}:1")

    assert refused.value.code == "resource_missing"


def test_a_definite_refusal_comes_back_for_the_same_key(stripe_client, key):
    with pytest.raises(InvalidRequestError):
        transfer(stripe_client, "acct_1Nobody00000000", amount=100, key=f"{key}:1")

    with pytest.raises(InvalidRequestError) as again:
        transfer(stripe_client, "acct_1Nobody00000000", amount=100, key=f"{key}:1")

    assert again.value.headers["idempotent-replayed"] == "true"


def test_a_page_to_pay_on_is_open_and_unpaid_and_the_same_for_the_same_key(stripe_client, key):
    session, again = ask_payment(stripe_client, key=key), ask_payment(stripe_client, key=key)

    assert (session.id, session.status, session.payment_status) == (again.id, "open", "unpaid")
    assert session.url is not None


def test_a_key_that_comes_with_another_amount_is_no_second_payment(stripe_client, key):
    ask_payment(stripe_client, amount=50_000, key=key)

    with pytest.raises(IdempotencyError):
        ask_payment(stripe_client, amount=50_001, key=key)


def test_a_page_to_pay_on_can_be_closed_once(stripe_client, key):
    session = ask_payment(stripe_client, key=key)

    closed = stripe_client.v1.checkout.sessions.expire(session.id)
    with pytest.raises(InvalidRequestError):
        stripe_client.v1.checkout.sessions.expire(session.id)

    assert closed.status == "expired"


def test_the_transfers_of_a_payout_that_never_left_are_none(stripe_client, key):
    assert stripe_client.v1.transfers.list({"transfer_group": key}).data == []


def test_a_parameter_that_stripe_does_not_know_is_refused(local_stripe, stripe_client, key):
    with pytest.raises(InvalidRequestError) as refused:
        stripe_client.v1.transfers.list({"colour": "red"})  # type: ignore[typeddict-unknown-key]

    assert refused.value.param == "colour"
    local_stripe.violations.clear()


def test_another_key_opens_nothing_at_stripe(local_stripe):
    stranger = StripeClient("sk_test_mallory", base_addresses={"api": local_stripe.url}, max_network_retries=0)

    with pytest.raises(AuthenticationError):
        stranger.v1.balance.retrieve()
