"""What the application may do on PostgreSQL where the tables belong to another role: add to the records, never rewrite them."""

from sqlalchemy import Connection, inspect

from payments.columns import APPEND_ONLY_TABLES, COUNTED_TABLES

INSERT_ONLY = APPEND_ONLY_TABLES + COUNTED_TABLES
"""Tables in which the application may only read and add."""

COLUMNS_THAT_MOVE = {"earning": ("state", "final_at")}
"""Tables of which the application may change some columns and delete nothing."""

NO_DELETE = (
    "assignment",
    "destination",
    "funding",
    "payout",
    "payout_attempt",
    "payout_evidence",
    "payout_run",
    "provider_account",
    "provider_event",
    "provider_line",
    "provider_report",
)
"""Tables whose rows may change (a trigger says in what) and are never deleted."""


def grant_to_application(connection: Connection, role: str) -> None:
    """Give the application's role what it needs on every table, and no more.

    Args:
        connection: of the tables' owner, after all tables exist.
        role: the application's role; it must exist.
    """
    quoted = connection.dialect.identifier_preparer.quote(role)
    for statement in grants(sorted(inspect(connection).get_table_names()), role=quoted):
        connection.exec_driver_sql(statement)


def grants(tables: list[str], *, role: str) -> list[str]:
    """Return the GRANT statements for these tables.

    Args:
        tables: names of tables in the schema `public`.
        role: the application's role, quoted as the database wants it.
    """
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "REVOKE ALL ON FUNCTION ledger_locked(text, text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION ledger_locked(text, text) TO {role}",
    ]
    return statements + [f"GRANT {_rights(table)} ON {table} TO {role}" for table in tables]


def _rights(table: str) -> str:
    if table == "alembic_version":
        return "SELECT"
    if table in INSERT_ONLY:
        return "SELECT, INSERT"
    if table in COLUMNS_THAT_MOVE:
        return f"SELECT, INSERT, UPDATE ({', '.join(COLUMNS_THAT_MOVE[table])})"
    if table in NO_DELETE:
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"
