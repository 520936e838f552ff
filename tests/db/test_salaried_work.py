"""Ada's salary pays for salaried work only once she has said so herself; nobody else is ever offered any of it."""

import pytest

from annotate.serving.queries import offers_for, projects_for
from annotate.timeclock.rules import Place
from annotate.timeclock.service import look
from payments.closing.queries import week
from payments.closing.service import close_period
from payments.earnings.queries import today
from payments.employment.queries import employees_of, employers_of, employments_of
from payments.employment.service import accept_employment, end_employment
from payments.weeks_due.queries import periods_due
from policies.errors import Refusal
from policies.periods import local_day, to_ms
from tests.cast import Clock
from tests.staff import employ, end, salaried_project, say_employed
from tests.work import RULEBOOK, Work, annotator
from web.db import Database

WEEK = "2026-W10"
EARNINGS = "SELECT kind, carrier, sum(amount_micros) FROM earning GROUP BY kind, carrier ORDER BY kind"


def offered(work: Work, person_id: int) -> list[int]:
    with work.db.reading() as tx:
        cards = offers_for(tx, person_id=person_id, now=work.clock(), rulebook=RULEBOOK)
        assert list(projects_for(tx, person_id=person_id, now=work.clock())) == [
            card.project.project_id for card in cards
        ]
    return [card.project.project_id for card in cards]


def close(work: Work, person_id: int) -> bool:
    work.clock.advance(days=8)
    with work.db.writing() as tx:
        return close_period(tx, person_id=person_id, period=WEEK, now=work.clock())


def test_ada_answers_on_her_salary_and_is_owed_nothing_here(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    employ(work, ada)

    receipt = work.answer(ada, seconds=60)
    close(work, ada)

    assert (receipt.amount_micros, receipt.counted_ms) == (0, 60_000)
    assert work.rows(EARNINGS) == []
    assert work.value("SELECT sum(counted_ms) FROM time_total") == 60_000
    assert work.value("SELECT count(*) FROM ledger_transfer") == 0


def test_a_project_on_salary_is_shown_to_those_who_said_yes_and_to_nobody_else(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada, ben, cleo = annotator(db, "Ada"), annotator(db, "Ben"), annotator(db, "Cleo")
    employ(work, ada)
    say_employed(work, ben)

    assert (offered(work, ada), offered(work, ben), offered(work, cleo)) == ([work.project_id], [], [])


def test_mallory_cannot_hand_unpaid_work_to_a_stranger(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")

    with pytest.raises(Refusal, match="not_found"):
        work.next(ada)

    assert work.value("SELECT count(*) FROM assignment") == 0


def test_mallorys_word_alone_does_not_make_ada_work_for_nothing(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    say_employed(work, ada)

    with pytest.raises(Refusal, match="not_found"):
        work.next(ada)

    assert work.value("SELECT count(*) FROM assignment") == 0


def test_mallory_cannot_accept_in_adas_name(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada, mallory = annotator(db, "Ada"), annotator(db, "Mallory")
    stated = say_employed(work, ada)

    with pytest.raises(Refusal, match="not_found"), db.writing() as tx:
        accept_employment(tx, stated, person_id=mallory, now=clock())

    assert offered(work, ada) == offered(work, mallory) == []


def test_mallory_cannot_end_what_others_agreed(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada, mallory = annotator(db, "Ada"), annotator(db, "Mallory")
    employment_id = employ(work, ada)

    with pytest.raises(Refusal, match="not_found"), db.writing() as tx:
        end_employment(tx, employment_id, by_id=mallory, now=clock())
    with pytest.raises(Refusal, match="not_found"), db.writing() as tx:
        end_employment(tx, employment_id, by_id=mallory, organisation_id=work.organisation_id + 1, now=clock())

    assert offered(work, ada) == [work.project_id]


def test_ada_says_no_and_is_asked_no_more(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    stated = say_employed(work, ada)

    with db.writing() as tx:
        end_employment(tx, stated, by_id=ada, now=clock())

    with db.reading() as tx:
        assert employments_of(tx, ada) == employees_of(tx, work.organisation_id) == ()
        assert employers_of(tx, ada) == frozenset()
    with pytest.raises(Refusal, match="not_found"), db.writing() as tx:
        accept_employment(tx, stated, person_id=ada, now=clock())


def test_a_statement_made_twice_is_one(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")

    assert say_employed(work, ada) == say_employed(work, ada)

    assert work.value("SELECT count(*) FROM event WHERE kind = 'employment'") == 1


def test_work_without_her_yes_is_paid_at_the_floor_even_if_every_gate_failed(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    place = Place(work.organisation_id, work.project_id)
    with db.writing() as tx:
        look(tx, person_id=ada, place=place, now=clock(), rulebook=RULEBOOK)
    clock.advance(seconds=60)
    with db.writing() as tx:
        look(tx, person_id=ada, place=place, now=clock(), rulebook=RULEBOOK)

    close(work, ada)

    assert work.rows(EARNINGS) == [("instructions", "guarantee", 765_723)]


def test_what_is_open_when_an_employment_ends_may_be_finished_and_later_days_are_paid(
    db: Database, clock: Clock
) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    employment_id = employ(work, ada)
    offer = work.next(ada)
    clock.advance(seconds=30)
    end(work, employment_id)
    clock.advance(days=1)

    work.next(ada)
    clock.advance(seconds=72)
    work.submit(ada, offer.assignment_id)
    close(work, ada)

    assert work.rows(EARNINGS) == [("top_up", "guarantee", 918_867)]
    with pytest.raises(Refusal, match="not_found"):
        work.next(ada)


def test_a_closed_week_of_salaried_work_is_not_found_due_again(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    employ(work, ada)
    work.answer(ada, seconds=60)

    first, again = close(work, ada), None
    with db.writing() as tx:
        again = close_period(tx, person_id=ada, period=WEEK, now=clock())
        due = periods_due(tx, now=clock(), limit=10)

    assert (first, again, due) == (True, False, [])


def test_the_week_tells_salaried_hours_apart_and_has_no_hourly_pay_to_compare(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    employ(work, ada)
    work.answer(ada, seconds=60)

    with db.reading() as tx:
        found = week(tx, ada, WEEK)
        day = today(tx, ada, local_day(to_ms(clock()), "America/Mexico_City"))

    assert found is not None
    assert (found.salaried_ms, found.counted_ms, found.total_micros) == (60_000, 0, 0)
    assert (day.salaried_ms, day.counted_ms, day.earned_micros, day.missing_micros) == (60_000, 0, 0, 0)


def test_an_answer_on_salary_is_accepted_when_nobody_contested_it_for_three_days(db: Database, clock: Clock) -> None:
    work = salaried_project(db, clock)
    ada = annotator(db, "Ada")
    employ(work, ada)
    work.answer(ada)
    too_soon = work.accept()
    clock.advance(days=3)

    assert (too_soon, work.accept(), work.accept()) == (0, 1, 0)
    assert work.value("SELECT state FROM assignment") == "accepted"


def test_a_salary_with_a_price_is_refused(db: Database, clock: Clock) -> None:
    with pytest.raises(Refusal, match="salaried_has_price"):
        salaried_project(db, clock, price_micros=1)
