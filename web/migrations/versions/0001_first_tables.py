"""The first floor plan: every table of the first slice, and the triggers that keep records as they were written."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
STATEMENTS = Path(__file__).parent.parent / "sql"


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    create_tables()
    run_file("append_only")


def downgrade() -> None:
    run_file("append_only_drop")
    drop_tables()


def create_tables() -> None:
    op.create_table(
        "event",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("logged_at", WHOLE, nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 64 AND length(salt) = 32", name=op.f("ck_event_hash_lengths")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_event_sequence_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("stream", "sequence", name=op.f("uq_event_stream_sequence")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "event_stream",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_event_stream")),
        sqlite_strict=True,
    )
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=False),
        sa.Column("has_no_overdraft", WHOLE, nullable=False),
        sa.Column("debits_posted", WHOLE, nullable=False),
        sa.Column("debits_pending", WHOLE, nullable=False),
        sa.Column("credits_posted", WHOLE, nullable=False),
        sa.Column("credits_pending", WHOLE, nullable=False),
        sa.CheckConstraint(
            "has_no_overdraft = 0 OR (normal = 'C' AND debits_posted + debits_pending <= credits_posted) OR (normal = 'D' AND credits_posted + credits_pending <= debits_posted)",
            name=op.f("ck_ledger_account_no_overdraft"),
        ),
        sa.CheckConstraint("normal IN ('D', 'C')", name=op.f("ck_ledger_account_normal_known")),
        sa.CheckConstraint(
            "debits_posted >= 0 AND debits_pending >= 0 AND credits_posted >= 0 AND credits_pending >= 0",
            name=op.f("ck_ledger_account_balances_not_negative"),
        ),
        sa.CheckConstraint("has_no_overdraft IN (0, 1)", name=op.f("ck_ledger_account_overdraft_flag")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_ledger_account_currency_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sqlite_strict=True,
    )
    op.create_table(
        "organisation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    op.create_table(
        "rate_bucket",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tries_milli", WHOLE, nullable=False),
        sa.Column("filled_at", WHOLE, nullable=False),
        sa.CheckConstraint("tries_milli >= 0", name=op.f("ck_rate_bucket_never_below_zero")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_bucket")),
        sqlite_strict=True,
    )
    op.create_table(
        "rulebook_text",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", WHOLE, nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_rulebook_text_digest_length")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rulebook_text")),
        sqlite_strict=True,
    )
    op.create_table(
        "account",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sqlite_strict=True,
    )
    op.create_table(
        "accreditation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=True),
        sa.Column("covers_from_on", sa.Text(), nullable=False),
        sa.Column("covers_to_on", sa.Text(), nullable=False),
        sa.Column("granted_by_id", WHOLE, nullable=True),
        sa.Column("granted_at", WHOLE, nullable=False),
        sa.Column("until_at", WHOLE, nullable=False),
        sa.CheckConstraint("covers_to_on > covers_from_on", name=op.f("ck_accreditation_dates_in_order")),
        sa.CheckConstraint("length(basis) > 0", name=op.f("ck_accreditation_basis_stated")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["person.id"], name=op.f("fk_accreditation_granted_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_accreditation_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_accreditation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accreditation")),
        sqlite_strict=True,
    )
    op.create_index("ix_accreditation_person_id", "accreditation", ["person_id"], unique=False)
    op.create_table(
        "annotator",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("joined_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_annotator_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_annotator")),
        sqlite_strict=True,
    )
    op.create_table(
        "api_token",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("invited_as", sa.Text(), nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("invited_by_id", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("accepted_by_id", WHOLE, nullable=True),
        sa.Column("accepted_at", WHOLE, nullable=True),
        sa.Column("withdrawn_at", WHOLE, nullable=True),
        sa.CheckConstraint(
            "invited_as IN ('annotator', 'requester', 'reviewer', 'auditor', 'representative', 'operator', 'payroll')",
            name=op.f("ck_invitation_invited_as_known"),
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_invitation_accepted_by_id_person")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_invitation_organisation_id", "invitation", ["organisation_id"], unique=False)
    op.create_table(
        "ledger_transfer",
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("debit_id", sa.Text(), nullable=False),
        sa.Column("credit_id", sa.Text(), nullable=False),
        sa.Column("amount_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("pending_id", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("happened_at", WHOLE, nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(phase IN ('post', 'void')) = (pending_id IS NOT NULL)", name=op.f("ck_ledger_transfer_settles_a_hold")
        ),
        sa.CheckConstraint(
            "phase IN ('single', 'pending', 'post', 'void')", name=op.f("ck_ledger_transfer_phase_known")
        ),
        sa.CheckConstraint(
            "amount_micros > 0 AND amount_micros <= 9007199254740991", name=op.f("ck_ledger_transfer_amount_in_range")
        ),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_ledger_transfer_two_accounts")),
        sa.CheckConstraint("length(id) BETWEEN 8 AND 64", name=op.f("ck_ledger_transfer_id_length")),
        sa.ForeignKeyConstraint(
            ["credit_id"], ["ledger_account.id"], name=op.f("fk_ledger_transfer_credit_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["debit_id"], ["ledger_account.id"], name=op.f("fk_ledger_transfer_debit_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["pending_id"], ["ledger_transfer.id"], name=op.f("fk_ledger_transfer_pending_id_ledger_transfer")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_ledger_transfer")),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_transfer_id")),
        sa.UniqueConstraint("pending_id", name=op.f("uq_ledger_transfer_pending_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ledger_transfer_credit_id"), "ledger_transfer", ["credit_id"], unique=False)
    op.create_index(op.f("ix_ledger_transfer_debit_id"), "ledger_transfer", ["debit_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.CheckConstraint("role IN ('requester', 'reviewer')", name=op.f("ck_membership_role_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sqlite_strict=True,
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_index(
        "one_open_membership",
        "membership",
        ["organisation_id", "person_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "project",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("task_type", sa.Text(), nullable=False),
        sa.Column("label_schema", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("content_note", sa.Text(), nullable=False),
        sa.Column("overlap", WHOLE, nullable=False),
        sa.Column("item_order", sa.Text(), nullable=False),
        sa.Column("estimated_ms", WHOLE, nullable=False),
        sa.Column("pay_basis", sa.Text(), nullable=False),
        sa.Column("price_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_by_id", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("published_at", WHOLE, nullable=True),
        sa.CheckConstraint("item_order IN ('sequence', 'random')", name=op.f("ck_project_item_order_known")),
        sa.CheckConstraint("pay_basis IN ('item', 'hour')", name=op.f("ck_project_pay_basis_known")),
        sa.CheckConstraint("state IN ('draft', 'running', 'paused', 'closed')", name=op.f("ck_project_state_known")),
        sa.CheckConstraint("estimated_ms BETWEEN 1000 AND 14400000", name=op.f("ck_project_estimate_in_range")),
        sa.CheckConstraint("overlap BETWEEN 1 AND 9", name=op.f("ck_project_overlap_in_range")),
        sa.CheckConstraint("price_micros > 0", name=op.f("ck_project_price_positive")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_project_created_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_project_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sqlite_strict=True,
    )
    op.create_index("ix_project_organisation_id", "project", ["organisation_id"], unique=False)
    op.create_index(
        "ix_project_running",
        "project",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "representative",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("since_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_representative_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
        sqlite_strict=True,
    )
    op.create_table(
        "staff",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.CheckConstraint("role IN ('operator', 'payroll')", name=op.f("ck_staff_role_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sqlite_strict=True,
    )
    op.create_index(
        "one_open_staff_role",
        "staff",
        ["person_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "auditor_pseudonym",
        sa.Column("accreditation_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_auditor_pseudonym_accreditation_id_accreditation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_auditor_pseudonym_person_id_person")),
        sa.PrimaryKeyConstraint("accreditation_id", "person_id", name=op.f("pk_auditor_pseudonym")),
        sa.UniqueConstraint(
            "accreditation_id", "pseudonym", name=op.f("uq_auditor_pseudonym_accreditation_id_pseudonym")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "batch",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("imported_count", WHOLE, nullable=False),
        sa.Column("skipped_count", WHOLE, nullable=False),
        sa.Column("refused_count", WHOLE, nullable=False),
        sa.Column("read_bytes", WHOLE, nullable=False),
        sa.Column("size_bytes", WHOLE, nullable=False),
        sa.Column("started_by_id", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("finished_at", WHOLE, nullable=True),
        sa.Column("stopped_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_batch_project_id_project")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_batch_started_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_strict=True,
    )
    op.create_index("ix_batch_project_id", "batch", ["project_id"], unique=False)
    op.create_table(
        "cursor",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("sort_key", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_cursor_person_id_annotator")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_cursor_project_id_project")),
        sa.PrimaryKeyConstraint("person_id", "project_id", name=op.f("pk_cursor")),
        sqlite_strict=True,
    )
    op.create_table(
        "earning",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("assignment_id", WHOLE, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("earned_on", sa.Text(), nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("rate_micros", WHOLE, nullable=False),
        sa.Column("amount_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rulebook_digest", sa.Text(), nullable=False),
        sa.Column("workings", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("earned_at", WHOLE, nullable=False),
        sa.Column("final_due_at", WHOLE, nullable=False),
        sa.Column("final_at", WHOLE, nullable=True),
        sa.CheckConstraint("(state = 'final') = (final_at IS NOT NULL)", name=op.f("ck_earning_final_has_an_instant")),
        sa.CheckConstraint("amount_micros > 0 OR kind = 'correction'", name=op.f("ck_earning_amount_positive")),
        sa.CheckConstraint("carrier IN ('requester', 'platform', 'guarantee')", name=op.f("ck_earning_carrier_known")),
        sa.CheckConstraint(
            "kind IN ('piece', 'hourly', 'top_up', 'rest', 'instructions', 'qualification', 'waiting', 'admin', 'search', 'correction')",
            name=op.f("ck_earning_kind_known"),
        ),
        sa.CheckConstraint("state IN ('pending', 'final')", name=op.f("ck_earning_state_known")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_earning_person_id_annotator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning")),
        sa.UniqueConstraint("assignment_id", "kind", name=op.f("uq_earning_assignment_id_kind")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_earning_pending",
        "earning",
        ["final_due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_earning_person_day", "earning", ["person_id", "earned_on"], unique=False)
    op.create_index("ix_earning_person_period", "earning", ["person_id", "period", "currency"], unique=False)
    op.create_index("ix_earning_project_id", "earning", ["project_id", "kind"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("seen_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["account.person_id"], name=op.f("fk_login_session_person_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_login_session_person_id", "login_session", ["person_id"], unique=False)
    op.create_table(
        "password_reset",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("used_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["account.person_id"], name=op.f("fk_password_reset_person_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_password_reset_person_id", "password_reset", ["person_id"], unique=False)
    op.create_table(
        "period_close",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("counted_ms", WHOLE, nullable=False),
        sa.Column("piece_micros", WHOLE, nullable=False),
        sa.Column("total_micros", WHOLE, nullable=False),
        sa.Column("pooled_micros", WHOLE, nullable=False),
        sa.Column("closed_at", WHOLE, nullable=False),
        sa.CheckConstraint("total_micros >= pooled_micros", name=op.f("ck_period_close_never_below_the_law")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_period_close_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("person_id", "period", "currency", "revision", name=op.f("pk_period_close")),
        sqlite_strict=True,
    )
    op.create_table(
        "project_jurisdiction",
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_jurisdiction_project_id_project")
        ),
        sa.PrimaryKeyConstraint("project_id", "jurisdiction", name=op.f("pk_project_jurisdiction")),
        sqlite_strict=True,
    )
    op.create_table(
        "pseudonym",
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_pseudonym_person_id_annotator")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_pseudonym_project_id_project")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_pseudonym")),
        sa.UniqueConstraint("project_id", "pseudonym", name=op.f("uq_pseudonym_project_id_pseudonym")),
        sqlite_strict=True,
    )
    op.create_table(
        "residence",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_residence_person_id_annotator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
        sa.UniqueConstraint("person_id", "from_on", name=op.f("uq_residence_person_id_from_on")),
        sqlite_strict=True,
    )
    op.create_table(
        "time_claim",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("claimed_at", WHOLE, nullable=False),
        sa.CheckConstraint("ended_at > started_at", name=op.f("ck_time_claim_in_order")),
        sa.CheckConstraint("length(line) BETWEEN 1 AND 500", name=op.f("ck_time_claim_one_line")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_time_claim_person_id_annotator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_claim")),
        sa.UniqueConstraint("person_id", "started_at", name=op.f("uq_time_claim_person_id_started_at")),
        sqlite_strict=True,
    )
    op.create_table(
        "time_segment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("work_session_id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("assignment_id", WHOLE, nullable=True),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=False),
        sa.Column("worked_on", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("floor_hourly_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rulebook_digest", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "bucket IN ('task', 'rework', 'instructions', 'qualification', 'waiting_requester', 'waiting_platform', 'admin', 'search', 'rest', 'meal', 'off', 'unconfirmed')",
            name=op.f("ck_time_segment_bucket_known"),
        ),
        sa.CheckConstraint(
            "ended_at > started_at AND ended_at - started_at <= 60000", name=op.f("ck_time_segment_at_most_60_seconds")
        ),
        sa.CheckConstraint("floor_hourly_micros > 0", name=op.f("ck_time_segment_floor_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_time_segment_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_segment")),
        sa.UniqueConstraint("person_id", "started_at", name=op.f("uq_time_segment_person_id_started_at")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_time_segment_person_day", "time_segment", ["person_id", "worked_on"], unique=False)
    op.create_table(
        "time_total",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("worked_on", sa.Text(), nullable=False),
        sa.Column("work_session_id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("floor_hourly_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rulebook_digest", sa.Text(), nullable=False),
        sa.Column("counted_ms", WHOLE, nullable=False),
        sa.CheckConstraint("counted_ms >= 0", name=op.f("ck_time_total_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_time_total_person_id_annotator")),
        sa.PrimaryKeyConstraint(
            "person_id",
            "worked_on",
            "work_session_id",
            "organisation_id",
            "project_id",
            "bucket",
            "floor_hourly_micros",
            "currency",
            "rulebook_digest",
            name=op.f("pk_time_total"),
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_time_total_project_id", "time_total", ["project_id", "worked_on"], unique=False)
    op.create_index("ix_time_total_worked_on", "time_total", ["worked_on"], unique=False)
    op.create_table(
        "work_session",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("seen_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_work_session_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_session")),
        sqlite_strict=True,
    )
    op.create_index("ix_work_session_person_id", "work_session", ["person_id", "started_at"], unique=False)
    op.create_table(
        "clock",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("work_session_id", WHOLE, nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("assignment_id", WHOLE, nullable=True),
        sa.Column("stretch_from_at", WHOLE, nullable=False),
        sa.Column("seen_at", WHOLE, nullable=False),
        sa.Column("screen_ms", WHOLE, nullable=False),
        sa.Column("session_counted_ms", WHOLE, nullable=False),
        sa.Column("session_rest_ms", WHOLE, nullable=False),
        sa.Column("rest_required_ms", WHOLE, nullable=False),
        sa.Column("is_rest_moved", WHOLE, nullable=False),
        sa.Column("is_meal", WHOLE, nullable=False),
        sa.CheckConstraint("doing IN ('nothing', 'instructions', 'task', 'pause')", name=op.f("ck_clock_doing_known")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_clock_person_id_annotator")),
        sa.ForeignKeyConstraint(
            ["work_session_id"], ["work_session.id"], name=op.f("fk_clock_work_session_id_work_session")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_clock")),
        sqlite_strict=True,
    )
    op.create_table(
        "item",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sort_key", WHOLE, nullable=False),
        sa.Column("open_slots", WHOLE, nullable=False),
        sa.CheckConstraint("open_slots >= 0", name=op.f("ck_item_slots_not_negative")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_item_batch_id_batch")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_item_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("project_id", "item_key", name=op.f("uq_item_project_id_item_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_item_open",
        "item",
        ["project_id", "sort_key", "id"],
        unique=False,
        sqlite_where=sa.text("open_slots > 0"),
        postgresql_where=sa.text("open_slots > 0"),
    )
    op.create_table(
        "refused_row",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("line", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_refused_row_batch_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_row")),
        sqlite_strict=True,
    )
    op.create_index("ix_refused_row_batch_id", "refused_row", ["batch_id", "line"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pay_basis", sa.Text(), nullable=False),
        sa.Column("price_micros", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("estimated_ms", WHOLE, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("floor_hourly_micros", WHOLE, nullable=False),
        sa.Column("rulebook_digest", sa.Text(), nullable=False),
        sa.Column("offered_at", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=True),
        sa.Column("lease_until_at", WHOLE, nullable=False),
        sa.Column("submitted_at", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("pay_basis IN ('item', 'hour')", name=op.f("ck_assignment_pay_basis_known")),
        sa.CheckConstraint(
            "state IN ('offered', 'started', 'submitted', 'accepted', 'released', 'expired')",
            name=op.f("ck_assignment_state_known"),
        ),
        sa.CheckConstraint("price_micros > 0 AND floor_hourly_micros > 0", name=op.f("ck_assignment_pay_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_assignment_item_id_item")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assignment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_assignment_person_id_annotator")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_assignment_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_assignment_item_id_person_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_assignment_due",
        "assignment",
        ["lease_until_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('offered', 'started')"),
        postgresql_where=sa.text("state IN ('offered', 'started')"),
    )
    op.create_index(
        "ix_assignment_leased",
        "assignment",
        ["project_id", "lease_until_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('offered', 'started')"),
        postgresql_where=sa.text("state IN ('offered', 'started')"),
    )
    op.create_index("ix_assignment_project", "assignment", ["project_id", "state"], unique=False)
    op.create_index(
        "one_offered_assignment",
        "assignment",
        ["person_id", "project_id"],
        unique=True,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index(
        "one_started_assignment",
        "assignment",
        ["person_id", "project_id"],
        unique=True,
        sqlite_where=sa.text("state = 'started'"),
        postgresql_where=sa.text("state = 'started'"),
    )
    op.create_table(
        "answer",
        sa.Column("assignment_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("is_surplus", WHOLE, nullable=False),
        sa.Column("counted_ms", WHOLE, nullable=False),
        sa.Column("submitted_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_answer_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_answer_project_id_project")),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_answer")),
        sqlite_strict=True,
    )
    op.create_index("ix_answer_project_id", "answer", ["project_id", "assignment_id"], unique=False)


def drop_tables() -> None:
    op.drop_index("ix_answer_project_id", table_name="answer")
    op.drop_table("answer")
    op.drop_index(
        "one_started_assignment",
        table_name="assignment",
        sqlite_where=sa.text("state = 'started'"),
        postgresql_where=sa.text("state = 'started'"),
    )
    op.drop_index(
        "one_offered_assignment",
        table_name="assignment",
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.drop_index("ix_assignment_project", table_name="assignment")
    op.drop_index(
        "ix_assignment_leased",
        table_name="assignment",
        sqlite_where=sa.text("state IN ('offered', 'started')"),
        postgresql_where=sa.text("state IN ('offered', 'started')"),
    )
    op.drop_index(
        "ix_assignment_due",
        table_name="assignment",
        sqlite_where=sa.text("state IN ('offered', 'started')"),
        postgresql_where=sa.text("state IN ('offered', 'started')"),
    )
    op.drop_table("assignment")
    op.drop_index("ix_refused_row_batch_id", table_name="refused_row")
    op.drop_table("refused_row")
    op.drop_index(
        "ix_item_open",
        table_name="item",
        sqlite_where=sa.text("open_slots > 0"),
        postgresql_where=sa.text("open_slots > 0"),
    )
    op.drop_table("item")
    op.drop_table("clock")
    op.drop_index("ix_work_session_person_id", table_name="work_session")
    op.drop_table("work_session")
    op.drop_index("ix_time_total_worked_on", table_name="time_total")
    op.drop_index("ix_time_total_project_id", table_name="time_total")
    op.drop_table("time_total")
    op.drop_index("ix_time_segment_person_day", table_name="time_segment")
    op.drop_table("time_segment")
    op.drop_table("time_claim")
    op.drop_table("residence")
    op.drop_table("pseudonym")
    op.drop_table("project_jurisdiction")
    op.drop_table("period_close")
    op.drop_index("ix_password_reset_person_id", table_name="password_reset")
    op.drop_table("password_reset")
    op.drop_index("ix_login_session_person_id", table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("ix_earning_project_id", table_name="earning")
    op.drop_index("ix_earning_person_period", table_name="earning")
    op.drop_index("ix_earning_person_day", table_name="earning")
    op.drop_index(
        "ix_earning_pending",
        table_name="earning",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_table("earning")
    op.drop_table("cursor")
    op.drop_index("ix_batch_project_id", table_name="batch")
    op.drop_table("batch")
    op.drop_table("auditor_pseudonym")
    op.drop_index(
        "one_open_staff_role",
        table_name="staff",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("staff")
    op.drop_table("representative")
    op.drop_index(
        "ix_project_running",
        table_name="project",
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index("ix_project_organisation_id", table_name="project")
    op.drop_table("project")
    op.drop_index(
        "one_open_membership",
        table_name="membership",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_membership_person_id", table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_ledger_transfer_debit_id"), table_name="ledger_transfer")
    op.drop_index(op.f("ix_ledger_transfer_credit_id"), table_name="ledger_transfer")
    op.drop_table("ledger_transfer")
    op.drop_index("ix_invitation_organisation_id", table_name="invitation")
    op.drop_table("invitation")
    op.drop_index("ix_api_token_person_id", table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("annotator")
    op.drop_index("ix_accreditation_person_id", table_name="accreditation")
    op.drop_table("accreditation")
    op.drop_table("account")
    op.drop_table("rulebook_text")
    op.drop_table("rate_bucket")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("ledger_account")
    op.drop_table("event_stream")
    op.drop_table("event")
