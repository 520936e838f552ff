"""Dataset files: what was asked to be written, how far it is, and until when; and the masks that came with items."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dataset_file",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("asked_by_id", WHOLE, nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("with_surplus", WHOLE, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_count", WHOLE, nullable=False),
        sa.Column("total_count", WHOLE, nullable=False),
        sa.Column("size_bytes", WHOLE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("started_at", WHOLE, nullable=True),
        sa.Column("finished_at", WHOLE, nullable=True),
        sa.Column("expires_at", WHOLE, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'gone')", name=op.f("ck_dataset_file_state_known")
        ),
        sa.CheckConstraint(
            "done_count >= 0 AND total_count >= 0 AND size_bytes >= 0", name=op.f("ck_dataset_file_not_negative")
        ),
        sa.CheckConstraint("length(link) >= 32", name=op.f("ck_dataset_file_link_long")),
        sa.CheckConstraint("(state = 'done') = (length(digest) = 64)", name=op.f("ck_dataset_file_done_has_a_digest")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_dataset_file_project_id_project")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_dataset_file_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_file")),
        sa.UniqueConstraint("link", name=op.f("uq_dataset_file_link")),
        sqlite_strict=True,
    )
    op.create_index("ix_dataset_file_project_id", "dataset_file", ["project_id"], unique=False)
    op.create_index("ix_dataset_file_state", "dataset_file", ["state", "id"], unique=False)
    op.create_table(
        "kept_mask",
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("x", WHOLE, nullable=False),
        sa.Column("y", WHOLE, nullable=False),
        sa.Column("width", WHOLE, nullable=False),
        sa.Column("height", WHOLE, nullable=False),
        sa.Column("segmentation", sa.Text(), nullable=False),
        sa.Column("is_crowd", WHOLE, nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_kept_mask_size_positive")),
        sa.CheckConstraint("is_crowd IN (0, 1)", name=op.f("ck_kept_mask_crowd_known")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_kept_mask_project_id_project")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_kept_mask_item_id_item")),
        sa.PrimaryKeyConstraint("project_id", "item_id", "number", name=op.f("pk_kept_mask")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("kept_mask")
    op.drop_table("dataset_file")
