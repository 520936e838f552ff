"""Otto sees how the items were answered whose answer he knows: the most handed out first, a page at a time."""

from annotate.gold.queries import ITEMS_MOST, GoldItem, Place, gold_items
from annotate.gold.service import keep_known_answers, set_gold_every
from tests.cast import Clock
from tests.work import TASK_TYPES, Work, answer, csv_of, draft_project, go_live, people, upload
from web.db import Database

KEYS = "SELECT item_key FROM item ORDER BY id LIMIT :most"


def with_known(db: Database, clock: Clock, *, known: int, items: int = 10) -> Work:
    """A running project of which some items are known to be "lost"; after every two others comes one of them."""
    work = draft_project(db, clock, overlap=2)
    upload(db, work.project_id, work.requester_id, csv_of(items + known))
    keys = [str(key) for (key,) in work.rows(KEYS, most=known)]
    with db.writing() as tx:
        keep_known_answers(tx, project_id=work.project_id, answers={key: answer("lost") for key in keys})
        set_gold_every(tx, project_id=work.project_id, every=2, by_id=work.requester_id, now=clock())
    go_live(work)
    return work


def seen(work: Work, **after: Place) -> tuple[tuple[GoldItem, ...], Place | None]:
    with work.db.reading() as tx:
        return gold_items(tx, project_id=work.project_id, task_types=TASK_TYPES, **after)


def test_one_of_two_people_read_it_as_it_is_known(db: Database, clock: Clock) -> None:
    work = with_known(db, clock, known=1)
    ada, bea = people(db, 2)
    work.answer_many(ada, 3, seconds=60)
    work.answer(bea)
    work.answer(bea)

    work.answer(bea, label="renewal")

    ((item,), following) = seen(work)
    found = item.answered
    assert (item.known, item.use_count, found.answer_count, following) == ("lost", 2, 2, None)
    assert (found.alike, found.compared, found.other, found.other_count) == (1, 2, "renewal", 1)


def test_an_item_that_nobody_answered_yet_has_nothing_to_compare(db: Database, clock: Clock) -> None:
    work = with_known(db, clock, known=1)

    ((item,), _) = seen(work)

    assert (item.use_count, item.answered.answer_count, item.answered.compared) == (0, 0, 0)


def test_more_than_a_page_of_them_go_on_where_the_page_ended_each_once(db: Database, clock: Clock) -> None:
    work = with_known(db, clock, known=ITEMS_MOST + 3, items=2)
    with db.writing() as tx:
        tx.run("UPDATE item SET gold_use_count = 7 WHERE id = (SELECT min(id) FROM item)")

    first, following = seen(work)
    assert following is not None
    second, end = seen(work, after=following)

    assert (first[0].use_count, len(first), len(second), end) == (7, ITEMS_MOST, 3, None)
    assert len({one.item_id for one in first + second}) == ITEMS_MOST + 3


def test_an_item_marked_without_an_answer_says_only_how_often_it_came(db: Database, clock: Clock) -> None:
    work = with_known(db, clock, known=1)
    with db.writing() as tx:
        tx.run("DELETE FROM known_answer")

    ((item,), _) = seen(work)

    assert (item.known, item.is_fit, item.answered.compared) == (None, False, 0)


def test_a_known_answer_to_what_is_asked_no_more_is_shown_and_not_compared(db: Database, clock: Clock) -> None:
    work = with_known(db, clock, known=1)
    work.answer_many(people(db, 1)[0], 3, seconds=60)
    with db.writing() as tx:
        tx.run("UPDATE known_answer SET result = replace(result, 'lost', 'stolen')")

    ((item,), _) = seen(work)

    assert (item.known, item.is_fit) == ("stolen", False)
    assert (item.answered.answer_count, item.answered.compared) == (1, 0)
