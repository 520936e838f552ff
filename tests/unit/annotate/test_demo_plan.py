"""The demonstration's plan: alike every time, never in the future, and never a machine's rhythm."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from annotate.demo_plan import SEED, TEAM, WAITING_MS_MAX, Job, planned, signs_of_life, thinking_ms
from annotate.demo_projects import DRAFTS, intended, labels_of
from annotate.projects.rules import check_draft, check_price
from policies.rulebook import Rulebook

SATURDAY = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


def test_a_visitor_on_a_saturday_finds_two_weeks_of_work():
    shifts = planned(SATURDAY)

    days = {one.starts_at.date() for one in shifts}
    assert len(days) == 10
    assert shifts[0].starts_at.date().isoformat() == "2026-11-09"


def test_a_visitor_early_on_a_monday_finds_last_week_only():
    just_after_midnight = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)

    shifts = planned(just_after_midnight)

    assert {one.starts_at.isocalendar().week for one in shifts} == {46}


@pytest.mark.parametrize("hours", range(0, 7 * 24, 5))
def test_nobody_is_shown_work_that_has_not_happened_yet(hours):
    now = SATURDAY + timedelta(hours=hours)

    assert max(one.ends_at for one in planned(now)) < now


def test_elena_takes_about_twice_as_long_as_the_estimate_pays_for():
    elena = next(worker for worker in TEAM if worker.key == "elena")
    random = Random(SEED)

    drawn = [thinking_ms(random, elena, job=Job.INTENT, text="¿" + "x" * 80) for _ in range(400)]

    assert 135_000 < sum(drawn) // len(drawn) < 185_000
    assert len(set(drawn)) > 350


@pytest.mark.parametrize("total_ms", [1, 44_999, 45_000, 45_001, 240_000])
def test_somebody_at_work_gives_a_sign_of_life_often_enough_to_be_paid(total_ms):
    waits = signs_of_life(total_ms)

    assert sum(waits) == total_ms
    assert max(waits) <= WAITING_MS_MAX
    assert min(waits) > 0


@pytest.mark.parametrize("job", Job)
def test_each_question_was_written_for_a_label_that_its_project_has(job):
    meant = intended(job)

    assert len(meant) >= 130
    assert set(meant.values()) == set(labels_of(job))
    assert all(text.strip() == text for text in meant)


@pytest.mark.parametrize("job", Job)
def test_the_invented_ministry_pays_above_the_floor_of_this_year_and_the_next(job):
    on = [datetime(year, 1, 15, tzinfo=UTC).date() for year in (2026, 2027)]
    this_year, next_year = (Rulebook.load().floor("MX", on=day) for day in on)

    check_draft(DRAFTS[job])
    check_price(DRAFTS[job], this_year)
    check_price(DRAFTS[job], next_year)
