"""What was written moves into the main file beside the work, and a file that is gone is not made anew."""

import threading
from pathlib import Path

from web.checkpoints import EVERY_CHANGES, Checkpoints, move
from web.db import Database

ADD = "INSERT INTO organisation (name, created_at) VALUES (:name, 0)"
COUNT = "SELECT count(*) FROM organisation"


def add(db: Database, *, rows: int) -> None:
    with db.writing() as tx:
        tx.run_many(ADD, [{"name": str(number)} for number in range(rows)])


def checkpoint_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "checkpoint"]


def test_what_was_written_moves_to_the_main_file_while_the_writer_stays_open(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    db, before = Database(sqlite_url), Path(path).stat().st_size
    add(db, rows=2_000)

    move(path)

    grown, log_bytes = Path(path).stat().st_size - before, Path(f"{path}-wal").stat().st_size
    add(db, rows=1)
    after = Path(f"{path}-wal").stat().st_size
    db.dispose()
    assert grown > 20_000
    assert after == log_bytes  # the next writer began at the front of the log again


def test_nothing_written_before_or_after_is_lost_when_it_moves(sqlite_url: str) -> None:
    db = Database(sqlite_url)
    add(db, rows=EVERY_CHANGES)
    add(db, rows=5)
    db.dispose()

    again = Database(sqlite_url)
    with again.reading() as tx:
        count = tx.value(COUNT)
    again.dispose()

    assert count == EVERY_CHANGES + 5
    assert not checkpoint_threads()  # whoever closes the database waits for it


def test_a_few_changes_start_no_thread_and_many_start_one(sqlite_url: str) -> None:
    checkpoints = Checkpoints(sqlite_url.removeprefix("sqlite:///"))

    checkpoints.note(EVERY_CHANGES - 1)
    few = checkpoints._thread
    checkpoints.note(EVERY_CHANGES)
    many = checkpoints._thread
    checkpoints.close()

    assert few is None
    assert many is not None
    assert not many.is_alive()


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    gone = tmp_path / "gone.sqlite"

    move(str(gone))

    assert not gone.exists()
