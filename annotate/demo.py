"""The past of the demonstration: more than a week of work on two projects, made through the services like any other."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from annotate.assignments.rules import Reason
from annotate.demo_plan import (
    SEED,
    Job,
    Odd,
    Planned,
    Worker,
    chosen,
    first_monday,
    local,
    planned,
    signs_of_life,
    thinking_ms,
    worker_of,
)
from annotate.demo_projects import Asker, intended, labels_of, open_projects
from annotate.serving.service import (
    Offer,
    accept_due,
    expire_due,
    heartbeat,
    next_offer,
    release,
    submit,
    submit_and_next,
)
from annotate.task_types import Result
from annotate.timeclock.rules import Place
from annotate.timeclock.service import look, pause, resume
from payments.closing.service import close_period, periods_due
from payments.transaction import Transaction
from policies.errors import Refusal

STEPS_PER_TRANSACTION = 25
HOUSEKEEPING_EVERY = timedelta(hours=6)
AT_ONCE = 200
READING = timedelta(seconds=95)
QUIET = timedelta(minutes=14)
PAUSE = timedelta(minutes=6)
REST = timedelta(minutes=5, seconds=20)
SKIP_AFTER = timedelta(seconds=9)

Steps = Iterator[datetime]
"""What a person or the house does next, told step by step: each step gives the instant of the next one."""


@dataclass(slots=True)
class Stage:
    """The past while it is being made: the one clock, the one source of chance, the open transaction."""

    asker: Asker
    annotator_ids: Mapping[str, int]
    now: datetime
    projects: Mapping[Job, int]
    intended: Mapping[Job, Mapping[str, str]]
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - plausible, not secret
    open_tx: Transaction | None = None

    @property
    def tx(self) -> Transaction:
        """Return the open transaction."""
        assert self.open_tx is not None, "steps are taken inside a transaction"
        return self.open_tx


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at work in one project: everything that their steps need."""

    stage: Stage
    worker: Worker
    job: Job

    @property
    def me(self) -> dict[str, Any]:  # each act checks its own
        """Return what every act of this person takes: who, when, and the law."""
        stage = self.stage
        person_id = stage.annotator_ids[self.worker.key]
        return {"person_id": person_id, "now": stage.now, "rulebook": stage.asker.rulebook}

    @property
    def project_id(self) -> int:
        """Return which project this is."""
        return self.stage.projects[self.job]


def make_past(asker: Asker, *, annotator_ids: Mapping[str, int], now: datetime) -> None:
    """Make two projects, and all the work on them from last week's Monday until `now`.

    Args:
        asker: who asks for the work.
        annotator_ids: who does it, by the keys of the plan.
        now: the moment of the visit; nothing happens after it.
    """
    monday = first_monday(now)
    projects = open_projects(asker, now=local(monday - timedelta(days=3), time(11, 20)))
    stage = Stage(asker, annotator_ids, local(monday, time()), projects, {job: intended(job) for job in Job})
    shifts = [(one.starts_at, work(stage, one)) for one in planned(now)]
    play(stage, [*shifts, (local(monday, time(0, 5)), keep_house(stage, until=now))])


def play(stage: Stage, parts: list[tuple[datetime, Steps]]) -> None:
    """Let everyone take their steps in the order of time, some steps to a transaction."""
    queue = [(at, number, steps) for number, (at, steps) in enumerate(parts)]
    heapq.heapify(queue)
    while queue:
        with stage.asker.writing() as tx:
            stage.open_tx = tx
            for _ in range(STEPS_PER_TRANSACTION):
                take_step(stage, queue)


def take_step(stage: Stage, queue: list[tuple[datetime, int, Steps]]) -> None:
    """Let whoever is next do what they do, and put them back where their next step is."""
    if not queue:
        return
    stage.now, number, steps = queue[0]
    again = next(steps, None)
    if again is None:
        heapq.heappop(queue)
    else:
        heapq.heapreplace(queue, (again, number, steps))


def work(stage: Stage, one: Planned) -> Steps:
    """Work one shift: read the instructions, then item after item until its end, resting when it is time to."""
    desk = Desk(stage, worker_of(one.shift), one.shift.job)
    look(stage.tx, place=Place(stage.asker.organisation_id, desk.project_id), **desk.me)
    yield stage.now + READING
    if one.shift.odd == Odd.SKIP:
        yield from skip_one(desk)
    if one.shift.odd == Odd.PAUSE:
        yield from rest(desk, PAUSE)
    silence = QUIET if one.shift.odd == Odd.QUIET else timedelta()
    offer = ask(desk)
    while offer is not None:
        yield from think(desk, offer, silence=silence)
        silence = timedelta()
        if stage.now >= one.ends_at:
            submit(stage.tx, task_types=stage.asker.task_types, **answer(desk, offer), **desk.me)
            return
        served = submit_and_next(stage.tx, task_types=stage.asker.task_types, **answer(desk, offer), **desk.me)
        offer = served.offer
        if served.refusal is not None and served.refusal.code == "rest_due":
            yield from rest(desk, REST)
            offer = ask(desk)


def ask(desk: Desk) -> Offer | None:
    """Ask for an item; None where there is none for this person now, and then nothing is left half done."""
    try:
        with desk.stage.tx.begin_nested():
            return next_offer(desk.stage.tx, project_id=desk.project_id, **desk.me)
    except Refusal:
        return None


def think(desk: Desk, offer: Offer, *, silence: timedelta) -> Steps:
    """Let the time pass that an item takes, with signs of life; a long silence first, where one was planned."""
    if silence:
        yield desk.stage.now + silence
        heartbeat(desk.stage.tx, **desk.me)
    took_ms = thinking_ms(desk.stage.random, desk.worker, job=desk.job, text=str(offer.content["text"]))
    *waits, last = signs_of_life(took_ms)
    for wait_ms in waits:
        yield desk.stage.now + timedelta(milliseconds=wait_ms)
        heartbeat(desk.stage.tx, **desk.me)
    yield desk.stage.now + timedelta(milliseconds=last)


def answer(desk: Desk, offer: Offer) -> dict[str, Any]:
    """Return which label this person gives to which assignment."""
    meant = desk.stage.intended[desk.job][str(offer.content["text"])]
    label = chosen(desk.stage.random, desk.worker, intended=meant, labels=labels_of(desk.job))
    result: Result = desk.stage.asker.task_types[offer.task_type].from_form(offer.schema, {"label": label})
    return {"assignment_id": offer.assignment_id, "result": result}


def skip_one(desk: Desk) -> Steps:
    """Look at one item and leave it to somebody else."""
    offer = ask(desk)
    yield desk.stage.now + SKIP_AFTER
    if offer is not None:
        release(desk.stage.tx, assignment_id=offer.assignment_id, reason=Reason.SKIP, **desk.me)


def rest(desk: Desk, length: timedelta) -> Steps:
    """Rest, and come back."""
    pause(desk.stage.tx, is_meal=False, **desk.me)
    yield desk.stage.now + length
    resume(desk.stage.tx, **desk.me)


def keep_house(stage: Stage, *, until: datetime) -> Steps:
    """Do what the house does by itself: give items back, make pay final, close the weeks that are over."""
    while stage.now < until:
        expire_due(stage.tx, now=stage.now, limit=AT_ONCE)
        while accept_due(stage.tx, now=stage.now, limit=AT_ONCE):
            pass
        for person_id, period in periods_due(stage.tx, now=stage.now, limit=AT_ONCE):
            close_period(stage.tx, person_id=person_id, period=period, now=stage.now)
        yield min(stage.now + HOUSEKEEPING_EVERY, until)
