"""A real Jornal on a free port, for browsers: its clock moves when the test says so."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from tests.cast import Clock
from web.app import create_app
from web.logs import start_logs
from web.settings import Environment, Settings
from web.wiring import House, open_house


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and the house behind them."""

    url: str
    house: House
    clock: Clock


@contextmanager
def open_site(database_url: str, folder: Path) -> Iterator[Site]:
    """Serve a house in a thread until the test is over."""
    start_logs(logging.ERROR)
    clock = Clock()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        house = open_house(_settings(database_url, folder, url), now=clock)
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
    give_up = time.monotonic() + 20
    while not server.started and time.monotonic() < give_up:
        time.sleep(0.02)
    assert server.started, "the site did not start"
