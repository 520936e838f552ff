"""The local Stripe tells what happened: signed so that the real library believes it, over HTTP, in no order."""

import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from stripe import SignatureVerificationError, StripeClient

from tests.stripe_acts import ask_payment, open_account
from web.local_stripe.server import running


class Listener(HTTPServer):
    """Somebody who listens: what was heard, and what is answered next."""

    heard: list[tuple[bytes, str]]
    answers: list[int]


class Ear(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((body, self.headers["Stripe-Signature"]))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's signature
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), Ear)
    server.heard, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def stripe(listener, clock):
    with running(webhooks_to=f"http://127.0.0.1:{listener.server_port}/webhooks/stripe", now=clock) as opened:
        yield opened


@pytest.fixture
def client(stripe) -> StripeClient:
    return StripeClient(stripe.key, base_addresses={"api": stripe.url}, max_network_retries=0)


def test_what_is_told_carries_a_signature_that_the_library_believes(stripe, client, listener):
    stripe.pay_by_transfer(ask_payment(client).id)

    told = stripe.deliver()

    kinds = [
        client.construct_event(body, seal, stripe.webhook_secret, tolerance=10**10).type
        for body, seal in listener.heard
    ]
    assert told == len(kinds)
    assert kinds == [
        "checkout.session.completed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
    ]


def test_another_secret_does_not_fit_the_signature(stripe, client, listener):
    stripe.pay_checkout(ask_payment(client).id)
    stripe.deliver()
    body, seal = listener.heard[0]

    with pytest.raises(SignatureVerificationError):
        client.construct_event(body, seal, "whsec_mallory", tolerance=10**10)


def test_an_event_of_the_second_version_names_what_to_read_again(stripe, client, listener):
    account = open_account(client)
    stripe.finish_onboarding(account.id)
    stripe.deliver()
    body, seal = listener.heard[-1]

    told = client.parse_event_notification(body, seal, stripe.webhook_secret, tolerance=10**10)

    assert told.type == "v2.core.account[configuration.recipient].capability_status_updated"
    assert told.fetch_related_object().id == account.id
    assert stripe.violations == []


def test_what_is_told_in_no_order_and_twice_is_the_same_that_happened(stripe, client, listener):
    stripe.pay_checkout(ask_payment(client).id)
    happened = [event.id for event in client.v1.events.list()]

    stripe.deliver(random.Random(3), twice=True)

    told = [
        client.construct_event(body, seal, stripe.webhook_secret, tolerance=10**10).id for body, seal in listener.heard
    ]
    assert (set(told), len(told)) == (set(happened), 2 * len(happened))
    assert told != sorted(told)


def test_what_was_not_taken_is_told_again(stripe, client, listener):
    stripe.pay_checkout(ask_payment(client).id)
    listener.answers = [500]

    first, second = stripe.deliver(), stripe.deliver()

    assert (first, second, stripe.has_news) == (2, 1, False)


def test_what_nobody_was_told_can_be_asked_for_within_thirty_days(stripe, client, clock):
    stripe.pay_checkout(ask_payment(client).id)
    by_kind = client.v1.events.list({"type": "charge.succeeded"}).data

    clock.advance(days=31)

    assert (len(by_kind), client.v1.events.list().data) == (1, [])
