"""Ada's quiet minutes count on her word; Pia may refuse them with a reason, in her name, in time, and never paid money."""

from datetime import timedelta

import pytest

from payments.claims.service import claim_time
from payments.closing.queries import unconfirmed, week
from payments.closing.service import close_period
from payments.corrections.service import correct_time, refuse_claim, reply_to_refusal
from payments.weeks_due.queries import periods_due
from policies.claimed_time import Correction
from policies.errors import Refusal
from policies.periods import to_ms
from policies.working_time import Bucket
from tests import make
from tests.cast import ADA, BEGINNING, Clock
from tests.wages import AFTER_WEEK, UNIT, later, make_project_money, make_time
from tests.wages import Work as Time
from tests.work import RULEBOOK, Work, annotator, running_project
from web.db import Database

BUCKETS = "SELECT bucket, sum(counted_ms) FROM time_total WHERE person_id = :ada AND counted_ms > 0 GROUP BY bucket"
WHY = "Nobody answered the chat in these minutes."
WEEK = "2026-W10"
LATER = BEGINNING + timedelta(hours=3)


def quiet_minutes(db: Database, clock: Clock) -> tuple[Work, int, int, int]:
    """A project, Ada with 13 quiet minutes in it, and from when to when they were."""
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    work.next(ada)
    clock.advance(minutes=14)
    work.next(ada)
    work.answer_many(ada, 1, seconds=30)
    with db.reading() as tx:
        stretch = unconfirmed(tx, ada, WEEK)[0]
    return work, ada, stretch.started_ms, stretch.ended_ms


def claim(work: Work, ada: int, started_ms: int, ended_ms: int) -> None:
    with work.db.writing() as tx:
        claim_time(tx, person_id=ada, started_ms=started_ms, ended_ms=ended_ms, line="Reading twice", now=work.clock())


def refuse(work: Work, ada: int, started_ms: int, *, by_id: int | None = None, reason: str = WHY) -> None:
    pia = work.requester_id if by_id is None else by_id
    with work.db.writing() as tx:
        refuse_claim(tx, person_id=ada, started_ms=started_ms, reason=reason, by_id=pia, now=work.clock())


def close(work: Work, ada: int) -> None:
    with work.db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=work.clock())


def due(work: Work) -> list[tuple[int, str]]:
    with work.db.reading() as tx:
        return periods_due(tx, now=work.clock(), limit=10)


def test_a_refused_claim_counts_no_more_and_is_not_asked_about_again(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)
    claimed = dict(work.rows(BUCKETS, ada=ada))

    refuse(work, ada, started_ms)

    assert claimed == {"task": 870_000}
    assert dict(work.rows(BUCKETS, ada=ada)) == {"task": 90_000, "unconfirmed": 780_000}
    with db.reading() as tx:
        assert unconfirmed(tx, ada, WEEK) == ()


def test_nobody_refuses_silently(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)

    with pytest.raises(Refusal) as refused:
        refuse(work, ada, started_ms, reason="  no   no  ")

    assert refused.value.code == "refusal_needs_a_reason"
    assert dict(work.rows(BUCKETS, ada=ada)) == {"task": 870_000}


def test_nobody_decides_about_their_own_claim(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)

    with pytest.raises(Refusal) as refused:
        refuse(work, ada, started_ms, by_id=ada)

    assert refused.value.code == "own_claim"


def test_refusing_twice_changes_nothing(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)
    refuse(work, ada, started_ms)

    refuse(work, ada, started_ms, reason="Another reason altogether.")

    assert work.rows("SELECT line FROM time_correction") == [(WHY,)]
    assert dict(work.rows(BUCKETS, ada=ada)) == {"task": 90_000, "unconfirmed": 780_000}


def test_after_seven_days_a_claim_stands(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)
    clock.advance(days=7, seconds=1)

    with pytest.raises(Refusal) as refused:
        refuse(work, ada, started_ms)

    assert refused.value.code == "claim_stands"


def test_money_that_is_booked_is_never_taken_back(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    clock.advance(days=5)
    claim(work, ada, started_ms, ended_ms)
    clock.advance(days=2)
    close(work, ada)

    with pytest.raises(Refusal) as refused:
        refuse(work, ada, started_ms)

    assert refused.value.code == "claim_is_booked"


def test_what_is_claimed_of_a_closed_week_can_be_refused_for_seven_days(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    clock.advance(days=8)
    close(work, ada)
    clock.advance(seconds=1)
    with db.reading() as tx:
        before = week(tx, ada, WEEK)
    claim(work, ada, started_ms, ended_ms)
    clock.advance(days=6)
    is_due_meanwhile = due(work)

    refuse(work, ada, started_ms)

    clock.advance(days=2)
    assert (is_due_meanwhile, due(work)) == ([], [])
    with db.reading() as tx:
        after = week(tx, ada, WEEK)
    assert before is not None
    assert after is not None
    assert after.total_micros == before.total_micros


def test_what_nobody_refused_of_a_closed_week_is_booked_after_seven_days(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    clock.advance(days=8)
    close(work, ada)
    claim(work, ada, started_ms, ended_ms)
    clock.advance(days=7, seconds=1)

    is_due = due(work)
    close(work, ada)

    assert is_due == [(ada, WEEK)]
    assert work.value("SELECT count(*) FROM period_close") == 2
    assert due(work) == []


def test_she_answers_a_refusal_with_one_line_that_is_kept(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)
    refuse(work, ada, started_ms)

    with db.writing() as tx:
        reply_to_refusal(tx, person_id=ada, started_ms=started_ms, line="I was on the phone for it.", now=clock())
    with db.writing() as tx:
        reply_to_refusal(tx, person_id=ada, started_ms=started_ms, line="And once more.", now=clock())

    assert work.rows("SELECT line FROM claim_reply") == [("I was on the phone for it.",)]
    assert work.value("SELECT count(*) FROM event WHERE kind = 'claim_reply'") == 1


def test_nobody_answers_for_somebody_else(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)
    refuse(work, ada, started_ms)
    mallory = annotator(db, "Mallory")

    with pytest.raises(Refusal) as refused, db.writing() as tx:
        reply_to_refusal(tx, person_id=mallory, started_ms=started_ms, line="It was me.", now=clock())

    assert refused.value.code == "not_found"


def a_rest_of(db: Database, *, minutes: int, bucket: Bucket = Bucket.REST) -> tuple[int, int, int]:
    """Ada, and a rest that she took: from when to when."""
    with db.writing() as tx:
        ada = make.make_annotator(tx, ADA)
        make_time(tx, Time(ada, seconds=600, assignment_id=1))
        resting = later(Time(ada, bucket=bucket, seconds=60 * minutes), minutes=10)
        ended_at = make_time(tx, resting)
    return ada, to_ms(resting.started_at), to_ms(ended_at)


def say(db: Database, ada: int, started_ms: int, ended_ms: int, becomes: Correction) -> None:
    with db.writing() as tx:
        correct_time(tx, person_id=ada, started_ms=started_ms, ended_ms=ended_ms, becomes=becomes, now=LATER)


def counted(db: Database, ada: int) -> dict[str, int]:
    with db.reading() as tx:
        return dict(tx.run(BUCKETS, ada=ada))


def test_a_rest_of_twenty_minutes_is_a_meal_if_she_says_so(db: Database) -> None:
    ada, started_ms, ended_ms = a_rest_of(db, minutes=24)

    say(db, ada, started_ms, ended_ms, Correction.MEAL)
    say(db, ada, started_ms, ended_ms, Correction.MEAL)

    assert counted(db, ada) == {"task": 600_000, "meal": 24 * 60_000}


def test_a_short_rest_is_a_rest_by_law_whatever_anybody_says(db: Database) -> None:
    ada, started_ms, ended_ms = a_rest_of(db, minutes=19)

    with pytest.raises(Refusal) as refused:
        say(db, ada, started_ms, ended_ms, Correction.MEAL)

    assert refused.value.code == "nothing_to_correct"


def test_what_she_stopped_earlier_is_her_own_time_from_there_on(db: Database) -> None:
    ada, _, ended_ms = a_rest_of(db, minutes=12, bucket=Bucket.ADMIN)

    say(db, ada, ended_ms - 5 * 60_000, ended_ms, Correction.OFF)

    assert counted(db, ada) == {"task": 600_000, "admin": 7 * 60_000, "off": 5 * 60_000}


def test_an_item_s_time_is_paid_and_is_not_given_back(db: Database) -> None:
    ada, started_ms, _ = a_rest_of(db, minutes=12)

    with pytest.raises(Refusal) as refused:
        say(db, ada, started_ms - 600_000, started_ms, Correction.OFF)

    assert refused.value.code == "nothing_to_correct"


def test_no_second_is_corrected_twice(db: Database) -> None:
    ada, started_ms, ended_ms = a_rest_of(db, minutes=12)
    say(db, ada, ended_ms - 120_000, ended_ms, Correction.OFF)

    with pytest.raises(Refusal) as refused:
        say(db, ada, ended_ms - 180_000, ended_ms, Correction.OFF)

    assert refused.value.code == "nothing_to_correct"
    assert counted(db, ada)["off"] == 120_000
    assert started_ms < ended_ms


def test_a_closed_week_stays_as_it_was_paid(db: Database) -> None:
    ada, started_ms, ended_ms = a_rest_of(db, minutes=24)
    with db.writing() as tx:
        make_project_money(tx, ada, purse_micros=20 * UNIT, reserve_micros=90 * UNIT)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)

    with pytest.raises(Refusal) as refused:
        say(db, ada, started_ms, ended_ms, Correction.MEAL)

    assert refused.value.code == "week_is_closed"


def test_the_running_totals_follow_a_claim_and_its_refusal(db: Database, clock: Clock) -> None:
    work, ada, started_ms, ended_ms = quiet_minutes(db, clock)
    claim(work, ada, started_ms, ended_ms)
    refuse(work, ada, started_ms)

    work.answer(ada, seconds=30)
    work.next(ada)

    assert work.value("SELECT day_ms FROM running_total WHERE person_id = :ada", ada=ada) == 120_000
    assert RULEBOOK.limits("MX", on=clock().date()).refusal_days == 7
