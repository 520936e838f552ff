"""Items whose answer is known come among the others by the same path: paid alike, no slot of anybody's, seen once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from annotate.assignments.queries import answers_of
from annotate.assignments.rules import Reason
from annotate.batches.service import publish_batch
from annotate.gold.rules import gold_answers_most
from annotate.gold.service import mark_gold, set_gold_every
from annotate.projects.queries import project_card, quote
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, TASK_TYPES, Work, annotator, csv_of, draft_project, fund, go_live, people, upload
from web.db import Database

IDS = "SELECT id FROM item ORDER BY id"
HANDED = """
SELECT item.gold_use_count IS NOT NULL FROM assignment JOIN item ON item.id = assignment.item_id
WHERE assignment.person_id = :person_id ORDER BY assignment.id
"""
USED = "SELECT gold_use_count FROM item WHERE gold_use_count IS NOT NULL ORDER BY id"


def ids(work: Work) -> list[int]:
    return [int(str(row[0])) for row in work.rows(IDS)]


def mark(work: Work, *item_ids: int) -> None:
    with work.db.writing() as tx:
        mark_gold(tx, project_id=work.project_id, item_ids=item_ids)


def among_others(db: Database, clock: Clock, *, items: int = 10, golds: int = 2, **changes: object) -> Work:
    """A running project in which every third item of a person is one whose answer is known."""
    work = draft_project(db, clock, **changes)
    upload(db, work.project_id, work.requester_id, csv_of(items))
    mark(work, *ids(work)[:golds])
    with db.writing() as tx:
        set_gold_every(tx, project_id=work.project_id, every=2, by_id=work.requester_id, now=clock())
    go_live(work)
    return work


def was_gold(work: Work, person_id: int) -> list[bool]:
    return [bool(row[0]) for row in work.rows(HANDED, person_id=person_id)]


def test_after_every_two_items_ada_is_handed_one_whose_answer_is_known_until_she_has_seen_them(
    db: Database, clock: Clock
) -> None:
    work = among_others(db, clock, items=12, golds=2)
    ada = annotator(db, "Ada")

    work.answer_many(ada, 9, seconds=30)

    assert was_gold(work, ada) == [False, False, True, False, False, True, False, False, False]


def test_it_is_paid_and_counted_like_any_other(db: Database, clock: Clock) -> None:
    work = among_others(db, clock)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=30)

    receipt = work.answer(ada, seconds=40)

    assert (receipt.amount_micros, receipt.counted_ms, receipt.is_surplus) == (1_150_000, 40_000, False)
    assert was_gold(work, ada)[-1]


def test_ada_and_bea_are_handed_the_least_used_one_each(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, overlap=2)
    ada, bea = people(db, 2)

    work.answer_many(ada, 3, seconds=30)
    work.answer_many(bea, 3, seconds=30)

    assert work.rows(USED) == [(1,), (1,)]


def test_it_takes_no_slot_and_is_no_open_item_for_anybody(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, items=4, golds=2)
    ada = annotator(db, "Ada")

    work.answer_many(ada, 3, seconds=30)

    assert was_gold(work, ada) == [False, False, True]
    assert work.value("SELECT sum(open_slots) FROM item") == 0
    with pytest.raises(Refusal, match="nothing_left"):
        work.next(annotator(db, "Bea"))


def test_given_back_or_lapsed_it_opens_no_slot_and_never_comes_again(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, items=8, golds=1)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=30)

    work.release(ada, work.next(ada).assignment_id, Reason.SKIP)
    work.answer_many(ada, 3, seconds=30)

    assert was_gold(work, ada) == [False, False, True, False, False, False]
    assert work.value("SELECT open_slots FROM item WHERE gold_use_count IS NOT NULL") == 0


def test_ada_who_skips_everything_is_handed_none(db: Database, clock: Clock) -> None:
    work = among_others(db, clock)
    ada = annotator(db, "Ada")

    for_skipping = [work.release(ada, work.next(ada).assignment_id, Reason.SKIP) for _ in range(6)]

    assert len(for_skipping) == 6
    assert was_gold(work, ada) == [False] * 6


def test_answers_that_differ_on_it_ask_nobody_again(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, overlap=2, golds=1, extra_answers_most=2)
    ada, bea = people(db, 2)
    work.answer_many(ada, 3, seconds=30)
    work.answer(bea, seconds=30)
    work.answer(bea, seconds=30)

    work.answer(bea, seconds=30, label="renewal")

    assert work.rows("SELECT open_slots, extra_count FROM item WHERE gold_use_count = 2") == [(0, 0)]


def test_exports_and_progress_leave_it_out_unless_otto_asks_for_it(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, items=6, golds=2)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 3, seconds=30)

    with db.reading() as tx:
        usual = list(answers_of(tx, project_id=work.project_id, task_types=TASK_TYPES, with_surplus=False))
        whole = list(
            answers_of(tx, project_id=work.project_id, task_types=TASK_TYPES, with_surplus=False, with_gold=True)
        )
        card = project_card(tx, work.project_id)

    assert (len(usual), len(whole)) == (2, 3)
    assert card is not None
    assert (card.item_count, card.asked_count, card.answer_count) == (4, 4, 2)


def test_their_pay_is_set_aside_before_anybody_begins(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, items=12, golds=2, overlap=2)

    with db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=clock())

    assert (asked.item_count, asked.answer_count, asked.gold_count_most) == (10, 20, 10)
    assert asked.piece_micros == 30 * 1_150_000


def test_an_item_that_people_are_offered_already_cannot_be_marked(db: Database, clock: Clock) -> None:
    work = among_others(db, clock)

    with pytest.raises(Refusal, match="gold_too_late"):
        mark(work, ids(work)[-1])


def test_marking_one_twice_changes_nothing_and_an_item_of_another_project_is_not_there(
    db: Database, clock: Clock
) -> None:
    work = among_others(db, clock)
    other = draft_project(db, clock)
    used = ids(work)[0]
    work.answer_many(annotator(db, "Ada"), 3, seconds=30)

    mark(work, used)

    assert work.rows(USED) == [(1,), (0,)]
    with pytest.raises(Refusal, match="not_found"):
        mark(other, used)


def test_in_a_batch_that_waits_it_is_marked_and_publishing_opens_the_others_only(db: Database, clock: Clock) -> None:
    work = among_others(db, clock)
    fund(work, 50_000_000, reference="more")
    batch_id = upload(db, work.project_id, work.requester_id, b"id,text\nx,One more?\ny,And one?\n")
    mark(work, ids(work)[-1])

    with db.writing() as tx:
        publish_batch(tx, batch_id=batch_id, by_id=work.requester_id, rulebook=RULEBOOK, now=clock())

    assert work.rows("SELECT open_slots FROM item WHERE batch_id = :id ORDER BY id", id=batch_id) == [(1,), (0,)]


@pytest.mark.parametrize("every", [1, -1, 1_001])
def test_they_come_after_two_others_at_least(db: Database, clock: Clock, every: int) -> None:
    work = draft_project(db, clock)

    with db.writing() as tx, pytest.raises(Refusal, match="gold_every_out_of_range"):
        set_gold_every(tx, project_id=work.project_id, every=every, by_id=work.requester_id, now=clock())


def test_how_often_they_come_is_fixed_with_the_money(db: Database, clock: Clock) -> None:
    work = among_others(db, clock)

    with db.writing() as tx, pytest.raises(Refusal, match="project_state"):
        set_gold_every(tx, project_id=work.project_id, every=3, by_id=work.requester_id, now=clock())


def test_eight_at_once_are_each_handed_theirs_in_turn_and_every_use_is_counted(db: Database, clock: Clock) -> None:
    work = among_others(db, clock, items=60, golds=10, overlap=8)  # money and items for more than eight purses at once
    crew = list(people(db, 8))

    def work_on(person_id: int) -> list[bool]:
        mine = Work(db, Clock(clock()), work.project_id, work.organisation_id, person_id)
        mine.answer_many(person_id, 6, seconds=20)
        return was_gold(mine, person_id)

    with ThreadPoolExecutor(8) as pool:
        handed = list(pool.map(work_on, crew))

    assert handed == [[False, False, True] * 2] * 8
    assert sum(int(str(row[0])) for row in work.rows(USED)) == 16


@pytest.mark.parametrize(("answers", "every", "golds"), [(0, 10, 0), (9, 10, 1), (10, 10, 1), (100, 0, 0), (7, 2, 4)])
def test_a_gold_answer_comes_for_so_many_others(answers: int, every: int, golds: int) -> None:
    assert gold_answers_most(answers, gold_every=every) == golds
