"""The shape of the database: every table of the house, its migrations, and whether they are all applied."""

import pkgutil
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect

import annotate
import payments
import web.auth
import web.keeping
from payments.columns import Table
from payments.transaction import Transaction
from web.db import Database
from web.migrations.grants import grant_to_application

MIGRATIONS = Path(__file__).parent / "migrations"
TABLES_MODULE = "tables"


def all_tables() -> MetaData:
    """Return the catalogue of every table, found in every `tables.py` of the house."""
    for package in (payments, annotate, web.auth, web.keeping):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.rpartition(".")[2] == TABLES_MODULE:
                import_module(found.name)
    return Table.metadata


def alembic_config(database: Database) -> Config:
    """Return what Alembic needs to know, without a file, so that an installed wheel migrates too."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["database"] = database
    return config


def newest_revision() -> str | None:
    """Return the newest migration's id, or None where there are none."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def upgrade(database: Database) -> None:
    """Apply every migration that is missing, and give the application's role its rights where it has its own."""
    command.upgrade(alembic_config(database), "head")
    role = database.url.username
    if not database.is_sqlite and role and role != database.owner_url.username:
        with database.owning() as connection:
            grant_to_application(connection, role)


def differences(database: Database) -> list[str]:
    """Return what the database has that the tables do not say, or the other way round; empty when all is well."""
    with database.owning() as connection:
        found = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(found, all_tables())]


def broken_pages(database: Database) -> list[str]:
    """Return what SQLite finds wrong in its own file and its references; empty when all is well, or on PostgreSQL."""
    if not database.is_sqlite:
        return []
    with database.owning() as connection:
        pages = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        return pages + [str(tuple(row)) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]


def is_up_to_date(tx: Transaction) -> bool:
    """Return whether every migration was applied."""
    if not inspect(tx.connection()).has_table("alembic_version"):
        return False
    applied = tx.run("SELECT version_num FROM alembic_version")
    return [row[0] for row in applied] == [newest_revision()]
