"""Where answers disagree, one more person is asked at a time, with money that was there first, until they agree."""

import pytest

from annotate.funding.queries import project_money
from annotate.prices.queries import raise_quote
from annotate.projects.queries import project_card, quote
from annotate.projects.service import close
from policies.errors import Refusal
from tests.cast import Clock
from tests.disagreeing import Disagreeing
from tests.work import RULEBOOK, Work, draft_project, people, running_project
from web.db import Database

PIECE = 1_150_000
STANDING = "SELECT open_slots, extra_count FROM item"


def answer(work: Work, person_id: int, label: str) -> None:
    work.answer(person_id, seconds=30, label=label)


def test_two_who_agree_are_enough(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1, overlap=2, extra_answers_most=3)
    ada, bea, cleo = people(db, 3)

    answer(work, ada, "lost")
    answer(work, bea, "lost")

    assert work.rows(STANDING) == [(0, 0)]
    with pytest.raises(Refusal, match="nothing_left"):
        work.next(cleo)


def test_two_who_disagree_bring_one_third_and_she_decides(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1, overlap=2, extra_answers_most=3)
    ada, bea, cleo, dora = people(db, 4)

    answer(work, ada, "lost")
    assert work.rows(STANDING) == [(1, 0)]
    answer(work, bea, "renewal")
    assert work.rows(STANDING) == [(1, 1)]
    answer(work, cleo, "lost")

    assert work.rows(STANDING) == [(0, 1)]
    with pytest.raises(Refusal, match="nothing_left"):
        work.next(dora)


def test_while_cleo_has_the_extra_one_nobody_else_is_asked(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1, overlap=2, extra_answers_most=3)
    ada, bea, cleo, dora = people(db, 4)
    answer(work, ada, "lost")
    answer(work, bea, "renewal")

    work.next(cleo)

    assert work.rows(STANDING) == [(0, 1)]
    with pytest.raises(Refusal, match="more_may_return"):
        work.next(dora)


def test_who_never_agree_are_asked_no_further_than_the_most(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1, overlap=2, extra_answers_most=1)
    ada, bea, cleo, dora = people(db, 4)

    answer(work, ada, "lost")
    answer(work, bea, "renewal")
    answer(work, cleo, "appointment")

    assert work.rows(STANDING) == [(0, 1)]
    with pytest.raises(Refusal, match="nothing_left"):
        work.next(dora)


def test_without_the_option_nobody_is_asked_again(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1, overlap=2)
    ada, bea = people(db, 2)

    answer(work, ada, "lost")
    answer(work, bea, "renewal")

    assert work.rows(STANDING) == [(0, 0)]


def test_a_late_answer_that_finds_its_slot_gone_does_not_count_among_those_who_disagree(
    db: Database, clock: Clock
) -> None:
    work = running_project(db, clock, items=1, overlap=2, extra_answers_most=2)
    ada, bea, cleo = people(db, 3)
    late = work.next(ada)
    clock.advance(hours=2)
    work.expire()
    answer(work, bea, "lost")
    answer(work, cleo, "lost")

    receipt = work.submit(ada, late.assignment_id, "renewal")

    assert receipt.is_surplus
    assert work.rows(STANDING) == [(0, 0)]


def test_the_pay_of_every_extra_answer_is_set_aside_before_anybody_begins(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=10, overlap=2, extra_answers_most=3)

    with db.reading() as tx:
        asked = quote(tx, project_id=work.project_id, rulebook=RULEBOOK, now=clock())
        money = project_money(tx, work.project_id)
        rise = raise_quote(tx, work.project_id, price_micros=2 * PIECE, rulebook=RULEBOOK, now=clock())

    assert (asked.answer_count, asked.extra_count_most) == (20, 30)
    assert asked.piece_micros == money.escrow_micros == 50 * PIECE
    assert rise.sums.piece_micros == 50 * PIECE


def test_every_extra_answer_is_paid_and_what_nobody_needed_stays_otto_s(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=1, overlap=2, extra_answers_most=3)
    ada, bea, cleo = people(db, 3)
    answer(work, ada, "lost")
    answer(work, bea, "renewal")
    answer(work, cleo, "lost")

    with db.writing() as tx:
        close(tx, project_id=work.project_id, by_id=work.requester_id, now=clock())

    with db.reading() as tx:
        money, card = project_money(tx, work.project_id), project_card(tx, work.project_id)
    assert card is not None
    assert (card.asked_count, card.answer_count) == (3, 3)
    assert money.pay_micros == 3 * PIECE
    assert money.escrow_micros + money.purses_micros == 2 * PIECE


def test_an_item_of_one_person_has_nobody_to_disagree_with(db: Database, clock: Clock) -> None:
    with pytest.raises(Refusal, match="extra_answers_alone"):
        draft_project(db, clock, overlap=1, extra_answers_most=1)


@pytest.mark.parametrize("most", [-1, 6])
def test_no_more_than_five_extra_answers_can_be_asked_for(db: Database, clock: Clock, most: int) -> None:
    with pytest.raises(Refusal, match="extra_answers_out_of_range"):
        draft_project(db, clock, overlap=2, extra_answers_most=most)


def test_a_dozen_who_never_agree_are_asked_one_at_a_time_and_never_too_many(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=25, overlap=2, extra_answers_most=2)
    crew = Disagreeing(work)

    answers = crew.run(list(people(db, 12)))

    assert sum(answers) == 25 * 4
    assert crew.too_many == []
    assert work.value("SELECT count(*) FROM item WHERE open_slots <> 0 OR extra_count <> 2") == 0
    assert work.value("SELECT count(*) FROM answer WHERE is_surplus = 1") == 0
    assert work.value("SELECT sum(amount_micros) FROM earning WHERE kind = 'piece'") == 100 * PIECE
