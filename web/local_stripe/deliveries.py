"""Tells the house what happened, as Stripe does: signed, at least once, and in no order that one may count on."""

import hashlib
import hmac
import json
import random
import urllib.error
import urllib.request
from dataclasses import dataclass

from web.local_stripe.books import Books, Json

SECONDS_MOST = 10


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way.

    Attributes:
        event_id: of what it tells.
        body: the bytes that are signed.
        signature: for the header `Stripe-Signature`.
    """

    event_id: str
    body: bytes
    signature: str


def take_waiting(
    books: Books, secret: str, *, shuffled_by: random.Random | None = None, twice: bool = False
) -> list[Delivery]:
    """Return the deliveries that are due and hold them for delivered.

    Args:
        books: where the events are.
        secret: with which they are signed.
        shuffled_by: mixes them; None leaves them in order.
        twice: deliver each a second time.
    """
    with books.lock:
        due = books.waiting * (2 if twice else 1)
        books.changes += len(due)
        books.waiting.clear()
        if shuffled_by is not None:
            shuffled_by.shuffle(due)
        return [signed(books.objects[event_id], secret, at=books.seconds()) for event_id in due]


def signed(event: Json, secret: str, *, at: int) -> Delivery:
    """Return an event as it is sent, signed at a moment in seconds."""
    body = json.dumps(event).encode()
    seal = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return Delivery(event["id"], body, f"t={at},v1={seal}")


def send(delivery: Delivery, address: str) -> bool:
    """Send one over HTTP and return whether it was taken."""
    headers = {"Content-Type": "application/json", "Stripe-Signature": delivery.signature, "User-Agent": "Stripe/1.0"}
    request = urllib.request.Request(address, data=delivery.body, headers=headers)  # noqa: S310 - an address of ours
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_MOST) as reply:  # noqa: S310
            return 200 <= int(reply.status) < 300
    except (urllib.error.URLError, OSError):
        return False
