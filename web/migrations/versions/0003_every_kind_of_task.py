"""Drafts, suggestions, own keys and languages; more orders of the queue; gold and extra answers; more that a clock counts."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).parent.parent / "sql"
WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")

TAKEN = """
UPDATE cursor SET taken_count = (
  SELECT count(*) FROM assignment WHERE assignment.person_id = cursor.person_id
  AND assignment.project_id = cursor.project_id AND assignment.state NOT IN ('released', 'expired'))
"""
DOING = "'nothing', 'instructions', 'task', 'pause'"
ORDERS = "'sequence', 'random'"
# table, constraint, what it said, what it says
CHECKS = (
    ("project", "ck_project_item_order_known", f"item_order IN ({ORDERS})", f"item_order IN ({ORDERS}, 'priority', 'uncertainty')"),
    ("clock", "ck_clock_doing_known", f"doing IN ({DOING})", f"doing IN ({DOING}, 'qualification', 'waiting', 'admin', 'search')"),
)  # fmt: skip


def upgrade() -> None:
    for table, name, before, after in CHECKS:
        replace_check(table, name, before, after)
    op.add_column("project", sa.Column("extra_answers_most", WHOLE, nullable=False, server_default="0"))
    op.add_column("project", sa.Column("person_answers_most", WHOLE, nullable=True))
    op.add_column("project", sa.Column("gold_every", WHOLE, nullable=False, server_default="0"))
    op.add_column("item", sa.Column("priority", WHOLE, nullable=False, server_default="0"))
    op.add_column("item", sa.Column("extra_count", WHOLE, nullable=False, server_default="0"))
    op.add_column("item", sa.Column("gold_use_count", WHOLE, nullable=True))
    op.create_index(
        "ix_item_gold",
        "item",
        ["project_id", "gold_use_count", "id"],
        unique=False,
        sqlite_where=sa.text("gold_use_count IS NOT NULL"),
        postgresql_where=sa.text("gold_use_count IS NOT NULL"),
    )
    op.create_index(
        "ix_item_extra",
        "item",
        ["project_id", "extra_count"],
        unique=False,
        sqlite_where=sa.text("extra_count > 0"),
        postgresql_where=sa.text("extra_count > 0"),
    )
    op.add_column("cursor", sa.Column("taken_count", WHOLE, nullable=False, server_default="0"))
    op.add_column("cursor", sa.Column("since_gold_count", WHOLE, nullable=False, server_default="0"))
    op.execute(TAKEN)
    op.add_column("clock", sa.Column("search_earned_ms", WHOLE, nullable=False, server_default="3600000"))
    create_tables()
    create_tables_of_time()
    run_file("corrections")


def downgrade() -> None:
    run_file("corrections_drop")
    op.drop_column("clock", "search_earned_ms")
    for table in ("outage", "house_sign", "claim_reply", "time_correction"):
        op.drop_table(table)
    for table in ("running_total", "draft", "suggestion", "own_keys", "reading_language"):
        op.drop_table(table)
    for column in ("since_gold_count", "taken_count"):
        op.drop_column("cursor", column)
    op.drop_index("ix_item_extra", "item")
    op.drop_index("ix_item_gold", "item")
    for column in ("gold_use_count", "extra_count", "priority"):
        op.drop_column("item", column)
    for column in ("gold_every", "person_answers_most", "extra_answers_most"):
        op.drop_column("project", column)
    for table, name, before, after in reversed(CHECKS):
        replace_check(table, name, after, before)


def replace_check(table: str, name: str, before: str, after: str) -> None:
    """Replace one CHECK where the table stands, as migration 0002 does and for its reasons."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({after})")
        return
    run = op.get_bind().exec_driver_sql
    text = run("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)).scalar_one()
    old, new = f"CONSTRAINT {name} CHECK ({before})", f"CONSTRAINT {name} CHECK ({after})"
    if text.count(old) != 1:
        raise RuntimeError(f"{table} does not say {old!r} once; its text was changed by hand: {text}")
    version = run("PRAGMA schema_version").scalar_one()
    run("PRAGMA writable_schema = ON")
    run("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (text.replace(old, new), table))
    run(f"PRAGMA schema_version = {version + 1}")
    run("PRAGMA writable_schema = RESET")
    if run("PRAGMA integrity_check").scalar_one() != "ok":
        raise RuntimeError(f"{table} is not whole after its rule {name} was changed; the migration was undone")


def run_file(name: str) -> None:
    """Run the statements of one file of web/migrations/sql for the database at hand."""
    dialect = op.get_bind().dialect.name
    for statement in (STATEMENTS / f"{name}_{dialect}.sql").read_text("utf-8").split("-- next\n"):
        op.get_bind().exec_driver_sql(statement)


def create_tables_of_time() -> None:
    """Create what is said about recorded time afterwards, and when the platform was down."""
    op.create_table(
        "time_correction",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("ended_at", WHOLE, nullable=False),
        sa.Column("becomes", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("by_id", WHOLE, nullable=False),
        sa.Column("corrected_at", WHOLE, nullable=False),
        sa.CheckConstraint("becomes IN ('meal', 'off', 'unconfirmed')", name=op.f("ck_time_correction_becomes_known")),
        sa.CheckConstraint("ended_at > started_at", name=op.f("ck_time_correction_in_order")),
        sa.CheckConstraint(
            "becomes <> 'unconfirmed' OR (length(line) BETWEEN 10 AND 500 AND by_id <> person_id)",
            name=op.f("ck_time_correction_refused_with_reason"),
        ),
        sa.CheckConstraint(
            "becomes = 'unconfirmed' OR by_id = person_id", name=op.f("ck_time_correction_own_by_herself")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_time_correction_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_time_correction_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_correction")),
        sa.UniqueConstraint("person_id", "started_at", name=op.f("uq_time_correction_person_id_started_at")),
        sqlite_strict=True,
    )
    op.create_table(
        "claim_reply",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("replied_at", WHOLE, nullable=False),
        sa.CheckConstraint("length(line) BETWEEN 1 AND 500", name=op.f("ck_claim_reply_one_line")),
        sa.ForeignKeyConstraint(
            ["person_id", "started_at"],
            ["time_correction.person_id", "time_correction.started_at"],
            name=op.f("fk_claim_reply_person_id_time_correction"),
        ),
        sa.PrimaryKeyConstraint("person_id", "started_at", name=op.f("pk_claim_reply")),
        sqlite_strict=True,
    )
    op.create_table(
        "outage",
        sa.Column("from_at", WHOLE, nullable=False),
        sa.Column("to_at", WHOLE, nullable=False),
        sa.CheckConstraint("to_at > from_at", name=op.f("ck_outage_in_order")),
        sa.PrimaryKeyConstraint("from_at", name=op.f("pk_outage")),
        sqlite_strict=True,
    )
    op.create_table(
        "house_sign",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("seen_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_sign")),
        sqlite_strict=True,
    )


def create_tables() -> None:
    op.create_table(
        "draft",
        sa.Column("assignment_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_draft_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_draft_person_id_annotator")),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_draft")),
        sqlite_strict=True,
    )
    op.create_table(
        "suggestion",
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_suggestion_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_suggestion")),
        sqlite_strict=True,
    )
    op.create_table(
        "own_keys",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_own_keys_person_id_annotator")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_own_keys_project_id_project")),
        sa.PrimaryKeyConstraint("person_id", "project_id", name=op.f("pk_own_keys")),
        sqlite_strict=True,
    )
    op.create_table(
        "reading_language",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("chosen_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_reading_language_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("person_id", "language", name=op.f("pk_reading_language")),
        sqlite_strict=True,
    )
    op.create_table(
        "running_total",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("worked_on", sa.Text(), nullable=True),
        sa.Column("monday", sa.Text(), nullable=True),
        sa.Column("first_session_id", WHOLE, nullable=False),
        sa.Column("day_ms", WHOLE, nullable=False),
        sa.Column("week_ms", WHOLE, nullable=False),
        sa.Column("shift_ms", WHOLE, nullable=False),
        sa.Column("piece_currency", sa.Text(), nullable=True),
        sa.Column("piece_micros", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_running_total_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_running_total")),
        sqlite_strict=True,
    )
