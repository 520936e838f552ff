"""A paid pilot from beginning to end: the sample is offered and paid as any item, then Rita takes what it proposes."""

import pytest

from annotate.funding.queries import project_money, set_asides
from annotate.pilots.queries import measured
from annotate.projects.queries import existing_project
from policies.errors import Refusal
from tests.cast import Clock
from tests.pilot_work import (
    SECONDS_OF_EIGHT,
    answer_at,
    begin,
    draft_with_items,
    end,
    pilot,
    pilot_of_work,
    publish_others,
    take,
)
from tests.work import RULEBOOK, annotator, draft_project, people, upload
from web.db import Database

OPEN = "SELECT count(*) FROM item WHERE project_id = :project_id AND open_slots > 0"
PRICED = "SELECT price_micros, estimated_ms, p95_ms, reserve_percent, person_answers_most FROM project"
PAID = "SELECT kind, count(*), sum(amount_micros) FROM earning GROUP BY kind"


def test_only_the_sample_is_offered_and_only_its_money_is_set_aside(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=40, sample=20)

    with db.reading() as tx:
        asides = set_asides(tx, work.project_id)
    assert work.value(OPEN, project_id=work.project_id) == 20
    assert [(one.code, one.piece_micros, one.reserve_micros) for one in asides] == [("pilot", 23_000_000, 8_050_000)]
    assert work.rows("SELECT imported_count, published_at IS NULL FROM batch ORDER BY id") == [(20, True), (20, False)]


def test_ada_is_paid_for_a_pilot_answer_by_the_same_path_as_for_any_other(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock)
    ada = annotator(db, "Ada")

    receipt = work.answer(ada, seconds=80)

    assert work.rows(PAID) == [("piece", 1, 1_150_000)]
    assert receipt.project_id == work.project_id


def test_one_person_cannot_answer_the_whole_sample(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=40, sample=20)
    ada, *_ = people(db, 10)
    begin_most = pilot(work).each_most
    work.answer_many(ada, begin_most, seconds=30)

    with pytest.raises(Refusal) as refused:
        work.next(ada)

    assert refused.value.code == "person_answers_full"


def test_the_worked_example_of_eight_people_proposes_what_it_says(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    answer_at(work, people(db, 8), SECONDS_OF_EIGHT)

    with db.reading() as tx:
        view = existing_project(tx, work.project_id)
        found = measured(tx, view, pilot(work), rulebook=RULEBOOK, now=clock())

    assert found.proposal is not None
    assert found.proposal.launch.price_micros == found.proposal.by_p75_micros == 2_297_167
    assert found.proposal.by_mean_micros == 1_860_996
    assert found.times.people_ms == tuple(seconds * 1_000 for seconds in SECONDS_OF_EIGHT)


def test_rita_takes_the_price_and_the_rest_is_offered_at_it(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    answer_at(work, people(db, 8), SECONDS_OF_EIGHT)
    end(work)

    take(work, 2_300_000)
    publish_others(work)

    ((price, estimated_ms, p95_ms, percent, most),) = work.rows(PRICED)
    assert (price, estimated_ms, p95_ms, most) == (2_300_000, 120_000, 240_000, None)
    assert percent == 15
    assert work.value(OPEN, project_id=work.project_id) == 60 - 16
    assert work.next(annotator(db, "Ben")).price_micros == 2_300_000


def test_the_money_of_pilot_and_rest_adds_up_to_the_ceiling_and_nothing_is_lost(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    answer_at(work, people(db, 8), SECONDS_OF_EIGHT)
    end(work)
    take(work, 2_300_000)
    publish_others(work)

    with db.reading() as tx:
        money = project_money(tx, work.project_id)
        asides = set_asides(tx, work.project_id)

    held = money.escrow_micros + money.purses_micros + money.reserve_micros
    assert held + money.pay_micros == money.ceiling_micros
    assert money.ceiling_micros == sum(one.piece_micros + one.reserve_micros for one in asides)
    assert asides[-1].reserve_micros * 100 == asides[-1].piece_micros * 15


def test_a_lower_price_waits_until_nothing_of_the_pilot_can_be_offered_at_it(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40, price_micros=5_000_000, estimated_ms=300_000)
    ada, *others = people(db, 4)
    answer_at(work, others, (60, 60, 60))
    held = work.next(ada)
    end(work)

    with pytest.raises(Refusal) as refused:
        take(work, 2_000_000)
    work.clock.advance(seconds=60)
    work.submit(ada, held.assignment_id)
    take(work, 2_000_000)

    assert refused.value.code == "pilot_answers_to_come"
    assert refused.value.params == {"count": 1}
    assert work.rows("SELECT DISTINCT rate_micros FROM earning WHERE kind = 'piece'") == [(5_000_000,)]
    assert work.value("SELECT price_micros FROM project") == 2_000_000


def test_a_pilot_without_money_does_not_begin(db: Database, clock: Clock) -> None:
    work = draft_project(db, clock)
    upload(db, work.project_id, work.requester_id, b"id,text\n" + b"".join(b"%d,t%d\n" % (n, n) for n in range(40)))

    with pytest.raises(Refusal) as refused:
        begin(work, 20)

    assert refused.value.code == "not_enough_funds"
    assert work.value("SELECT state FROM project") == "draft"
    assert work.value("SELECT count(*) FROM pilot") == 0


@pytest.mark.parametrize(
    ("items", "sample", "code"),
    [(10, 10, "pilot_too_few_items"), (40, 9, "pilot_sample"), (40, 40, "pilot_sample"), (40, -1, "pilot_sample")],
)
def test_a_pilot_needs_a_sample_that_is_one(db: Database, clock: Clock, items: int, sample: int, code: str) -> None:
    work = draft_with_items(db, clock, items=items)

    with pytest.raises(Refusal) as refused:
        begin(work, sample)

    assert refused.value.code == code


def test_a_second_pilot_is_refused(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock)

    with pytest.raises(Refusal) as refused:
        begin(work, 20)

    assert refused.value.code == "pilot_already"


def test_ended_after_two_people_it_proposes_nothing_and_the_rest_goes_at_ritas_own_price(
    db: Database, clock: Clock
) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    answer_at(work, people(db, 2), (60, 90))
    end(work)

    with pytest.raises(Refusal) as refused:
        take(work, 9_000_000)
    publish_others(work)

    assert refused.value.code == "pilot_few_people"
    assert work.rows(PRICED) == [(1_150_000, 80_000, None, None, None)]
    assert work.value(OPEN, project_id=work.project_id) == 56


def test_a_price_below_the_proposal_is_not_taken(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    answer_at(work, people(db, 8), SECONDS_OF_EIGHT)
    end(work)

    with pytest.raises(Refusal) as refused:
        take(work, 2_297_166)

    assert refused.value.code == "pilot_price_low"
    assert refused.value.params["least"] == "2.297167"


def test_the_rest_cannot_be_published_while_the_pilot_runs(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock)

    with pytest.raises(Refusal) as refused:
        publish_others(work)

    assert refused.value.code == "pilot_running"
