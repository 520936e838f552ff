"""What simulated people did and were answered, written down line by line, so that even a killed process has told it."""

import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Deed(StrEnum):
    """What somebody did, or was told."""

    OFFERED = "offered"
    ANSWERED = "answered"
    RELEASED = "released"
    ALIVE = "alive"
    FORGOTTEN = "forgotten"
    """The person went silent, and the test let the item's time run out at once."""
    EXPIRED = "expired"
    """The person found their item given back."""
    NOTHING_LEFT = "nothing_left"
    MORE_LATER = "more_later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act that was answered: nothing is in here that nobody was told.

    Attributes:
        began, ended: before it was first sent, and after its reply was read; nanoseconds of the machine's own clock,
            the same in every process.
        at_ms: the house's time of it, milliseconds since 1970; 0 where the person does not know it.
        until_ms: until when the reply told them to wait; 0 for none.
    """

    deed: Deed
    person_id: int
    began: int
    ended: int
    assignment_id: int = 0
    amount_micros: int = 0
    is_surplus: bool = False
    is_repeat: bool = False
    at_ms: int = 0
    until_ms: int = 0


def instant() -> int:
    """Return the machine's own clock, nanoseconds; every process here reads the same one."""
    return time.monotonic_ns()


class Recorder:
    """Writes acts to a file, one line each, at once: what a killed process was told is not lost with it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, act: Act) -> None:
        """Write one act down; a line goes out in one piece."""
        os.write(self._file, f"{json.dumps(asdict(act))}\n".encode())

    def close(self) -> None:
        """Put the pen down."""
        os.close(self._file)


def read_acts(paths: Iterable[Path]) -> list[Act]:
    """Return everything that was written down, in the order in which it was sent."""
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="ascii").splitlines()]
    acts = [Act(**{**line, "deed": Deed(line["deed"])}) for line in lines]
    return sorted(acts, key=lambda act: (act.began, act.ended))
