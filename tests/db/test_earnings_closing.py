"""What Ada is owed when her week closes, who carries it, and what a later claim adds."""

from datetime import timedelta

import pytest

from payments.claims.service import claim_time
from payments.closing.queries import unconfirmed, week, weeks
from payments.closing.service import close_period
from payments.ledger.queries import balance
from payments.ledger.rules import guarantee, payable, platform_wages, reserve
from payments.weeks_due.queries import periods_due
from policies.errors import Refusal
from policies.periods import to_ms
from policies.working_time import Bucket
from tests import make
from tests.cast import ADA, BEGINNING
from tests.wages import (
    AFTER_WEEK,
    MXN,
    PROJECT,
    UNIT,
    WEEK,
    Price,
    Work,
    later,
    make_answer,
    make_project_money,
    make_time,
)
from web.db import Database

HOUR_AT_FLOOR = 45_943_334
LINES = (
    "SELECT kind, organisation_id, project_id, carrier, amount_micros FROM earning WHERE kind <> 'piece' ORDER BY id"
)


@pytest.fixture
def ada(db: Database) -> int:
    """Ada, who was paid 20.00 for an hour of tasks and rested six minutes."""
    with db.writing() as tx:
        person_id = make.make_annotator(tx, ADA)
        make_project_money(tx, person_id, purse_micros=50 * UNIT, reserve_micros=30 * UNIT)
        make_answer(tx, Work(person_id, assignment_id=1, seconds=3600), Price(micros=20 * UNIT))
        make_time(tx, later(Work(person_id, bucket=Bucket.REST, seconds=360), minutes=60))
    return person_id


def close(db: Database, ada: int) -> bool:
    with db.writing() as tx:
        return close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)


def test_tasks_are_raised_to_the_floor_and_rest_is_paid_on_top(db: Database, ada: int) -> None:
    close(db, ada)

    with db.reading() as tx:
        assert tx.run(LINES) == [
            ("top_up", 1, 1, "requester", HOUR_AT_FLOOR - 20 * UNIT),
            ("rest", 1, 1, "requester", 4_594_334),
        ]
        assert balance(tx, payable(ada, MXN)).posted == HOUR_AT_FLOOR - 20 * UNIT + 4_594_334


def test_what_the_reserve_cannot_pay_the_guarantee_pays(db: Database, ada: int) -> None:
    close(db, ada)

    with db.reading() as tx:
        assert balance(tx, reserve(PROJECT)).available == 0
        assert balance(tx, guarantee(MXN)).posted == -(HOUR_AT_FLOOR - 20 * UNIT + 4_594_334 - 30 * UNIT)


def test_time_that_the_platform_caused_is_paid_by_the_platform(db: Database, ada: int) -> None:
    work = Work(ada, organisation_id=0, project_id=0, bucket=Bucket.WAITING_PLATFORM, seconds=3600)
    with db.writing() as tx:
        make_time(tx, later(work, minutes=120))

    close(db, ada)

    with db.reading() as tx:
        assert tx.run(LINES)[0] == ("waiting", 0, 0, "platform", HOUR_AT_FLOOR)
        assert balance(tx, platform_wages(MXN)).posted == -HOUR_AT_FLOOR


def test_each_requester_carries_the_time_of_its_own_projects(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_time(tx, later(Work(ada, organisation_id=2, project_id=7, seconds=3600), minutes=120))

    close(db, ada)

    with db.reading() as tx:
        top_ups = [row for row in tx.run(LINES) if row[0] == "top_up"]
    assert top_ups == [
        ("top_up", 1, 1, "requester", HOUR_AT_FLOOR - 20 * UNIT),
        ("top_up", 2, 7, "guarantee", HOUR_AT_FLOOR),
    ]


def test_a_line_over_two_projects_of_one_requester_is_shared_to_the_last_micro_unit(db: Database, ada: int) -> None:
    with db.writing() as tx:
        make_time(tx, later(Work(ada, project_id=2, seconds=1800), minutes=120))

    close(db, ada)

    with db.reading() as tx:
        rests = [row[4] for row in tx.run(LINES) if row[0] == "rest"]
    assert rests == [3_062_889, 1_531_445]
    assert sum(rests) == 4_594_334


def test_closing_again_changes_nothing(db: Database, ada: int) -> None:
    assert close(db, ada)

    assert not close(db, ada)

    with db.reading() as tx:
        assert tx.value("SELECT count(*) FROM period_close") == 1
        assert tx.value("SELECT count(*) FROM earning WHERE kind <> 'piece'") == 2


def test_a_week_is_not_closed_before_it_ends_where_she_lives(db: Database, ada: int) -> None:
    sunday_night = BEGINNING + timedelta(days=6, hours=14)

    with db.writing() as tx, pytest.raises(Refusal) as refused:
        close_period(tx, person_id=ada, period=WEEK, now=sunday_night)

    assert refused.value.params["until"] == "2026-03-09T06:00:00+00:00"


def test_a_week_falls_due_once_it_ended_where_she_lives_and_no_more_after_closing(db: Database, ada: int) -> None:
    with db.reading() as tx:
        before = periods_due(tx, now=BEGINNING + timedelta(days=6, hours=14), limit=10)
        after = periods_due(tx, now=AFTER_WEEK, limit=10)
    close(db, ada)

    with db.reading() as tx:
        assert (before, after) == ([], [(ada, WEEK)])
        assert periods_due(tx, now=AFTER_WEEK, limit=10) == []


def test_a_forgotten_week_is_still_found_when_the_scheduler_slept(db: Database, ada: int) -> None:
    with db.reading() as tx:
        assert periods_due(tx, now=BEGINNING + timedelta(weeks=6), limit=10) == [(ada, WEEK)]


def test_quiet_minutes_claimed_before_the_week_closes_count_as_task_time(db: Database, ada: int) -> None:
    quiet = later(Work(ada, bucket=Bucket.UNCONFIRMED, seconds=840), minutes=120)
    with db.writing() as tx:
        ended_at = make_time(tx, quiet)
        claim_time(
            tx,
            person_id=ada,
            started_ms=to_ms(quiet.started_at),
            ended_ms=to_ms(ended_at),
            line="I was reading the law behind question 4",
            now=ended_at,
        )

    with db.reading() as tx:
        assert unconfirmed(tx, ada, WEEK) == ()
        assert week(tx, ada, WEEK).settlement.requesters[0].task_ms == 3_600_000 + 840_000


def test_a_late_claim_closes_her_week_again_and_books_only_the_difference(db: Database, ada: int) -> None:
    quiet = later(Work(ada, bucket=Bucket.UNCONFIRMED, seconds=3600), minutes=120)
    with db.writing() as tx:
        ended_at = make_time(tx, quiet)
    close(db, ada)

    with db.writing() as tx:
        claim = {"started_ms": to_ms(quiet.started_at), "ended_ms": to_ms(ended_at), "line": "the page had frozen"}
        claim_time(tx, person_id=ada, **claim, now=AFTER_WEEK)
        claim_time(tx, person_id=ada, **claim, now=AFTER_WEEK)
    close(db, ada)
    close(db, ada)

    with db.reading() as tx:
        assert tx.run(LINES)[2:] == [("correction", 1, 1, "guarantee", HOUR_AT_FLOOR)]
        assert tx.run("SELECT revision, counted_ms FROM period_close ORDER BY revision") == [
            (1, 3_960_000),
            (2, 7_560_000),
        ]


@pytest.mark.parametrize(
    ("shift_ms", "days", "line", "code"),
    [
        (1, 1, "I was there", "nothing_to_claim"),
        (0, 1, "  ", "claim_needs_a_line"),
        (0, 200, "I was there", "claim_too_late"),
    ],
    ids=["not exactly the stretch", "without a word", "after six months"],
)
def test_a_claim_that_cannot_be_taken_says_why(
    shift_ms: int, days: int, line: str, code: str, db: Database, ada: int
) -> None:
    quiet = later(Work(ada, bucket=Bucket.UNCONFIRMED), minutes=120)
    with db.writing() as tx:
        ended_ms = to_ms(make_time(tx, quiet))

    with db.writing() as tx, pytest.raises(Refusal) as refused:
        claim_time(
            tx,
            person_id=ada,
            started_ms=to_ms(quiet.started_at) + shift_ms,
            ended_ms=ended_ms,
            line=line,
            now=BEGINNING + timedelta(days=days),
        )

    assert refused.value.code == code


def test_an_open_week_shows_the_lines_it_would_have_now(db: Database, ada: int) -> None:
    with db.reading() as tx:
        shown = week(tx, ada, WEEK)

    assert not shown.is_closed
    assert [(line.kind, line.amount_micros, line.is_booked) for line in shown.lines] == [
        ("top_up", HOUR_AT_FLOOR - 20 * UNIT, False),
        ("rest", 4_594_334, False),
    ]
    assert (shown.total_micros, shown.pending_micros) == (HOUR_AT_FLOOR + 4_594_334, 20 * UNIT)


def test_a_closed_week_shows_the_same_lines_booked(db: Database, ada: int) -> None:
    with db.reading() as tx:
        projected = week(tx, ada, WEEK)
    close(db, ada)

    with db.reading() as tx:
        booked = week(tx, ada, WEEK)
    assert booked.is_closed
    assert booked.total_micros == projected.total_micros
    assert [line.workings for line in booked.lines] == [line.workings for line in projected.lines]


def test_a_week_in_which_nothing_happened_is_none(db: Database, ada: int) -> None:
    with db.reading() as tx:
        assert week(tx, ada, "2026-W11") is None
        assert weeks(tx, ada) == (WEEK,)
