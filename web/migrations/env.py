"""Runs the migrations, as the tables' owner, on either database."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript, ModifyTableOps
from alembic.util import CommandError

from payments.columns import APPEND_ONLY_TABLES, COUNTED_TABLES, KEPT_TABLES, Day, Flag, Instant, Json
from web.db import Database
from web.db_schema import all_tables
from web.settings import Settings

NEVER_REBUILT = APPEND_ONLY_TABLES + COUNTED_TABLES + KEPT_TABLES
WHOLE = "sa.BigInteger().with_variant(sa.INTEGER(), 'sqlite')"


def refuse_rebuild(_context: MigrationContext, _revision: Any, scripts: Iterable[MigrationScript]) -> None:
    """Refuse to write a migration that would rebuild an append-only table: that drops its triggers and checks."""
    for script in scripts:
        for act in script.upgrade_ops.ops if script.upgrade_ops else ():
            if isinstance(act, ModifyTableOps) and act.table_name in NEVER_REBUILT:
                raise CommandError(f"{act.table_name} is never rebuilt: add a table beside it instead")


def written_type(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write our own column types as the plain types under them, so that an old migration needs no code of ours."""
    if kind != "type":
        return False
    if isinstance(item, (Day, Json)):
        return "sa.Text()"
    return WHOLE if isinstance(item, (Instant, Flag)) else False


def run() -> None:
    """Apply migrations on the owner's connection, one transaction for each."""
    settings = Settings()
    default = Database(settings.database_url, settings.database_owner_url)
    database: Database = context.config.attributes.get("database") or default
    with database.owning() as connection:
        context.configure(
            connection=connection,
            target_metadata=all_tables(),
            render_as_batch=database.is_sqlite,
            render_item=written_type,
            process_revision_directives=refuse_rebuild,
            transaction_per_migration=True,
            transactional_ddl=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
