"""Ada works nine hours on one day in Mexico: the ninth is paid double, booked once, and verified from the bundle alone."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from payments.audit.records import pay_records
from payments.audit.verify import verify
from payments.closing.queries import week
from payments.closing.service import close_period
from payments.ledger.queries import balance
from payments.ledger.rules import payable, platform_wages
from policies.working_time import Bucket
from tests import make
from tests.audit.conftest import bundle_of
from tests.cast import ADA
from tests.wages import (
    AFTER_WEEK,
    MXN,
    RULEBOOK,
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

HOUR = 45_943_334
TUESDAY = 24 * 60
"""Minutes after Monday morning: the first day of the constitutional text that disagrees with the statute."""
OVERTIME = """
SELECT organisation_id, project_id, carrier, quantity, rate_micros, amount_micros, rule FROM earning
WHERE kind = 'overtime'
"""


@pytest.fixture
def ada(db: Database) -> int:
    """Ada, whose one slow item and one rest took nine hours of a Tuesday."""
    with db.writing() as tx:
        person_id = make.make_annotator(tx, ADA)
        make_project_money(tx, person_id, purse_micros=50 * UNIT, reserve_micros=900 * UNIT)
        begun = later(Work(person_id, seconds=8 * 3600), minutes=TUESDAY, assignment_id=1)
        make_answer(tx, begun, Price(micros=20 * UNIT))
        make_time(tx, later(Work(person_id, bucket=Bucket.REST, seconds=3600), minutes=TUESDAY + 8 * 60))
    return person_id


def close(db: Database, ada: int) -> bool:
    with db.writing() as tx:
        return close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)


def test_her_ninth_hour_is_paid_double_by_the_platform_and_the_line_says_why(db: Database, ada: int) -> None:
    close(db, ada)

    with db.reading() as tx:
        assert tx.run(OVERTIME) == [(0, 0, "platform", 3_600_000, HOUR, HOUR, "settlement/overtime")]
        assert balance(tx, platform_wages(MXN)).posted == -HOUR
        assert balance(tx, payable(ada, MXN)).posted == 10 * HOUR - 20 * UNIT
        workings = json.loads(str(tx.value("SELECT workings FROM earning WHERE kind = 'overtime'")))
    (overtime,) = workings["overtime"]
    assert (overtime["paid_micros"], overtime["paid_ms"]) == (9 * HOUR, 9 * 3_600_000)
    assert overtime["regular_rate_micros"] == HOUR
    assert overtime["tiers"] == [{"multiplier_percent": 200, "counted_ms": 3_600_000, "premium_rate_micros": HOUR}]
    assert len(overtime["readings"]) == 2, "the statute's nine hours and the constitution's twelve, side by side"
    assert "mx/overtime/double-day/1970-05-01" in overtime["rules"]


def test_an_open_week_shows_the_overtime_that_it_would_have(db: Database, ada: int) -> None:
    with db.reading() as tx:
        found = week(tx, ada, WEEK)

    assert found is not None
    assert [(line.kind, line.amount_micros, line.is_booked) for line in found.lines if line.kind == "overtime"] == [
        ("overtime", HOUR, False)
    ]


def test_a_stranger_verifies_the_overtime_from_the_bundle_and_nothing_is_missing(
    db: Database, ada: int, tmp_path: Path
) -> None:
    close(db, ada)
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(bundle_of(db))

    found = verify(bundle)

    with db.reading() as tx:
        (record,) = pay_records(tx, period=WEEK, rulebook=RULEBOOK)
    assert found == []
    assert (record.total_micros, record.missing_micros) == (10 * HOUR, 0)


def test_closing_again_books_only_the_overtime_of_time_that_came_later(db: Database, ada: int) -> None:
    close(db, ada)
    is_new = close(db, ada)
    with db.writing() as tx:
        make_time(tx, later(Work(ada, bucket=Bucket.INSTRUCTIONS, seconds=60), minutes=TUESDAY + 9 * 60 + 1))

    with db.writing() as tx:
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK + timedelta(days=1))

    with db.reading() as tx:
        rules = [row[0] for row in tx.run("SELECT rule FROM earning WHERE kind = 'correction' ORDER BY rule")]
    assert not is_new
    assert rules == ["settlement/instructions", "settlement/overtime"]
