"""People who work as people do: they skip, fall silent, click twice, lose the line; each act that was answered is noted."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from annotate.assignments.rules import Reason
from annotate.serving.service import Offer, Receipt, Served, heartbeat
from policies.errors import Refusal
from policies.periods import to_ms
from tests.acts import Act, Deed, Recorder, instant
from tests.cast import RunningClock
from tests.work import RULEBOOK, Work

MOMENT = timedelta(milliseconds=1)
LOOK_AGAIN = timedelta(seconds=3)
"""Who is told that more may return does not wait for the last minute, but asks again and again."""
PATIENCE_SECONDS = 240
SKIPS, SILENCES, SIGNS, REPEATS, CLICKS_TWICE, LOST_REPLIES = 0.03, 0.02, 0.2, 0.03, 0.02, 0.03
"""How often, of all items, each of these happens."""
_FALL_SILENT = """
UPDATE assignment SET lease_until_at = :before WHERE id = :assignment_id AND state = 'started'
"""


class LostPatienceError(Exception):
    """Work did not come to an end."""


@dataclass(slots=True)
class Hand:
    """One person at work.

    Args:
        work: the project; what changes hands there is stamped by `clock`.
        clock: the house's.
        person_id: who.
        chance: what happens to them, the same each time for the same seed.
        book: where they note what they were told.
    """

    work: Work
    clock: RunningClock
    person_id: int
    chance: Random
    book: Recorder

    def work_until_nothing_is_left(self) -> int:
        """Answer whatever there is and return how many answers that was."""
        give_up, answers = time.monotonic() + PATIENCE_SECONDS, 0
        offer = self._ask()
        while offer is not None:
            if time.monotonic() > give_up:
                raise LostPatienceError(f"person {self.person_id} after {answers} answers")
            before = offer
            offer = self._handle(before)
            answers += 1
        return answers

    def _handle(self, offer: Offer) -> Offer | None:
        """Do with one item what this person does with it, and return the next."""
        if self._happens(SKIPS):
            self._release(offer)
            return self._ask()
        if self._happens(SILENCES):
            return self._fall_silent(offer)
        if self._happens(SIGNS):
            self._give_a_sign(offer)
        return self._answer(offer)

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

    def _ask(self) -> Offer | None:
        """Ask until there is an item, or nothing is left."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            began, asked_ms = instant(), to_ms(self.clock())
            try:
                offer = self.work.next(self.person_id)
            except Refusal as refusal:
                if self._is_over(refusal, began, asked_ms):
                    return None
                continue
            self._note(Deed.OFFERED, began, assignment_id=offer.assignment_id, at_ms=asked_ms)
            return offer
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

    def _answer(self, offer: Offer) -> Offer | None:
        """Answer and go on with what comes back: in one turn, or twice where the person is not sure of it."""
        here, began, sent_ms = offer.assignment_id, instant(), to_ms(self.clock())
        if self._happens(CLICKS_TWICE):
            with ThreadPoolExecutor(2) as hands:
                for served in hands.map(lambda _: self.work.submit_and_next(self.person_id, here), range(2)):
                    self._note_receipt(served.receipt, began)
            return self._ask()
        served = self.work.submit_and_next(self.person_id, here)
        if self._happens(LOST_REPLIES):  # nobody read it: only what the next try brings is known
            self._note_receipt(self.work.submit(self.person_id, here), began)
            return self._ask()
        self._note_receipt(served.receipt, began)
        if self._happens(REPEATS):
            self._note_receipt(self.work.submit(self.person_id, here), began)
        return self._served(served, began, sent_ms)

    def _served(self, served: Served, began: int, sent_ms: int) -> Offer | None:
        if served.offer is not None:
            self._note(Deed.OFFERED, began, assignment_id=served.offer.assignment_id, at_ms=sent_ms)
            return served.offer
        assert served.refusal is not None
        return None if self._is_over(served.refusal, began, sent_ms) else self._ask()

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

    def _release(self, offer: Offer) -> None:
        began = instant()
        self.work.release(self.person_id, offer.assignment_id, Reason.SKIP)
        self._note(Deed.RELEASED, began, assignment_id=offer.assignment_id)

    def _give_a_sign(self, offer: Offer) -> None:
        began, now = instant(), self.clock()
        with self.work.db.writing() as tx:
            heartbeat(tx, person_id=self.person_id, now=now, rulebook=RULEBOOK, assignment_id=offer.assignment_id)
        self._note(Deed.ALIVE, began, assignment_id=offer.assignment_id, at_ms=to_ms(now))

    def _fall_silent(self, offer: Offer) -> Offer | None:
        """Be away until the item may have gone back; then answer it late, or ask for another."""
        here, began = offer.assignment_id, instant()
        with self.work.db.writing() as tx:
            tx.run(_FALL_SILENT, assignment_id=here, before=self.clock() - MOMENT)
        self._note(Deed.FORGOTTEN, began, assignment_id=here)
        time.sleep(self.chance.uniform(0.05, 0.4))
        if self._happens(0.6):
            return self._answer(offer)
        following = self._ask()
        if following is None or following.assignment_id != here:
            self._note(Deed.EXPIRED, began, assignment_id=here)
        return following
