"""Annotators who work at the same time and never agree, and somebody who watches how many are asked about an item."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from policies.errors import Refusal
from tests.cast import Clock
from tests.work import LABELS, Work

WAITS = {"rest_due": 5 * 60, "more_may_return": 3}
# Beyond the overlap no more than one is asked at a time: open slots, work in hand and answers never pass what is asked.
TOO_MANY = """
SELECT item.id FROM item JOIN project ON project.id = item.project_id
LEFT JOIN assignment ON assignment.item_id = item.id AND assignment.state IN ('offered', 'started', 'submitted')
GROUP BY item.id, item.open_slots, item.extra_count, project.overlap, project.extra_answers_most
HAVING item.open_slots + count(assignment.id) <> project.overlap + item.extra_count
  OR item.extra_count > project.extra_answers_most
  OR (item.extra_count > 0 AND item.open_slots
      + sum(CASE WHEN assignment.state IN ('offered', 'started') THEN 1 ELSE 0 END) > 1)
"""


@dataclass(slots=True)
class Disagreeing:
    """Everybody says something else than whoever answered an item before, as far as the labels reach."""

    work: Work
    too_many: list[object] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def run(self, person_ids: list[int]) -> list[int]:
        """Let everybody work at once, watched, and return how many answers each gave."""
        watcher = threading.Thread(target=self._watch)
        watcher.start()
        try:
            with ThreadPoolExecutor(len(person_ids)) as pool:
                return list(pool.map(self._work, person_ids))
        finally:
            self._is_over.set()
            watcher.join(timeout=30)

    def _work(self, person_id: int) -> int:
        mine = Work(self.work.db, Clock(self.work.clock()), self.work.project_id, self.work.organisation_id, person_id)
        chance, answers = Random(person_id), 0
        while True:
            try:
                offer = mine.next(person_id)
            except Refusal as refusal:
                if refusal.code == "nothing_left":
                    return answers
                mine.clock.advance(seconds=WAITS[refusal.code])
                continue
            mine.clock.advance(seconds=chance.randint(3, 20))
            mine.submit(person_id, offer.assignment_id, self._other_label(offer.assignment_id))
            answers += 1

    def _other_label(self, assignment_id: int) -> str:
        """Return the label that the item's next answer has, so that a majority never comes about."""
        before = self.work.value(
            "SELECT count(*) FROM assignment WHERE id < :id AND item_id = (SELECT item_id FROM assignment WHERE id = :id)",
            id=assignment_id,
        )
        return LABELS[int(str(before)) % len(LABELS)].value

    def _watch(self) -> None:
        while not self._is_over.is_set():
            self.too_many.extend(self.work.rows(TOO_MANY))
