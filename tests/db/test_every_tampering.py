"""Every way to rewrite a record of pay in SQL, column by column, is refused by the database itself, whoever tries."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from payments.closing.service import close_period
from payments.columns import APPEND_ONLY_TABLES, KEPT_TABLES
from payments.earnings.service import make_final_due
from payments.payslips.service import issue
from policies.working_time import Bucket
from tests import databases, make
from tests.cast import ADA, BEGINNING
from tests.wages import AFTER_WEEK, UNIT, WEEK, Work, make_answer, make_project_money, make_time
from web.db import Database
from web.db_schema import all_tables

RECORDS = ("ledger_transfer", "earning", "event", "payslip", "payslip_earning")
"""What people are paid by."""

COLUMNS = {name: [column.name for column in all_tables().tables[name].columns] for name in RECORDS}
KEYS = {name: [column.name for column in all_tables().tables[name].primary_key] for name in RECORDS}
EVERY_COLUMN = [(name, column) for name in RECORDS for column in COLUMNS[name]]


def statements_against(table: str) -> dict[str, str]:
    """Return ways to rewrite all of a table at once that both databases understand."""
    listed, keys = ", ".join(COLUMNS[table]), ", ".join(KEYS[table])
    last = COLUMNS[table][-1]
    copied = f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE true"
    return {
        "delete": f"DELETE FROM {table}",
        "add again": copied,
        "upsert": f"{copied} ON CONFLICT ({keys}) DO UPDATE SET {last} = excluded.{last}",
    }


def replacements_of(table: str) -> dict[str, str]:
    """Return the ways that only SQLite has: its REPLACE deletes without asking the trigger on deletion."""
    listed = ", ".join(COLUMNS[table])
    return {
        "replace": f"REPLACE INTO {table} ({listed}) SELECT {listed} FROM {table}",
        "insert or replace": f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {listed} FROM {table}",
        "update or replace": f"UPDATE OR REPLACE {table} SET {KEYS[table][0]} = {KEYS[table][0]} + 1",
    }


WAYS = [(table, way) for table in RECORDS for way in statements_against(table)]
SQLITE_WAYS = [(table, way) for table in RECORDS for way in replacements_of(table)]


def pay_and_issue(db: Database) -> None:
    """Ada answers, rests, her week is closed, and everything stands on a payslip."""
    with db.writing() as tx:
        ada = make.make_annotator(tx, ADA)
        make_project_money(tx, ada, purse_micros=9 * UNIT, reserve_micros=9 * UNIT)
        make_answer(tx, Work(ada, assignment_id=1))
        make_time(tx, Work(ada, bucket=Bucket.REST, started_at=BEGINNING + timedelta(minutes=2)))
        make_final_due(tx, now=AFTER_WEEK, limit=10)
        close_period(tx, person_id=ada, period=WEEK, now=AFTER_WEEK)
        assert issue(tx, person_id=ada, period=WEEK, now=AFTER_WEEK + timedelta(days=5)) == (1,)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def paid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database in which Ada was paid, made once: no test here may change anything in it."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield from _opened(databases.sqlite_copy(template, tmp_path_factory.mktemp("paid")))
        return
    server, template_name = request.getfixturevalue("postgresql_server"), request.getfixturevalue("postgresql_template")
    with databases.postgresql_copy(server, template_name) as url:
        yield from _opened(url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    pay_and_issue(database)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def paid_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    url = databases.sqlite_copy(sqlite_template, tmp_path_factory.mktemp("file"))
    for database in _opened(url):
        yield Path(str(database.url.database))


def rows_of(db: Database, table: str) -> list[tuple[object, ...]]:
    with db.reading() as tx:
        return tx.run(f"SELECT * FROM {table} ORDER BY {KEYS[table][0]}")


@pytest.mark.parametrize(("table", "column"), EVERY_COLUMN)
def test_no_column_of_a_record_is_ever_written_again(paid: Database, table: str, column: str) -> None:
    before = rows_of(paid, table)

    with pytest.raises(DBAPIError), paid.owning() as owner:
        owner.exec_driver_sql(f"UPDATE {table} SET {column} = {column}")

    assert before
    assert rows_of(paid, table) == before


@pytest.mark.parametrize(("table", "way"), WAYS)
def test_no_record_is_dropped_or_written_over(paid: Database, table: str, way: str) -> None:
    before = rows_of(paid, table)

    with pytest.raises(DBAPIError), paid.owning() as owner:
        owner.exec_driver_sql(statements_against(table)[way])

    assert rows_of(paid, table) == before


@pytest.mark.parametrize(("table", "way"), SQLITE_WAYS)
def test_whoever_has_the_file_cannot_replace_a_record(paid_file: Path, table: str, way: str) -> None:
    with closing(sqlite3.connect(paid_file)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute(replacements_of(table)[way])


@pytest.mark.parametrize("table", [*APPEND_ONLY_TABLES, *KEPT_TABLES])
def test_every_table_of_records_has_its_triggers_against_replacing(paid_file: Path, table: str) -> None:
    with closing(sqlite3.connect(paid_file)) as plain:
        triggers = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE tbl_name = ?", (table,))]

    assert f"{table}_no_delete" in triggers
    assert {f"{table}_no_replace", f"{table}_lawful"}.intersection(triggers), triggers
