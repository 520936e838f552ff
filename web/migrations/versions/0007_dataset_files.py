"""Dataset files: what was asked to be written, how far it is, and until when it can be fetched."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
