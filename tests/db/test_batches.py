"""Rita adds items to a running project: they wait until they are paid for, are opened once, and nobody waits for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from annotate.batches.queries import CHUNK_ITEMS, batch_quote, batches_to_open, next_chunk
from annotate.batches.service import open_chunk, publish_batch
from annotate.funding.queries import project_money
from annotate.projects.queries import project_card
from annotate.projects.service import close
from payments.ledger.queries import balance
from payments.ledger.rules import escrow
from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, annotator, fund, people, running_project, upload
from web.db import Database

OPEN = "SELECT sum(open_slots) FROM item WHERE batch_id = :batch_id"


def more(count: int, *, first: int = 1_000) -> bytes:
    rows = (f"m-{number},One more question {number}?\n" for number in range(first, first + count))
    return ("id,text\n" + "".join(rows)).encode()


def add_batch(work: Work, count: int = 4) -> int:
    return upload(work.db, work.project_id, work.requester_id, more(count))


def publish(work: Work, batch_id: int) -> None:
    with work.db.writing() as tx:
        publish_batch(tx, batch_id=batch_id, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def open_the_rest(work: Work, batch_id: int) -> int:
    """Open what is left and return in how many transactions."""
    chunks = 0
    with work.db.reading() as tx:
        chunk = next_chunk(tx, batch_id)
    while chunk is not None:
        with work.db.writing() as tx:
            open_chunk(tx, chunk)
        chunks += 1
        with work.db.reading() as tx:
            chunk = next_chunk(tx, batch_id)
    return chunks


@pytest.fixture
def work(db: Database, clock: Clock) -> Work:
    """A running project of two items, each answered by two people, and money for more."""
    work = running_project(db, clock, items=2, overlap=2)
    fund(work, 50_000_000, reference="more")
    return work


def test_items_of_a_waiting_batch_are_offered_to_nobody(work: Work) -> None:
    batch_id = add_batch(work)
    ada = annotator(work.db, "Ada")
    work.answer_many(ada, 2, seconds=60)

    with pytest.raises(Refusal) as refusal:
        work.next(ada)

    with work.db.reading() as tx:
        card = project_card(tx, work.project_id)
    assert refusal.value.code == "nothing_left"
    assert work.value(OPEN, batch_id=batch_id) == 0
    assert card is not None
    assert card.asked_count == 4


def test_publishing_a_batch_sets_its_ceiling_aside_and_offers_it(work: Work) -> None:
    batch_id = add_batch(work)
    with work.db.reading() as tx:
        asked = batch_quote(tx, batch_id, rulebook=RULEBOOK, now=work.clock())
        before = project_money(tx, work.project_id)

    publish(work, batch_id)

    with work.db.reading() as tx:
        after = project_money(tx, work.project_id)
    assert asked.piece_micros == 4 * 2 * 1_150_000
    assert asked.ceiling_micros == asked.piece_micros * 135 // 100
    assert after.ceiling_micros - before.ceiling_micros == asked.ceiling_micros
    assert after.escrow_micros - before.escrow_micros == asked.piece_micros
    assert work.value(OPEN, batch_id=batch_id) == 8
    assert work.value("SELECT price_micros FROM batch WHERE id = :id", id=batch_id) == 1_150_000


def test_a_batch_without_money_stays_closed_and_says_what_is_missing(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=2)
    batch_id = add_batch(work)

    with pytest.raises(Refusal) as refusal:
        publish(work, batch_id)

    assert (refusal.value.code, refusal.value.params["missing"]) == ("not_enough_funds", "6.21")
    assert work.value(OPEN, batch_id=batch_id) == 0


def test_two_people_who_publish_the_same_batch_at_once_pay_for_it_once(work: Work) -> None:
    batch_id = add_batch(work)

    def try_it(_: int) -> str:
        try:
            publish(work, batch_id)
        except Refusal as refusal:
            return refusal.code
        return "published"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(try_it, range(4)))

    assert outcomes == ["batch_already_published"] * 3 + ["published"]
    assert work.value("SELECT count(*) FROM ledger_transfer WHERE code = 'batch'") == 2
    assert work.value(OPEN, batch_id=batch_id) == 8


def test_a_published_batch_takes_no_more_rows(work: Work) -> None:
    batch_id = add_batch(work)
    publish(work, batch_id)

    again = upload(work.db, work.project_id, work.requester_id, more(6))

    assert work.value("SELECT skipped_count FROM batch WHERE id = :id", id=again) == 4
    assert work.value(OPEN, batch_id=again) == 0


def test_an_empty_batch_is_not_published(work: Work) -> None:
    batch_id = add_batch(work)
    again = add_batch(work)

    with pytest.raises(Refusal) as refusal:
        publish(work, again)

    assert batch_id != again
    assert refusal.value.code == "batch_empty"


def test_a_closed_project_takes_no_batch(work: Work) -> None:
    batch_id = add_batch(work)
    with work.db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=work.clock())

    with pytest.raises(Refusal) as refusal:
        publish(work, batch_id)

    assert refusal.value.code == "project_state"


def test_a_batch_below_todays_floor_waits_for_a_higher_price(work: Work) -> None:
    batch_id = add_batch(work)
    fund(work, 500_000_000, reference="plenty")
    work.clock.at += timedelta(days=365)  # the Mexican week is shorter then, and the hour dearer

    with work.db.writing() as tx:
        tx.run("UPDATE project SET estimated_ms = 88000")
    with pytest.raises(Refusal) as refusal:
        publish(work, batch_id)

    assert refusal.value.code == "price_below_floor"


def test_a_large_batch_is_opened_a_few_hundred_items_at_a_time(work: Work) -> None:
    fund(work, 9_000_000_000, reference="plenty")
    batch_id = add_batch(work, CHUNK_ITEMS + 40)

    publish(work, batch_id)
    at_once = work.value(OPEN, batch_id=batch_id)
    chunks = open_the_rest(work, batch_id)

    with work.db.reading() as tx:
        waiting = batches_to_open(tx)
    assert at_once == 2 * CHUNK_ITEMS
    assert chunks == 2
    assert work.value(OPEN, batch_id=batch_id) == 2 * (CHUNK_ITEMS + 40)
    assert waiting == ()


def test_nobody_hears_that_nothing_is_left_while_a_batch_is_being_opened(work: Work) -> None:
    fund(work, 9_000_000_000, reference="plenty")
    publish(work, add_batch(work, CHUNK_ITEMS + 40))
    ada = annotator(work.db, "Ada")
    with work.db.writing() as tx:
        tx.run("UPDATE item SET open_slots = 0")

    with pytest.raises(Refusal) as refusal:
        work.next(ada)

    assert refusal.value.code == "more_may_return"


def test_two_who_open_the_same_items_open_them_once(work: Work) -> None:
    batch_id = add_batch(work)
    publish(work, batch_id)
    ada, ben = people(work.db, 2)
    work.answer_many(ada, 6, seconds=60)
    with work.db.reading() as tx:
        stale = next_chunk(tx, batch_id)
    assert stale is not None

    open_the_rest(work, batch_id)
    with work.db.writing() as tx:
        is_first = open_chunk(tx, stale)

    work.answer_many(ben, 6, seconds=60)
    assert not is_first
    assert work.value("SELECT sum(open_slots) FROM item") == 0
    with work.db.reading() as tx:
        assert balance(tx, escrow(work.project_id)).available == 0


def test_old_and_new_items_are_all_answered_and_paid(work: Work) -> None:
    batch_id = add_batch(work)
    crew = people(work.db, 2)
    work.answer_many(crew[0], 2, seconds=60)
    publish(work, batch_id)

    work.answer_many(crew[0], 4, seconds=60)
    work.answer_many(crew[1], 6, seconds=60)

    assert work.value("SELECT count(*) FROM answer WHERE is_surplus = 0") == 12
    assert work.value("SELECT count(*) FROM earning WHERE carrier <> 'requester'") == 0
