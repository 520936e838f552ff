"""The process that decodes: reads one picture after the other, answers with its sizes, and ends with who asks."""

import resource
import sys
from contextlib import suppress
from typing import IO

from annotate.darkroom.developing import Limits, develop
from annotate.darkroom.process import receive, send
from policies.errors import Refusal

MEMORY_BYTES_MOST = 2_000_000_000


def work(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    while True:
        try:
            limits, (data,) = receive(asked)
        except EOFError:
            return
        _answer(answers, data, Limits(**limits))


def _answer(answers: IO[bytes], data: bytes, limits: Limits) -> None:
    try:
        made = develop(data, limits)
    except Refusal as refusal:
        send(answers, {"code": refusal.code, "kind": refusal.kind, "params": refusal.params}, b"", b"", b"")
        return
    said = {"media_type": made.media_type, "width": made.width, "height": made.height}
    screen, thumbnail = (b"" if size is made.full else size for size in (made.screen, made.thumbnail))
    send(answers, said, made.full, screen, thumbnail)


if __name__ == "__main__":
    with suppress(ValueError, OSError):  # some systems know no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MOST, MEMORY_BYTES_MOST))
    work(sys.stdin.buffer, sys.stdout.buffer)
