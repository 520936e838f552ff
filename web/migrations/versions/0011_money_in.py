"""Money that comes in, what services tell, and what matches."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).parent.parent / "sql"
WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
UNTOLD_FUNDING = sa.text("stage = 'arrived' AND told_at IS NULL")
OPEN_FUNDING = sa.text("stage IN ('asked', 'waiting', 'paid')")
WAITING_EVENT = sa.text("outcome = 'waiting'")
OPEN_LINE = sa.text("standing <> 'matched'")


def upgrade() -> None:
    create_funding()
    create_provider_event()
    create_provider_line()
    create_provider_report()
    run_file("money_in")


def downgrade() -> None:
    run_file("money_in_drop")
    op.drop_table("provider_report")
    for name in ("source", "created", "open"):
        op.drop_index(f"ix_provider_line_{name}", "provider_line")
    op.drop_table("provider_line")
    for name in ("created", "waiting"):
        op.drop_index(f"ix_provider_event_{name}", "provider_event")
    op.drop_table("provider_event")
    for name in ("untold", "payment", "provider_reference", "open", "organisation_id"):
        op.drop_index(f"ix_funding_{name}", "funding")
    op.drop_table("funding")


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def create_funding() -> None:
    op.create_table(
        "funding",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("asked_by_id", WHOLE, nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("provider_reference", sa.Text(), nullable=False),
        sa.Column("go_to", sa.Text(), nullable=False),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.Column("available_at", WHOLE, nullable=True),
        sa.Column("looked_at", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.Column("arrived_at", WHOLE, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", WHOLE, nullable=True),
        sa.CheckConstraint("amount_micros > 0", name=op.f("ck_funding_amount_positive")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_funding_currency_code")),
        sa.CheckConstraint("length(reference) BETWEEN 8 AND 48", name=op.f("ck_funding_reference_length")),
        sa.CheckConstraint(
            "(stage = 'arrived') = (arrived_at IS NOT NULL)", name=op.f("ck_funding_arrived_at_some_time")
        ),
        sa.CheckConstraint(
            "stage IN ('asked', 'waiting', 'failed', 'paid', 'arrived')", name=op.f("ck_funding_stage_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_funding_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_funding_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
        sa.UniqueConstraint("reference", name=op.f("uq_funding_reference")),
        sqlite_strict=True,
    )
    op.create_index("ix_funding_organisation_id", "funding", ["organisation_id", "currency"])
    op.create_index("ix_funding_provider_reference", "funding", ["provider_reference"])
    op.create_index("ix_funding_payment", "funding", ["payment"])
    op.create_index(
        "ix_funding_untold", "funding", ["id"], sqlite_where=UNTOLD_FUNDING, postgresql_where=UNTOLD_FUNDING
    )
    op.create_index("ix_funding_open", "funding", ["stage"], sqlite_where=OPEN_FUNDING, postgresql_where=OPEN_FUNDING)


def create_provider_event() -> None:
    op.create_table(
        "provider_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("is_live", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("received_at", WHOLE, nullable=False),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("applied_at", WHOLE, nullable=True),
        sa.CheckConstraint("length(id) BETWEEN 5 AND 255", name=op.f("ck_provider_event_id_length")),
        sa.CheckConstraint("is_live IN (0, 1)", name=op.f("ck_provider_event_live_flag")),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (applied_at IS NULL)", name=op.f("ck_provider_event_applied_at_some_time")
        ),
        sa.CheckConstraint("came IN ('called', 'swept')", name=op.f("ck_provider_event_came_known")),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'applied', 'ignored', 'unknown', 'other_mode', 'given_up')",
            name=op.f("ck_provider_event_outcome_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_event")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_provider_event_waiting",
        "provider_event",
        ["created_at"],
        sqlite_where=WAITING_EVENT,
        postgresql_where=WAITING_EVENT,
    )
    op.create_index("ix_provider_event_created", "provider_event", ["provider", "created_at"])


def create_provider_line() -> None:
    op.create_table(
        "provider_line",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("fee_minor", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("kept_at", WHOLE, nullable=False),
        sa.Column("available_at", WHOLE, nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("matched_at", WHOLE, nullable=True),
        sa.Column("matched_by_id", WHOLE, nullable=True),
        sa.Column("transfer_id", sa.Text(), nullable=True),
        sa.Column("fee_transfer_id", sa.Text(), nullable=True),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_provider_line_currency_code")),
        sa.CheckConstraint(
            "(standing = 'matched') = (matched_at IS NOT NULL)", name=op.f("ck_provider_line_matched_at_some_time")
        ),
        sa.CheckConstraint(
            "standing <> 'matched' OR ((amount_minor = 0) = (transfer_id IS NULL)"
            " AND (fee_minor = 0) = (fee_transfer_id IS NULL))",
            name=op.f("ck_provider_line_matched_with_transfers"),
        ),
        sa.CheckConstraint(
            "standing IN ('pending', 'unmatched', 'matched')", name=op.f("ck_provider_line_standing_known")
        ),
        sa.ForeignKeyConstraint(["matched_by_id"], ["person.id"], name=op.f("fk_provider_line_matched_by_id_person")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["ledger_transfer.id"], name=op.f("fk_provider_line_transfer_id_ledger_transfer")
        ),
        sa.ForeignKeyConstraint(
            ["fee_transfer_id"], ["ledger_transfer.id"], name=op.f("fk_provider_line_fee_transfer_id_ledger_transfer")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_provider_line")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_provider_line_transfer_id")),
        sa.UniqueConstraint("fee_transfer_id", name=op.f("uq_provider_line_fee_transfer_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_provider_line_open",
        "provider_line",
        ["standing", "currency"],
        sqlite_where=OPEN_LINE,
        postgresql_where=OPEN_LINE,
    )
    op.create_index("ix_provider_line_created", "provider_line", ["provider", "created_at"])
    op.create_index("ix_provider_line_source", "provider_line", ["source"])


def create_provider_report() -> None:
    op.create_table(
        "provider_report",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("line_count", WHOLE, nullable=False),
        sa.Column("uploaded_by_id", WHOLE, nullable=False),
        sa.Column("uploaded_at", WHOLE, nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_provider_report_digest_length")),
        sa.CheckConstraint("line_count > 0", name=op.f("ck_provider_report_lines_counted")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_provider_report_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_report")),
        sa.UniqueConstraint("digest", name=op.f("uq_provider_report_digest")),
        sqlite_strict=True,
    )
