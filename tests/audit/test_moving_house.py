"""Ada moves to another country while she has an item open: it may be finished, and nothing she is owed gets stuck."""

from datetime import date

from payments.audit.verify import verify
from payments.closing.service import close_period
from payments.people.service import move_residence
from tests.audit.conftest import Save, bundle_of
from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.db import Database

TIMES = """
SELECT currency, floor_hourly_micros FROM time_segment WHERE person_id = :ada AND bucket = 'task'
GROUP BY currency, floor_hourly_micros ORDER BY currency
"""
OWED = "SELECT kind, carrier, currency, sum(amount_micros) FROM earning GROUP BY kind, carrier, currency ORDER BY kind, currency DESC"


def move_to_britain(work: Work, ada: int, *, on: date) -> None:
    with work.db.writing() as tx:
        move_residence(tx, ada, jurisdiction="GB", zone="general", from_on=on, now=work.clock())


def answer_across_the_move(work: Work, ada: int) -> None:
    """Ten minutes on one item, the last five on the first day in Britain."""
    work.clock.advance(hours=14, minutes=55)
    offer = work.next(ada)
    work.heartbeats(ada, 20, seconds=30)
    work.submit(ada, offer.assignment_id)


def close(work: Work, ada: int) -> bool:
    work.clock.advance(days=8)
    with work.db.writing() as tx:
        return close_period(tx, person_id=ada, period="2026-W10", now=work.clock())


def test_a_floor_in_pounds_is_never_compared_with_one_in_pesos(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    move_to_britain(work, ada, on=date(2026, 3, 3))

    answer_across_the_move(work, ada)

    assert work.rows(TIMES, ada=ada) == [("GBP", 12_210_000), ("MXN", 45_943_334)]


def test_her_week_is_closed_and_the_guarantee_pays_what_no_peso_can(db: Database, clock: Clock) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    move_to_britain(work, ada, on=date(2026, 3, 3))
    answer_across_the_move(work, ada)

    is_new = close(work, ada)

    owed = work.rows(OWED)
    assert is_new
    assert [(kind, carrier, currency) for kind, carrier, currency, _ in owed] == [
        ("piece", "requester", "MXN"),
        ("top_up", "requester", "MXN"),
        ("top_up", "guarantee", "GBP"),
    ]


def test_an_auditor_finds_nothing_wrong_with_her_move(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock)
    ada = annotator(db, "Ada")
    move_to_britain(work, ada, on=date(2026, 3, 3))
    answer_across_the_move(work, ada)
    close(work, ada)

    assert verify(saved(bundle_of(db))) == []


def test_a_home_that_was_changed_behind_everyones_back_is_found(db: Database, clock: Clock, saved: Save) -> None:
    ada = annotator(db, "Ada")
    with db.writing() as tx:
        tx.run("UPDATE residence SET zone = 'frontera-norte' WHERE person_id = :ada", ada=ada)

    found = verify(saved(bundle_of(db)))

    assert [finding.code for finding in found] == ["record_differs"]
