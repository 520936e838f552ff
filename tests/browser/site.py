"""A real Jornal on a free port, for browsers: its clock moves when the test says so."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from tests.cast import Clock
from web.app import create_app
from web.demo_stripe import stripe_beside, with_stripe
from web.logs import start_logs
from web.settings import Environment, Settings
from web.wiring import House, open_house

START_SECONDS = 120
"""Chromium and another site may be starting beside it."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and the house behind them."""

    url: str
    house: House
    clock: Clock


@contextmanager
def open_site(database_url: str, folder: Path, *, has_stripe: bool = False) -> Iterator[Site]:
    """Serve a house in a thread until the test is over; with a Stripe beside it, as in the demonstration, if asked."""
    start_logs(logging.ERROR)
    clock = Clock()
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as beside:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = _settings(database_url, folder, url)
        settings.data_dir.mkdir(exist_ok=True)
        stripe = beside.enter_context(stripe_beside(settings, now=clock)) if has_stripe else None
        house = replace(
            open_house(with_stripe(settings, stripe) if stripe else settings, now=clock), local_stripe=stripe
        )
        server = uvicorn.Server(uvicorn.Config(create_app(house), log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        _wait_for(server)
        try:
            yield Site(url, house, clock)
        finally:
            server.should_exit = True
            thread.join(timeout=15)
            house.db.dispose()


def _settings(database_url: str, folder: Path, url: str) -> Settings:
    return Settings(
        environment=Environment.DEMO,
        data_dir=folder / "data",
        database_url=database_url,
        public_url=url,
        operator_name="Cooperativa Jornal",
        pretend_money=True,
    )


def _wait_for(server: uvicorn.Server) -> None:
    give_up = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < give_up:
        time.sleep(0.02)
    assert server.started, "the site did not start"
