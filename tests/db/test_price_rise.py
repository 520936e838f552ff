"""Rita pays more: for items offered from then on, with the difference set aside, never less and never out of reach."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from annotate.funding.queries import project_money
from annotate.prices.queries import RaiseQuote, price_rises, raise_quote
from annotate.prices.service import raise_price
from policies.errors import Refusal
from tests.cast import Clock
from tests.db.test_serving_race import Crew
from tests.work import RULEBOOK, Work, annotator, fund, people, running_project
from web.db import Database

PAID = "SELECT amount_micros FROM earning WHERE kind = 'piece' ORDER BY id"


@pytest.fixture
def work(db: Database, clock: Clock) -> Work:
    """A running project of six items and money for more."""
    work = running_project(db, clock, items=6)
    fund(work, 50_000_000, reference="more")
    return work


def quoted(work: Work, price_micros: int) -> RaiseQuote:
    with work.db.reading() as tx:
        return raise_quote(tx, work.project_id, price_micros=price_micros, rulebook=RULEBOOK, now=work.clock())


def take(work: Work, quote: RaiseQuote, *, reason: str = "") -> None:
    with work.db.writing() as tx:
        raise_price(tx, quoted=quote, reason=reason, by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def pay_more(work: Work, price_micros: int) -> None:
    take(work, quoted(work, price_micros))


def test_items_offered_from_then_on_pay_more_and_the_offer_in_hand_stays(work: Work) -> None:
    ada = annotator(work.db, "Ada")
    in_hand = work.next(ada)

    pay_more(work, 1_600_000)

    work.clock.advance(seconds=60)
    work.submit(ada, in_hand.assignment_id)
    work.answer(ada)
    assert in_hand.price_micros == 1_150_000
    assert [row[0] for row in work.rows(PAID)] == [1_150_000, 1_600_000]


def test_the_difference_is_set_aside_for_every_answer_that_is_left(work: Work) -> None:
    work.answer_many(annotator(work.db, "Ada"), 2, seconds=60)
    with work.db.reading() as tx:
        before = project_money(tx, work.project_id)

    pay_more(work, 1_600_000)

    with work.db.reading() as tx:
        after = project_money(tx, work.project_id)
    assert after.ceiling_micros - before.ceiling_micros == 4 * 450_000 * 135 // 100
    assert after.pay_micros == before.pay_micros


def test_everything_left_is_offered_at_the_new_price_though_purses_hold_parts_of_it(work: Work) -> None:
    crew = people(work.db, 5)
    work.answer(crew[0])
    work.answer(crew[1])

    pay_more(work, 1_990_000)
    work.answer_many(crew[4], 4, seconds=60)

    assert [row[0] for row in work.rows(PAID)] == [1_150_000] * 2 + [1_990_000] * 4
    assert work.value("SELECT count(*) FROM earning WHERE carrier <> 'requester'") == 0


@pytest.mark.parametrize("price_micros", [1_150_000, 1_100_000])
def test_a_price_never_falls(work: Work, price_micros: int) -> None:
    with pytest.raises(Refusal) as refusal:
        pay_more(work, price_micros)

    assert refusal.value.code == "price_not_higher"


def test_a_rise_without_money_for_it_changes_nothing(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=6)

    with pytest.raises(Refusal) as refusal:
        pay_more(work, 2_150_000)

    assert (refusal.value.code, refusal.value.params["missing"]) == ("not_enough_funds", "8.10")
    assert work.value("SELECT price_micros FROM project") == 1_150_000
    assert work.value("SELECT count(*) FROM price_change") == 0


def test_who_raised_it_why_and_when_is_kept(work: Work) -> None:
    take(work, quoted(work, 1_600_000), reason=" slower than we thought ")

    with work.db.reading() as tx:
        (rise,) = price_rises(tx, work.project_id)
    assert (rise.price_before_micros, rise.price_micros) == (1_150_000, 1_600_000)
    assert (rise.reason, rise.changed_by) == ("slower than we thought", "Rita")


def test_two_who_raise_to_the_same_price_at_once_raise_it_once(work: Work) -> None:
    quote = quoted(work, 1_600_000)

    def try_it(_: int) -> str:
        try:
            take(work, quote)
        except Refusal as refusal:
            return refusal.code
        return "raised"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(try_it, range(4)))

    assert outcomes == ["price_not_higher"] * 3 + ["raised"]
    assert work.value("SELECT count(*) FROM ledger_transfer WHERE code = 'raise'") == 2


def test_an_old_computation_is_not_taken_for_another_price(work: Work) -> None:
    stale = quoted(work, 2_000_000)
    pay_more(work, 1_600_000)

    with pytest.raises(Refusal) as refusal:
        take(work, stale)

    assert refusal.value.code == "price_changed"


def test_answers_that_come_while_the_price_rises_are_all_paid_as_offered(db: Database, clock: Clock) -> None:
    work = running_project(db, clock, items=60, overlap=2)
    fund(work, 900_000_000, reference="more")
    crew = list(people(db, 6))

    with ThreadPoolExecutor(2) as pool:
        answers = pool.submit(Crew(work).run, crew)
        rise = pool.submit(pay_more, work, 1_250_000)
        rise.result()
        answers.result()

    offered = work.value("SELECT sum(price_micros) FROM assignment")
    assert work.value("SELECT count(*) FROM answer") == 120
    assert work.value("SELECT sum(amount_micros) FROM earning") == offered
    assert work.value("SELECT count(*) FROM earning WHERE carrier <> 'requester'") == 0
