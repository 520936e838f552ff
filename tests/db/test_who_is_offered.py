"""New offers follow what Ada chose and what Otto asked for; what is open already she may always finish."""

import pytest

from annotate.assignments.rules import Reason
from annotate.serving.queries import offers_for
from payments.people.service import choose_languages
from policies.errors import Refusal
from tests.cast import Clock
from tests.picture_work import picture_project
from tests.work import RULEBOOK, Work, annotator, draft_project, people, running_project
from web.db import Database


def offered(work: Work, person_id: int) -> list[int]:
    with work.db.reading() as tx:
        cards = offers_for(tx, person_id=person_id, now=work.clock(), rulebook=RULEBOOK)
    return [card.project.project_id for card in cards]


def read_only(work: Work, person_id: int, *languages: str) -> None:
    with work.db.writing() as tx:
        choose_languages(tx, person_id, languages=languages, now=work.clock())


def test_ada_who_never_said_what_she_reads_is_offered_every_language(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, language="ja")

    assert work.next(annotator(db, "Ada")).language == "ja"


def test_ada_is_not_given_items_in_a_language_that_she_did_not_tick(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, language="ja")
    ada = annotator(db, "Ada")
    read_only(work, ada, "es", "en")

    with pytest.raises(Refusal) as refusal:
        work.next(ada)

    assert (refusal.value.code, refusal.value.params["items_in"]) == ("language_not_read", "ja")
    assert work.value("SELECT sum(open_slots) FROM item") == 10
    assert offered(work, ada) == []


def test_what_ada_has_open_she_may_finish_although_she_unticks_its_language(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, language="es")
    ada = annotator(db, "Ada")
    first = work.next(ada)
    read_only(work, ada, "en")

    assert work.next(ada).assignment_id == first.assignment_id
    served = work.submit_and_next(ada, first.assignment_id)

    assert served.receipt.amount_micros == 1_150_000
    assert served.refusal is not None
    assert served.refusal.code == "language_not_read"


def test_one_person_answers_no_more_than_otto_lets_one_person(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=10, person_answers_most=2)
    ada, bea = people(db, 2)
    work.answer_many(ada, 2, seconds=30)

    with pytest.raises(Refusal) as refusal:
        work.next(ada)

    assert (refusal.value.code, refusal.value.params["most"]) == ("person_answers_full", 2)
    assert offered(work, ada) == []
    assert offered(work, bea) == [work.project_id]


def test_an_item_given_back_is_none_of_hers(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=10, person_answers_most=1)
    ada = annotator(db, "Ada")

    work.release(ada, work.next(ada).assignment_id, Reason.SKIP)
    work.release(ada, work.next(ada).assignment_id, Reason.SKIP)

    assert work.answer(ada).amount_micros == 1_150_000
    with pytest.raises(Refusal, match="person_answers_full"):
        work.next(ada)


def test_an_item_that_lapsed_is_none_of_hers_until_she_answers_it_late(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=10, person_answers_most=1)
    ada = annotator(db, "Ada")
    late = work.next(ada)
    clock.advance(hours=2)
    work.expire()
    assert work.value("SELECT taken_count FROM cursor") == 0

    work.submit(ada, late.assignment_id)

    assert work.value("SELECT taken_count FROM cursor") == 1
    with pytest.raises(Refusal, match="person_answers_full"):
        work.next(ada)


def test_pressing_twice_counts_once(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=10, person_answers_most=2)
    ada = annotator(db, "Ada")
    first = work.next(ada)
    work.submit(ada, first.assignment_id)

    work.submit(ada, first.assignment_id)

    assert work.value("SELECT taken_count FROM cursor") == 1
    assert work.next(ada).assignment_id != first.assignment_id


def test_nothing_is_held_ahead_beyond_what_one_person_may_answer(db: Database, clock: Clock) -> None:
    work = picture_project(db, clock, items=40, task_type="image_choice", question="What is it?", person_answers_most=1)
    ada = annotator(db, "Ada")
    with db.writing() as tx:
        tx.run(
            "INSERT INTO picture (sha256, media_type, width, height, full_bytes, screen_bytes, thumbnail_bytes, kept_at)"
            " VALUES (:sha256, 'image/webp', 1280, 960, 9, 9, 9, :now)",
            sha256="a" * 64,
            now=clock(),
        )
        tx.run(
            "INSERT INTO item_picture (item_id, position, sha256, original_name) SELECT id, 0, :sha256, 'x' FROM item",
            sha256="a" * 64,
        )

    work.next(ada)

    assert work.rows("SELECT state FROM assignment") == [("started",)]


@pytest.mark.parametrize("most", [0, -1, 1_000_001])
def test_a_limit_for_each_person_is_at_least_one_item(db: Database, clock: Clock, most: int) -> None:
    with pytest.raises(Refusal, match="person_answers_out_of_range"):
        draft_project(db, clock, person_answers_most=most)
