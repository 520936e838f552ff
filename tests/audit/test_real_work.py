"""What people really did, through every layer, can be worked out again by a stranger; and so from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from payments.audit.verify import verify
from payments.closing.service import close_period
from payments.weeks_due.queries import periods_due
from tests.audit.conftest import Save, bundle_of
from tests.cast import Clock
from tests.work import Work, annotator, running_project
from web.cli.audit import app
from web.db import Database


def accept_all(work: Work) -> None:
    while work.accept():
        pass


def close_weeks(work: Work) -> None:
    with work.db.writing() as tx:
        for person_id, period in periods_due(tx, now=work.clock(), limit=10):
            close_period(tx, person_id=person_id, period=period, now=work.clock())


def test_a_week_of_slow_work_rest_skips_and_silence_checks_out_to_the_last_micro_unit(
    db: Database, clock: Clock, saved: Save
) -> None:
    work = running_project(db, clock, items=6)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    work.answer_many(ada, 2, seconds=200)
    work.next(ben)
    work.heartbeats(ben, 8, seconds=15)
    clock.advance(minutes=9)
    work.answer(ada, seconds=30)
    clock.advance(days=8)
    work.expire()
    accept_all(work)
    close_weeks(work)

    path = saved(bundle_of(db))

    assert verify(path) == []
    assert work.value("SELECT count(*) FROM period_close") == 2
    assert work.value("SELECT count(*) FROM earning WHERE kind = 'top_up'") != 0


def test_hourly_work_is_worked_out_again_from_raw_time(db: Database, clock: Clock, saved: Save) -> None:
    work = running_project(db, clock, items=3, pay_basis="hour", price_micros=52_000_000)
    ada = annotator(db, "Ada")
    work.answer_many(ada, 2, seconds=47.123)
    clock.advance(days=8)
    close_weeks(work)

    assert verify(saved(bundle_of(db))) == []


def test_an_inspector_makes_and_checks_a_bundle_from_the_command_line(
    sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Database(sqlite_url)
    work = running_project(db, clock, items=2)
    work.answer(annotator(db, "Ada"), seconds=70)
    db.dispose()
    monkeypatch.setenv("JORNAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("JORNAL_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "bundle.zip"

    made = CliRunner().invoke(app, ["bundle", "--out", str(path)])
    checked = CliRunner().invoke(app, ["verify", str(path)])

    assert made.exit_code == 0, made.output
    assert checked.exit_code == 1
    assert "week_not_closed" in checked.output  # the clock of this machine is long past that week


def test_the_command_ends_with_one_and_names_what_is_wrong(sound_bundle: bytes, saved: Save) -> None:
    path = saved(sound_bundle[:-40])

    checked = CliRunner().invoke(app, ["verify", str(path), "--json"])

    assert checked.exit_code == 1
    assert json.loads(checked.output)["findings"][0]["code"] == "bundle_unreadable"


def test_the_command_ends_with_nought_where_nothing_is_wrong(sound_bundle: bytes, saved: Save) -> None:
    checked = CliRunner().invoke(app, ["verify", str(saved(sound_bundle))])

    assert checked.exit_code == 0
    assert "Nothing found" in checked.output
