"""Every call to a service that pays people out, and what two people decide where nobody knows what became of one."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).parent.parent / "sql"
WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
SENDING = sa.text("state = 'sending'")


def upgrade() -> None:
    op.create_index(
        "ix_payout_attempt_sending", "payout_attempt", ["run_id", "id"], sqlite_where=SENDING, postgresql_where=SENDING
    )
    create_payout_calling()
    create_payout_call()
    create_payout_proposal()
    create_payout_pause()
    run_file("payout_calls")


def downgrade() -> None:
    run_file("payout_calls_drop")
    op.drop_table("payout_pause")
    op.drop_index("ix_payout_proposal_payout_id", "payout_proposal")
    op.drop_table("payout_proposal")
    op.drop_index("ix_payout_call_attempt_id", "payout_call")
    op.drop_table("payout_call")
    op.drop_table("payout_calling")
    op.drop_index("ix_payout_attempt_sending", "payout_attempt")


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def create_payout_calling() -> None:
    op.create_table(
        "payout_calling",
        sa.Column("attempt_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_sent_at", WHOLE, nullable=False),
        sa.Column("next_call_at", WHOLE, nullable=False),
        sa.Column("last_next", sa.Text(), nullable=False),
        sa.Column("times", WHOLE, nullable=False),
        sa.CheckConstraint("kind IN ('send', 'look_up')", name=op.f("ck_payout_calling_kind_known")),
        sa.CheckConstraint("next_call_at >= first_sent_at", name=op.f("ck_payout_calling_not_before_the_first")),
        sa.CheckConstraint("times >= 0", name=op.f("ck_payout_calling_times_not_negative")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payout_attempt.id"], name=op.f("fk_payout_calling_attempt_id_payout_attempt")
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_payout_calling")),
        sqlite_strict=True,
    )


def create_payout_call() -> None:
    op.create_table(
        "payout_call",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("attempt_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_at", WHOLE, nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("following", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('send', 'look_up')", name=op.f("ck_payout_call_kind_known")),
        sa.CheckConstraint(
            "answer IN ('done', 'under_way', 'unknown', 'later', 'broken', 'refused', 'short', 'returned', "
            "'absent', 'several', 'clashes')",
            name=op.f("ck_payout_call_answer_known"),
        ),
        sa.CheckConstraint(
            "following IN ('book_paid', 'book_refused', 'book_returned', 'same_key', 'look_up', 'watch', 'new_key', "
            "'wait_for_money', 'freeze')",
            name=op.f("ck_payout_call_following_known"),
        ),
        sa.CheckConstraint("(answer IS NULL) = (following IS NULL)", name=op.f("ck_payout_call_answered_whole")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payout_attempt.id"], name=op.f("fk_payout_call_attempt_id_payout_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_call")),
        sqlite_strict=True,
    )
    op.create_index("ix_payout_call_attempt_id", "payout_call", ["attempt_id"])


def create_payout_proposal() -> None:
    op.create_table(
        "payout_proposal",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("payout_id", WHOLE, nullable=False),
        sa.Column("was_paid", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        sa.Column("proposed_at", WHOLE, nullable=False),
        sa.CheckConstraint("was_paid IN (0, 1)", name=op.f("ck_payout_proposal_was_paid_flag")),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_payout_proposal_reason_stated")),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_payout_proposal_payout_id_payout")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_payout_proposal_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_proposal")),
        sqlite_strict=True,
    )
    op.create_index("ix_payout_proposal_payout_id", "payout_proposal", ["payout_id"])


def create_payout_pause() -> None:
    op.create_table(
        "payout_pause",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("began_at", WHOLE, nullable=False),
        sa.Column("next_try_at", WHOLE, nullable=False),
        sa.Column("times", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_payout_pause_currency_code")),
        sa.CheckConstraint("times >= 0", name=op.f("ck_payout_pause_times_not_negative")),
        sa.PrimaryKeyConstraint("provider", "currency", name=op.f("pk_payout_pause")),
        sqlite_strict=True,
    )
