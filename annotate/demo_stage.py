"""The past of the demonstration while it is being made: one clock, one source of chance, one open transaction."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from annotate.demo_drafts import CLIENT_OF, Client
from annotate.demo_people import Worker
from annotate.demo_plan import SEED, Job, Planned
from annotate.demo_projects import Asker, Lent
from payments.transaction import Transaction

STEPS_PER_TRANSACTION = 60

Steps = Iterator[datetime]
"""What a person or the house does next, told step by step: each step gives the instant of the next one."""


@dataclass(slots=True)
class Stage:
    """Everything that happens happens here, in the order of time."""

    lent: Lent
    askers: Mapping[Client, Asker]
    annotator_ids: Mapping[str, int]
    projects: Mapping[Job, int]
    now: datetime
    until: datetime
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - plausible, not secret
    open_tx: Transaction | None = None
    waiting: list[tuple[datetime, int, Steps]] = field(default_factory=list)
    begun_count: int = 0

    @property
    def tx(self) -> Transaction:
        """Return the open transaction."""
        assert self.open_tx is not None, "steps are taken inside a transaction"
        return self.open_tx

    def asker_of(self, job: Job) -> Asker:
        """Return who asks for a project."""
        return self.askers[CLIENT_OF[job]]

    def begin(self, at: datetime, steps: Steps) -> None:
        """Let something begin at an instant; what would begin after the visit never does."""
        if at < self.until:
            heapq.heappush(self.waiting, (at, self.begun_count, steps))
            self.begun_count += 1


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at work in one project: everything that their steps need."""

    stage: Stage
    planned: Planned
    week: int

    @property
    def worker(self) -> Worker:
        """Return who works."""
        return self.planned.worker

    @property
    def job(self) -> Job:
        """Return in which of the projects."""
        return self.planned.shift.job

    @property
    def person_id(self) -> int:
        """Return who works, by id."""
        return self.stage.annotator_ids[self.worker.key]

    @property
    def project_id(self) -> int:
        """Return which project this is."""
        return self.stage.projects[self.job]

    @property
    def me(self) -> dict[str, Any]:  # each act checks its own
        """Return what every act of this person takes: who, when, and the law."""
        return {"person_id": self.person_id, "now": self.stage.now, "rulebook": self.stage.lent.rulebook}


def play(stage: Stage) -> None:
    """Let everyone take their steps in the order of time, some steps to a transaction."""
    while stage.waiting:
        with stage.lent.writing() as tx:
            stage.open_tx = tx
            for _ in range(STEPS_PER_TRANSACTION):
                take_step(stage)


def take_step(stage: Stage) -> None:
    """Let whoever is next do what they do, and put them back where their next step is."""
    if not stage.waiting:
        return
    stage.now, number, steps = heapq.heappop(stage.waiting)
    again = next(steps, None)
    if again is not None:
        heapq.heappush(stage.waiting, (again, number, steps))
