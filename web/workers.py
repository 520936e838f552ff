"""Keeps several web processes answering on one port: a dead one is started again, and all end together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from web.logs import log

WORKER = (sys.executable, "-m", "web.worker")
LOOK_SECONDS = 0.2
QUICK_DEATH_SECONDS = 5
PAUSE_SECONDS_MAX = 30
END_SECONDS = 25
"""A little more than a worker gives its last requests; whoever is still there then is killed."""
CONNECTIONS_IN_ALL = 80
"""PostgreSQL takes 100 connections unless told otherwise; the scheduler and whoever looks after it need some."""
CONNECTIONS_LEAST = 4
CONNECTIONS = "JORNAL_DATABASE_CONNECTIONS"
BACKLOG = 2_048


@dataclass(slots=True)
class Seat:
    """The place of one worker: the process that sits there, and how it went so far.

    Attributes:
        process: None while the place is empty.
        began: when it was last taken, seconds of the machine's clock.
        empty_until: not before then is it taken again, so that a worker that cannot start does not spin.
        quick_deaths: how many in a row died soon after they began.
    """

    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    empty_until: float = 0.0
    quick_deaths: int = 0


def supervise(listening: socket.socket, *, workers: int, command: Sequence[str] = WORKER) -> None:
    """Keep so many workers at it until SIGTERM or SIGINT, then let them finish what they are answering.

    Args:
        listening: bound and listening; every worker takes its requests from it.
        workers: how many.
        command: what starts one; the numbers of the socket and of the lifeline are added to it.
    """
    seats = [Seat() for _ in range(workers)]
    environment = {**os.environ, CONNECTIONS: str(connections_of_each(workers, os.environ))}
    with _told_to_stop() as stop, _lifeline() as line:
        handed_on = (listening.fileno(), line)
        start = [*command, *map(str, handed_on)]
        try:
            while not stop.is_set():
                for number, seat in enumerate(seats):
                    _look_after(seat, number, start, environment, handed_on)
                stop.wait(LOOK_SECONDS)
        finally:
            _end(seats)


def connections_of_each(workers: int, environment: Mapping[str, str]) -> int:
    """Return how many connections to the database each worker may open: the operator's word, or a share of 80."""
    return int(environment.get(CONNECTIONS) or max(CONNECTIONS_LEAST, CONNECTIONS_IN_ALL // workers))


def _look_after(
    seat: Seat, number: int, start: Sequence[str], environment: Mapping[str, str], handed_on: tuple[int, int]
) -> None:
    """Note a death, and take an empty seat when its time has come."""
    now = time.monotonic()
    if seat.process is not None and seat.process.poll() is not None:
        is_quick = now - seat.began < QUICK_DEATH_SECONDS
        seat.quick_deaths = seat.quick_deaths + 1 if is_quick else 0
        seat.empty_until = now + min(2**seat.quick_deaths - 1, PAUSE_SECONDS_MAX)
        log().warning("worker_died", worker=number, status=seat.process.returncode)
        seat.process = None
    if seat.process is None and now >= seat.empty_until:
        seat.process = subprocess.Popen(start, env=environment, pass_fds=handed_on)  # noqa: S603 - our own program
        seat.began = now
        log().info("worker_started", worker=number, process=seat.process.pid)


def _end(seats: Sequence[Seat]) -> None:
    """Tell every worker to stop, wait for them, and end who does not."""
    alive = [seat.process for seat in seats if seat.process is not None]
    for process in alive:
        process.terminate()
    give_up = time.monotonic() + END_SECONDS
    for process in alive:
        try:
            process.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Yield what is set by SIGTERM and SIGINT; afterwards they do what they did before."""
    stop = threading.Event()
    before = {kind: signal.signal(kind, lambda *_: stop.set()) for kind in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def _lifeline() -> Iterator[int]:
    """Yield the end of a pipe that closes when this process is gone, however it went."""
    read, write = os.pipe()
    try:
        yield read
    finally:
        os.close(write)
        os.close(read)
