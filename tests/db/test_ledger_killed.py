"""Writers of the ledger are killed, frozen and cut off mid-write: what they were told is there, and nothing is half there."""

import json
from pathlib import Path
from random import Random

import pytest

from tests.databases import migrated_postgresql, own_postgresql_server, postgresql_copy
from tests.ledger_checks import (
    counted_again,
    findings_of,
    half_there,
    let_it_fall_over,
    missing,
    told_in,
    torn,
    unheard,
    wrong_in,
)
from tests.ledger_writers import Shift, write_all
from web.db import Database

KILLS = 50
COPIES = 50
FALLS = 5


def copies_in(folder: Path) -> list[tuple[Path, dict[int, int]]]:
    """Return each copy with how many acts each writer had been told of before it was made."""
    return [
        (copy, {int(writer): count for writer, count in json.loads((copy / "told.json").read_text("ascii")).items()})
        for copy in sorted(folder.glob("copy-*"))
    ]


@pytest.mark.stress
def test_fifty_killed_writers_lose_nothing_that_they_were_told(db: Database, database_url: str, tmp_path: Path) -> None:
    write_all(Shift(url=database_url, folder=str(tmp_path), kills=KILLS))

    told = told_in(tmp_path)
    print(f"{database_url[:6]}: {KILLS} kills, {sum(told.values())} acts told, {unheard(db, told)} written unheard")
    assert sum(told.values()) > KILLS
    assert (missing(db, told), half_there(db), counted_again(db)) == ([], [], (0, 0))
    assert 0 <= unheard(db, told) <= len(told)
    assert findings_of(db, tmp_path) == []


@pytest.mark.stress
def test_a_copy_of_the_file_mid_write_holds_all_that_was_told_before(sqlite_url: str, tmp_path: Path) -> None:
    write_all(Shift(url=sqlite_url, folder=str(tmp_path), copies=COPIES))

    copies = copies_in(tmp_path)
    print(f"{len(copies)} copies, the last after {sum(copies[-1][1].values())} acts")
    assert len(copies) == COPIES
    assert [wrong for copy, told in copies for wrong in wrong_in(copy, told)] == []


@pytest.mark.stress
def test_a_log_that_ends_in_half_a_page_loses_nothing_of_what_came_before(sqlite_url: str, tmp_path: Path) -> None:
    write_all(Shift(url=sqlite_url, folder=str(tmp_path), copies=COPIES))

    draw = Random(7)
    assert [wrong for copy, told in copies_in(tmp_path) for wrong in wrong_in(torn(copy, draw), told)] == []


@pytest.mark.stress
def test_a_postgresql_that_falls_over_five_times_loses_nothing_that_was_told(tmp_path: Path) -> None:
    with own_postgresql_server() as server, postgresql_copy(server.url, migrated_postgresql(server.url)) as url:
        let_it_fall_over(server, Shift(url=url, folder=str(tmp_path), is_until_told=True), falls=FALLS)

        db, told = Database(url), told_in(tmp_path)
        print(f"{FALLS} falls, {sum(told.values())} acts told, {unheard(db, told)} written unheard")
        assert (missing(db, told), half_there(db), counted_again(db)) == ([], [], (0, 0))
        db.dispose()
