"""Payslips: what each week came to, line by line, and which earnings stand on which."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).parent.parent / "sql"
WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")

# Whatever was final before payslips were written is still owed one.
OWED = """
INSERT INTO owed_week (person_id, period, currency)
SELECT DISTINCT person_id, period, currency FROM earning WHERE state = 'final'
"""


def upgrade() -> None:
    create_tables()
    op.execute(OWED)
    run_file("payslips")


def downgrade() -> None:
    run_file("payslips_drop")
    op.drop_index("ix_owed_week_period", "owed_week")
    op.drop_table("owed_week")
    op.drop_index("ix_payslip_earning_payslip_id", "payslip_earning")
    op.drop_table("payslip_earning")
    op.drop_table("payslip")


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def create_tables() -> None:
    op.create_table(
        "payslip",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("total_micros", WHOLE, nullable=False),
        sa.Column("total_minor", WHOLE, nullable=False),
        sa.Column("rounding_micros", WHOLE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("issued_at", WHOLE, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_payslip_number_from_one")),
        sa.CheckConstraint("total_micros >= 0 AND total_minor > 0", name=op.f("ck_payslip_pays_something")),
        sa.CheckConstraint("rounding_micros >= 0", name=op.f("ck_payslip_rounded_up")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_payslip_digest_length")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_payslip_person_id_annotator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payslip")),
        sa.UniqueConstraint(
            "person_id", "period", "currency", "number", name=op.f("uq_payslip_person_id_period_currency_number")
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "payslip_earning",
        sa.Column("earning_id", WHOLE, nullable=False),
        sa.Column("payslip_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_payslip_earning_earning_id_earning")),
        sa.ForeignKeyConstraint(["payslip_id"], ["payslip.id"], name=op.f("fk_payslip_earning_payslip_id_payslip")),
        sa.PrimaryKeyConstraint("earning_id", name=op.f("pk_payslip_earning")),
        sqlite_strict=True,
    )
    op.create_index("ix_payslip_earning_payslip_id", "payslip_earning", ["payslip_id"], unique=False)
    op.create_table(
        "owed_week",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_owed_week_person_id_annotator")),
        sa.PrimaryKeyConstraint("person_id", "period", "currency", name=op.f("pk_owed_week")),
        sqlite_strict=True,
    )
    op.create_index("ix_owed_week_period", "owed_week", ["period"], unique=False)
