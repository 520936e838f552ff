"""One of several web processes: answers on a socket that it was handed, until told to stop or left alone."""

import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

import uvicorn

from web.app import create_app
from web.logs import start_logs
from web.open_signs import saying_that_we_are_open
from web.running import the_house_of
from web.settings import Settings
from web.shrinking import squeeze_ahead

LAST_REQUESTS_SECONDS = 20
"""Who is being answered when the process is told to stop gets so long."""


def work(socket_number: int, lifeline: int, *, now: Callable[[], datetime] | None = None) -> None:
    """Answer browsers until SIGTERM, or until whoever started this is gone.

    Args:
        socket_number: file descriptor of the listening socket, shared by every worker.
        lifeline: file descriptor of a pipe that only the starter could write to; its end means that the starter died.
        now: another clock, for tests.
    """
    start_logs()
    squeeze_ahead()
    with the_house_of(Settings(), now=now) as house, socket.socket(fileno=socket_number) as listening:
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(house),
                access_log=False,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=LAST_REQUESTS_SECONDS,
            )
        )
        threading.Thread(target=_stop_when_alone, args=(lifeline, server), daemon=True).start()
        # A clock of the tests may run faster than signs are given.
        with saying_that_we_are_open(house) if now is None else nullcontext():
            server.run(sockets=[listening])


def _stop_when_alone(lifeline: int, server: uvicorn.Server) -> None:
    os.read(lifeline, 1)
    server.should_exit = True


if __name__ == "__main__":
    work(int(sys.argv[1]), int(sys.argv[2]))
