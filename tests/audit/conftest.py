"""A small world, lived through once: people who worked, rested, claimed and were paid; its bundle is then attacked."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from payments.audit.bundle import collect
from payments.claims.service import claim_time
from payments.closing.service import close_period
from payments.earnings.rules import PayKind
from payments.earnings.service import make_final_due
from policies.periods import to_ms
from policies.working_time import Bucket
from tests import databases, make
from tests.cast import ADA, BEN
from tests.paydays import hold_payday
from tests.wages import AFTER_WEEK, UNIT, WEEK, Price, Work, later, make_answer, make_project_money, make_time
from web.db import Database

Save = Callable[[bytes], Path]

MADE_AT = AFTER_WEEK + timedelta(days=14)


def live_through_two_weeks(db: Database) -> None:
    """Ada is slow, rests, and claims a quiet stretch after her week closed, which nobody refuses; Ben is quick and waits for the platform."""
    with db.writing() as tx:
        ada, ben = make.make_annotator(tx, ADA), make.make_annotator(tx, BEN)
        make_project_money(tx, ada, purse_micros=20 * UNIT, reserve_micros=9 * UNIT)
        make_answer(tx, Work(ada, assignment_id=1, seconds=400), Price(micros=2 * UNIT))
        make_answer(tx, later(Work(ada, seconds=90), minutes=10, assignment_id=2), Price(micros=2 * UNIT))
        make_time(tx, later(Work(ada, bucket=Bucket.INSTRUCTIONS, seconds=100), minutes=15))
        make_time(tx, later(Work(ada, bucket=Bucket.REST, seconds=300), minutes=20))
        quiet = later(Work(ada, bucket=Bucket.UNCONFIRMED, seconds=200), minutes=30)
        quiet_until = make_time(tx, quiet)
    with db.writing() as tx:
        at_work = Work(ben, work_session_id=2)
        make_answer(tx, later(at_work, minutes=0, assignment_id=3), Price(micros=3 * UNIT, is_surplus=True))
        hourly = Price(micros=60 * UNIT, kind=PayKind.HOURLY, quantity=60_000)
        make_answer(tx, later(at_work, minutes=3, assignment_id=4), hourly)
        waiting = Work(ben, organisation_id=0, project_id=0, bucket=Bucket.WAITING_PLATFORM, work_session_id=2)
        make_time(tx, later(waiting, minutes=6))
    with db.writing() as tx:
        make_final_due(tx, now=AFTER_WEEK, limit=3)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)
        close_period(tx, person_id=ben, period=WEEK, now=AFTER_WEEK)
    with db.writing() as tx:
        claim_time(
            tx,
            person_id=ada,
            started_ms=to_ms(quiet.started_at),
            ended_ms=to_ms(quiet_until),
            line="reading the form",
            now=AFTER_WEEK + timedelta(days=1),
        )
    hold_payday(db)
    with db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK + timedelta(days=9))
    hold_payday(db, now=AFTER_WEEK + timedelta(days=9))


def bundle_of(db: Database, *, period: str | None = None) -> bytes:
    """Return what an auditor is given a week later, every payday held until then."""
    hold_payday(db, now=MADE_AT)
    out = io.BytesIO()
    with db.reading() as tx:
        collect(tx, period=period, out=out, operator="Cooperativa Jornal", now=MADE_AT)
    return out.getvalue()


@pytest.fixture(scope="session")
def sound_bundle(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> bytes:
    """The bundle of a world in which nobody cheated."""
    db = Database(databases.sqlite_copy(sqlite_template, tmp_path_factory.mktemp("world")))
    live_through_two_weeks(db)
    packed = bundle_of(db)
    db.dispose()
    return packed


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes a bundle to a file."""

    def save(packed: bytes) -> Path:
        path = tmp_path / "bundle.zip"
        path.write_bytes(packed)
        return path

    return save
