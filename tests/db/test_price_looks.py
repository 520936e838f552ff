"""A price looked at again after 30, 100 and 300 answers: proposed upward only, raised by nobody but its requester."""

import pytest

from annotate.price_looks.queries import Look, look_due, looks_of, projects_to_look_at
from annotate.price_looks.service import look_at_price
from annotate.prices.queries import raise_quote
from annotate.prices.service import raise_price
from tests.cast import Clock
from tests.pilot_work import SECONDS_OF_EIGHT, answer_at, end, pilot_of_work, publish_others, take
from tests.work import RULEBOOK, Work, fund, people, running_project
from web.db import Database

UPWARD = """
INSERT INTO price_look (project_id, checkpoint, person_count, answer_count, floor_hourly_micros, price_micros,
                        proposed_micros, times, looked_at)
VALUES (:project_id, 100, 3, 100, 45943334, 1150000, 1149999, '{}', 0)
"""


def look(work: Work) -> int | None:
    with work.db.writing() as tx:
        return look_at_price(tx, project_id=work.project_id, rulebook=RULEBOOK, now=work.clock())


def looks(work: Work) -> tuple[Look, ...]:
    with work.db.reading() as tx:
        return looks_of(tx, work.project_id)


def raise_to(work: Work, price_micros: int) -> None:
    with work.db.writing() as tx:
        quoted = raise_quote(tx, work.project_id, price_micros=price_micros, rulebook=RULEBOOK, now=work.clock())
        raise_price(tx, quoted=quoted, reason="slower", by_id=work.requester_id, rulebook=RULEBOOK, now=work.clock())


def thirty_answers(db: Database, clock: Clock, *, seconds: tuple[int, ...], each: int = 10) -> Work:
    work = running_project(db, clock, items=40)
    answer_at(work, people(db, len(seconds)), seconds, each=each)
    return work


def test_before_thirty_answers_nothing_is_looked_at(db: Database, clock: Clock) -> None:
    work = thirty_answers(db, clock, seconds=(60, 80, 100), each=9)

    assert look(work) is None
    assert looks(work) == ()


def test_after_thirty_slow_answers_a_higher_price_is_proposed_and_none_is_raised(db: Database, clock: Clock) -> None:
    work = thirty_answers(db, clock, seconds=(100, 110, 120))

    first, again = look(work), look(work)

    (seen,) = looks(work)
    assert (first, again) == (30, None)
    assert (seen.person_count, seen.answer_count, seen.price_micros) == (3, 30, 1_150_000)
    assert seen.proposed_micros == 1_675_282  # 1.2 x 45.943334 / 32.909 items an hour; by the slower people 1.531445
    assert work.value("SELECT price_micros FROM project") == 1_150_000


def test_what_rita_does_then_is_shown_beside_it(db: Database, clock: Clock) -> None:
    work = thirty_answers(db, clock, seconds=(100, 110, 120))
    look(work)
    work.clock.advance(minutes=5)
    fund(work, 100_000_000, reference="pretend-more")

    raise_to(work, 1_700_000)

    assert [seen.raised_micros for seen in looks(work)] == [1_700_000]


def test_quick_people_never_make_it_cheaper(db: Database, clock: Clock) -> None:
    work = thirty_answers(db, clock, seconds=(20, 25, 30))

    look(work)

    assert [(seen.proposed_micros, seen.is_higher) for seen in looks(work)] == [(1_150_000, False)]


def test_the_database_refuses_a_proposal_below_the_price(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)

    with pytest.raises(Exception, match="upward"), db.writing() as tx:
        tx.run(UPWARD, project_id=work.project_id)


def test_of_two_people_no_price_is_made(db: Database, clock: Clock) -> None:
    work = thirty_answers(db, clock, seconds=(100, 120), each=15)

    look(work)

    assert [(seen.person_count, seen.proposed_micros) for seen in looks(work)] == [(2, None)]


def test_while_a_pilot_runs_its_own_look_is_the_only_one(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    answer_at(work, people(db, 8), SECONDS_OF_EIGHT, each=4)

    with db.reading() as tx:
        due, listed = look_due(tx, work.project_id), projects_to_look_at(tx)

    assert (due, listed) == (None, ())


def test_completions_count_from_the_end_of_the_pilot(db: Database, clock: Clock) -> None:
    work = pilot_of_work(db, clock, items=60, sample=40)
    crowd = people(db, 8)
    answer_at(work, crowd, SECONDS_OF_EIGHT, each=4)
    end(work)
    take(work, 2_300_000)
    publish_others(work)
    before = look(work)
    answer_at(work, crowd[:4], SECONDS_OF_EIGHT[:4], each=7)

    after = look(work)

    assert (before, after) == (None, None)
    assert [seen.checkpoint for seen in looks(work)] == [0]
