"""The picture after Ada's is hers before she asks for it, so that it is there when she does; nobody loses by it."""

import pytest

from annotate.assignments.rules import Reason
from annotate.serving.queries import ahead_of
from annotate.serving.service import submit_and_next
from policies.errors import Refusal
from tests.cast import Clock
from tests.picture_work import picture_project
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator, running_project
from web.db import Database

HERS = "SELECT state, started_at FROM assignment WHERE person_id = :person_id ORDER BY id"
_PICTURE = """
INSERT INTO picture (sha256, media_type, width, height, full_bytes, screen_bytes, thumbnail_bytes, kept_at)
VALUES (:sha256, 'image/webp', 1280, 960, 9, 9, 9, :now)
"""
_SHOWN = "INSERT INTO item_picture (item_id, position, sha256, original_name) SELECT id, 0, :sha256, 'calle' FROM item"


def streets(db: Database, clock: Clock, *, items: int = 40) -> Work:
    """A project whose every item shows a picture."""
    work = picture_project(db, clock, items=items, task_type="image_choice", question="What is it?")
    with db.writing() as tx:
        tx.run(_PICTURE, sha256="a" * 64, now=clock())
        tx.run(_SHOWN, sha256="a" * 64)
    return work


def go_on(work: Work, ada: int, assignment_id: int) -> int:
    """Answer and return what comes next."""
    work.clock.advance(seconds=30)
    result = TASK_TYPES["image_choice"].from_form({}, {"label": "ramp"})
    with work.db.writing() as tx:
        served = submit_and_next(
            tx,
            person_id=ada,
            assignment_id=assignment_id,
            result=result,
            now=work.clock(),
            rulebook=RULEBOOK,
            task_types=TASK_TYPES,
        )
    assert served.offer is not None
    return served.offer.assignment_id


def test_while_ada_looks_at_a_picture_the_next_is_hers_and_its_clock_stands(db: Database, clock: Clock) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")

    offer = work.next(ada)

    with db.reading() as tx:
        ahead = ahead_of(tx, person_id=ada, project_id=work.project_id)
    (first, began), (second, not_yet) = work.rows(HERS, person_id=ada)
    assert ahead is not None
    assert ahead != offer.content
    assert (first, second, not_yet) == ("started", "offered", None)
    assert began is not None


def test_her_answer_starts_the_picture_that_was_offered_ahead_and_offers_another(db: Database, clock: Clock) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")
    first = work.next(ada)
    with db.reading() as tx:
        waiting = tx.value("SELECT id FROM assignment WHERE state = 'offered'")

    second = go_on(work, ada, first.assignment_id)

    assert second == waiting
    assert [row[0] for row in work.rows(HERS, person_id=ada)] == ["submitted", "started", "offered"]


def test_the_time_before_a_picture_is_shown_is_not_its_time(db: Database, clock: Clock) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")
    first = work.next(ada)

    second = go_on(work, ada, first.assignment_id)
    go_on(work, ada, second)

    assert work.rows("SELECT counted_ms FROM answer ORDER BY assignment_id") == [(30_000,), (30_000,)]


def test_near_the_end_of_the_queue_nothing_is_held_back(db: Database, clock: Clock) -> None:
    work = streets(db, clock, items=12)
    ada = annotator(db, "Ada")

    work.next(ada)

    assert [row[0] for row in work.rows(HERS, person_id=ada)] == ["started"]


def test_texts_are_not_offered_ahead(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=40)
    ada = annotator(db, "Ada")

    work.next(ada)

    assert [row[0] for row in work.rows(HERS, person_id=ada)] == ["started"]


def test_what_was_offered_ahead_goes_back_when_ada_leaves_and_was_never_hers_to_answer(
    db: Database, clock: Clock
) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")
    work.next(ada)
    waiting = int(str(work.value("SELECT id FROM assignment WHERE state = 'offered'")))

    clock.advance(minutes=14)
    work.expire()

    with pytest.raises(Refusal) as refused:
        go_on(work, ada, waiting)
    assert refused.value.code == "not_started"
    assert work.value("SELECT sum(overlap - open_slots) FROM item JOIN project ON project.id = item.project_id") == 0


def test_while_ada_is_there_what_was_offered_ahead_stays_hers(db: Database, clock: Clock) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")
    work.next(ada)

    work.heartbeats(ada, 90, seconds=15)

    assert work.expire() == 0
    assert [row[0] for row in work.rows(HERS, person_id=ada)] == ["started", "offered"]


def test_an_item_given_back_leaves_the_one_ahead_to_go_on_with(db: Database, clock: Clock) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")
    first = work.next(ada)
    waiting = work.value("SELECT id FROM assignment WHERE state = 'offered'")

    work.release(ada, first.assignment_id, Reason.SKIP)

    assert work.next(ada).assignment_id == waiting


def test_both_items_are_paid_from_her_purse(db: Database, clock: Clock) -> None:
    work = streets(db, clock)
    ada = annotator(db, "Ada")
    assignment_id = work.next(ada).assignment_id

    go_on(work, ada, go_on(work, ada, assignment_id))

    carriers = work.rows("SELECT DISTINCT carrier FROM earning")
    holds = work.rows("SELECT DISTINCT debit_id FROM ledger_transfer WHERE phase = 'pending'")
    assert carriers == [("requester",)]
    assert holds == [(f"purse:{work.project_id}:{ada}",)]
