"""Recorded weeks settle again to what was recorded, on each database, and a comparison leaves everything as it was."""

from datetime import date

import pytest

from policies.errors import Refusal
from tests.cast import Clock
from tests.work import RULEBOOK, Work, people, running_project
from web.db import Database
from web.sandbox_asking import Question, ask_sandbox

WEEKS = ("2026-W10", "2026-W11")
TABLES = ("earning", "time_total", "event", "period_close", "rulebook_text", "ledger_transfer")


@pytest.fixture
def work(db: Database, clock: Clock) -> Work:
    """Five people who answer slowly in two weeks: each week is raised to the floor."""
    work = running_project(db, clock, items=20)
    team = people(db, 5)
    answer_once(work, team)
    clock.advance(days=7)
    answer_once(work, team)
    return work


def answer_once(work: Work, team) -> None:
    for person_id in team:
        work.answer(person_id, seconds=120)


def ask(work: Work, *, periods=WEEKS, **asked):
    with work.db.reading() as tx:
        return ask_sandbox(tx, Question(periods=periods, **asked), rulebook=RULEBOOK)


def test_under_the_rulebook_in_force_the_weeks_come_out_as_recorded(work):
    found = ask(work, as_if=date(2026, 3, 2))

    (report,) = found.report.currencies
    assert found.is_as_recorded
    assert (found.periods, found.periods_after) == (WEEKS, WEEKS)
    assert report.whole.total.change == 0


def test_mexico_s_shorter_week_of_2027_raises_what_two_weeks_of_2026_paid(work):
    found = ask(work, as_if=date(2027, 1, 4))

    (report,) = found.report.currencies
    assert report.whole.people == 5
    whole_coins = [micros // 10_000 for micros in (report.whole.hourly.before, report.whole.hourly.after)]
    assert whole_coins == [4594, 4794]  # each line is rounded up on its own, so a little above the floor
    assert (report.fates[0].people, report.fates[0].fates[0]) == (5, "gains")


def test_the_other_way_round_everyone_is_paid_less(work):
    (report,) = ask(work, as_if=date(2025, 3, 3)).report.currencies

    assert report.whole.total.change < 0


def test_a_day_before_the_first_row_is_refused_rather_than_guessed(work):
    with pytest.raises(Refusal, match="no_floor_in_force"):
        ask(work, as_if=date(2001, 1, 1))


def test_a_comparison_writes_nothing(work):
    before = [work.rows(f"SELECT * FROM {table}") for table in TABLES]

    ask(work, as_if=date(2027, 1, 4))

    assert [work.rows(f"SELECT * FROM {table}") for table in TABLES] == before


def test_nobody_learns_one_person_s_week_by_subtracting_one_answer_from_another(work):
    late = people(work.db, 1)
    work.clock.advance(days=7)
    answer_once(work, late)

    found = ask(work, as_if=date(2027, 1, 4), periods=(*WEEKS, "2026-W12"))

    assert found.report.currencies == ()  # less the two weeks before, it would be the one person's pay
    assert found.report.is_partly_hidden
