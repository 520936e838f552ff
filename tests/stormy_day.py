"""A day on which everything goes wrong: many people, processes killed at any moment, and the house goes on."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

from payments.closing.service import close_period
from payments.weeks_due.queries import periods_due
from tests.acts import Act, instant, read_acts
from tests.cast import Clock, RunningClock
from tests.chance import chance_of
from tests.crew import PATIENCE_SECONDS
from tests.crew_process import PACE, Shift
from tests.kept import Kept, findings_of, read_kept
from tests.work import Work, people, running_project
from web.db import Database
from web.outage import is_outage

OVERLAP = 3
SWEEP_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """How bad it gets.

    Args:
        items: how many items, each to be answered by three people.
        hands: how many people.
        processes: over how many processes they are spread; one where the database is SQLite.
        kills: how often one of the processes is killed without warning, and started again.
    """

    items: int
    hands: int
    processes: int
    kills: int


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: what people were told, what was kept, and how often a process was killed in the midst."""

    work: Work
    acts: Sequence[Act]
    kept: Kept
    kills: int


def live_through(db: Database, storm: Storm, folder: Path) -> Told:
    """Let the day happen, settle the week, and return what there is to check."""
    began = instant()
    work = running_project(db, RunningClock(began, pace=PACE), items=storm.items, overlap=OVERLAP)
    crew = list(people(db, storm.hands))
    url = db.url.render_as_string(hide_password=False)
    shifts = [
        Shift(
            url=url,
            project_id=work.project_id,
            person_ids=crew[number :: storm.processes],
            began=began,
            attempt=0,
            log=str(folder / f"told-{number}.jsonl"),
        )
        for number in range(storm.processes)
    ]
    with giving_back(work):
        kills = _run(shifts, kills=storm.kills)
    acts = read_acts(Path(shift.log) for shift in shifts)
    settled = replace(work, clock=Clock(work.clock() + timedelta(days=8)))
    settle(settled)
    kept = replace(read_kept(db, work.project_id), findings=findings_of(db, now=settled.clock()))
    return Told(work, acts, kept, kills)


@contextmanager
def giving_back(work: Work) -> Iterator[None]:
    """Give back what is overdue again and again, as the scheduler does."""
    is_over = threading.Event()
    problems: list[Exception] = []

    def sweep() -> None:
        while not is_over.wait(SWEEP_SECONDS):
            try:
                work.expire()
            except Exception as problem:  # noqa: BLE001 - told to the test below, which must not go on as if it swept
                if not is_outage(problem):  # the next look tries again, as the scheduler does
                    problems.append(problem)
                    return

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        yield
    finally:
        is_over.set()
        sweeper.join()
    assert problems == []


def _run(shifts: list[Shift], *, kills: int) -> int:
    """Run every shift to its end, killing one now and then; return how many were killed in the midst."""
    chance, killed = chance_of(len(shifts)), 0
    running = [(shift, _start(shift)) for shift in shifts]
    next_kill, give_up = time.monotonic() + chance.uniform(2, 4), time.monotonic() + 2 * PATIENCE_SECONDS
    while running:
        time.sleep(0.05)
        assert time.monotonic() < give_up, "the day does not end"
        alive = [(shift, process) for shift, process in running if process.poll() is None]
        failed = [process.args for _, process in running if process.poll() not in {None, 0}]
        assert failed == []
        if alive and killed < kills and time.monotonic() > next_kill:
            victim = chance.randrange(len(alive))
            shift, process = alive[victim]
            process.kill()
            killed += process.wait() != 0
            again = replace(shift, attempt=shift.attempt + 1)
            alive[victim] = (again, _start(again))
            next_kill = time.monotonic() + chance.uniform(1, 4)
        running = alive
    return killed


def _start(shift: Shift) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.crew_process", json.dumps(asdict(shift))]
    return subprocess.Popen(command, cwd=Path(__file__).parents[1])


def settle(work: Work) -> None:
    """Let days of silence accept every answer, then close the week."""
    while work.accept():
        pass
    with work.db.writing() as tx:
        for person_id, period in periods_due(tx, now=work.clock(), limit=100):
            close_period(tx, person_id=person_id, period=period, now=work.clock())
