"""People who work as people do: they skip, fall silent, click twice, lose the line; each act that was answered is noted."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from annotate.assignments.rules import Reason
from annotate.serving.service import Receipt, heartbeat
from policies.errors import Refusal
from policies.periods import to_ms
from tests.acts import Act, Deed, Recorder, instant
from tests.cast import RunningClock
from tests.work import RULEBOOK, Work
from web.db import Database
from web.outage import is_outage

MOMENT = timedelta(milliseconds=1)
LOOK_AGAIN = timedelta(seconds=3)
"""Who is told that more may return does not wait for the last minute, but asks again and again."""
PATIENCE_SECONDS = 900
SKIPS, SILENCES, SIGNS, REPEATS, CLICKS_TWICE, LOST_REPLIES = 0.03, 0.02, 0.2, 0.03, 0.02, 0.03
"""How often, of all items, each of these happens."""
_FALL_SILENT = """
UPDATE assignment SET lease_until_at = :before WHERE id = :assignment_id AND state = 'started'
"""
_UNHEARD = "UPDATE clock SET seen_at = :long_before WHERE person_id = :person_id"
LONG = timedelta(hours=12)
"""Whoever falls silent here was last heard of so long ago, as far as the house knows: a new work session begins."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: the receipt, and the next assignment or the reason why there is none."""

    receipt: Receipt
    following: int | None
    refusal: Refusal | None


class LostPatienceError(Exception):
    """Work did not come to an end."""


class Desk(Protocol):
    """Where people work: the services themselves, or a house behind HTTP."""

    def next(self, person_id: int) -> int:
        """Ask for an item and return its assignment; a `Refusal` says why there is none."""
        ...

    def answer_and_next(self, person_id: int, assignment_id: int) -> Answered:
        """Answer, and be handed the next in one turn."""
        ...

    def answer_again(self, person_id: int, assignment_id: int) -> Receipt:
        """Send the same answer once more."""
        ...

    def release(self, person_id: int, assignment_id: int) -> None:
        """Give an item back."""
        ...

    def sign_of_life(self, person_id: int, assignment_id: int) -> None:
        """Say that one is there."""
        ...


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """Work through the services of this process."""

    work: Work

    def next(self, person_id: int) -> int:
        return self.work.next(person_id).assignment_id

    def answer_and_next(self, person_id: int, assignment_id: int) -> Answered:
        served = self.work.submit_and_next(person_id, assignment_id)
        following = served.offer.assignment_id if served.offer else None
        return Answered(served.receipt, following, served.refusal)

    def answer_again(self, person_id: int, assignment_id: int) -> Receipt:
        return self.work.submit(person_id, assignment_id)

    def release(self, person_id: int, assignment_id: int) -> None:
        self.work.release(person_id, assignment_id, Reason.SKIP)

    def sign_of_life(self, person_id: int, assignment_id: int) -> None:
        now = self.work.clock()
        with self.work.db.writing() as tx:
            heartbeat(tx, person_id=person_id, now=now, rulebook=RULEBOOK, assignment_id=assignment_id)


@dataclass(slots=True)
class Hand:
    """One person at work.

    Args:
        desk: where they work; what changes hands there is stamped by `clock`.
        db: where the test itself ends an item's time.
        clock: the house's.
        person_id: who.
        chance: what happens to them, the same each time for the same seed.
        book: where they note what they were told.
    """

    desk: Desk
    db: Database
    clock: RunningClock
    person_id: int
    chance: Random
    book: Recorder

    def work_until_nothing_is_left(self) -> int:
        """Answer whatever there is and return how many answers that was."""
        give_up, answers = time.monotonic() + PATIENCE_SECONDS, 0
        here = self._ask()
        while here is not None:
            if time.monotonic() > give_up:
                raise LostPatienceError(f"person {self.person_id} after {answers} answers")
            here = self._handle(here)
            answers += 1
        return answers

    def _handle(self, here: int) -> int | None:
        """Do with one item what this person does with it, and return the next."""
        if self._happens(SKIPS):
            self._release(here)
            return self._ask()
        if self._happens(SILENCES):
            return self._fall_silent(here)
        if self._happens(SIGNS):
            self._give_a_sign(here)
        return self._answer(here)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _note(self, deed: Deed, began: int, *, assignment_id: int = 0, at_ms: int = 0, until_ms: int = 0) -> None:
        act = Act(
            deed=deed,
            person_id=self.person_id,
            began=began,
            ended=instant(),
            assignment_id=assignment_id,
            at_ms=at_ms,
            until_ms=until_ms,
        )
        self.book.note(act)

    def _ask(self) -> int | None:
        """Ask until there is an item, or nothing is left."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            began, asked_ms = instant(), to_ms(self.clock())
            try:
                here = self.desk.next(self.person_id)
            except Refusal as refusal:
                if self._is_over(refusal, began, asked_ms):
                    return None
                continue
            self._note(Deed.OFFERED, began, assignment_id=here, at_ms=asked_ms)
            return here
        raise LostPatienceError(f"person {self.person_id} waits for an item")

    def _is_over(self, refusal: Refusal, began: int, asked_ms: int) -> bool:
        """Wait as long as one is asked to; return whether there is nothing to wait for."""
        if refusal.code == "nothing_left":
            self._note(Deed.NOTHING_LEFT, began)
            return True
        until = datetime.fromisoformat(
            str(refusal.params["until"])
        )  # every other reason says until when, or fails here
        if refusal.code == "more_may_return":
            self._note(Deed.MORE_LATER, began, at_ms=asked_ms, until_ms=to_ms(until))
            until = min(until, self.clock() + LOOK_AGAIN)
        self.clock.wait_until(until)
        return False

    def _answer(self, here: int) -> int | None:
        """Answer and go on with what comes back: in one turn, or twice where the person is not sure of it."""
        began, sent_ms = instant(), to_ms(self.clock())
        if self._happens(CLICKS_TWICE):
            with ThreadPoolExecutor(2) as hands:
                for one in hands.map(lambda _: self.desk.answer_and_next(self.person_id, here), range(2)):
                    self._note_receipt(one.receipt, began)
            return self._ask()
        answered = self.desk.answer_and_next(self.person_id, here)
        if self._happens(LOST_REPLIES):  # nobody read it: only what the next try brings is known
            self._note_receipt(self.desk.answer_again(self.person_id, here), began)
            return self._ask()
        self._note_receipt(answered.receipt, began)
        if self._happens(REPEATS):
            self._note_receipt(self.desk.answer_again(self.person_id, here), began)
        return self._go_on(answered, began, sent_ms)

    def _go_on(self, answered: Answered, began: int, sent_ms: int) -> int | None:
        if answered.following is not None:
            self._note(Deed.OFFERED, began, assignment_id=answered.following, at_ms=sent_ms)
            return answered.following
        assert answered.refusal is not None
        return None if self._is_over(answered.refusal, began, sent_ms) else self._ask()

    def _note_receipt(self, receipt: Receipt, began: int) -> None:
        act = Act(
            deed=Deed.ANSWERED,
            person_id=self.person_id,
            began=began,
            ended=instant(),
            assignment_id=receipt.assignment_id,
            amount_micros=receipt.amount_micros,
            is_surplus=receipt.is_surplus,
            is_repeat=receipt.is_repeat,
        )
        self.book.note(act)

    def _release(self, here: int) -> None:
        began = instant()
        self.desk.release(self.person_id, here)
        self._note(Deed.RELEASED, began, assignment_id=here)

    def _give_a_sign(self, here: int) -> None:
        began, now = instant(), self.clock()
        self.desk.sign_of_life(self.person_id, here)
        self._note(Deed.ALIVE, began, assignment_id=here, at_ms=to_ms(now))

    def _unheard(self, here: int) -> bool:
        """Make the books say that nothing was heard for long; return whether the database was there to take it."""
        try:
            with self.db.writing() as tx:
                now = self.clock()
                tx.run(_UNHEARD, person_id=self.person_id, long_before=now - LONG)
                tx.run(_FALL_SILENT, assignment_id=here, before=now - MOMENT)
        except Exception as problem:  # told from every other by what it is
            if not is_outage(problem):
                raise
            return False
        return True

    def _fall_silent(self, here: int) -> int | None:
        """Be away until the item may have gone back; then answer it late, or ask for another."""
        began = instant()
        while not self._unheard(here):
            time.sleep(0.1)
        self._note(Deed.FORGOTTEN, began, assignment_id=here)
        time.sleep(self.chance.uniform(0.05, 0.4))
        if self._happens(0.6):
            return self._answer(here)
        following = self._ask()
        if following is None or following != here:
            self._note(Deed.EXPIRED, began, assignment_id=here)
        return following
