"""The main job from beginning to end, with sixteen people at once: what tests/db/test_main_job.py asks about afterwards."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from annotate.assignments.rules import Reason
from annotate.serving.service import Offer, Receipt
from annotate.timeclock.service import pause, resume
from payments.closing.service import close_period
from payments.weeks_due.queries import periods_due
from policies.errors import Refusal
from tests.cast import BEGINNING, Clock
from tests.work import RULEBOOK, Work, people, running_project
from web.db import Database

PEOPLE = 16
ITEMS = 120
OVERLAP = 3
QUOTA = 20
SECONDS = (18, 25, 31, 36, 40, 44, 47, 52, 58, 63, 71, 80, 95, 120, 150, 175)
"""How long each of the sixteen takes for an item; 80 s are paid for, so the last ones need a top-up."""

SIGN_OF_LIFE = 40
ANSWERS = ITEMS * OVERLAP


@dataclass(slots=True)
class Story:
    """What happened, as the people themselves could tell it."""

    work: Work
    people: Sequence[int]
    receipts: list[Receipt] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    late: Receipt | None = None
    surplus: Receipt | None = None
    twice: list[Receipt] = field(default_factory=list)


@dataclass(slots=True)
class Worker:
    """One person at their own desk: their own clock, because sixteen hours of work pass at once."""

    work: Work
    person_id: int
    seconds: int
    receipts: list[Receipt] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def until_quota(self) -> None:
        """Answer a fixed number of items."""
        offer = self.ask()
        while len(self.receipts) < QUOTA and offer is not None:
            offer = self.answer(offer)
        if offer is not None:
            self.work.release(self.person_id, offer.assignment_id, Reason.SKIP)

    def until_nothing_is_left(self) -> None:
        """Answer whatever there is."""
        offer = self.ask()
        while offer is not None:
            offer = self.answer(offer)

    def answer(self, offer: Offer) -> Offer | None:
        """Think, with signs of life; answer; return the next item."""
        signs, rest = divmod(self.seconds, SIGN_OF_LIFE)
        self.work.heartbeats(self.person_id, signs, seconds=SIGN_OF_LIFE)
        self.work.clock.advance(seconds=rest)
        label = ("renewal", "lost", "appointment")[offer.assignment_id % 3]
        served = self.work.submit_and_next(self.person_id, offer.assignment_id, label)
        self.receipts.append(served.receipt)
        return served.offer if served.offer is not None else self.after(served.refusal)

    def ask(self) -> Offer | None:
        """Ask for an item."""
        try:
            return self.work.next(self.person_id)
        except Refusal as refusal:
            return self.after(refusal)

    def after(self, refusal: Refusal | None) -> Offer | None:
        """Rest where a rest is due, come back where more may return, and stop where nothing is left."""
        assert refusal is not None
        self.refusals.append(refusal.code)
        if refusal.code == "rest_due":
            self.rest()
            return self.ask()
        if refusal.code == "more_may_return" and self.refusals.count("more_may_return") < 1_200:
            time.sleep(0.05)  # a minute in all: a busy machine may let one wait for some of it
            self.work.clock.advance(seconds=3)
            return self.ask()
        return None

    def rest(self) -> None:
        """Rest for the five minutes that are asked, and come back."""
        me = {"person_id": self.person_id, "rulebook": RULEBOOK}
        with self.work.db.writing() as tx:
            pause(tx, is_meal=False, now=self.work.clock(), **me)
        self.work.clock.advance(minutes=5)
        with self.work.db.writing() as tx:
            resume(tx, now=self.work.clock(), **me)


def tell(db: Database) -> Story:
    """Let the whole job happen and return what came of it."""
    work = running_project(db, Clock(), items=ITEMS, overlap=OVERLAP)
    story = Story(work, people(db, PEOPLE))
    at_work = [
        Worker(replace(work, clock=Clock()), who, seconds) for who, seconds in zip(story.people, SECONDS, strict=True)
    ]
    all_at_once([worker.until_quota for worker in at_work])
    later = max(worker.work.clock() for worker in at_work) + timedelta(hours=3)
    for worker in at_work:
        worker.work.clock.at = later
    story.late = a_late_answer(at_work[0])
    story.twice = a_double_click(at_work[1])
    lost_touch = at_work[2].work.next(at_work[2].person_id)
    for worker in at_work[3:]:
        worker.work.clock.advance(minutes=40)
    at_work[3].work.expire()
    all_at_once([worker.until_nothing_is_left for worker in at_work[3:]])
    last = max(worker.work.clock() for worker in at_work)
    at_work[2].work.clock.at = last
    story.surplus = at_work[2].work.submit(at_work[2].person_id, lost_touch.assignment_id)
    story.receipts = [receipt for worker in at_work for receipt in worker.receipts]
    story.refusals = [code for worker in at_work for code in worker.refusals]
    settle_everything(work, last=last)
    return story


def all_at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Let several people act at the same moment, each in a thread, and return what came of it; no error is lost."""
    gate = threading.Barrier(len(acts))

    def act_together(act: Callable[[], object]) -> object:
        gate.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act_together, acts))


def a_late_answer(worker: Worker) -> Receipt:
    """Answer after the item was given back, while its slot is still open."""
    offer = worker.work.next(worker.person_id)
    worker.work.clock.advance(minutes=20)
    assert worker.work.expire() >= 1
    return worker.work.submit(worker.person_id, offer.assignment_id)


def a_double_click(worker: Worker) -> list[Receipt]:
    """Send one answer twice in the same moment."""
    offer = worker.work.next(worker.person_id)
    worker.work.clock.advance(seconds=30)

    def click() -> Receipt:
        return worker.work.submit(worker.person_id, offer.assignment_id)

    return [receipt for receipt in all_at_once([click, click]) if isinstance(receipt, Receipt)]


def settle_everything(work: Work, *, last: datetime) -> None:
    """Let three days of silence accept every answer, then close the week."""
    work.clock.at = last + timedelta(hours=73)
    while work.accept():
        pass
    work.clock.at = max(work.clock(), BEGINNING + timedelta(days=8))
    with work.db.writing() as tx:
        for person_id, period in periods_due(tx, now=work.clock(), limit=100):
            close_period(tx, person_id=person_id, period=period, now=work.clock())
