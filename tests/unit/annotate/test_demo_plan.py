"""The demonstration's plan: alike every time, never in the future, and never a machine's rhythm."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from annotate.demo_answers import intended, labels_of, topics
from annotate.demo_drafts import DRAFTS
from annotate.demo_people import TEAM, worker_of
from annotate.demo_plan import JUST_NOW, SEED, WAITING_MS_MAX, WEEK, Job, Odd, planned, signs_of_life, thinking_ms
from annotate.projects.rules import check_draft, check_price
from policies.rulebook import Rulebook

SATURDAY = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


def test_a_visitor_on_a_saturday_finds_two_weeks_that_are_over_and_the_open_one():
    shifts = planned(SATURDAY)

    assert {one.starts_at.isocalendar().week for one in shifts} == {45, 46, 47}
    assert shifts[0].starts_at.date().isoformat() == "2026-11-02"


def test_a_visitor_early_on_a_monday_finds_the_two_weeks_before():
    just_after_midnight = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)

    shifts = planned(just_after_midnight)

    assert {one.starts_at.isocalendar().week for one in shifts if one.worker.key not in JUST_NOW} == {45, 46}


@pytest.mark.parametrize("hours", range(0, 7 * 24, 5))
def test_nobody_is_shown_work_that_has_not_happened_yet(hours):
    now = SATURDAY + timedelta(hours=hours)

    assert max(one.ends_at for one in planned(now)) < now


def test_everybody_of_the_team_works_and_everything_goes_wrong_once():
    assert {shift.worker for shift in WEEK} == {worker.key for worker in TEAM}
    assert {shift.odd for shift in WEEK} == set(Odd)


def test_five_people_or_more_live_under_each_law():
    places = [(worker.home.jurisdiction, worker.home.zone) for worker in TEAM]

    assert {place: places.count(place) >= 5 for place in places} == {
        ("MX", "general"): True,
        ("MX", "ZLFN"): True,
        ("GB", "21+"): True,
    }


def test_elena_takes_about_twice_as_long_as_the_estimate_pays_for():
    random = Random(SEED)

    drawn = [thinking_ms(random, worker_of("elena"), job=Job.INTENT) for _ in range(400)]

    assert 135_000 < sum(drawn) // len(drawn) < 185_000
    assert len(set(drawn)) > 350


@pytest.mark.parametrize("total_ms", [1, 54_999, 55_000, 55_001, 240_000])
def test_somebody_at_work_gives_a_sign_of_life_often_enough_to_be_paid(total_ms):
    waits = signs_of_life(total_ms)

    assert sum(waits) == total_ms
    assert max(waits) <= WAITING_MS_MAX
    assert min(waits) > 0


@pytest.mark.parametrize(("job", "least"), [(Job.INTENT, 130), (Job.URGENCY, 130), (Job.REPORTS, 40)])
def test_each_sentence_was_written_for_a_label_that_its_project_has(job, least):
    meant = intended(job)

    assert len(meant) >= least
    assert set(meant.values()) == set(labels_of(job))
    assert all(text.strip() == text for text in meant)


def test_some_questions_touch_two_topics_and_some_none():
    counts = {len(topics(text)) for text in intended(Job.INTENT)}
    touched = {topic for text in intended(Job.INTENT) for topic in topics(text)}

    assert counts >= {0, 1, 2}
    assert touched == set(labels_of(Job.TOPICS))


@pytest.mark.parametrize("job", Job)
def test_the_invented_organisations_pay_above_the_floor_of_this_year_and_the_next(job):
    draft = DRAFTS[job]
    on = [datetime(year, 1, 15, tzinfo=UTC).date() for year in (2026, 2027)]
    this_year, next_year = (Rulebook.load_with(None).floor(draft.jurisdictions[0], on=day) for day in on)

    check_draft(draft)
    check_price(draft, this_year)
    check_price(draft, next_year)
