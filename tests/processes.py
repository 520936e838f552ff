"""Real processes for tests: started with settings of their own, watched, and ended with the test."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.chance import SEED

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 300
PORTS = range(20_000, 32_000)
"""Below those that a kernel gives to lines that are opened: one of these stays free until the process listens on it."""


def settings_of(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of a house on a database, with no setting of whoever runs the tests but their chance."""
    return {
        **{name: value for name, value in os.environ.items() if name == SEED or not name.startswith("JORNAL_")},
        "JORNAL_ENVIRONMENT": "test",
        "JORNAL_DATA_DIR": str(folder / "data"),
        "JORNAL_DATABASE_URL": url,
        "JORNAL_SECRET": "a secret of these tests alone, long enough for anybody",
        "JORNAL_PRETEND_MONEY": "true",
    }


@contextmanager
def running(*module: str, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m module ...` beside the test, its words in a file; it is asked to end, and ended, afterwards."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *module], cwd=ROOT, env=dict(environment), stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Return a port on which nobody listens at this moment, and which nobody else is likely to take before long."""
    for port in random.SystemRandom().sample(PORTS, 50):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("every port is taken")


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of the processes that a process started and that still live."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def kill(child: int) -> None:
    """End a process at once, as the machine does when memory runs out."""
    os.kill(child, signal.SIGKILL)


def get(port: int, path: str) -> tuple[int, bytes]:
    """Ask for a page and return its status and body; status 0 where nobody answered."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        reply = line.getresponse()
        return reply.status, reply.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        line.close()


def wait_for(is_so: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until something is so; return whether it came to that in time."""
    give_up = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True
