"""Ada eats with an item open: it is still hers when she comes back, and nobody else's in the meantime."""

import pytest

from annotate.timeclock.service import pause
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database


def eat(work: Work, ada: int, *, minutes: float) -> None:
    with work.db.writing() as tx:
        pause(tx, person_id=ada, is_meal=True, now=work.clock(), rulebook=RULEBOOK)
    work.clock.advance(minutes=minutes)


def test_an_item_left_open_over_a_meal_is_kept_for_her(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    offer = work.next(ada)
    clock.advance(seconds=30)
    eat(work, ada, minutes=35)

    expired = work.expire()
    with pytest.raises(Refusal) as refusal:
        work.next(ben)
    receipt = work.submit(ada, offer.assignment_id)

    assert expired == 0
    assert refusal.value.code == "more_may_return"
    assert not receipt.is_surplus


def test_somebody_who_does_not_come_back_from_a_meal_gives_the_item_up(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    work.next(ada)
    eat(work, ada, minutes=46)

    expired = work.expire()

    assert expired == 1
    assert work.next(ben).content["text"] == "Question number 0?"
