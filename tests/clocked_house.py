"""A house of several real processes whose clock runs fast: `python -m tests.clocked_house PORT WORKERS BEGAN`."""

import socket
import sys

from tests.cast import RunningClock
from tests.crew_process import PACE
from web.logs import start_logs
from web.worker import work
from web.workers import supervise

ONE_OF_THEM = "worker"


def main(arguments: list[str]) -> None:
    """Supervise, as `jornal serve` does, or be one of those who are supervised."""
    if arguments[0] == ONE_OF_THEM:
        began, listening, lifeline = map(int, arguments[1:])
        work(listening, lifeline, now=RunningClock(began, pace=PACE))
        return
    port, workers, began = map(int, arguments)
    start_logs()
    command = (sys.executable, "-m", "tests.clocked_house", ONE_OF_THEM, str(began))
    with socket.create_server(("127.0.0.1", port), backlog=256) as listening_socket:
        supervise(listening_socket, workers=workers, command=command)


if __name__ == "__main__":
    main(sys.argv[1:])
