"""A week that was too long stands in the record after its end, also where nobody asked for more work since."""

from datetime import timedelta

from annotate.caps.queries import long_weeks
from annotate.caps.service import note_week
from policies.working_time import Bucket
from tests import make
from tests.cast import ADA, BEGINNING
from tests.wages import AFTER_WEEK, WEEK, Work, make_time
from tests.work import RULEBOOK
from web.db import Database

NOTED = "SELECT kind, begun_on, over_ms FROM breach ORDER BY kind, begun_on"


def works(db: Database, *hours: int) -> int:
    """Ada works so many hours on each day of the week from Monday on."""
    with db.writing() as tx:
        ada = make.make_annotator(tx, ADA)
        for day, length in enumerate(hours):
            began_at = BEGINNING + timedelta(days=day)
            make_time(tx, Work(ada, bucket=Bucket.ADMIN, seconds=length * 3600, started_at=began_at))
    return ada


def look(db: Database, ada: int) -> int:
    with db.writing() as tx:
        return note_week(tx, person_id=ada, period=WEEK, now=AFTER_WEEK, rulebook=RULEBOOK)


def test_a_day_and_a_week_that_were_too_long_are_noted_once_each(db: Database) -> None:
    ada = works(db, 9, 8, 8, 8, 8, 8)

    first, second = look(db, ada), look(db, ada)

    with db.reading() as tx:
        noted = tx.run(NOTED)
        told = tx.value("SELECT count(*) FROM event WHERE kind = 'breach'")
    assert (first, second, told) == (2, 0, 2)
    assert noted == [("day", "2026-03-02", 3_600_000), ("week", "2026-03-02", 3_600_000)]


def test_a_week_within_its_limits_is_noted_nowhere(db: Database) -> None:
    ada = works(db, 8, 8, 8, 8, 8)

    assert look(db, ada) == 0


def test_only_whoever_worked_long_days_is_looked_at_and_only_once_their_week_has_ended(db: Database) -> None:
    ada = works(db, 9)

    with db.reading() as tx:
        before = long_weeks(tx, period=WEEK, now=AFTER_WEEK - timedelta(days=2))
        after = long_weeks(tx, period=WEEK, now=AFTER_WEEK)

    assert (before, after) == ((), (ada,))
