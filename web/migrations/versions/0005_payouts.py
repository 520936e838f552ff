"""Payouts: where people want their money, each attempt to send it, and who released it."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).parent.parent / "sql"
WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


# Whatever was issued before payouts were opened still waits for one.
UNPAID = "INSERT INTO unpaid_payslip (payslip_id) SELECT id FROM payslip"


def upgrade() -> None:
    create_tables()
    op.execute(UNPAID)
    run_file("payouts")


def downgrade() -> None:
    run_file("payouts_drop")
    op.drop_table("unpaid_payslip")
    op.drop_table("payout_evidence")
    op.drop_index("one_live_attempt", "payout_attempt")
    op.drop_index("ix_payout_attempt_tracking", "payout_attempt")
    op.drop_index("ix_payout_attempt_run_id", "payout_attempt")
    op.drop_table("payout_attempt")
    op.drop_index("ix_payout_run_open", "payout_run")
    op.drop_table("payout_run")
    op.drop_index("ix_payout_person_id", "payout")
    op.drop_index("ix_payout_open", "payout")
    op.drop_table("payout")
    op.drop_index("one_destination_a_currency", "destination")
    op.drop_table("destination")


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def create_tables() -> None:
    op.create_table(
        "unpaid_payslip",
        sa.Column("payslip_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["payslip_id"], ["payslip.id"], name=op.f("fk_unpaid_payslip_payslip_id_payslip")),
        sa.PrimaryKeyConstraint("payslip_id", name=op.f("pk_unpaid_payslip")),
        sqlite_strict=True,
    )
    op.create_table(
        "destination",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("least_minor", WHOLE, nullable=False),
        sa.Column("added_at", WHOLE, nullable=False),
        sa.Column("usable_from", WHOLE, nullable=False),
        sa.Column("replaced_at", WHOLE, nullable=True),
        sa.Column("refused_at", WHOLE, nullable=True),
        sa.Column("refused_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_destination_currency_code")),
        sa.CheckConstraint(
            "kind IN ('clabe', 'iban', 'account', 'pretend', 'stripe_account', 'stripe_recipient')",
            name=op.f("ck_destination_kind_known"),
        ),
        sa.CheckConstraint("least_minor > 0", name=op.f("ck_destination_least_positive")),
        sa.CheckConstraint("usable_from >= added_at", name=op.f("ck_destination_not_usable_before")),
        sa.CheckConstraint("length(holder) > 0 AND length(number) > 0", name=op.f("ck_destination_number_stated")),
        sa.CheckConstraint(
            "(refused_at IS NULL) = (refused_reason IS NULL)", name=op.f("ck_destination_refused_with_a_reason")
        ),
        sa.CheckConstraint("length(tail) <= 4", name=op.f("ck_destination_tail_short")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_destination_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destination")),
        sqlite_strict=True,
    )
    op.create_index(
        "one_destination_a_currency",
        "destination",
        ["person_id", "currency"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "payout",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("payslip_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.Column("frozen_reason", sa.Text(), nullable=True),
        sa.Column("frozen_by_id", WHOLE, nullable=True),
        sa.Column("joined_id", WHOLE, nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payout_amount_positive")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_payout_currency_code")),
        sa.CheckConstraint(
            "(state = 'frozen') = (frozen_reason IS NOT NULL)", name=op.f("ck_payout_frozen_with_a_reason")
        ),
        sa.CheckConstraint("(state = 'joined') = (joined_id IS NOT NULL)", name=op.f("ck_payout_joined_to_another")),
        sa.CheckConstraint(
            "state IN ('due', 'in_run', 'sent', 'paid', 'frozen', 'joined')", name=op.f("ck_payout_state_known")
        ),
        sa.ForeignKeyConstraint(["joined_id"], ["payout.id"], name=op.f("fk_payout_joined_id_payout")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_payout_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["payslip_id"], ["payslip.id"], name=op.f("fk_payout_payslip_id_payslip")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_payout_person_id_annotator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("payslip_id", name=op.f("uq_payout_payslip_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_payout_open",
        "payout",
        ["state", "currency"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('paid', 'joined')"),
        postgresql_where=sa.text("state NOT IN ('paid', 'joined')"),
    )
    op.create_index(
        "ix_payout_joined_id",
        "payout",
        ["joined_id"],
        unique=False,
        sqlite_where=sa.text("joined_id IS NOT NULL"),
        postgresql_where=sa.text("joined_id IS NOT NULL"),
    )
    op.create_index(
        "ix_payout_person_id",
        "payout",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "payout_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", WHOLE, nullable=False),
        sa.Column("prepared_at", WHOLE, nullable=False),
        sa.Column("released_by_id", WHOLE, nullable=True),
        sa.Column("released_at", WHOLE, nullable=True),
        sa.Column("cancelled_by_id", WHOLE, nullable=True),
        sa.Column("cancelled_at", WHOLE, nullable=True),
        sa.Column("file_digest", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(released_by_id IS NULL) = (released_at IS NULL)", name=op.f("ck_payout_run_released_by_somebody")
        ),
        sa.CheckConstraint(
            "(state IN ('released', 'sent')) = (released_by_id IS NOT NULL)",
            name=op.f("ck_payout_run_sent_when_released"),
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'released', 'sent', 'cancelled')", name=op.f("ck_payout_run_state_known")
        ),
        sa.CheckConstraint("released_by_id <> prepared_by_id", name=op.f("ck_payout_run_two_people")),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_payout_run_cancelled_by_id_person")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_payout_run_prepared_by_id_person")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_payout_run_released_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_run")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_payout_run_open",
        "payout_run",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('prepared', 'released')"),
        postgresql_where=sa.text("state IN ('prepared', 'released')"),
    )
    op.create_table(
        "payout_attempt",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("payout_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("run_id", WHOLE, nullable=False),
        sa.Column("destination_id", WHOLE, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("prepared_at", WHOLE, nullable=False),
        sa.Column("sent_at", WHOLE, nullable=True),
        sa.Column("answered_at", WHOLE, nullable=True),
        sa.CheckConstraint("length(key) BETWEEN 8 AND 30", name=op.f("ck_payout_attempt_key_length")),
        sa.CheckConstraint("number > 0", name=op.f("ck_payout_attempt_number_positive")),
        sa.CheckConstraint(
            "state IN ('prepared', 'sending', 'paid', 'returned', 'rejected', 'withdrawn')",
            name=op.f("ck_payout_attempt_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["destination_id"], ["destination.id"], name=op.f("fk_payout_attempt_destination_id_destination")
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_payout_attempt_payout_id_payout")),
        sa.ForeignKeyConstraint(["run_id"], ["payout_run.id"], name=op.f("fk_payout_attempt_run_id_payout_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_attempt")),
        sa.UniqueConstraint("key", name=op.f("uq_payout_attempt_key")),
        sa.UniqueConstraint("payout_id", "number", name=op.f("uq_payout_attempt_payout_id_number")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_payout_attempt_run_id",
        "payout_attempt",
        ["run_id", "state"],
        unique=False,
    )
    op.create_index(
        "ix_payout_attempt_tracking",
        "payout_attempt",
        ["tracking"],
        unique=False,
    )
    op.create_index(
        "one_live_attempt",
        "payout_attempt",
        ["payout_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('prepared', 'sending', 'paid')"),
        postgresql_where=sa.text("state IN ('prepared', 'sending', 'paid')"),
    )
    op.create_table(
        "payout_evidence",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", WHOLE, nullable=False),
        sa.Column("uploaded_at", WHOLE, nullable=False),
        sa.Column("matched_count", WHOLE, nullable=False),
        sa.Column("unmatched_count", WHOLE, nullable=False),
        sa.Column("applied_by_id", WHOLE, nullable=True),
        sa.Column("applied_at", WHOLE, nullable=True),
        sa.CheckConstraint(
            "(applied_at IS NULL) = (applied_by_id IS NULL)", name=op.f("ck_payout_evidence_applied_by_somebody")
        ),
        sa.CheckConstraint(
            "matched_count >= 0 AND unmatched_count >= 0", name=op.f("ck_payout_evidence_counts_not_negative")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_payout_evidence_digest_length")),
        sa.ForeignKeyConstraint(["applied_by_id"], ["person.id"], name=op.f("fk_payout_evidence_applied_by_id_person")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_payout_evidence_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_evidence")),
        sa.UniqueConstraint("digest", name=op.f("uq_payout_evidence_digest")),
        sqlite_strict=True,
    )
