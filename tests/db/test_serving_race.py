"""Sixteen annotators at once: nothing is handed out twice, lost, or said to be gone while it is there."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from annotate.assignments.rules import Reason
from policies.errors import Refusal
from tests.cast import Clock
from tests.chance import chance_of
from tests.work import Work, people, running_project
from web.db import Database

WAITS = {"rest_due": 5 * 60, "more_may_return": 3}


@dataclass(slots=True)
class Crew:
    """Annotators who work until there is nothing left, each by a clock of their own."""

    work: Work
    skip_share: float = 0.0
    together: threading.Barrier = field(init=False)

    def run(self, person_ids: list[int]) -> list[int]:
        """Let everybody work at once and return how many answers each gave."""
        self.together = threading.Barrier(len(person_ids))
        with ThreadPoolExecutor(len(person_ids)) as pool:
            return list(pool.map(self._work, person_ids))

    def _work(self, person_id: int) -> int:
        mine = Work(self.work.db, Clock(self.work.clock()), self.work.project_id, self.work.organisation_id, person_id)
        chance, answers = chance_of(person_id), 0
        self.together.wait(timeout=30)
        while True:
            try:
                offer = mine.next(person_id)
            except Refusal as refusal:
                if refusal.code == "nothing_left":
                    return answers
                mine.clock.advance(seconds=WAITS[refusal.code])
                continue
            mine.clock.advance(seconds=chance.randint(3, 20))
            if chance.random() < self.skip_share:
                mine.release(person_id, offer.assignment_id, Reason.SKIP)
                continue
            mine.submit(person_id, offer.assignment_id)
            answers += 1


OVER = "SELECT count(*) FROM (SELECT item_id FROM assignment WHERE state = 'submitted' GROUP BY item_id HAVING count(*) <> 3) AS x"
TWICE = "SELECT count(*) FROM (SELECT 1 FROM assignment GROUP BY item_id, person_id HAVING count(*) > 1) AS x"
LEDGER_SUM = """
SELECT sum(CASE WHEN normal = 'C' THEN credits_posted - debits_posted ELSE debits_posted - credits_posted END
           * CASE WHEN normal = 'C' THEN 1 ELSE -1 END) FROM ledger_account
"""
OWED = "SELECT sum(amount_micros) FROM earning"
HELD = "SELECT sum(credits_pending) FROM ledger_account WHERE id LIKE 'annotator:%'"


def test_sixteen_annotators_give_each_item_three_answers_and_all_are_paid(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=100, overlap=3)
    crew = list(people(db, 16))

    answers = Crew(work).run(crew)

    assert sum(answers) == 300
    assert work.value("SELECT sum(open_slots) FROM item") == 0
    assert work.value(OVER) == 0
    assert work.value(TWICE) == 0
    assert work.value("SELECT count(*) FROM answer WHERE is_surplus = 1") == 0
    assert work.value(LEDGER_SUM) == 0
    assert work.value(OWED) == work.value(HELD) == 300 * 1_150_000


def test_skipped_items_find_somebody_else_and_none_is_lost(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=60, overlap=3)
    crew = list(people(db, 16))

    answers = Crew(work, skip_share=0.1).run(crew)

    assert sum(answers) == 180
    assert work.value("SELECT sum(open_slots) FROM item") == 0
    assert work.value(OVER) == 0
    assert work.value(OWED) == work.value(HELD)


def test_two_clicks_at_once_are_one_answer_and_one_earning(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=3)
    ada = people(db, 1)[0]
    offer = work.next(ada)
    clock.advance(seconds=30)

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: work.submit(ada, offer.assignment_id), range(8)))

    assert sorted(receipt.is_repeat for receipt in receipts) == [False] + [True] * 7
    assert work.value("SELECT count(*) FROM earning") == 1


def test_eight_tabs_that_ask_at_once_get_the_same_item(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=20)
    ada = people(db, 1)[0]

    with ThreadPoolExecutor(8) as pool:
        offers = list(pool.map(lambda _: work.next(ada), range(8)))

    assert len({offer.assignment_id for offer in offers}) == 1
    assert work.value("SELECT sum(open_slots) FROM item") == 19


@pytest.mark.stress
def test_a_thousand_items_among_skips_come_out_exact(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1_000, overlap=3)
    crew = list(people(db, 16))

    answers = Crew(work, skip_share=0.05).run(crew)

    assert sum(answers) == 3_000
    assert work.value(OVER) == 0
    assert work.value(TWICE) == 0
    assert work.value(LEDGER_SUM) == 0
    assert work.value(OWED) == work.value(HELD)
