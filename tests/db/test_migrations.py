"""Every migration, up and down, on both databases: nothing differs from the tables, and no protection is ever lost."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect

from payments.columns import APPEND_ONLY_TABLES, COUNTED_TABLES, KEPT_TABLES
from tests import databases
from web.db import Database
from web.db_schema import MIGRATIONS, alembic_config, all_tables, differences, upgrade

PROTECTED = APPEND_ONLY_TABLES + COUNTED_TABLES + KEPT_TABLES
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgrelid::regclass::text, tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.sqlite")
        yield database
        database.dispose()
        return
    with databases.postgresql_copy(request.getfixturevalue("postgresql_server"), "template0") as url:
        database = Database(url)
        yield database
        database.dispose()


def revisions() -> list[str]:
    """Return every migration, the oldest first."""
    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


def protections(connection: Connection) -> set[tuple[str, str]]:
    """Return what guards the records: triggers (with their state), CHECKs, and SQLite's STRICT."""
    dialect = connection.dialect.name
    found = {(table, name) for table, name in connection.exec_driver_sql(TRIGGERS[dialect])}
    tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    found |= {
        (table, str(check["name"])) for table in tables for check in inspect(connection).get_check_constraints(table)
    }
    if dialect == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        found |= {(name, "STRICT") for name, sql in rows if sql and sql.rstrip().endswith("STRICT")}
    return found


def protections_after(database: Database, revision: str) -> set[tuple[str, str]]:
    command.upgrade(alembic_config(database), revision)
    with database.owning() as connection:
        return protections(connection)


def expected_checks() -> set[tuple[str, str]]:
    return {
        (table.name, str(check.name))
        for table in all_tables().tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }


def test_a_new_database_gets_exactly_the_tables_that_the_house_describes(empty: Database) -> None:
    upgrade(empty)

    assert differences(empty) == []


def test_every_check_that_protects_a_person_is_in_the_database(empty: Database) -> None:
    found = protections_after(empty, "head")

    assert expected_checks() - found == set()


def test_every_record_of_pay_has_its_triggers(empty: Database) -> None:
    found = protections_after(empty, "head")

    guarded = {table for table, name in found if name.startswith(table)}
    assert set(PROTECTED) - guarded == set()


def test_no_migration_takes_a_protection_away(empty: Database) -> None:
    after = [protections_after(empty, revision) for revision in revisions()]

    lost = [before - later for before, later in itertools.pairwise(after)]
    assert [names for names in lost if names] == []
    assert after[0] != set()


def test_every_table_of_a_laptop_checks_its_types(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/strict.sqlite")
    found = protections_after(database, "head")
    database.dispose()

    assert {table for table, name in found if name == "STRICT"} == set(all_tables().tables)


def test_going_back_leaves_nothing_behind_and_forward_again_works(empty: Database) -> None:
    upgrade(empty)

    command.downgrade(alembic_config(empty), "base")

    with empty.owning() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert protections(connection) == set()
    upgrade(empty)
    assert differences(empty) == []


def test_migrations_of_an_append_only_table_never_rebuild_it() -> None:
    texts = [path.read_text("utf-8") for path in sorted((MIGRATIONS / "versions").glob("*.py"))]

    rebuilt = [table for table in PROTECTED for text in texts if f'batch_alter_table("{table}"' in text]
    assert rebuilt == []
