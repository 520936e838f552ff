"""A CSV of questions goes in; sixteen people label it at once; a dataset and a pay record come out, and nothing is lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotate import exports, task_types
from annotate.assignments.queries import answers_of
from payments.audit.bundle import collect
from payments.audit.verify import verify
from tests import databases
from tests.conftest import ENGINES
from tests.main_job import ANSWERS, ITEMS, OVERLAP, PEOPLE, Story, tell
from web.db import Database


@pytest.fixture(scope="module", params=ENGINES)
def database_of_the_job(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database on each engine, kept for all questions about one telling."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        database = Database(databases.sqlite_copy(template, tmp_path_factory.mktemp("job")))
        yield database
        database.dispose()
        return
    server, name = request.getfixturevalue("postgresql_server"), request.getfixturevalue("postgresql_template")
    with databases.postgresql_copy(server, name) as url:
        database = Database(url)
        yield database
        database.dispose()


@pytest.fixture(scope="module")
def story(database_of_the_job: Database) -> Story:
    return tell(database_of_the_job)


def exported(story: Story, *, with_surplus: bool) -> list[dict[str, object]]:
    with story.work.db.reading() as tx:
        answers = answers_of(
            tx, project_id=story.work.project_id, task_types=task_types.discover(), with_surplus=with_surplus
        )
        data = b"".join(exports.discover()["jsonl"].write(answers, schema={}))
    return [json.loads(line) for line in data.splitlines()]


def test_every_item_has_exactly_the_answers_that_were_asked(story):
    counts = story.work.rows("""
        SELECT assignment.item_id, count(*) FROM answer JOIN assignment ON assignment.id = answer.assignment_id
        WHERE answer.is_surplus = 0 GROUP BY assignment.item_id
    """)

    assert len(counts) == ITEMS
    assert {count for _, count in counts} == {OVERLAP}


def test_nobody_answers_an_item_twice(story):
    pairs = story.work.rows("""
        SELECT assignment.item_id, assignment.person_id FROM answer JOIN assignment ON assignment.id = assignment_id
    """)

    assert len(set(pairs)) == len(pairs) == ANSWERS + 1


def test_every_answer_that_was_received_is_kept_and_paid_once(story):
    first_time = [one for one in [*story.receipts, story.late, story.surplus, *story.twice] if not one.is_repeat]

    paid = story.work.rows("SELECT assignment_id, amount_micros FROM earning WHERE kind = 'piece'")

    assert sorted(paid) == sorted((one.assignment_id, 1_150_000) for one in first_time)


def test_nobody_is_told_that_nothing_is_left_while_something_is(story):
    assert story.work.value("SELECT sum(open_slots) FROM item") == 0
    assert "nothing_left" in story.refusals


def test_the_slowest_rests_five_paid_minutes_before_going_on(story):
    rested_ms = story.work.value("SELECT max(ended_at - started_at) FROM time_segment WHERE bucket = 'rest'")
    rests = story.work.value("SELECT count(*) FROM earning WHERE kind = 'rest'")

    assert "rest_due" in story.refusals
    assert rested_ms > 0
    assert rests >= 1


def test_a_late_answer_takes_the_slot_that_is_still_open(story):
    assert (story.late.is_surplus, story.late.amount_micros) == (False, 1_150_000)


def test_a_late_answer_whose_slot_was_taken_is_paid_by_the_guarantee(story):
    carrier = story.work.value(
        "SELECT carrier FROM earning WHERE assignment_id = :which", which=story.surplus.assignment_id
    )

    assert story.surplus.is_surplus
    assert carrier == "guarantee"


def test_a_double_click_is_one_answer_and_one_earning(story):
    assert sorted(receipt.is_repeat for receipt in story.twice) == [False, True]
    assert {receipt.amount_micros for receipt in story.twice} == {1_150_000}


def test_everyone_reaches_the_floor_reckoned_from_the_raw_seconds(story):
    owed = dict(
        story.work.rows("""
            SELECT person_id, sum((ended_at - started_at) * floor_hourly_micros) FROM time_segment
            WHERE bucket = 'task' GROUP BY person_id
        """)
    )
    paid = dict(
        story.work.rows("""
            SELECT person_id, sum(amount_micros) FROM earning WHERE kind IN ('piece', 'top_up') GROUP BY person_id
        """)
    )

    assert len(paid) == PEOPLE
    assert [person for person in paid if paid[person] * 3_600_000 < owed[person]] == []


def test_the_slow_are_topped_up_and_the_quick_are_not(story):
    topped_up = {person for (person,) in story.work.rows("SELECT person_id FROM earning WHERE kind = 'top_up'")}

    assert set(story.people[-4:]) <= topped_up
    assert not topped_up & set(story.people[:8])


def test_the_week_is_closed_for_everyone_and_never_below_the_law(story):
    closed = story.work.rows("SELECT person_id, total_micros - pooled_micros FROM period_close")

    assert {person for person, _ in closed} == set(story.people)
    assert min(above for _, above in closed) >= 0


def test_the_ledger_balances_to_zero_and_nothing_is_still_on_hold(story):
    debits, credits_, on_hold = story.work.rows("""
        SELECT sum(debits_posted), sum(credits_posted), sum(debits_pending + credits_pending) FROM ledger_account
    """)[0]

    assert debits == credits_ > 0
    assert on_hold == 0


def test_what_people_hold_in_the_ledger_is_what_they_earned(story):
    held = story.work.value("SELECT sum(credits_posted) FROM ledger_account WHERE id LIKE 'annotator:%'")
    earned = story.work.value("SELECT sum(amount_micros) FROM earning WHERE state = 'final'")

    assert held == earned
    assert story.work.value("SELECT count(*) FROM earning WHERE state = 'pending'") == 0


def test_no_two_segments_of_a_person_overlap(story):
    overlapping = story.work.value("""
        SELECT count(*) FROM time_segment AS one JOIN time_segment AS other
        ON other.person_id = one.person_id AND other.started_at > one.started_at AND other.started_at < one.ended_at
    """)

    assert overlapping == 0


def test_the_dataset_comes_out_under_pseudonyms_with_its_pay(story):
    rows = exported(story, with_surplus=False)

    assert len(rows) == ANSWERS
    assert {row["pay"] for row in rows} == {"1.15"}
    assert not {row["annotator"] for row in rows} & {f"Ada {number}" for number in range(PEOPLE)}
    assert len({row["annotator"] for row in rows}) == PEOPLE


def test_the_surplus_answer_is_in_the_export_of_all_answers_only(story):
    rows = exported(story, with_surplus=True)

    assert [row["is_surplus"] for row in rows].count(True) == 1
    assert len(rows) == ANSWERS + 1


def test_an_auditor_who_works_it_all_out_again_finds_nothing(story, tmp_path):
    with (tmp_path / "bundle.zip").open("wb") as out, story.work.db.reading() as tx:
        collect(tx, period=None, out=out, operator="Cooperativa Jornal", now=story.work.clock())

    assert verify(tmp_path / "bundle.zip") == []
