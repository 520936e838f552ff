"""What an annotator has begun and not sent yet, kept on the server, and the keys they chose for a project."""

from datetime import datetime

from sqlmodel import Field

from payments.columns import Instant, Json, Table, Whole, strict


class Draft(Table, table=True):
    """The fields of one open assignment as they stood a few seconds ago; gone once the answer is there."""

    __tablename__ = "draft"
    __table_args__ = strict()

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id", sa_type=Whole)
    person_id: int = Field(foreign_key="annotator.person_id", sa_type=Whole)
    fields: dict[str, object] = Field(sa_type=Json)
    """Each field's name and its texts."""
    saved_at: datetime = Field(sa_type=Instant)


class OwnKeys(Table, table=True):
    """Which key an annotator chose for which label of a project."""

    __tablename__ = "own_keys"
    __table_args__ = strict()

    person_id: int = Field(primary_key=True, foreign_key="annotator.person_id", sa_type=Whole)
    project_id: int = Field(primary_key=True, foreign_key="project.id", sa_type=Whole)
    keys: dict[str, object] = Field(sa_type=Json)
    """Of each control's name and label, the key."""
    changed_at: datetime = Field(sa_type=Instant)
