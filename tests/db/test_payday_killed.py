"""Payday in four places at once, with one of them killed a hundred times: everybody is paid exactly once."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from payments.ledger.queries import balance
from payments.ledger.rules import escrow, organisation_funds, payable, purse
from policies.periods import to_ms
from policies.working_time import Bucket
from tests import make
from tests.cast import BEGINNING, Who
from tests.kept import findings_of
from tests.processes import ROOT, settings_of
from tests.wages import (
    MXN,
    ORGANISATION,
    PROJECT,
    UNIT,
    Price,
    Work,
    later,
    make_answer,
    make_funds,
    make_move,
    make_time,
)
from web.db import Database

PEOPLE, WEEKS = int(os.environ.get("JORNAL_STORM_PEOPLE", "40")), 6
KILLS = int(os.environ.get("JORNAL_STORM_KILLS", "100"))
PAYDAY = BEGINNING + timedelta(weeks=WEEKS, days=5)
WEEK_MINUTES = 7 * 24 * 60


def live_through(db: Database) -> list[int]:
    """Let everybody answer two items a week and rest."""
    with db.writing() as tx:
        people = [make.make_annotator(tx, Who(f"Ada{number}")) for number in range(PEOPLE)]
        make_funds(tx, micros=10_000 * UNIT)
        make_move(tx, organisation_funds(ORGANISATION, MXN), escrow(PROJECT), PEOPLE * 100 * UNIT)
        for ada in people:
            make_move(tx, escrow(PROJECT), purse(PROJECT, ada), 100 * UNIT)
    for place, ada in enumerate(people):
        with db.writing() as tx:
            for week in range(WEEKS):
                at = Work(ada, work_session_id=week + 1)
                number = (place * WEEKS + week) * 2
                price = Price(micros=1_234_567)
                make_answer(tx, later(at, minutes=week * WEEK_MINUTES, assignment_id=number + 1), price)
                make_answer(tx, later(at, minutes=week * WEEK_MINUTES + 2, assignment_id=number + 2), price)
                rest = Work(ada, bucket=Bucket.REST, seconds=120, work_session_id=week + 1)
                make_time(tx, later(rest, minutes=week * WEEK_MINUTES + 4))
    return people


@pytest.mark.stress
def test_everybody_is_paid_once_though_one_of_four_is_killed_a_hundred_times(database_url: str, tmp_path: Path) -> None:
    db = Database(database_url)
    people = live_through(db)

    ran = subprocess.run(
        [sys.executable, "-m", "tests.payday_process", database_url, str(tmp_path), str(to_ms(PAYDAY)), str(KILLS)],
        cwd=ROOT, env=settings_of(database_url, tmp_path), capture_output=True, text=True, timeout=540, check=True,
    )  # fmt: skip

    with db.reading() as tx:
        closed = tx.run(
            "SELECT person_id, period, count(*), max(revision) FROM period_close GROUP BY person_id, period"
        )
        paid = tx.run("SELECT person_id, period, count(*), max(number) FROM payslip GROUP BY person_id, period")
        payouts = tx.one("SELECT count(*), count(DISTINCT payslip_id), sum(amount_minor) FROM payout")
        on_none = tx.value("SELECT count(*) FROM earning WHERE id NOT IN (SELECT earning_id FROM payslip_earning)")
        owed = sum(balance(tx, payable(ada, MXN)).posted for ada in people)
        total_minor = tx.value("SELECT sum(total_minor) FROM payslip")
    wrong = findings_of(db, now=PAYDAY)
    db.dispose()
    print(ran.stdout)
    assert {row[2:] for row in closed} == {(1, 1)} == {row[2:] for row in paid}
    assert len(closed) == len(paid) == PEOPLE * WEEKS
    assert payouts == (PEOPLE * WEEKS, PEOPLE * WEEKS, total_minor)
    assert on_none == 0
    assert owed == int(total_minor) * 10_000
    assert wrong == ()
    assert json.loads(ran.stdout)["during"] > 0, "it was killed while it had work to do"
