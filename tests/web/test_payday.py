"""Payday as the house holds it: by the scheduler, by the command, and by both at once."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from payments.payslips.queries import Payslip, payslips_of
from tests.cast import Clock
from tests.processes import settings_of
from tests.work import Work, annotator, running_project
from web.algorithm_digest import figures_of
from web.cli import commands
from web.db import Database
from web.payday import Payday, Step, look_for_forgotten, run_payday
from web.wiring import House

_UNREADABLE_LAW = """
INSERT INTO time_total SELECT person_id, worked_on, work_session_id, organisation_id, project_id, 'admin',
  floor_hourly_micros, currency, 'nobody kept this', 60000 FROM time_total WHERE person_id = :ben LIMIT 1
"""


@pytest.fixture
def work(house: House, clock: Clock) -> Work:
    """Ada answered twelve items in her first week; then five days passed after its end."""
    work = running_project(house.db, clock, items=20)
    work.answer_many(annotator(house.db, "Ada"), 12, seconds=60)
    clock.advance(days=12)
    return work


def slips(work: Work) -> tuple[Payslip, ...]:
    person_id = int(str(work.value("SELECT person_id FROM annotator")))
    with work.db.reading() as tx:
        return payslips_of(tx, person_id)


def test_one_run_makes_pay_final_closes_the_week_and_opens_the_payout(house: House, work: Work) -> None:
    done = run_payday(house)

    assert done == Payday(accepted=12, closed=1, payslips=1, payouts=1)
    (slip,) = slips(work)
    assert slip.lines[0].amount_micros == 12 * 1_150_000
    assert work.rows("SELECT payslip_id, amount_minor FROM payout") == [(slip.payslip_id, slip.total_minor)]


def test_somebody_who_waits_sees_a_part_and_the_next_run_does_the_rest(house: House, work: Work) -> None:
    part = run_payday(house, ends_at=house.now())

    rest = run_payday(house)

    assert part == Payday(accepted=10, is_whole=False)
    assert rest == Payday(accepted=2, closed=1, payslips=1, payouts=1)


def test_a_second_run_changes_nothing(house: House, work: Work) -> None:
    run_payday(house)
    before = work.value("SELECT count(*) FROM event")

    again = run_payday(house)

    assert again == Payday()
    assert work.value("SELECT count(*) FROM event") == before


def test_a_week_that_ended_after_the_given_day_waits(house: House, work: Work) -> None:
    saturday = run_payday(house, until=date(2026, 3, 7))
    sunday = run_payday(house, until=date(2026, 3, 8))

    assert (saturday.closed, saturday.payslips) == (0, 0)
    assert (sunday.closed, sunday.payslips) == (1, 1)


def test_one_week_that_cannot_be_paid_does_not_keep_anybody_else_s(house: House, work: Work, clock: Clock) -> None:
    clock.advance(days=-12)
    ben = annotator(house.db, "Ben")
    work.answer_many(ben, 2, seconds=60)
    clock.advance(days=12)
    with house.db.writing() as tx:  # time under a law of which no text was kept cannot be settled
        tx.count(_UNREADABLE_LAW, ben=ben)

    done = run_payday(house)

    assert done.failed == [(ben, "2026-W10")]
    assert done.payslips == 1


def test_the_payslip_says_who_pays_and_by_which_rules(house: House, work: Work) -> None:
    run_payday(house)

    (slip,) = slips(work)

    assert slip.body["operator"]["name"] == "Cooperativa Jornal"
    kept = work.rows("SELECT body FROM event WHERE kind = 'algorithm'")
    assert len(kept) == 1
    assert slip.body["algorithm_digest"] in str(kept[0][0])


def test_the_figures_of_the_rules_stay_until_the_law_changes(house: House, clock: Clock) -> None:
    with_new_law = clock() + timedelta(days=1)  # Mexico's overtime has another text from 3 March 2026

    before, after = figures_of(house, now=clock()), figures_of(house, now=with_new_law)

    assert before != after
    assert figures_of(house, now=with_new_law + timedelta(days=1)) == after


def test_a_forgotten_week_is_noted_and_paid_the_same_day(house: House, work: Work) -> None:
    run_payday(house, until=date(2026, 3, 7))
    with house.db.writing() as tx:
        tx.count("DELETE FROM owed_week")

    found = look_for_forgotten(house)

    assert found == 1
    assert run_payday(house).payslips == 1


def test_whoever_watches_hears_of_every_step(house: House, work: Work) -> None:
    heard: list[tuple[Step, int]] = []

    run_payday(house, tell=lambda step, count: heard.append((step, count)))

    assert heard == [(Step.ACCEPT, 10), (Step.ACCEPT, 2), (Step.CLOSE, 1), (Step.PAYSLIP, 1), (Step.PAYOUT, 1)]


@pytest.mark.usefixtures("logs_as_before")
def test_the_command_pays_and_says_so(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings_of(sqlite_url, tmp_path).items():
        monkeypatch.setenv(name, value)
    db = Database(sqlite_url)
    work = running_project(db, Clock(), items=5)
    work.answer_many(annotator(db, "Ada"), 5, seconds=60)
    db.dispose()

    said = CliRunner().invoke(commands(), ["payday"])
    again = CliRunner().invoke(commands(), ["payday"])

    assert said.exit_code == 0, said.output
    assert "5 answers became final, 1 weeks were closed, 1 payslips issued, 1 payouts opened." in said.output
    assert "0 answers became final, 0 weeks were closed, 0 payslips issued, 0 payouts opened." in again.output
