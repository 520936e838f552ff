"""Known answers of gold items, why rows of a file were refused and how often, and the numbers of COCO's categories."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "known_answer",
        sa.Column("item_id", WHOLE, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_known_answer_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_known_answer")),
        sqlite_strict=True,
    )
    op.create_table(
        "refused_reason",
        sa.Column("batch_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("row_count", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_refused_reason_batch_id_batch")),
        sa.PrimaryKeyConstraint("batch_id", "code", name=op.f("pk_refused_reason")),
        sqlite_strict=True,
    )
    op.create_table(
        "category",
        sa.Column("project_id", WHOLE, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("above", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_category_project_id_project")),
        sa.PrimaryKeyConstraint("project_id", "label", name=op.f("pk_category")),
        sqlite_strict=True,
    )
    op.add_column("refused_row", sa.Column("original", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("refused_row", "original")
    for table in ("category", "refused_reason", "known_answer"):
        op.drop_table(table)
