"""Accounts with services that pay people out."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).parent.parent / "sql"
WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    create_table()
    run_file("provider_accounts")


def downgrade() -> None:
    run_file("provider_accounts_drop")
    op.drop_index("ix_provider_account_account_id", "provider_account")
    op.drop_index("ix_provider_account_look_at", "provider_account")
    op.drop_index("one_open_provider_account", "provider_account")
    op.drop_table("provider_account")


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def create_table() -> None:
    op.create_table(
        "provider_account",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("goes_to", sa.Text(), nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("proved_at", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.Column("look_at", WHOLE, nullable=False),
        sa.Column("named_at", WHOLE, nullable=True),
        sa.Column("replaced_at", WHOLE, nullable=True),
        sa.CheckConstraint(
            "state = 'stopped' OR (state = 'asked') = (account_id IS NULL)",
            name=op.f("ck_provider_account_asked_until_heard"),
        ),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_provider_account_country_code")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_provider_account_currency_code")),
        sa.CheckConstraint(
            "state IN ('asked', 'more_needed', 'checked', 'ready', 'stopped')",
            name=op.f("ck_provider_account_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_provider_account_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_account")),
        sa.UniqueConstraint("key", name=op.f("uq_provider_account_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "one_open_provider_account",
        "provider_account",
        ["person_id", "provider", "currency"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index(
        "ix_provider_account_look_at",
        "provider_account",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index("ix_provider_account_account_id", "provider_account", ["account_id"], unique=False)
