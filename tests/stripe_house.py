"""A Stripe for tests: the local one, or Stripe's own sandbox where a key for it is set."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import Clock
from web.local_stripe.server import LocalStripe, running

if TYPE_CHECKING:
    from stripe import StripeClient

SANDBOX_KEY = "JORNAL_STRIPE_TEST_KEY"


class Sandbox:
    """Stripe's own sandbox. Nobody plays the bank's part there: a test that wants somebody to is skipped."""

    url = "https://api.stripe.com"
    webhook_secret = "whsec_" + "0" * 32

    def __init__(self, key: str) -> None:
        assert key.startswith(("sk_test_", "rk_test_")), "a key of a sandbox, never one that moves money"
        self.key = key
        self.violations: list[str] = []

    def __getattr__(self, name: str) -> Any:  # whatever the local Stripe can do
        pytest.skip(f"nobody can do this in Stripe's own sandbox: {name}")


@pytest.fixture
def local_stripe(clock: Clock) -> Iterator[LocalStripe | Sandbox]:
    """A Stripe on this machine; the test fails where anything was asked that Stripe's contract does not allow.

    Where JORNAL_STRIPE_TEST_KEY holds the key of a sandbox, the same requests go there.
    """
    if os.environ.get(SANDBOX_KEY):
        yield Sandbox(os.environ[SANDBOX_KEY])
        return
    with running(now=clock) as opened:
        yield opened
        assert opened.violations == []


@pytest.fixture
def stripe_client(local_stripe: LocalStripe) -> "StripeClient":
    """The real library, talking to it; it is loaded only by tests that ask for it."""
    from stripe import StripeClient

    return StripeClient(local_stripe.key, base_addresses={"api": local_stripe.url}, max_network_retries=0)
