"""Extra answers, late answers and items given back together: never more in hand than are asked for, and all of it paid."""

import random
from collections.abc import Sequence

import pytest

from annotate.assignments.rules import Reason
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import Work, people, running_project
from web.db import Database

LABELS = ("renewal", "lost", "appointment")
# Of every item: places still open, in hand, and answered make the overlap and what was asked on top of it.
COUNTED = """
SELECT item.open_slots
  + (SELECT count(*) FROM assignment WHERE item_id = item.id AND state IN ('offered', 'started'))
  + (SELECT count(*) FROM answer JOIN assignment ON assignment.id = answer.assignment_id
     WHERE assignment.item_id = item.id AND answer.is_surplus = 0)
  - project.overlap - item.extra_count
FROM item JOIN project ON project.id = item.project_id
"""
TAKEN = """
SELECT cursor.taken_count - (SELECT count(*) FROM assignment WHERE assignment.person_id = cursor.person_id
  AND assignment.project_id = cursor.project_id AND state NOT IN ('released', 'expired')) FROM cursor
"""
UNPAID = """
SELECT count(*) FROM answer WHERE NOT EXISTS (SELECT 1 FROM earning WHERE earning.assignment_id = answer.assignment_id)
"""
BELOW = """
SELECT count(*) FROM ledger_account
WHERE id LIKE 'purse:%' AND credits_posted < debits_posted + debits_pending
"""


def one_act(work: Work, everybody: Sequence[int], ever: list[tuple[int, int]], chance: random.Random) -> None:
    """Let somebody do something: take an item, answer one of theirs however old, give it back, or be away."""
    who, what = chance.choice(everybody), chance.random()
    mine = [assignment_id for person_id, assignment_id in ever if person_id == who]
    work.clock.advance(seconds=chance.choice((5, 20, 60)))
    if what < 0.45:
        ever.append((who, work.next(who).assignment_id))
    elif what < 0.75 and mine:
        work.submit(who, chance.choice(mine), chance.choice(LABELS))
    elif what < 0.85 and mine:
        work.release(who, chance.choice(mine), Reason.SKIP)
    elif what > 0.95:
        work.clock.advance(minutes=16)
        work.expire()


def many_acts(work: Work, everybody: Sequence[int], chance: random.Random) -> set[str]:
    """Let people do 160 things in any order; return why some of them could not."""
    ever: list[tuple[int, int]] = []
    refused: set[str] = set()
    for _ in range(160):
        try:
            one_act(work, everybody, ever, chance)
        except Refusal as why:
            refused.add(why.code)
    return refused


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_places_counts_and_pay_add_up(db: Database, clock: Clock, seed: int) -> None:
    work = running_project(db, clock, items=5, overlap=2, extra_answers_most=2)

    refused = many_acts(work, people(db, 5), random.Random(seed))

    assert {row[0] for row in work.rows(COUNTED)} == {0}
    assert {row[0] for row in work.rows(TAKEN)} == {0}
    assert (work.value(UNPAID), work.value(BELOW)) == (0, 0)
    assert "reserve_low" not in refused
    assert int(str(work.value("SELECT sum(extra_count) FROM item"))) > 0
