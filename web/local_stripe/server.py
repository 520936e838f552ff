"""Starts the local Stripe on a free port, and lets tests and the demonstration play everyone else's part in it."""

import http.server
import json
import random
import socket
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from web.local_stripe import (
    accounts,
    balances,
    deliveries,
    forms,
    keeping,
    money_back,
    money_in,
    outbound_payments,
    transfers,
)
from web.local_stripe.answering import Desk, Letter
from web.local_stripe.books import PLATFORM, Books
from web.local_stripe.deliveries import Delivery
from web.local_stripe.faults import Faults
from web.local_stripe.idempotency import Reply

SECONDS_TO_STOP = 0.05
"""How often it looks whether it is to stop."""


@dataclass(frozen=True, slots=True)
class LocalStripe:
    """A Stripe that runs here.

    Attributes:
        url: its address, to give to the library as `base_addresses={"api": url}`.
        key: the key that it takes.
        webhook_secret: with which it signs what it tells.
        faults: what goes wrong with requests.
        webhooks_to: the address that it tells, if any.
        kept_in: the file that outlives it, if any.
    """

    url: str
    key: str
    webhook_secret: str
    faults: Faults
    webhooks_to: str | None
    books: Books = field(repr=False)
    kept_in: Path | None = None

    @property
    def has_news(self) -> bool:
        """Return whether something waits to be told."""
        return bool(self.books.waiting)

    def keep(self) -> None:
        """Write what it remembers to its file, where it has one and something is new."""
        if self.kept_in is not None:
            keeping.keep(self.books, self.kept_in)

    @property
    def violations(self) -> list[str]:
        """Return what was asked of it that Stripe's contract does not allow, each in a sentence."""
        return self.books.violations

    def finish_onboarding(self, account_id: str, *, last4: str = "6789") -> None:
        """Let a person have told Stripe all it asks for; `0001` ends the number of an account that is closed."""
        with self.books.lock:
            accounts.finish_onboarding(self.books, account_id, last4=last4)

    def restrict(self, account_id: str) -> None:
        """Let Stripe ask a person for more before it pays her again."""
        with self.books.lock:
            accounts.restrict(self.books, account_id)

    def top_up(self, currency: str, amount: int) -> None:
        """Put money of ours into the balance, minor units, available at once."""
        with self.books.lock:
            balances.booked(self.books, balances.Sum(kind="topup", amount=amount, currency=currency, source=None))

    def top_up_storage(self, currency: str, amount: int) -> None:
        """Put money of ours into the account from which people abroad are paid, minor units."""
        with self.books.lock:
            outbound_payments.put_in_storage(self.books, currency, amount)

    def available(self, currency: str) -> int:
        """Return what can be spent of our balance, minor units."""
        with self.books.lock:
            return self.books.held(PLATFORM, currency)

    def make_available(self, currency: str) -> None:
        """Let what is pending in a currency be spent."""
        with self.books.lock:
            balances.make_available(self.books, currency=currency)

    def pay_checkout(self, session_id: str) -> str:
        """Let an organisation pay with a card, and return the charge's id; the money is pending."""
        with self.books.lock:
            return str(money_in.pay_by_card(self.books, session_id)["id"])

    def promise_transfer(self, session_id: str) -> None:
        """Let an organisation leave the page saying that it will pay by bank transfer."""
        with self.books.lock:
            money_in.promise_transfer(self.books, session_id)

    def pay_by_transfer(self, session_id: str) -> str:
        """Let a bank transfer arrive, promised or not, and return the charge's id; the money is available."""
        with self.books.lock:
            if self.books.get(session_id, money_in.SESSION)["status"] == "open":
                money_in.promise_transfer(self.books, session_id)
            return str(money_in.transfer_arrives(self.books, session_id)["id"])

    def fail_transfer(self, session_id: str) -> None:
        """Let a promised bank transfer never arrive."""
        with self.books.lock:
            money_in.transfer_fails(self.books, session_id)

    def dispute(self, charge_id: str) -> str:
        """Let who paid with a card take the money back through the bank, and return the dispute's id."""
        with self.books.lock:
            return str(money_back.dispute(self.books, charge_id)["id"])

    def win_dispute(self, dispute_id: str) -> None:
        """Let the bank decide for us."""
        with self.books.lock:
            money_back.win(self.books, dispute_id)

    def post_payments(self) -> None:
        """Let every payment abroad arrive; those to closed accounts come back."""
        with self.books.lock:
            outbound_payments.settle(self.books, is_due_only=False)

    def fail_payment(self, outbound_payment_id: str, reason: str = "payout_method_closed") -> None:
        """Let a payment abroad come back after it had left, for a reason in Stripe's words."""
        with self.books.lock:
            outbound_payments.give_back(self.books, outbound_payment_id, reason)

    def refuse_payment(self, outbound_payment_id: str, reason: str = "payout_method_declined") -> None:
        """Let a payment abroad fail before it leaves."""
        with self.books.lock:
            outbound_payments.fail(self.books, outbound_payment_id, reason)

    def reverse_transfer(self, transfer_id: str, amount: int | None = None) -> None:
        """Let a transfer to a person's account come back, whole or in part."""
        with self.books.lock:
            transfers.reverse(self.books, transfer_id, amount)

    def settle(self) -> None:
        """Let happen what its clock says is due: money becomes available, payments arrive or come back."""
        with self.books.lock:
            balances.make_available(self.books, until=self.books.seconds())
            outbound_payments.settle(self.books)

    def take_deliveries(self, shuffled_by: random.Random | None = None, *, twice: bool = False) -> list[Delivery]:
        """Return what it has to tell, signed, for who wants to deliver it by hand."""
        return deliveries.take_waiting(self.books, self.webhook_secret, shuffled_by=shuffled_by, twice=twice)

    def deliver(self, shuffled_by: random.Random | None = None, *, twice: bool = False) -> int:
        """Tell the house what happened, over HTTP; what it does not take waits for the next time.

        Args:
            shuffled_by: tell it in no order.
            twice: tell each a second time.

        Returns:
            How many deliveries were taken.
        """
        assert self.webhooks_to is not None, "started without an address to tell"
        due = self.take_deliveries(shuffled_by, twice=twice)
        taken = {delivery: deliveries.send(delivery, self.webhooks_to) for delivery in due}
        missed = {delivery.event_id for delivery, is_taken in taken.items() if not is_taken}
        with self.books.lock:
            self.books.waiting[:0] = sorted(missed)
        return len(due) - len(missed)


@contextmanager
def running(
    *, webhooks_to: str | None = None, now: Callable[[], datetime], pages_at: str = "", kept_in: Path | None = None
) -> Iterator[LocalStripe]:
    """Run a local Stripe on a free port until the block ends.

    Args:
        webhooks_to: the address that it tells what happened.
        now: its clock, the house's.
        pages_at: the address of the pages on which people play their parts.
        kept_in: the file that keeps what it remembers until the next time.
    """
    books = Books(now=now)
    if kept_in is not None:
        keeping.fill(books, kept_in)
    desk = Desk(books, Faults(lock=books.lock))
    with _listening(desk) as url:
        books.pages_at = pages_at or f"{url}/local"
        opened = LocalStripe(url, books.key, books.webhook_secret, desk.faults, webhooks_to, books, kept_in)
        yield opened
    opened.keep()


@contextmanager
def _listening(desk: Desk) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Door)
    server.desk = desk
    thread = threading.Thread(target=server.serve_forever, args=(SECONDS_TO_STOP,), name="local Stripe", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        desk.faults.catch_up()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    desk: Desk


class _Door(http.server.BaseHTTPRequestHandler):
    """Reads requests from the wire and writes answers to it."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # an answer in one piece: in two, each waits 40 ms for the other side's acknowledgement
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve("get")

    def do_POST(self) -> None:
        self._serve("post")

    def do_DELETE(self) -> None:
        self._serve("delete")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
        """Say nothing: requests are looked up in the books."""

    def _serve(self, method: str) -> None:
        desk = self.server.desk
        address = urllib.parse.urlsplit(self.path)
        with desk.books.lock:
            request_id = desk.books.next_id("req")
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        if len(raw) < length:  # whoever asked died before the end: half a request is none
            self._hang_up()
            return
        letter = Letter(
            method=method,
            path=address.path,
            given=self._given(address, raw),
            api_key=self.headers.get("Authorization", "").removeprefix("Bearer "),
            version=self.headers.get("Stripe-Version", ""),
            idempotency_key=self.headers.get("Idempotency-Key", ""),
            account=self.headers.get("Stripe-Account") or self.headers.get("Stripe-Context") or "",
            request_id=request_id,
        )
        reply = desk.answer(letter)
        if reply is None:
            self._hang_up()
        else:
            self._write(reply, request_id)

    def _given(self, address: urllib.parse.SplitResult, raw: bytes) -> dict[str, Any]:  # any JSON
        if raw and "json" in self.headers.get("Content-Type", ""):
            given: dict[str, Any] = json.loads(raw)
            return given
        text = raw.decode() if raw else address.query
        return forms.decoded(urllib.parse.parse_qsl(text, keep_blank_values=True))

    def _write(self, reply: Reply, request_id: str) -> None:
        body = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Request-Id": request_id,
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
