"""A process full of people at work, started and killed by the tests: `python -m tests.crew_process SPEC`, as JSON."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.acts import Recorder
from tests.cast import RunningClock
from tests.chance import chance_of
from tests.crew import Hand, ServiceDesk
from tests.work import Work
from web.db import Database

PACE = 20
"""So many seconds of the house pass in one: a slow machine does not bring anybody to the end of their day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What a process is told: where the work is, whose hands it moves, when the day began, where it takes notes."""

    url: str
    project_id: int
    person_ids: list[int]
    began: int
    attempt: int
    log: str


def work(shift: Shift) -> int:
    """Let everybody work at once until nothing is left, and return how many items they handled."""
    db, book = Database(shift.url), Recorder(Path(shift.log))
    clock = RunningClock(shift.began, pace=PACE)
    desk = ServiceDesk(Work(db, clock, shift.project_id, 0, 0))
    hands = [Hand(desk, db, clock, who, chance_of(f"{who}/{shift.attempt}"), book) for who in shift.person_ids]
    with ThreadPoolExecutor(len(hands)) as pool:
        handled = sum(pool.map(Hand.work_until_nothing_is_left, hands))
    book.close()
    db.dispose()
    return handled


if __name__ == "__main__":
    work(Shift(**json.loads(sys.argv[1])))
