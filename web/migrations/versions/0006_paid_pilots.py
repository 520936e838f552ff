"""Paid pilots: what a sample took, and what each look at the price since then did."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    op.add_column("project", sa.Column("p95_ms", WHOLE, nullable=True))
    op.add_column("project", sa.Column("reserve_percent", WHOLE, nullable=True))
    create_pilot()
    create_price_look()


def downgrade() -> None:
    op.drop_table("price_look")
    op.drop_table("pilot")
    op.drop_column("project", "reserve_percent")
    op.drop_column("project", "p95_ms")


def create_pilot() -> None:
    op.create_table(
        "pilot",
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("sample_count", WHOLE, nullable=False),
        sa.Column("each_most", WHOLE, nullable=False),
        sa.Column("person_answers_most", WHOLE, nullable=True),
        sa.Column("pool_count", WHOLE, nullable=False),
        sa.Column("started_by_id", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=False),
        sa.Column("ended_by_id", WHOLE, nullable=True),
        sa.Column("ended_at", WHOLE, nullable=True),
        sa.Column("taken_micros", WHOLE, nullable=True),
        sa.Column("taken_by_id", WHOLE, nullable=True),
        sa.Column("taken_at", WHOLE, nullable=True),
        sa.CheckConstraint("sample_count > 0 AND each_most > 0", name=op.f("ck_pilot_sample_positive")),
        sa.CheckConstraint("(taken_at IS NULL) = (taken_micros IS NULL)", name=op.f("ck_pilot_taken_with_price")),
        sa.CheckConstraint("taken_at IS NULL OR ended_at IS NOT NULL", name=op.f("ck_pilot_taken_after_end")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_pilot_project_id_project")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_pilot_batch_id_batch")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_pilot_started_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_pilot_ended_by_id_person")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_pilot_taken_by_id_person")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_pilot")),
        sqlite_strict=True,
    )


def create_price_look() -> None:
    op.create_table(
        "price_look",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("checkpoint", WHOLE, nullable=False),
        sa.Column("person_count", WHOLE, nullable=False),
        sa.Column("answer_count", WHOLE, nullable=False),
        sa.Column("floor_hourly_micros", WHOLE, nullable=False),
        sa.Column("price_micros", WHOLE, nullable=False),
        sa.Column("proposed_micros", WHOLE, nullable=True),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("looked_at", WHOLE, nullable=False),
        sa.CheckConstraint("checkpoint IN (0, 30, 100, 300)", name=op.f("ck_price_look_checkpoint_known")),
        sa.CheckConstraint(
            "proposed_micros IS NULL OR checkpoint = 0 OR proposed_micros >= price_micros",
            name=op.f("ck_price_look_upward"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_price_look_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_look")),
        sa.UniqueConstraint("project_id", "checkpoint", name=op.f("uq_price_look_project_id_checkpoint")),
        sqlite_strict=True,
    )
