"""A Jornal of several processes: a dead one is replaced, all end together, and what is due is done once."""

import os
import signal
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tests.cast import Clock
from tests.history import findings
from tests.kept import findings_of, read_kept
from tests.processes import PATIENCE_SECONDS, children_of, free_port, get, kill, running, settings_of, wait_for
from tests.work import annotator, running_project
from web.cli import commands
from web.db import Database
from web.jobs import all_jobs, run_job
from web.keeping.queries import SCHEDULER
from web.wiring import House
from web.workers import connections_of_each

AT_WORK = 2


@pytest.fixture
def environment(postgresql_url: str, tmp_path: Path) -> dict[str, str]:
    return settings_of(postgresql_url, tmp_path)


def is_alive(process_id: int) -> bool:
    """Return whether a process is there and not only waits to be noticed as dead."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii")
    except OSError:  # gone, be it while this was read
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_sqlite_serves_from_one_process_and_says_what_to_do_instead(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings_of(sqlite_url, tmp_path).items():
        monkeypatch.setenv(name, value)

    said = CliRunner().invoke(commands(), ["serve", "--workers", "2"])

    assert said.exit_code == 2
    assert "SQLite serves from one process only" in said.output
    assert "PostgreSQL" in said.output


@pytest.mark.stress
def test_a_killed_worker_is_replaced_and_the_house_ends_when_asked(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    port = free_port()
    serve = ("web", "serve", "--workers", str(AT_WORK), "--port", str(port))
    with running(*serve, environment=environment, log=tmp_path / "served.log") as house:
        assert wait_for(lambda: get(port, "/readyz")[0] == 200)
        assert wait_for(lambda: len(children_of(house)) == AT_WORK)
        first = children_of(house)

        kill(first[0])
        assert wait_for(lambda: len(set(children_of(house)) - {first[0]}) == AT_WORK)
        assert wait_for(lambda: get(port, "/readyz")[0] == 200)
        workers = children_of(house)
        house.send_signal(signal.SIGTERM)

        assert house.wait(PATIENCE_SECONDS) == 0
    assert first[1] in workers
    assert [worker for worker in workers if is_alive(worker)] == []
    assert get(port, "/healthz")[0] == 0


@pytest.mark.stress
def test_workers_do_not_outlive_whoever_started_them(environment: Mapping[str, str], tmp_path: Path) -> None:
    port = free_port()
    serve = ("web", "serve", "--workers", str(AT_WORK), "--port", str(port))
    with running(*serve, environment=environment, log=tmp_path / "served.log") as house:
        assert wait_for(lambda: get(port, "/healthz")[0] == 200)
        workers = children_of(house)

        os.kill(house.pid, signal.SIGKILL)
        house.wait(PATIENCE_SECONDS)

        assert wait_for(lambda: not any(map(is_alive, workers)))
    assert len(workers) == AT_WORK


@pytest.mark.stress
def test_two_schedulers_at_once_do_everything_that_is_due_exactly_once(
    postgresql_url: str, environment: Mapping[str, str], tmp_path: Path
) -> None:
    db = Database(postgresql_url)
    work = running_project(db, Clock(), items=30, overlap=2)
    ada, ben = annotator(db, "Ada"), annotator(db, "Ben")
    work.answer_many(ada, 20, seconds=60)
    work.answer_many(ben, 20, seconds=60)
    work.next(ada)
    log = tmp_path / "scheduler.log"

    with (
        running("web", "scheduler", "--once", environment=environment, log=log) as one,
        running("web", "scheduler", "--once", environment=environment, log=log) as other,
    ):
        ended = [one.wait(PATIENCE_SECONDS), other.wait(PATIENCE_SECONDS)]

    kept = read_kept(db, work.project_id)
    closed = work.rows("SELECT person_id, count(*) FROM period_close GROUP BY person_id, period")
    wrong = findings_of(db, now=work.clock() + timedelta(days=365))
    db.dispose()
    assert ended == [0, 0], log.read_text(encoding="utf-8")
    assert findings([], kept) == []
    assert wrong == ()
    assert sorted(given.state for given in kept.given) == ["accepted"] * 40 + ["expired"]
    assert [count for _, count in closed] == [1] * len(closed)
    assert {person for person, _ in closed} == {ada, ben}


@pytest.mark.stress
def test_a_scheduler_shows_itself_at_once_and_ends_when_asked(
    postgresql_url: str, environment: Mapping[str, str], tmp_path: Path
) -> None:
    db = Database(postgresql_url)

    def is_seen() -> bool:
        with db.reading() as tx:
            return bool(tx.value("SELECT 1 FROM job_run WHERE name = :name AND state = 'done'", name=SCHEDULER))

    with running("web", "scheduler", environment=environment, log=tmp_path / "scheduler.log") as scheduler:
        was_seen = wait_for(is_seen)
        scheduler.send_signal(signal.SIGTERM)
        status = scheduler.wait(PATIENCE_SECONDS)

    db.dispose()
    assert was_seen
    assert status == 0


def test_readiness_says_when_the_scheduler_was_last_seen(stranger: TestClient, house: House, clock: Clock) -> None:
    before = stranger.get("/readyz").json()
    run_job(house, next(job for job in all_jobs() if job[0] == SCHEDULER))
    seen_at = clock().isoformat()
    fresh = stranger.get("/readyz").json()
    clock.advance(minutes=6)
    late = stranger.get("/readyz").json()

    assert before == {"is_ready": True, "is_scheduler_late": True, "scheduler_seen_at": None}
    assert fresh == {"is_ready": True, "is_scheduler_late": False, "scheduler_seen_at": seen_at}
    assert late == {"is_ready": True, "is_scheduler_late": True, "scheduler_seen_at": seen_at}


def test_olga_reads_when_the_scheduler_was_last_seen(olga: TestClient, house: House, clock: Clock) -> None:
    before = olga.get("/operator").text
    run_job(house, next(job for job in all_jobs() if job[0] == SCHEDULER))
    fresh = olga.get("/operator").text
    clock.advance(minutes=6)
    late = olga.get("/operator").text

    assert "Nobody has looked after these here yet." in before
    assert "The scheduler was last seen" in fresh
    assert "Without it no item comes back" not in fresh
    assert "Without it no item comes back" in late


def test_the_check_of_the_database_says_when_the_scheduler_was_last_seen(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings_of(sqlite_url, tmp_path).items():
        monkeypatch.setenv(name, value)

    said = CliRunner().invoke(commands(), ["db", "check"])

    assert said.exit_code == 0
    assert "The scheduler was last seen: never. Start one with `jornal serve`." in said.output


def test_workers_share_what_postgresql_allows_unless_the_operator_says_otherwise() -> None:
    assert connections_of_each(2, {}) == 40
    assert connections_of_each(100, {}) == 4
    assert connections_of_each(2, {"JORNAL_DATABASE_CONNECTIONS": "9"}) == 9
