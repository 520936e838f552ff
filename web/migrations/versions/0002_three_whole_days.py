"""Pictures, questions, content choices, rises of price, notices and job runs; salaried work and overtime become possible."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")

KINDS = "'piece', 'hourly', 'top_up', 'rest', 'instructions', 'qualification', 'waiting', 'admin', 'search'"
# table, constraint, what it said, what it says
CHECKS = (
    ("earning", "ck_earning_kind_known", f"kind IN ({KINDS}, 'correction')", f"kind IN ({KINDS}, 'overtime', 'premium', 'correction')"),
    ("project", "ck_project_pay_basis_known", "pay_basis IN ('item', 'hour')", "pay_basis IN ('item', 'hour', 'salaried')"),
    ("project", "ck_project_price_positive", "price_micros > 0", "(price_micros > 0) = (pay_basis <> 'salaried')"),
    ("assignment", "ck_assignment_pay_basis_known", "pay_basis IN ('item', 'hour')", "pay_basis IN ('item', 'hour', 'salaried')"),
    ("assignment", "ck_assignment_pay_positive", "price_micros > 0 AND floor_hourly_micros > 0", "(price_micros > 0) = (pay_basis <> 'salaried') AND floor_hourly_micros > 0"),
)  # fmt: skip


def upgrade() -> None:
    for table, name, before, after in CHECKS:
        replace_check(table, name, before, after)
    op.add_column("project", sa.Column("content_risks", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("batch", sa.Column("price_micros", WHOLE, nullable=True))
    op.add_column("batch", sa.Column("published_at", WHOLE, nullable=True))
    op.add_column("batch", sa.Column("after_item_id", WHOLE, nullable=True))
    op.add_column("project", sa.Column("fee_permille", WHOLE, nullable=False, server_default="0"))
    op.execute(
        "UPDATE batch SET published_at = (SELECT project.published_at FROM project WHERE project.id = batch.project_id), "
        "price_micros = (SELECT project.price_micros FROM project "
        "WHERE project.id = batch.project_id AND project.published_at IS NOT NULL)"
    )
    op.add_column("clock", sa.Column("unbroken_ms", WHOLE, nullable=False, server_default="0"))
    op.execute("UPDATE batch SET after_item_id = 0 WHERE published_at IS NULL")
    create_tables()


def downgrade() -> None:
    for table in (
        "kept_reply",
        "salaried_project",
        "employment",
        "breach",
        "verification_run",
        "job_run",
        "notice",
        "content_choice",
        "question",
        "price_change",
        "item_picture",
        "picture",
    ):
        op.drop_table(table)
    op.drop_column("clock", "unbroken_ms")
    op.drop_column("project", "fee_permille")
    op.drop_column("batch", "after_item_id")
    op.drop_column("batch", "published_at")
    op.drop_column("batch", "price_micros")
    op.drop_column("project", "content_risks")
    for table, name, before, after in reversed(CHECKS):
        replace_check(table, name, after, before)


def replace_check(table: str, name: str, before: str, after: str) -> None:
    """Replace one CHECK where the table stands: rebuilding it would drop its triggers.

    PostgreSQL has a statement for it. SQLite keeps a table's text and reads it again at once; its manual describes
    this way for changes of constraints that leave the rows as they are (sqlite.org/lang_altertable.html, section 7).
    """
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


def create_tables() -> None:
    op.create_table(
        "breach",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("begun_on", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("over_ms", WHOLE, nullable=False),
        sa.Column("found_at", WHOLE, nullable=False),
        sa.CheckConstraint("kind IN ('day', 'week')", name=op.f("ck_breach_kind_known")),
        sa.CheckConstraint("over_ms > 0", name=op.f("ck_breach_over_positive")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_breach_person_id_annotator")),
        sa.PrimaryKeyConstraint("person_id", "kind", "begun_on", name=op.f("pk_breach")),
        sqlite_strict=True,
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("finished_at", WHOLE, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("last_good_at", WHOLE, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_run_state_known")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
        sqlite_strict=True,
    )
    op.create_table(
        "picture",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", WHOLE, nullable=False),
        sa.Column("height", WHOLE, nullable=False),
        sa.Column("full_bytes", WHOLE, nullable=False),
        sa.Column("screen_bytes", WHOLE, nullable=False),
        sa.Column("thumbnail_bytes", WHOLE, nullable=False),
        sa.Column("kept_at", WHOLE, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_picture_fingerprint_length")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_picture_size_positive")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_picture")),
        sqlite_strict=True,
    )
    op.create_table(
        "notice",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("from_at", WHOLE, nullable=False),
        sa.Column("until_at", WHOLE, nullable=True),
        sa.Column("written_by_id", WHOLE, nullable=False),
        sa.Column("written_at", WHOLE, nullable=False),
        sa.CheckConstraint("until_at IS NULL OR until_at > from_at", name=op.f("ck_notice_in_order")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_notice_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_from_at", "notice", ["from_at"], unique=False)
    op.create_table(
        "content_choice",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("is_willing", WHOLE, nullable=False),
        sa.Column("chosen_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["annotator.person_id"], name=op.f("fk_content_choice_person_id_annotator")
        ),
        sa.PrimaryKeyConstraint("person_id", "risk", name=op.f("pk_content_choice")),
        sqlite_strict=True,
    )
    op.create_table(
        "price_change",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("price_before_micros", WHOLE, nullable=False),
        sa.Column("price_micros", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by_id", WHOLE, nullable=False),
        sa.Column("changed_at", WHOLE, nullable=False),
        sa.CheckConstraint(
            "price_micros > price_before_micros AND price_before_micros > 0", name=op.f("ck_price_change_only_upward")
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_price_change_changed_by_id_person")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_price_change_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_change")),
        sqlite_strict=True,
    )
    op.create_index("ix_price_change_project_id", "price_change", ["project_id"], unique=False)
    op.create_table(
        "verification_run",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("accreditation_id", WHOLE, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=True),
        sa.Column("finished_at", WHOLE, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_verification_run_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_verification_run_accreditation_id_accreditation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_run")),
        sqlite_strict=True,
    )
    op.create_index("ix_verification_run_accreditation_id", "verification_run", ["accreditation_id"], unique=False)
    op.create_table(
        "item_picture",
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_picture_item_id_item")),
        sa.ForeignKeyConstraint(["sha256"], ["picture.sha256"], name=op.f("fk_item_picture_sha256_picture")),
        sa.PrimaryKeyConstraint("item_id", "position", name=op.f("pk_item_picture")),
        sqlite_strict=True,
    )
    op.create_index("ix_item_picture_sha256", "item_picture", ["sha256", "item_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("is_for_all", WHOLE, nullable=False),
        sa.Column("answered_by_id", WHOLE, nullable=True),
        sa.Column("answered_at", WHOLE, nullable=True),
        sa.CheckConstraint("kind IN ('question', 'problem')", name=op.f("ck_question_kind_known")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_question_answer_has_an_instant")),
        sa.CheckConstraint("(answer IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_question_answer_has_a_name")),
        sa.CheckConstraint(
            "answer IS NULL OR length(answer) BETWEEN 1 AND 4000", name=op.f("ck_question_answer_length")
        ),
        sa.CheckConstraint("(kind = 'problem') = (problem IS NOT NULL)", name=op.f("ck_question_problem_named")),
        sa.CheckConstraint(
            "problem IN ('not_loading', 'harmful', 'personal_data', 'does_not_belong', 'other')",
            name=op.f("ck_question_problem_known"),
        ),
        sa.CheckConstraint(
            "length(text) <= 2000 AND (length(text) > 0 OR coalesce(problem, 'other') <> 'other')",
            name=op.f("ck_question_text_length"),
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_question_answered_by_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_question_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_question_person_id_annotator")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_question_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_strict=True,
    )
    op.create_index("ix_question_person_id", "question", ["person_id", "project_id"], unique=False)
    op.create_index("ix_question_project_id", "question", ["project_id", "answered_at"], unique=False)
    op.create_table(
        "employment",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("stated_by_id", WHOLE, nullable=False),
        sa.Column("stated_at", WHOLE, nullable=False),
        sa.Column("accepted_at", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("from_on", sa.Text(), nullable=True),
        sa.Column("until_on", sa.Text(), nullable=True),
        sa.CheckConstraint("accepted_at IS NULL OR accepted_at >= stated_at", name=op.f("ck_employment_in_order")),
        sa.CheckConstraint("(accepted_at IS NULL) = (from_on IS NULL)", name=op.f("ck_employment_accepted_on_a_day")),
        sa.CheckConstraint(
            "until_on IS NULL OR (ended_at IS NOT NULL AND until_on >= from_on)",
            name=op.f("ck_employment_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_employment_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["annotator.person_id"], name=op.f("fk_employment_person_id_annotator")),
        sa.ForeignKeyConstraint(["stated_by_id"], ["person.id"], name=op.f("fk_employment_stated_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
        sqlite_strict=True,
    )
    op.create_index(
        "one_open_employment",
        "employment",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_employment_person_id", "employment", ["person_id"], unique=False)
    op.create_table(
        "salaried_project",
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("organisation_id", WHOLE, nullable=False),
        sa.Column("published_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_salaried_project_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_salaried_project")),
        sqlite_strict=True,
    )
    op.create_table(
        "kept_reply",
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("kept_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_reply_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "call", "key", name=op.f("pk_kept_reply")),
        sqlite_strict=True,
    )
    op.create_index("ix_kept_reply_kept_at", "kept_reply", ["kept_at"], unique=False)
