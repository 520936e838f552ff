"""Decodes pictures in a process of its own: one that breaks the decoder, or eats memory, breaks nothing else."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import IO, Any, Self

from annotate.darkroom.developing import Developed, Limits
from policies.errors import Kind, Refusal

SECONDS_MOST = 60
"""A picture that is not decoded after so long never will be."""


class DarkRoom:
    """A process that makes the sizes of pictures; it starts with the first of them and ends with the room.

    It knows no settings, no secrets and no database, and its memory is bounded by the system.
    """

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def __call__(self, data: bytes, limits: Limits) -> Developed:
        """Make the sizes of one picture.

        Raises:
            Refusal: as `develop`; `picture_unreadable` also where the process did not live through it.
        """
        worker = self._worker = self._worker or _started()
        assert worker.stdin is not None
        assert worker.stdout is not None
        too_slow = threading.Timer(SECONDS_MOST, worker.kill)
        too_slow.start()
        try:
            send(worker.stdin, asdict(limits), data)
            said, (full, screen, thumbnail) = receive(worker.stdout)
        except (OSError, ValueError, EOFError) as problem:
            self._end()
            raise Refusal("picture_unreadable", Kind.UNREADABLE) from problem
        finally:
            too_slow.cancel()
        if "code" in said:
            raise Refusal(said["code"], Kind(said["kind"]), **said["params"])
        return Developed(full=full, screen=screen or full, thumbnail=thumbnail or full, **said)

    def _end(self) -> None:
        """End the process, if there is one."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.communicate()


def _started() -> "subprocess.Popen[bytes]":
    """Start the process with nothing of our environment but what finds the code."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    kept["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "annotate.darkroom.worker"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=kept)  # noqa: S603 - our own


def send(pipe: IO[bytes], said: dict[str, Any], *files: bytes) -> None:
    """Write a line of JSON and files after it; Any, as JSON has no narrower type."""
    head = json.dumps({"said": said, "lengths": [len(file) for file in files]})
    pipe.write(head.encode() + b"\n")
    for file in files:
        pipe.write(file)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Read what `send` wrote.

    Raises:
        EOFError: the other side is gone.
        ValueError: what came is not what `send` writes.
    """
    line = pipe.readline()
    if not line:
        raise EOFError
    head = json.loads(line)
    files = [pipe.read(length) for length in head["lengths"]]
    if [len(file) for file in files] != head["lengths"]:
        raise EOFError
    return head["said"], files
