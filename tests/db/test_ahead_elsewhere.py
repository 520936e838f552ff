"""What was offered ahead goes back to the others when its person works elsewhere: they may never come to see it."""

from annotate.projects.service import pause
from tests.cast import Clock
from tests.db.test_offered_ahead import streets
from tests.work import annotator, running_project
from web.db import Database

AHEAD = "SELECT count(*) FROM assignment WHERE state = 'offered'"


def test_a_picture_held_ahead_goes_back_while_ada_goes_on_with_texts(db: Database, clock: Clock) -> None:
    pictures = streets(db, clock)
    texts = running_project(db, clock, items=40)
    ada = annotator(db, "Ada")
    first = pictures.next(ada)
    with db.writing() as tx:
        pause(tx, project_id=pictures.project_id, by_id=pictures.requester_id, now=clock())

    texts.answer_many(ada, 16, seconds=60)
    pictures.expire()

    assert pictures.value(AHEAD) == 0
    assert pictures.value(f"SELECT state FROM assignment WHERE id = {first.assignment_id}") == "started"


def test_a_picture_held_ahead_stays_hers_while_ada_is_slow_on_the_one_before_it(db: Database, clock: Clock) -> None:
    pictures = streets(db, clock)
    ada = annotator(db, "Ada")
    pictures.next(ada)

    pictures.heartbeats(ada, 40, seconds=30)
    pictures.expire()

    assert pictures.value(AHEAD) == 1
