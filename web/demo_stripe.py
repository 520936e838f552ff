"""Runs the local Stripe beside the demonstration, and lets happen there by itself what would happen at Stripe."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from pydantic import SecretStr

from web.local_stripe.server import LocalStripe, running
from web.settings import Settings

KEPT_IN = "demo-stripe.json"
PAGES = "/demo/stripe"
WEBHOOKS = "/webhooks/stripe"
SECONDS_BETWEEN = 1
SECONDS_AFTER_SILENCE = 10
FIRST_FUNDS = {"usd": 2_500_000}
"""Minor units that the operator of the demonstration holds at Stripe to pay people abroad from."""


@contextmanager
def stripe_beside(settings: Settings, *, now: Callable[[], datetime]) -> Iterator[LocalStripe]:
    """Run the local Stripe until the block ends, with somebody who plays the banks' and Stripe's own part.

    Args:
        settings: of the demonstration.
        now: its clock.
    """
    address, file = settings.public_url, settings.data_dir / KEPT_IN
    is_new = not file.exists()
    with running(webhooks_to=f"{address}{WEBHOOKS}", now=now, pages_at=f"{address}{PAGES}", kept_in=file) as stripe:
        for currency, amount in FIRST_FUNDS.items() if is_new else ():
            stripe.top_up_storage(currency, amount)
        is_over = threading.Event()
        hand = threading.Thread(target=_play, args=(stripe, is_over), name="stage hand", daemon=True)
        hand.start()
        try:
            yield stripe
        finally:
            is_over.set()
            hand.join()


def with_stripe(settings: Settings, stripe: LocalStripe) -> Settings:
    """Return the settings of a demonstration whose Stripe is the local one."""
    return settings.model_copy(
        update={
            "stripe_key": SecretStr(stripe.key),
            "stripe_webhook_secret": SecretStr(stripe.webhook_secret),
            "stripe_address": stripe.url,
        }
    )


def _play(stripe: LocalStripe, is_over: threading.Event) -> None:
    """Let what is due happen, and tell the house; it may not be open yet, then it is told later."""
    wait = SECONDS_BETWEEN
    while not is_over.wait(wait):
        stripe.settle()
        is_heard = not stripe.has_news or stripe.deliver() > 0
        wait = SECONDS_BETWEEN if is_heard else SECONDS_AFTER_SILENCE
        stripe.keep()
